#if NativeLibraries
import Imaging
import ParticipantTerminal
import Testing

struct PicturePainterTests {
    private let place = CellRectangle(row: 5, column: 7, columns: 12, rows: 4)
    private let cell = PixelSize(width: 10, height: 20)

    private func paint(_ mode: GraphicsMode, layout: RasterImage.Layout = .rgb) throws -> String {
        let pixel: [UInt8] = layout == .rgb ? [200, 30, 40] : [200, 30, 40, 255]
        let pixels = Array(repeating: pixel, count: 24 * 16).flatMap(\.self)
        let picture = RasterImage(width: 24, height: 16, layout: layout, pixels: pixels)
        let painter = try #require(makePainter())
        return String(decoding: painter.paint(picture, in: place, mode: mode, cell: cell), as: UTF8.self)
    }

    @Test func symbolsStandInTheirRows() throws {
        let text = try paint(.symbols(.truecolor))
        for row in 5...8 { #expect(text.contains("\u{1B}[\(row);7H")) }
        #expect(!text.contains("\u{1B}[9;7H") && !text.contains("\n"))
        #expect(text.contains("200;30;40"))
        #expect(try paint(.symbols(.truecolor), layout: .rgba).contains("200;30;40"))
    }

    /// The introducers of the protocols' own documents.
    @Test func pixelModesUseTheirProtocols() throws {
        #expect(try paint(.kitty).contains("\u{1B}_Ga=T"))
        #expect(try paint(.iterm).contains("\u{1B}]1337;File="))
        #expect(try paint(.sixel).contains("\u{1B}P"))
        for mode in [GraphicsMode.kitty, .iterm, .sixel] { #expect(try paint(mode).hasPrefix("\u{1B}[5;7H")) }
    }

    @Test func fewerColorsUseTheirSequences() throws {
        #expect(try paint(.symbols(.indexed256)).contains("8;5;"))
        let sixteen = try paint(.symbols(.indexed16))
        #expect(!sixteen.contains("8;5;") && !sixteen.contains("8;2;"))
    }
}
#endif
