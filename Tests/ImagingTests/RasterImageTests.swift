import Digest
import Imaging
import Testing

struct RasterImageTests {
    /// SHA-256 of 24 bytes of extents and 6 samples by Python 3.11's hashlib.
    @Test func hashCoversExtentsAndSamples() {
        let samples: [UInt8] = [1, 2, 3, 4, 5, 6]
        let wide = RasterImage(width: 2, height: 1, layout: .rgb, pixels: samples)
        let tall = RasterImage(width: 1, height: 2, layout: .rgb, pixels: samples)
        #expect(wide.pixelHash.hex == "e2ad7330f30cd92c1b016c305d70f1c42b3fc42876a8b5f02c2b09bf2585fb68")
        #expect(wide.pixelHash != tall.pixelHash)
    }
}
