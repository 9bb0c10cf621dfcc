extension CrossedLogit {
    /// The derivative of the logarithm of the likelihood by the parameters.
    func gradient(_ parameters: Parameters, _ mode: Mode, _ curvature: Curvature) -> [Double] {
        guard let factor = curvature.factor else { return [] }
        let (a, b) = (parameters.outer, parameters.inner)
        let inverse = inverse(curvature, factor)
        // ½ log |H| changes with the weights, which the linear predictors change, and with the deviations directly.
        var (half, tilted) = ([Double](repeating: 0, count: observations.count), origin)
        var (direct, residuals) = ((outer: 0.0, inner: 0.0), half)
        for (index, own) in observations.enumerated() {
            let (cell, mean) = (cellOf[index], curvature.means[index])
            let weight = mean * (1 - mean)
            let (aa, ab, bb) = (inverse.outer[own.outer], inverse.mixed[cell], inverse.inner[own.inner])
            let leverage = a * a * aa + 2 * a * b * ab + b * b * bb
            half[index] = leverage * weight * (1 - 2 * mean) / 2
            tilted.outer[own.outer] += a * half[index]
            tilted.inner[own.inner] += b * half[index]
            direct.outer += weight * (a * aa + b * ab)
            direct.inner += weight * (a * ab + b * bb)
            residuals[index] = (own.isCorrect ? 1 : 0) - mean
        }
        // The mode moves with the parameters; one solution serves all of them.
        let moved = solve(curvature, factor, tilted.outer, tilted.inner)
        var result = [Double](repeating: 0, count: 2 + groupCount)
        result[0] = -direct.outer
        result[1] = -direct.inner
        for (index, own) in observations.enumerated() {
            let mean = curvature.means[index]
            let shift = mean * (1 - mean) * (a * moved.outer[own.outer] + b * moved.inner[own.inner])
            let common = residuals[index] - half[index] + shift
            result[0] += common * mode.outer[own.outer] - residuals[index] * moved.outer[own.outer]
            result[1] += common * mode.inner[own.inner] - residuals[index] * moved.inner[own.inner]
            result[2] += common
            if own.group > 0 { result[2 + own.group] += common }
        }
        return result
    }

    /// The entries of H⁻¹ that belong to answers: both diagonals and, by cell, those between the factors.
    private func inverse(
        _ curvature: Curvature,
        _ factor: CholeskyFactor
    ) -> (outer: [Double], mixed: [Double], inner: [Double]) {
        let rest = factor.inverse()
        var (outer, mixed) = ([Double](repeating: 0, count: outerCount), [Double](repeating: 0, count: cells.count))
        var column = [Double](repeating: 0, count: innerCount)
        for level in 0..<outerCount {
            let own = cellStart[level]..<cellStart[level + 1]
            for index in column.indices { column[index] = 0 }
            rest.elements.withUnsafeBufferPointer { rest in
                for cell in own {
                    let (value, start) = (curvature.mixed[cell], cells[cell].inner * innerCount)
                    for index in 0..<innerCount { column[index] += value * rest[start + index] }
                }
            }
            let scale = 1 / curvature.diagonal[level]
            var sum = 0.0
            for cell in own {
                mixed[cell] = -scale * column[cells[cell].inner]
                sum += curvature.mixed[cell] * column[cells[cell].inner]
            }
            outer[level] = scale + scale * scale * sum
        }
        return (outer, mixed, (0..<innerCount).map { rest[$0, $0] })
    }
}
