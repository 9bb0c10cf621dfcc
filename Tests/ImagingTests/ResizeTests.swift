import Imaging
import Tensor
import Testing

/// OpenCV 5.0.0 (float64, half-pixel centers, bicubic with a = −0.75: what PyTorch computes with align_corners=False)
/// and Pillow 13.0.0.
struct ResizeTests {
    @Test func interpolatesAsOpenCVDoes() throws {
        let cases = try Expected.load().resize
        #expect(cases.count == 15)
        for expected in cases {
            let interpolation = try #require(Interpolation(rawValue: expected.interpolation))
            let map = Tensor(shape: expected.shape, values: expected.values)
            let resized = map.resized(to: PixelSize(width: expected.width, height: expected.height), interpolation)
            #expect(resized.shape == [expected.height, expected.width])
            let difference = zip(resized.values, expected.output).map { abs($0 - $1) }.max() ?? 1
            #expect(difference < 2e-6, "\(interpolation) \(expected.shape)")
        }
    }

    @Test func scalesPicturesAsPillowDoes() throws {
        for expected in try Expected.load().picturesResized {
            let layout = try #require(RasterImage.Layout(rawValue: expected.channels))
            let image = RasterImage(
                width: expected.width,
                height: expected.height,
                layout: layout,
                pixels: bytes(expected.pixels)
            )
            let resized = image.resized(to: PixelSize(width: expected.outputWidth, height: expected.outputHeight))
            // Pillow rounds opacity-weighted colors to 8 bits on the way, twice.
            let tolerance = layout == .rgb ? 1 : 3
            #expect(greatestDifference(resized.pixels, bytes(expected.output)) <= tolerance)
        }
    }

    @Test(arguments: Interpolation.allCases)
    func keepsConstants(interpolation: Interpolation) {
        let map = Tensor(shape: [3, 5], values: [Float](repeating: 0.3, count: 15))
        let resized = map.resized(to: PixelSize(width: 17, height: 2), interpolation)
        #expect(resized.values.allSatisfy { abs($0 - 0.3) < 1e-6 })
    }

    @Test func fitsWithinBounds() {
        let image = RasterImage(width: 40, height: 30, layout: .rgb, pixels: [UInt8](repeating: 0, count: 3600))
        #expect(image.size(fitting: PixelSize(width: 20, height: 20)) == PixelSize(width: 20, height: 15))
        #expect(image.size(fitting: PixelSize(width: 400, height: 10)) == PixelSize(width: 13, height: 10))
        #expect(image.size(fitting: PixelSize(width: 400, height: 400)) == image.size)
    }
}
