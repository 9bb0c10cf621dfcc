#if NativeLibraries
import SeededRandom

/// The masks of RISE: random cells, made smooth, moved by up to a cell.
struct RandomMasks: Sendable {
    private let cells: Int
    private let probability: Double
    private let height: Int
    private let width: Int
    private let seed: UInt64
    private let cellHeight: Int
    private let cellWidth: Int
    private let rows: [Tap]
    private let columns: [Tap]

    /// The two cells that a position lies between, and how far it is on the way to the second.
    private struct Tap {
        let first: Int
        let second: Int
        let share: Float
    }

    init(cells: Int, probability: Double, height: Int, width: Int, seed: UInt64) {
        (self.cells, self.probability, self.seed) = (cells, probability, seed)
        (self.height, self.width) = (height, width)
        cellHeight = (height + cells - 1) / cells
        cellWidth = (width + cells - 1) / cells
        rows = Self.taps(cells, cellHeight)
        columns = Self.taps(cells, cellWidth)
    }

    /// Bilinear from `cells` to (`cells` + 1)·`size`, centers at half pixels, mirrored at the centers of the outermost
    /// cells.
    private static func taps(_ cells: Int, _ size: Int) -> [Tap] {
        let (extent, last) = ((cells + 1) * size, Double(cells - 1))
        return (0..<extent).map { position in
            let place = abs((Double(position) + 0.5) * Double(cells) / Double(extent) - 0.5)
            let mirrored = last == 0 ? 0 : last - abs(last - place)
            let first = Int(mirrored)
            return Tap(
                first: first,
                second: min(first + 1, cells - 1),
                share: Float(mirrored - Double(first))
            )
        }
    }

    /// Writes mask `index`, `[H,W]` in 0…1: the same for the same seed and index.
    func write(_ index: Int, to target: UnsafeMutableBufferPointer<Float>) {
        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
        withUnsafeTemporaryAllocation(of: Float.self, capacity: cells * (cells + width)) { buffer in
            let grid = UnsafeMutableBufferPointer(rebasing: buffer[..<(cells * cells)])
            let wide = UnsafeMutableBufferPointer(rebasing: buffer[(cells * cells)...])
            for cell in grid.indices {
                grid.initializeElement(at: cell, to: generator.uniform() < probability ? 1 : 0)
            }
            let (down, across) = (generator.below(cellHeight), generator.below(cellWidth))
            // Rows of cells are brought to the full width once; all rows of the mask are then mixed of two of them.
            for row in 0..<cells {
                for column in 0..<width {
                    let tap = columns[column + across]
                    let (first, second) = (grid[row * cells + tap.first], grid[row * cells + tap.second])
                    wide.initializeElement(at: row * width + column, to: first + (second - first) * tap.share)
                }
            }
            for row in 0..<height {
                let tap = rows[row + down]
                let first = UnsafeBufferPointer(rebasing: wide[tap.first * width..<(tap.first + 1) * width])
                let second = UnsafeBufferPointer(rebasing: wide[tap.second * width..<(tap.second + 1) * width])
                let line = UnsafeMutableBufferPointer(rebasing: target[row * width..<(row + 1) * width])
                for column in 0..<width {
                    line[column] = first[column] + (second[column] - first[column]) * tap.share
                }
            }
        }
    }
}
#endif
