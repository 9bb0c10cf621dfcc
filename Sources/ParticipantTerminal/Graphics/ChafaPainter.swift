#if NativeLibraries
import CChafa
import Imaging

/// Draws pictures with libchafa.
struct ChafaPainter: PicturePainter {
    func knownModes(environment: [String: String]) -> Set<GraphicsMode> {
        let terminal = Self.terminal(environment)
        defer { chafa_term_info_unref(terminal) }
        let sequences: [(GraphicsMode, ChafaTermSeq)] = [
            (.kitty, CHAFA_TERM_SEQ_BEGIN_KITTY_IMMEDIATE_IMAGE_V1),
            (.iterm, CHAFA_TERM_SEQ_BEGIN_ITERM2_IMAGE),
            (.sixel, CHAFA_TERM_SEQ_BEGIN_SIXELS),
        ]
        return Set(sequences.filter { chafa_term_info_have_seq(terminal, $0.1) != 0 }.map(\.0))
    }

    func paint(_ picture: RasterImage, in place: CellRectangle, mode: GraphicsMode, cell: PixelSize) -> [UInt8] {
        let config = chafa_canvas_config_new()
        defer { chafa_canvas_config_unref(config) }
        chafa_canvas_config_set_geometry(config, gint(place.columns), gint(place.rows))
        chafa_canvas_config_set_cell_geometry(config, gint(cell.width), gint(cell.height))
        chafa_canvas_config_set_pixel_mode(config, Self.pixelMode(mode))
        chafa_canvas_config_set_canvas_mode(config, Self.canvasMode(mode))
        // Preprocessing stretches contrast and saturation, which would change the stimulus.
        chafa_canvas_config_set_preprocessing_enabled(config, 0)
        if case .symbols(let colors) = mode {
            Self.chooseSymbols(config)
            chafa_canvas_config_set_dither_mode(
                config,
                colors == .truecolor ? CHAFA_DITHER_MODE_NONE : CHAFA_DITHER_MODE_ORDERED
            )
        }

        let canvas = chafa_canvas_new(config)
        defer { chafa_canvas_unref(canvas) }
        picture.pixels.withUnsafeBufferPointer { pixels in
            chafa_canvas_draw_all_pixels(
                canvas,
                picture.layout == .rgba ? CHAFA_PIXEL_RGBA8_UNASSOCIATED : CHAFA_PIXEL_RGB8,
                pixels.baseAddress,
                gint(picture.width),
                gint(picture.height),
                gint(picture.width * picture.channels)
            )
        }

        // The fallback terminal has the sequences of every mode.
        let terminal = chafa_term_db_get_fallback_info(chafa_term_db_get_default())
        defer { chafa_term_info_unref(terminal) }
        guard let printed = chafa_canvas_print(canvas, terminal) else { return [] }
        defer { g_string_free(printed, 1) }
        let bytes = UnsafeRawBufferPointer(start: printed.pointee.str, count: Int(printed.pointee.len))
        return Self.placed(bytes, place, linewise: !mode.drawsPixels)
    }

    /// The bytes with the cursor moved to the rectangle, before each line where lines are separate.
    private static func placed(_ bytes: UnsafeRawBufferPointer, _ place: CellRectangle, linewise: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + place.rows * 10)
        let lines = linewise ? bytes.split(separator: UInt8(ascii: "\n")) : [bytes[...]]
        for (offset, line) in lines.enumerated() {
            result += "\u{1B}[\(place.row + offset);\(place.column)H".utf8
            result += line
        }
        return result
    }

    private static func terminal(_ environment: [String: String]) -> OpaquePointer? {
        var list = environment.map { strdup("\($0.key)=\($0.value)") }
        list.append(nil)
        defer { list.forEach { free($0) } }
        return list.withUnsafeMutableBufferPointer {
            chafa_term_db_detect(chafa_term_db_get_default(), $0.baseAddress)
        }
    }

    /// Blocks, halves and quadrants: shapes that carry area, not lines that are not in the picture.
    private static func chooseSymbols(_ config: OpaquePointer?) {
        let symbols = chafa_symbol_map_new()
        defer { chafa_symbol_map_unref(symbols) }
        let tags = CHAFA_SYMBOL_TAG_BLOCK.rawValue | CHAFA_SYMBOL_TAG_SPACE.rawValue
        chafa_symbol_map_add_by_tags(symbols, ChafaSymbolTags(rawValue: tags))
        chafa_canvas_config_set_symbol_map(config, symbols)
    }

    private static func pixelMode(_ mode: GraphicsMode) -> ChafaPixelMode {
        switch mode {
        case .kitty: CHAFA_PIXEL_MODE_KITTY
        case .iterm: CHAFA_PIXEL_MODE_ITERM2
        case .sixel: CHAFA_PIXEL_MODE_SIXELS
        case .symbols, .none: CHAFA_PIXEL_MODE_SYMBOLS
        }
    }

    private static func canvasMode(_ mode: GraphicsMode) -> ChafaCanvasMode {
        switch mode {
        case .symbols(.indexed256): CHAFA_CANVAS_MODE_INDEXED_240
        case .symbols(.indexed16): CHAFA_CANVAS_MODE_INDEXED_16
        default: CHAFA_CANVAS_MODE_TRUECOLOR
        }
    }
}
#endif
