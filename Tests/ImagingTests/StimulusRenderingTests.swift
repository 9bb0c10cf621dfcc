import Imaging
import Tensor
import Testing

struct StimulusRenderingTests {
    private let image = RasterImage(
        width: 4,
        height: 4,
        layout: .rgb,
        pixels: (0..<48).map { UInt8($0 * 5) }
    )
    private let map = Tensor(shape: [2, 2], values: [0, 1, 2, 4])

    @Test func mapAloneShowsTheColormap() throws {
        let rendering = StimulusRendering(style: .mapAlone, colormap: .viridis, interpolation: .nearest)
        let drawn = try rendering.render(image: image, map: map)
        #expect(drawn.size == image.size)
        let corners = [0, 3, 12, 15].map { Array(drawn.pixels[3 * $0..<3 * $0 + 3]) }
        let expected = [Float(0), 0.25, 0.5, 1].map { Colormap.viridis.color(at: $0) }
        #expect(corners == expected.map { [$0.red, $0.green, $0.blue] })
    }

    @Test func overlayBlendsAsEncoded() throws {
        let rendering = StimulusRendering(colormap: .gray, opacity: 0.25, interpolation: .nearest)
        let drawn = try rendering.render(image: image, map: map)
        // Last pixel: 225, 230, 235 under white; 0.75 · 225 + 0.25 · 255 = 232.5.
        #expect(Array(drawn.pixels.suffix(3)) == [233, 236, 240])
        #expect(Array(drawn.pixels.prefix(3)) == [0, 4, 8])
    }

    @Test func opacityAtItsEnds() throws {
        var rendering = StimulusRendering(opacity: 0)
        #expect(try rendering.render(image: image, map: map) == image)
        rendering.opacity = 1
        let covered = try rendering.render(image: image, map: map)
        rendering.style = .mapAlone
        #expect(try covered == rendering.render(image: image, map: map))
    }

    @Test func proportionalBlendingLeavesZeroClear() throws {
        let signed = StimulusRendering(
            colormap: .blueWhiteRed,
            opacity: 1,
            blending: .proportional,
            normalization: MapNormalization(scale: .maxAbs),
            interpolation: .nearest
        )
        let drawn = try signed.render(image: image, map: Tensor(shape: [2, 2], values: [0, 1, -1, 0]))
        #expect(drawn.pixels.prefix(6) == image.pixels.prefix(6))
        #expect(drawn.pixels.suffix(6) == image.pixels.suffix(6))
        let ends = [Colormap.blueWhiteRed.color(at: 1), Colormap.blueWhiteRed.color(at: 0)]
        #expect(Array(drawn.pixels[9..<12]) == [ends[0].red, ends[0].green, ends[0].blue])
        #expect(Array(drawn.pixels[36..<39]) == [ends[1].red, ends[1].green, ends[1].blue])
    }

    @Test func sideBySideKeepsThePicture() throws {
        let drawn = try StimulusRendering(style: .sideBySide).render(image: image, map: map)
        #expect(drawn.size == PixelSize(width: 10, height: 4))
        for row in 0..<4 {
            #expect(drawn.pixels[30 * row..<30 * row + 12].elementsEqual(image.pixels[12 * row..<12 * row + 12]))
            #expect(drawn.pixels[30 * row + 12..<30 * row + 18].allSatisfy { $0 == 255 })
        }
    }

    /// Normalizing before interpolating leaves the value at a sample's center 1; the other order does too, but only
    /// bicubic overshoot tells them apart: it is cut off, not made the new maximum.
    @Test func normalizesBeforeInterpolating() throws {
        let spike = Tensor(shape: [1, 4], values: [0, 1, 1, 0])
        let wide = RasterImage(width: 8, height: 1, layout: .rgb, pixels: [UInt8](repeating: 9, count: 24))
        let rendering = StimulusRendering(style: .mapAlone, colormap: .gray, interpolation: .bicubic)
        let drawn = try rendering.render(image: wide, map: spike)
        #expect(drawn.pixels[9] == 255)
        #expect(drawn.pixels[12] == 255)
    }

    @Test(arguments: [UInt8(0), 128, 255])
    func contoursShowOnEveryPicture(shade: UInt8) throws {
        let flat = RasterImage(width: 60, height: 60, layout: .rgb, pixels: [UInt8](repeating: shade, count: 10_800))
        let hill = Tensor(
            shape: [60, 60],
            values: (0..<3600).map { index in
                let (x, y) = (Float(index % 60) - 29.5, Float(index / 60) - 29.5)
                return 100 - (x * x + y * y).squareRoot()
            }
        )
        let drawn = try StimulusRendering(style: .contour).render(image: flat, map: hill)
        #expect(drawn.size == flat.size)
        // From the center to the right edge, each of the circles is crossed; both strokes contrast somewhere.
        let row = (30..<60).map { Int(drawn.pixels[3 * (30 * 60 + $0)]) }
        #expect(row.contains { abs($0 - Int(shade)) > 80 })
        // The corners lie outside all lines, the center within.
        #expect(drawn.pixels[0] == shade)
        #expect(row[0] == Int(shade))
    }

    @Test func contoursShowSparseMaps() throws {
        var values = [Float](repeating: 0, count: 400)
        for y in 8..<12 { for x in 8..<12 { values[20 * y + x] = 1 } }
        let flat = RasterImage(width: 20, height: 20, layout: .rgb, pixels: [UInt8](repeating: 90, count: 1200))
        let drawn = try StimulusRendering(style: .contour).render(
            image: flat,
            map: Tensor(shape: [20, 20], values: values)
        )
        #expect(drawn != flat)
    }

    @Test func transparencyIsLaidOverWhite() throws {
        let clear = RasterImage(width: 1, height: 2, layout: .rgba, pixels: [10, 20, 30, 0, 10, 20, 30, 255])
        let rendering = StimulusRendering(opacity: 0)
        let drawn = try rendering.render(image: clear, map: Tensor(shape: [1, 2], values: [0, 1]))
        #expect(drawn.pixels == [255, 255, 255, 10, 20, 30])
    }

    @Test(arguments: StimulusRendering.Style.allCases)
    func refusesWhatCannotBeDrawn(style: StimulusRendering.Style) {
        let rendering = StimulusRendering(style: style)
        let bad: [(Tensor, ImagingError.Code)] = [
            (Tensor(shape: [2, 2], values: [1, 1, 1, 1]), .constant),
            (Tensor(shape: [2, 2], values: [1, 0, .nan, 1]), .notFinite),
            (Tensor(shape: [3, 1, 1], values: [1, 2, 3]), .invalidShape),
            (Tensor(shape: [0, 4], values: []), .invalidShape),
        ]
        for (map, code) in bad {
            let error = #expect(throws: ImagingError.self) { try rendering.render(image: image, map: map) }
            #expect(error?.code == code)
        }
    }
}
