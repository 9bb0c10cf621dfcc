import Imaging
import ParticipantTerminal
import Testing

struct PictureLayoutTests {
    private let sizes = Array(repeating: PixelSize(width: 640, height: 480), count: 3)

    @Test(arguments: [40, 57, 80, 100, 140, 200, 300], [12, 16, 24, 40, 60, 90])
    func picturesAreEqualInsideAndApart(columns: Int, rows: Int) throws {
        let window = WindowSize(columns: columns, rows: rows)
        let layout = try #require(PictureLayout(sizes: sizes, window: window, firstRow: 3, rows: rows - 5))
        #expect(Set(layout.pictures.map { [$0.columns, $0.rows] }).count == 1)
        for picture in layout.pictures {
            #expect(picture.column >= 1 && picture.column + picture.columns - 1 <= columns)
            // The caption's row lies in the area too.
            #expect(picture.row - 1 >= 3 && picture.row + picture.rows - 1 <= rows - 3)
        }
        for (index, one) in layout.pictures.enumerated() {
            for other in layout.pictures.dropFirst(index + 1) {
                let besides = one.column + one.columns <= other.column || other.column + other.columns <= one.column
                let above = one.row + one.rows < other.row || other.row + other.rows < one.row
                #expect(besides || above)
            }
        }
        #expect(layout.pictures[1].row == layout.pictures[2].row)
        #expect(layout.pictures[1].column < layout.pictures[2].column)
    }

    @Test func aspectFollowsTheCells() throws {
        let window = WindowSize(columns: 200, rows: 60, cell: PixelSize(width: 9, height: 18))
        let layout = try #require(PictureLayout(sizes: sizes, window: window, firstRow: 1, rows: 55))
        let picture = layout.pictures[0]
        let aspect = Double(picture.columns * 9) / Double(picture.rows * 18)
        #expect(abs(aspect - 4.0 / 3) < 0.06)
    }

    @Test func narrowWindowsStack() throws {
        let narrow = WindowSize(columns: 50, rows: 60)
        let layout = try #require(PictureLayout(sizes: sizes, window: narrow, firstRow: 1, rows: 55))
        #expect(layout.pictures[0].row < layout.pictures[1].row)
        let wide = WindowSize(columns: 160, rows: 30)
        let row = try #require(PictureLayout(sizes: sizes, window: wide, firstRow: 1, rows: 25))
        #expect(row.pictures[0].row == row.pictures[1].row)
    }

    @Test func tooFewRowsGiveNone() {
        let window = WindowSize(columns: 80, rows: 24)
        #expect(PictureLayout(sizes: sizes, window: window, firstRow: 1, rows: 3) == nil)
    }
}
