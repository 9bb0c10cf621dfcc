/// Solves A x = b for a symmetric positive semidefinite A that is known by its products only.
///
/// Hestenes and Stiefel 1952, DOI 10.6028/jres.049.044. With a singular A, b must lie in its range.
enum ConjugateGradients {
    /// The solution, or nil where the residual does not become smaller than 10⁻¹³ of b.
    ///
    /// - Complexity: at most 10 products for each unknown.
    static func solve(_ b: [Double], _ product: ([Double]) -> [Double]) -> [Double]? {
        var x = [Double](repeating: 0, count: b.count)
        var (rest, direction) = (b, b)
        var squares = dot(rest, rest)
        let goal = squares * 1e-26
        for _ in 0..<10 * max(1, b.count) {
            if squares <= goal { return x }
            let image = product(direction)
            let curvature = dot(direction, image)
            guard curvature > 0 else { return nil }
            let step = squares / curvature
            for index in x.indices {
                x[index] += step * direction[index]
                rest[index] -= step * image[index]
            }
            let last = squares
            squares = dot(rest, rest)
            for index in x.indices { direction[index] = rest[index] + squares / last * direction[index] }
        }
        return nil
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
