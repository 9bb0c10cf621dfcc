/// The minimum of a smooth function from its gradients: Broyden, Fletcher, Goldfarb and Shanno's method.
///
/// Nocedal and Wright 2006, Numerical Optimization, 2nd edition, algorithm 6.1, with steps halved until the function falls
/// enough.
enum QuasiNewton {
    /// Where the function is least; nil where that is not reached in `limit` steps.
    ///
    /// - Parameters:
    ///   - inverse: a first guess at the inverse matrix of second derivatives; directions outside its range are not
    ///     searched.
    ///   - tolerance: how far the predicted fall of the function may be from 0 at the end.
    static func minimum(
        from start: [Double],
        inverse: SquareMatrix,
        tolerance: Double = 1e-14,
        limit: Int = 500,
        _ evaluate: ([Double]) -> (value: Double, gradient: [Double])
    ) -> (point: [Double], value: Double)? {
        var (point, inverse) = (start, inverse)
        var (value, gradient) = evaluate(point)
        let size = start.count
        for _ in 0..<limit {
            var direction = (0..<size).map { row in -(0..<size).reduce(0) { $0 + inverse[row, $1] * gradient[$1] } }
            var slope = dot(direction, gradient)
            guard slope.isFinite, slope <= 0 else { return nil }
            if -slope < tolerance { return (point, value) }
            // A step of length 2 in any parameter is far enough.
            let longest = direction.reduce(0) { max($0, abs($1)) }
            if longest > 2 {
                direction = direction.map { $0 * 2 / longest }
                slope *= 2 / longest
            }
            var scale = 1.0
            var next = point
            var (nextValue, nextGradient) = (Double.infinity, gradient)
            repeat {
                next = point.indices.map { point[$0] + scale * direction[$0] }
                (nextValue, nextGradient) = evaluate(next)
                if nextValue <= value + 1e-4 * scale * slope { break }
                scale /= 2
            } while scale > 1e-12
            // Rounding hides a smaller fall.
            guard scale > 1e-12 else { return -slope < 1e-8 ? (point, value) : nil }
            let moved = direction.map { $0 * scale }
            let turned = zip(nextGradient, gradient).map { $0 - $1 }
            update(&inverse, moved, turned)
            (point, value, gradient) = (next, nextValue, nextGradient)
        }
        return nil
    }

    private static func update(_ inverse: inout SquareMatrix, _ moved: [Double], _ turned: [Double]) {
        let curvature = dot(moved, turned)
        guard curvature > 1e-14 * (dot(moved, moved) * dot(turned, turned)).squareRoot(), curvature > 0 else { return }
        let size = moved.count
        let image = (0..<size).map { row in (0..<size).reduce(0) { $0 + inverse[row, $1] * turned[$1] } }
        let factor = (1 + dot(turned, image) / curvature) / curvature
        for row in 0..<size {
            for column in 0..<size {
                let cross = moved[row] * image[column] + image[row] * moved[column]
                inverse[row, column] += factor * moved[row] * moved[column] - cross / curvature
            }
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
