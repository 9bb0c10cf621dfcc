#if NativeLibraries
package import Tensor

/// Segments by k-means over colors and places, each center reaching two steps of its grid far.
///
/// Achanta et al. 2012, DOI 10.1109/TPAMI.2012.120. As scikit-image has it: centers on a regular grid, CIE L*a*b*
/// colors of the picture stretched to 0…1, ten rounds, then connected parts of at most three times the mean size, those
/// below half of it joined to a neighbor.
package struct SLIC: Sendable {
    /// About how many.
    let segments: Int
    /// How much nearness is weighed against color.
    let compactness: Double
    /// Rounds of k-means.
    private let rounds = 10

    package init(segments: Int = 50, compactness: Double = 10) {
        (self.segments, self.compactness) = (segments, compactness)
    }

    private struct Center {
        var row: Double
        var column: Double
        var color: SIMD3<Double>
    }

    /// The segments of a picture `[3,H,W]`.
    ///
    /// - Complexity: O(H·W·rounds).
    package func segments(of picture: Tensor) -> Segments {
        let (height, width) = (picture.shape[1], picture.shape[2])
        let lab = LabColors(picture, isStretched: true).values
        let colors = (0..<height * width).map {
            SIMD3(lab[$0 * 3], lab[$0 * 3 + 1], lab[$0 * 3 + 2]) / compactness
        }
        let grid = Grid(height, width, count: segments)
        // Colors begin at 0 for all centers alike: the first round goes by place alone.
        var centers = grid.rows.flatMap { row in
            grid.columns.map { Center(row: Double(row), column: Double($0), color: .zero) }
        }
        // Their reach goes by how many there are, not by how many were wanted.
        let window = Grid(height, width, count: centers.count)
        var nearest = [Int](repeating: 0, count: height * width)
        for _ in 0..<rounds {
            guard assign(colors, centers, grid, window, &nearest) else { break }
            move(&centers, colors, nearest, width)
        }
        let size = Double(height * width) / Double(centers.count)
        let parts = ConnectedParts(
            smallest: Int(0.5 * size),
            largest: Int(3 * size),
            height: height,
            width: width
        )
        return Segments(height: height, width: width, labels: parts.labels(nearest))
    }

    /// A grid of equal steps along rows and columns.
    private struct Grid {
        let height: Int
        let width: Int
        var rowStep = 1
        var columnStep = 1
        var rows: [Int]
        var columns: [Int]

        init(_ height: Int, _ width: Int, count: Int) {
            (self.height, self.width) = (height, width)
            (rows, columns) = (Array(0..<height), Array(0..<width))
            guard height * width > count else { return }
            let step = (Double(height * width) / Double(count)).squareRoot()
            var (down, across) = (step, step)
            // A side shorter than a step has one center, and the other side all of them.
            if Double(min(height, width)) < step {
                let along = Double(max(height, width)) / Double(count)
                (down, across) = height < width ? (Double(height), along) : (along, Double(width))
            }
            rowStep = max(1, Int(down.rounded(.toNearestOrEven)))
            columnStep = max(1, Int(across.rounded(.toNearestOrEven)))
            rows = Array(stride(from: Int(down / 2), to: height, by: rowStep))
            columns = Array(stride(from: Int(across / 2), to: width, by: columnStep))
        }
    }

    /// Gives each position its nearest center.
    ///
    /// - Returns: Whether any position has one.
    private func assign(
        _ colors: [SIMD3<Double>],
        _ centers: [Center],
        _ grid: Grid,
        _ window: Grid,
        _ nearest: inout [Int]
    ) -> Bool {
        let (height, width) = (grid.height, grid.width)
        let step = Double(max(grid.rowStep, grid.columnStep))
        let weight = 1 / (step * step)
        let (down, across) = (Double(2 * window.rowStep), Double(2 * window.columnStep))
        var distances = [Double](repeating: .greatestFiniteMagnitude, count: height * width)
        var hasChanged = false
        for (number, center) in centers.enumerated() {
            // A center that has lost all of its positions has no place.
            guard center.row.isFinite, center.column.isFinite else { continue }
            let rows = Int(max(center.row - down, 0))..<Int(min(center.row + down + 1, Double(height)))
            let columns = Int(max(center.column - across, 0))..<Int(min(center.column + across + 1, Double(width)))
            for row in rows {
                let vertical = center.row - Double(row)
                for column in columns {
                    let horizontal = center.column - Double(column)
                    let position = row * width + column
                    let difference = colors[position] - center.color
                    let spatial = vertical * vertical + horizontal * horizontal
                    let distance = spatial * weight + (difference * difference).sum()
                    if distance < distances[position] {
                        (distances[position], nearest[position]) = (distance, number)
                        hasChanged = true
                    }
                }
            }
        }
        return hasChanged
    }

    /// Moves each center to the mean of its positions.
    private func move(_ centers: inout [Center], _ colors: [SIMD3<Double>], _ nearest: [Int], _ width: Int) {
        var counts = [Double](repeating: 0, count: centers.count)
        for number in centers.indices { centers[number] = Center(row: 0, column: 0, color: .zero) }
        for (position, number) in nearest.enumerated() {
            counts[number] += 1
            centers[number].row += Double(position / width)
            centers[number].column += Double(position % width)
            centers[number].color += colors[position]
        }
        for number in centers.indices {
            centers[number].row /= counts[number]
            centers[number].column /= counts[number]
            centers[number].color /= counts[number]
        }
    }
}

/// Splits segments into connected parts and joins small ones to a neighbor.
private struct ConnectedParts {
    let smallest: Int
    let largest: Int
    let height: Int
    let width: Int

    func labels(_ segments: [Int]) -> [Int] {
        var parts = [Int](repeating: -1, count: segments.count)
        var next = 0
        for start in segments.indices where parts[start] < 0 {
            parts[start] = next
            var members = [start]
            var visited = 0
            // The part seen last beside this one, where it goes if it is small; the first part where there is none yet.
            var neighbor = 0
            while visited < members.count, members.count < largest {
                let (row, column) = (members[visited] / width, members[visited] % width)
                for (down, across) in [(0, 1), (0, -1), (1, 0), (-1, 0)] {
                    guard (0..<height).contains(row + down), (0..<width).contains(column + across) else { continue }
                    let other = (row + down) * width + column + across
                    if segments[other] == segments[start], parts[other] < 0 {
                        parts[other] = next
                        members.append(other)
                        if members.count >= largest { break }
                    } else if parts[other] >= 0, parts[other] != next {
                        neighbor = parts[other]
                    }
                }
                visited += 1
            }
            if members.count < smallest {
                for member in members { parts[member] = neighbor }
            } else {
                next += 1
            }
        }
        return parts
    }
}
#endif
