import Foundation
import Imaging
import Testing

struct ImageFileTests {
    private static let pictures = [
        "gray-1.png", "gray-2.png", "gray-4.png", "gray-8.png", "gray-16.png", "gray-alpha-8.png", "gray-alpha-16.png",
        "rgb-8.png", "rgb-16.png", "rgb-gamma.png", "rgb-interlaced.png", "rgba-8.png", "rgba-16.png", "palette-4.png",
        "palette-transparent.png", "rgb.jpg", "rgb-420.jpg", "rgb-progressive.jpeg", "gray.jpg", "cmyk-adobe.jpg",
        "cmyk-plain.jpg", "ycck-adobe.jpg", "orientation-1.jpg", "orientation-2.jpg", "orientation-3.jpg",
        "orientation-4.jpg", "orientation-5.jpg", "orientation-6.jpg", "orientation-7.jpg", "orientation-8.jpg",
    ]

    #if NativeLibraries
    /// Pillow 13.0.0; PNG exactly, JPEG within one step of rounding.
    @Test(arguments: pictures)
    func readsAsPillowDoes(name: String) throws {
        let expected = try #require(try Expected.load().pictures[name])
        let image = try ImageFile.read(fixture(name))
        #expect(image.size == PixelSize(width: expected.width, height: expected.height))
        #expect(image.channels == expected.channels)
        let difference = greatestDifference(image.pixels, bytes(expected.pixels))
        #expect(difference <= (name.hasSuffix("png") ? 0 : 1))
    }

    @Test(arguments: [
        ("bad-truncated.png", ImagingError.Code.corrupt), ("bad-end.png", .corrupt), ("bad-checksum.png", .corrupt),
        ("bad-truncated.jpg", .corrupt),
    ])
    func refusesDamage(name: String, code: ImagingError.Code) {
        let error = #expect(throws: ImagingError.self) { try ImageFile.read(fixture(name)) }
        #expect(error?.code == code)
        #expect(error?.message.contains(name) == true)
    }

    @Test(arguments: [RasterImage.Layout.rgb, .rgba])
    func readsWhatItWrote(layout: RasterImage.Layout) throws {
        var random = SeededGenerator(state: 7)
        let samples = (0..<31 * 17 * layout.rawValue).map { _ in UInt8.random(in: 0...255, using: &random) }
        let image = RasterImage(width: 31, height: 17, layout: layout, pixels: samples)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ImageFile.writePNG(image, to: path)
        #expect(try ImageFile.read(path) == image)
        #expect(try ImageFile.encodePNG(image) == ImageFile.encodePNG(image))
    }

    /// Whatever the bytes, reading ends with a picture or with an error of this module.
    @Test(arguments: pictures)
    func survivesDamage(name: String) throws {
        let original = Array(try Data(contentsOf: URL(fileURLWithPath: fixture(name))))
        var random = SeededGenerator(state: 2)
        for _ in 0..<2_000 {
            let bytes = random.damaged(original)
            do {
                let image = try ImageFile.decode(bytes, pixelLimit: 1_000_000)
                #expect(image.pixels.count == image.width * image.height * image.channels)
            } catch {
                #expect(error is ImagingError)
            }
        }
    }
    #else
    @Test func saysThatLibrariesAreMissing() {
        for name in ["rgb-8.png", "rgb.jpg"] {
            let error = #expect(throws: ImagingError.self) { try ImageFile.read(fixture(name)) }
            #expect(error?.code == .builtWithoutLibraries)
        }
    }
    #endif

    @Test(arguments: pictures)
    func dimensionsComeFromTheHeader(name: String) throws {
        let expected = try #require(try Expected.load().pictures[name])
        let size = try ImageFile.dimensions(of: fixture(name))
        #expect(size == PixelSize(width: expected.width, height: expected.height))
    }

    @Test(arguments: [
        ("bad-bomb.png", ImagingError.Code.tooLarge, "100000×100000"), ("bad-bomb.jpg", .tooLarge, "65500×65500"),
        ("bad-zero.png", .corrupt, "0×4"), ("bad-header.jpg", .corrupt, "JPEG"),
        ("bad-really-png.jpg", .wrongExtension, "really a PNG"),
        ("bad-really-jpeg.png", .wrongExtension, "really a JPEG"), ("bad-really-webp.png", .unsupportedFormat, "WebP"),
        ("bad-text.png", .unsupportedFormat, "unknown"), ("bad-nothing.png", .unsupportedFormat, "empty"),
        ("map.npy", .unsupportedFormat, "array"), ("missing.png", .unreadable, "does not exist"),
        ("../Fixtures", .unreadable, "folder"),
    ])
    func refusesBeforeMemoryIsTaken(name: String, code: ImagingError.Code, word: String) {
        for refusal in [
            #expect(throws: ImagingError.self) { try ImageFile.read(fixture(name)) },
            #expect(throws: ImagingError.self) { try ImageFile.dimensions(of: fixture(name)) },
        ] {
            #expect(refusal?.code == code)
            #expect(refusal?.message.contains(word) == true)
            #expect(refusal?.message.contains(name) == true)
        }
    }

    @Test func limitIsTheCallers() {
        let error = #expect(throws: ImagingError.self) { try ImageFile.read(fixture("rgb-8.png"), pixelLimit: 34) }
        #expect(error?.code == .tooLarge)
    }
}
