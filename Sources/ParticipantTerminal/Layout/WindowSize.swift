package import Imaging

/// The size of a terminal's window.
package struct WindowSize: Sendable, Hashable {
    /// Width in cells.
    package var columns: Int
    /// Height in cells.
    package var rows: Int
    /// One cell in pixels, where the terminal tells.
    package var cell: PixelSize?

    package init(columns: Int, rows: Int, cell: PixelSize? = nil) {
        self.columns = columns
        self.rows = rows
        self.cell = cell
    }

    /// The smallest window in which a trial is drawn, in cells.
    package static let smallest = WindowSize(columns: 40, rows: 12)

    /// Whether a trial can be drawn at all.
    package var isTooSmall: Bool { columns < Self.smallest.columns || rows < Self.smallest.rows }

    /// Height of a cell over its width; 2 where the terminal does not tell.
    package var cellAspect: Double {
        guard let cell, cell.width > 0, cell.height > 0 else { return 2 }
        return Double(cell.height) / Double(cell.width)
    }
}

/// A rectangle of cells; the window's first cell is row 1, column 1, as in control sequences.
package struct CellRectangle: Sendable, Hashable {
    package var row: Int
    package var column: Int
    package var columns: Int
    package var rows: Int

    package init(row: Int, column: Int, columns: Int, rows: Int) {
        self.row = row
        self.column = column
        self.columns = columns
        self.rows = rows
    }
}
