/// Quadrature by Gauss and Legendre's rule of ten points over panels of equal width.
enum GaussLegendre {
    /// ∫ f from `low` to `high`.
    static func integral(from low: Double, to high: Double, panels: Int, _ f: (Double) -> Double) -> Double {
        let half = (high - low) / Double(2 * panels)
        var sum = 0.0
        for panel in 0..<panels {
            let middle = low + half * Double(2 * panel + 1)
            for (node, weight) in zip(nodes, weights) {
                sum += weight * (f(middle - half * node) + f(middle + half * node))
            }
        }
        return sum * half
    }

    // Abramowitz and Stegun, table 25.4.
    private static let nodes = [
        0.148_874_338_981_631_22, 0.433_395_394_129_247_19, 0.679_409_568_299_024_41, 0.865_063_366_688_984_51,
        0.973_906_528_517_171_72,
    ]
    private static let weights = [
        0.295_524_224_714_752_87, 0.269_266_719_309_996_36, 0.219_086_362_515_982_04, 0.149_451_349_150_580_59,
        0.066_671_344_308_688_14,
    ]
}
