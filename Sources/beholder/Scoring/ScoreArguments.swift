#if NativeLibraries
import ArgumentParser
import Attribution
import AttributionMetrics
import Foundation
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

/// The options of `score` for one map.
struct ScoreArguments: ParsableArguments {
    @OptionGroup var explained: ExplanationOptions

    @Option(help: "The map: .npy of [H, W], or a grayscale PNG; without it that of --method.")
    var map: String?

    @Option(help: "Where the object is: a picture as large as the network's view or as the photo, white inside.")
    var mask: String?

    @Option(help: .init("In place of a mask a box in the network's view.", valueName: "x,y,w,h"))
    var box: String?

    @Option(help: "Where people look, a map.")
    var humanMap: String?

    @Option(help: "A map to compare with.")
    var against: String?

    func check() throws {
        try explained.check()
        guard map != nil || explained.method != nil else {
            throw ValidationError("Missing --map, or --method to make the map.")
        }
        guard mask == nil || box == nil else { throw ValidationError("--mask and --box exclude each other.") }
    }

    /// `[H,W]` of the view; a picture of the photo's own size is cut as the photo is.
    func region(of picture: ExplainedPicture, for network: Network) throws -> Tensor? {
        let (height, width) = (picture.input.shape[1], picture.input.shape[2])
        if let box { return try Self.region(box, height: height, width: width) }
        guard let mask else { return nil }
        let read = try ImageFile.read(mask, pixelLimit: explained.pixelLimit)
        let view = PixelSize(width: width, height: height)
        if read.size == view || explained.image == nil { return read.regionMask }
        return try ExplainedPicture(read, for: network).picture?.regionMask
    }

    private static func region(_ text: String, height: Int, width: Int) throws -> Tensor {
        let numbers = text.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == 4, numbers[0] >= 0, numbers[1] >= 0, numbers[2] > 0, numbers[3] > 0,
            numbers[0] + numbers[2] <= width, numbers[1] + numbers[3] <= height
        else {
            throw ValidationError("--box takes x,y,width,height inside of the \(width)×\(height) view, not \(text).")
        }
        var values = [Float](repeating: 0, count: height * width)
        for row in numbers[1]..<numbers[1] + numbers[3] {
            for column in numbers[0]..<numbers[0] + numbers[2] { values[row * width + column] = 1 }
        }
        return Tensor(shape: [height, width], values: values)
    }
}
#endif
