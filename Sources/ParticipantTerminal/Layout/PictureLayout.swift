package import Imaging

/// Where the pictures of a trial go: the image and its candidates, all equally high.
///
/// They stand in one row; in a window so narrow that they become half as large again by it, the image stands above
/// its candidates. Candidates always stand beside each other, since the answers are called left and right.
package struct PictureLayout: Sendable, Hashable {
    /// The rectangle of each picture, the image first; the caption is in the row above.
    package var pictures: [CellRectangle]

    /// The fewest rows in which a picture is worth drawing.
    package static let fewestRows = 3
    private static let gap = 2

    /// Arranges pictures of given sizes in the rows of a window that the texts leave.
    /// - Parameters:
    ///   - sizes: The image's size in pixels, then the candidates'.
    ///   - firstRow: The first row for pictures and captions.
    ///   - rows: The number of rows for pictures and captions.
    /// - Returns: `nil` where the pictures would be less than ``fewestRows`` high.
    package init?(sizes: [PixelSize], window: WindowSize, firstRow: Int, rows: Int) {
        // Columns that a picture takes for each row of its height.
        let aspects = sizes.map { size in
            Double(max(size.width, 1)) / Double(max(size.height, 1)) * window.cellAspect
        }
        let abreast = [Array(aspects.indices)]
        let stacked = [[0], Array(aspects.indices.dropFirst())]
        let abreastHeight = Self.height(of: abreast, aspects: aspects, columns: window.columns, rows: rows)
        let stackedHeight = Self.height(of: stacked, aspects: aspects, columns: window.columns, rows: rows)
        let isStacked = 2 * stackedHeight >= 3 * abreastHeight
        let height = isStacked ? stackedHeight : abreastHeight
        guard height >= Self.fewestRows else { return nil }
        pictures = []
        let lines = isStacked ? stacked : abreast
        var row = firstRow + (rows - lines.count * (height + 1)) / 2
        for line in lines {
            let widths = line.map { max(1, Int((Double(height) * aspects[$0]).rounded(.down))) }
            let total = widths.reduce(0, +) + Self.gap * (line.count - 1)
            var column = 1 + (window.columns - total) / 2
            for width in widths {
                pictures.append(CellRectangle(row: row + 1, column: column, columns: width, rows: height))
                column += width + Self.gap
            }
            row += height + 1
        }
    }

    /// The greatest common height at which every line of pictures fits the width, and all lines fit the rows.
    private static func height(of lines: [[Int]], aspects: [Double], columns: Int, rows: Int) -> Int {
        lines.reduce(rows / lines.count - 1) { height, line in
            let free = columns - gap * (line.count - 1)
            let perRow = line.reduce(0) { $0 + aspects[$1] }
            return min(height, Int((Double(free) / perRow).rounded(.down)))
        }
    }
}
