#if NativeLibraries
/// A mask of few values that is brought to an input's size, bilinear with centers at half pixels, and gradients back.
struct CoarseMask: Sendable {
    let rows: Int
    let columns: Int
    private let height: Int
    private let width: Int
    private let vertical: [Tap]
    private let horizontal: [Tap]

    private struct Tap {
        let first: Int
        let second: Int
        let share: Float
    }

    /// - Parameter cells: Along each side, at most as many as pixels.
    init(cells: Int, height: Int, width: Int) {
        (self.height, self.width) = (height, width)
        (rows, columns) = (min(cells, height), min(cells, width))
        (vertical, horizontal) = (Self.taps(rows, height), Self.taps(columns, width))
    }

    private static func taps(_ cells: Int, _ extent: Int) -> [Tap] {
        (0..<extent).map { position in
            let place = max(0, (Double(position) + 0.5) * Double(cells) / Double(extent) - 0.5)
            let first = min(Int(place), cells - 1)
            return Tap(first: first, second: min(first + 1, cells - 1), share: Float(place - Double(first)))
        }
    }

    /// The mask at the input's size, `[H,W]`.
    func upsampled(_ mask: [Float]) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(height * width)
        for down in vertical {
            let line = (0..<columns).map { column -> Float in
                let (first, second) = (mask[down.first * columns + column], mask[down.second * columns + column])
                return first + (second - first) * down.share
            }
            for across in horizontal {
                result.append(line[across.first] + (line[across.second] - line[across.first]) * across.share)
            }
        }
        return result
    }

    /// The gradient by the mask of what has this gradient by the upsampled one.
    func gradient(_ upsampled: [Float]) -> [Double] {
        var result = [Double](repeating: 0, count: rows * columns)
        for (row, down) in vertical.enumerated() {
            var line = [Double](repeating: 0, count: columns)
            for (column, across) in horizontal.enumerated() {
                let (value, share) = (Double(upsampled[row * width + column]), Double(across.share))
                line[across.first] += value * (1 - share)
                line[across.second] += value * share
            }
            for column in 0..<columns {
                result[down.first * columns + column] += line[column] * (1 - Double(down.share))
                result[down.second * columns + column] += line[column] * Double(down.share)
            }
        }
        return result
    }
}
#endif
