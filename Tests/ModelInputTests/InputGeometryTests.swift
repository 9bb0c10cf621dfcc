import Imaging
import ModelInput
import Testing

struct InputGeometryTests {
    private func geometry(
        _ picture: PixelSize,
        _ target: ModelDescription.Resize.Target,
        rounding: ModelDescription.Resize.Rounding = .truncate,
        crop: PixelSize?
    ) throws -> InputGeometry {
        var description = Preset.unit.modelDescription
        description.resize.target = target
        description.resize.rounding = rounding
        description.crop = crop.map { .exact($0) }
        return try InputPreparation(description, inputShape: [1, 3, nil, nil]).geometry(of: picture)
    }

    @Test func theMiddleIsSeen() throws {
        let side = PixelSize(width: 224, height: 224)
        let seen = try geometry(PixelSize(width: 1000, height: 500), .shorterSide(250), crop: side)
        #expect(seen.scaledSize == PixelSize(width: 500, height: 250))
        #expect((seen.left, seen.top) == (138, 13))
        #expect(seen.seen == InputGeometry.Rectangle(x: 276, y: 26, width: 448, height: 448))
        #expect(seen.shown == InputGeometry.Rectangle(x: 0, y: 0, width: 224, height: 224))
    }

    @Test func paddingIsNotThePicture() throws {
        let padded = try geometry(
            PixelSize(width: 20, height: 40),
            .shorterSide(10),
            crop: PixelSize(width: 13, height: 16)
        )
        #expect((padded.left, padded.top) == (-1, 2))
        #expect(padded.seen == InputGeometry.Rectangle(x: 0, y: 4, width: 20, height: 32))
        #expect(padded.shown == InputGeometry.Rectangle(x: 1, y: 0, width: 10, height: 16))
    }

    @Test func withoutACropEverythingIsSeen() throws {
        let all = try geometry(PixelSize(width: 31, height: 17), .exact(PixelSize(width: 8, height: 9)), crop: nil)
        #expect(all.inputSize == PixelSize(width: 8, height: 9))
        let (seen, whole) = (all.seen, InputGeometry.Rectangle(x: 0, y: 0, width: 31, height: 17))
        #expect(abs(seen.width - whole.width) < 1e-12 && abs(seen.height - whole.height) < 1e-12)
        #expect((seen.x, seen.y) == (0, 0))
    }

    @Test(arguments: [(640, 427, 383, 384), (427, 640, 383, 384), (3, 2, 384, 384), (500, 333, 384, 384)])
    func theLongerSideIsRoundedOrTruncated(width: Int, height: Int, truncated: Int, rounded: Int) throws {
        for (rounding, longer) in [(ModelDescription.Resize.Rounding.truncate, truncated), (.round, rounded)] {
            let size = PixelSize(width: width, height: height)
            let scaled = try geometry(size, .shorterSide(256), rounding: rounding, crop: nil).scaledSize
            #expect(scaled == PixelSize(width: width > height ? longer : 256, height: width > height ? 256 : longer))
        }
    }

    /// 224 ÷ 0.875 = 256 and 299 ÷ 0.875 = 341.7, as torchvision's resize sizes of 256 and 342.
    @Test(arguments: [(224, 256), (299, 342), (7, 8)])
    func aCropFractionMakesTheShorterSide(input: Int, shorter: Int) throws {
        let preparation = try InputPreparation(nil, inputShape: [1, 3, input, input])
        let scaled = try preparation.geometry(of: PixelSize(width: 600, height: 600)).scaledSize
        #expect(scaled == PixelSize(width: shorter, height: shorter))
    }
}
