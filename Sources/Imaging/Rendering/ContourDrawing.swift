import Tensor

/// Lines of equal value, drawn so that they show on any picture: light, with a dark border, thicker for higher levels.
///
/// The levels are the 50th, 75th and 90th percentile of the values above the least one, so that a map that is 0 nearly
/// everywhere has lines too. Lines follow W. Lorensen and H. Cline, Marching cubes, 1987, doi:10.1145/37402.37422, in
/// two dimensions.
struct ContourDrawing {
    private static let quantiles = [0.5, 0.75, 0.9]

    /// The values, `[H,W]`, one at each pixel's center.
    let field: Tensor

    /// The values at which lines are drawn, ascending and each once.
    var levels: [Float] {
        guard let least = field.values.min() else { return [] }
        let above = field.values.filter { $0 > least }.sorted()
        guard !above.isEmpty else { return [] }
        let levels = Self.quantiles.map { above[Int($0 * Double(above.count - 1))] }
        return levels.enumerated().filter { $0.offset == 0 || $0.element > levels[$0.offset - 1] }.map(\.element)
    }

    /// Draws the lines over an RGB picture of the field's size.
    func drawn(over base: RasterImage) -> RasterImage {
        var pixels = base.pixels
        // Lines as thick on a large picture as on a small one, relative to its size.
        let unit = max(1, Float(min(base.width, base.height)) / 320)
        for (rank, level) in levels.enumerated() {
            let half = unit * (0.5 + 0.3 * Float(rank))
            let canvas = distances(to: segments(at: level), within: half + unit + 1, base.size)
            for (pixel, distance) in canvas.enumerated() where distance.isFinite {
                let dark = 0.75 * min(max(half + unit + 0.5 - distance, 0), 1)
                let light = min(max(half + 0.5 - distance, 0), 1)
                for index in 3 * pixel..<3 * pixel + 3 {
                    let bordered = Float(pixels[index]) * (1 - dark)
                    pixels[index] = UInt8(bordered + light * (255 - bordered) + 0.5)
                }
            }
        }
        return RasterImage(width: base.width, height: base.height, layout: .rgb, pixels: pixels)
    }

    /// A piece of a line, in pixels from the center of the top left one.
    struct Segment: Equatable {
        var start: SIMD2<Float>
        var end: SIMD2<Float>
    }

    /// The pieces of the line that separates values of at least `level` from those below.
    ///
    /// - Complexity: O(values).
    func segments(at level: Float) -> [Segment] {
        let (height, width) = (field.shape[0], field.shape[1])
        var segments: [Segment] = []
        for y in 0..<max(0, height - 1) {
            for x in 0..<width - 1 {
                let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
                let values = corners.map { field.values[$0.1 * width + $0.0] }
                let inside = values.map { $0 >= level }
                guard inside.contains(true), inside.contains(false) else { continue }
                var crossings: [SIMD2<Float>] = []
                for side in 0..<4 where inside[side] != inside[(side + 1) % 4] {
                    let next = (side + 1) % 4
                    let fraction = (level - values[side]) / (values[next] - values[side])
                    let start = SIMD2(Float(corners[side].0), Float(corners[side].1))
                    let end = SIMD2(Float(corners[next].0), Float(corners[next].1))
                    crossings.append(start + fraction * (end - start))
                }
                // At a saddle the mean decides which corners belong together.
                if crossings.count == 4, (values.reduce(0, +) / 4 >= level) != inside[0] {
                    crossings.append(crossings.removeFirst())
                }
                for pair in stride(from: 0, to: crossings.count, by: 2) {
                    segments.append(Segment(start: crossings[pair], end: crossings[pair + 1]))
                }
            }
        }
        return segments
    }

    /// The distance of each pixel to the nearest segment, infinite beyond `reach`.
    private func distances(to segments: [Segment], within reach: Float, _ size: PixelSize) -> [Float] {
        var canvas = [Float](repeating: .infinity, count: size.width * size.height)
        for segment in segments {
            let low = pointwiseMin(segment.start, segment.end) - reach
            let high = pointwiseMax(segment.start, segment.end) + reach
            let direction = segment.end - segment.start
            let length = max((direction * direction).sum(), .leastNormalMagnitude)
            for y in max(0, Int(low.y))...min(size.height - 1, Int(high.y)) {
                for x in max(0, Int(low.x))...min(size.width - 1, Int(high.x)) {
                    let offset = SIMD2(Float(x), Float(y)) - segment.start
                    let along = min(max((offset * direction).sum() / length, 0), 1)
                    let gap = offset - along * direction
                    let distance = (gap * gap).sum().squareRoot()
                    let index = y * size.width + x
                    if distance < canvas[index], distance <= reach { canvas[index] = distance }
                }
            }
        }
        return canvas
    }
}
