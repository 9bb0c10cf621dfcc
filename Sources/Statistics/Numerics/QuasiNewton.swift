/// The minimum of a smooth function by Broyden, Fletcher, Goldfarb and Shanno's updates of the inverse curvature.
///
/// Nocedal and Wright 2006, Numerical Optimization, 2nd edition, algorithm 6.1, with steps halved until they lower the
/// value enough.
enum QuasiNewton {
    /// The minimum, or nil where the gradient does not become small.
    ///
    /// - Parameters:
    ///   - inverse: a first guess at the inverse matrix of second derivatives, the identity without it; directions
    ///     outside its range are not searched.
    ///   - tolerance: the largest component of the gradient at the end.
    ///   - evaluate: the value and the gradient; nil where there is none.
    /// - Complexity: O(n²) a step, besides the evaluations.
    static func minimum(
        from start: [Double],
        inverse guess: SquareMatrix? = nil,
        tolerance: Double,
        steps: Int = 200,
        evaluate: ([Double]) -> (value: Double, gradient: [Double])?
    ) -> (point: [Double], value: Double)? {
        guard var current = evaluate(start) else { return nil }
        let size = start.count
        let first = guess.map(rows) ?? identity(size)
        var (point, inverse) = (start, first)
        var isFresh = true
        for _ in 0..<steps {
            if largest(current.gradient) <= tolerance { return (point, current.value) }
            var direction = inverse.map { row in -dot(row, current.gradient) }
            var slope = dot(direction, current.gradient)
            if slope >= 0 {
                (inverse, isFresh) = (first, true)
                direction = inverse.map { row in -dot(row, current.gradient) }
                slope = dot(direction, current.gradient)
            }
            // No step moves a parameter by more than 2, so that a first guess of the curvature does no harm.
            var length = min(1, 2 / largest(direction))
            var next: (value: Double, gradient: [Double])?
            var moved = point
            for _ in 0..<60 {
                moved = zip(point, direction).map { $0 + length * $1 }
                next = evaluate(moved)
                // Rounding hides what is gained by the last steps.
                let allowance = 1e-13 * abs(current.value)
                if let next, next.value <= current.value + 1e-4 * length * slope + allowance { break }
                next = nil
                length /= 2
            }
            guard let next else {
                if isFresh { return largest(current.gradient) <= 100 * tolerance ? (point, current.value) : nil }
                (inverse, isFresh) = (first, true)
                continue
            }
            update(
                &inverse,
                step: zip(moved, point).map { $0 - $1 },
                change: zip(next.gradient, current.gradient).map { $0 - $1 },
                isToScale: isFresh && guess == nil
            )
            (point, current, isFresh) = (moved, next, false)
        }
        return largest(current.gradient) <= 100 * tolerance ? (point, current.value) : nil
    }

    private static func update(_ inverse: inout [[Double]], step: [Double], change: [Double], isToScale: Bool) {
        let curvature = dot(step, change)
        guard curvature > 1e-14 * (dot(step, step) * dot(change, change)).squareRoot() else { return }
        if isToScale {
            let scale = curvature / dot(change, change)
            for index in inverse.indices { inverse[index][index] = scale }
        }
        let turned = inverse.map { dot($0, change) }
        let factor = 1 + dot(turned, change) / curvature
        for row in step.indices {
            for column in step.indices {
                let mixed = step[row] * turned[column] + turned[row] * step[column]
                inverse[row][column] += (factor * step[row] * step[column] - mixed) / curvature
            }
        }
    }

    private static func rows(_ matrix: SquareMatrix) -> [[Double]] {
        (0..<matrix.size).map { row in (0..<matrix.size).map { matrix[row, $0] } }
    }

    private static func identity(_ size: Int) -> [[Double]] {
        (0..<size).map { row in (0..<size).map { $0 == row ? 1 : 0 } }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
}
