import Foundation
import Imaging
import ModelInput
import Tensor
import Testing

struct InputPreparationTests {
    private func description(_ json: String) throws -> ModelDescription {
        try ModelDescription.decode(Data(json.utf8))
    }

    /// Whole pipelines of Pillow and torchvision; a gray level is 1/255 before the division by `std`.
    @Test func preparesAsThePeersDo() throws {
        let golden = try Golden.load("prepared.json", as: Golden.Prepared.self)
        #expect(golden.cases.count == 27)
        for item in golden.cases {
            let picture = golden.pictures[item.picture].image
            let preparation = try InputPreparation(description(item.description), inputShape: item.inputShape)
            let input = try preparation.tensor(from: picture)
            #expect(input.shape == item.shape, "\(item.name) \(picture.size)")
            let described = preparation.description
            let level = Float(described.scale / (described.std.max() ?? 1))
            let difference = greatestDifference(input.values, floats(item.output)) / level
            #expect(difference < 0.001, "\(item.name) \(picture.size): \(difference) gray levels")
            #expect(preparation.assumptions.isEmpty, "\(item.name)")
        }
    }

    @Test func cropsWhereTorchvisionDoes() throws {
        for start in try Golden.load("prepared.json", as: Golden.Prepared.self).cropStarts {
            var description = Preset.unit.modelDescription
            description.resize.target = .exact(PixelSize(width: start[0], height: 3))
            description.crop = .exact(PixelSize(width: start[1], height: 3))
            let preparation = try InputPreparation(description, inputShape: [1, 3, nil, nil])
            #expect(try preparation.geometry(of: PixelSize(width: 50, height: 60)).left == start[2], "\(start)")
        }
    }

    @Test(arguments: Preset.allCases, [ModelDescription.Channels.rgb, .bgr, .gray])
    func picturesComeBack(preset: Preset, channels: ModelDescription.Channels) throws {
        let json = """
            {"formatVersion": 1, "preset": "\(preset)", "channels": "\(channels)", "mean": 0.4, "std": 0.3,
             "resize": {"size": [4, 5], "on": "pixels"}, "crop": null}
            """
        let preparation = try InputPreparation(description(json), inputShape: [nil, nil, nil, nil])
        let pixels = (0..<60).map { UInt8(($0 * 37) % 256) }
        let picture = RasterImage(width: 5, height: 4, layout: .rgb, pixels: pixels)
        let input = try preparation.tensor(from: picture)
        #expect(try preparation.picture(from: input) == (channels == .gray ? picture.grayscale() : picture))
    }

    @Test func layoutAndChannelsSayWhereASampleLies() throws {
        let picture = RasterImage(width: 2, height: 1, layout: .rgb, pixels: [10, 20, 30, 40, 50, 60])
        func values(_ layout: String, _ channels: String) throws -> [Float] {
            let json = """
                {"formatVersion": 1, "layout": "\(layout)", "channels": "\(channels)", "resize": {"size": "input"},
                 "scale": 1, "mean": [1, 2, 3], "std": 1}
                """
            let shape = layout == "nchw" ? [1, 3, 1, 2] : [1, 1, 2, 3]
            return try InputPreparation(description(json), inputShape: shape).tensor(from: picture).values
        }
        #expect(try values("nchw", "rgb") == [9, 39, 18, 48, 27, 57])
        #expect(try values("nchw", "bgr") == [29, 59, 18, 48, 7, 37])
        #expect(try values("nhwc", "rgb") == [9, 18, 27, 39, 48, 57])
        #expect(try values("nhwc", "bgr") == [29, 18, 7, 59, 48, 37])
    }

    @Test func withoutADescriptionTorchvisionIsAssumedAloud() throws {
        let preparation = try InputPreparation(nil, inputShape: [nil, 3, 32, 32])
        #expect(preparation.description == Preset.torchvision.modelDescription)
        #expect(preparation.inputSize == PixelSize(width: 32, height: 32))
        #expect(preparation.assumptions.count == 1)
        #expect(preparation.assumptions[0].contains("torchvision"))
        let channelsLast = try InputPreparation(nil, inputShape: [1, nil, nil, 3])
        #expect(channelsLast.description.layout == .nhwc)
        #expect(channelsLast.inputSize == PixelSize(width: 224, height: 224))
        #expect(channelsLast.assumptions.count == 2)
        #expect(channelsLast.assumptions[1].contains("[1, ?, ?, 3]"))
    }

    @Test func sizesThatFollowThePicture() throws {
        var description = Preset.unit.modelDescription
        description.resize.target = .shorterSide(6)
        let free = try InputPreparation(description, inputShape: [1, 3, nil, nil])
        #expect(free.inputSize == nil)
        #expect(free.assumptions.isEmpty)
        let picture = RasterImage(width: 5, height: 3, layout: .rgb, pixels: [UInt8](repeating: 7, count: 45))
        #expect(try free.tensor(from: picture).shape == [1, 3, 6, 10])
        let fixed = try InputPreparation(description, inputShape: [1, 3, 6, 6])
        let error = #expect(throws: ModelInputError.self) { try fixed.tensor(from: picture) }
        #expect(error?.code == .inputMismatch)
        #expect(error?.message.contains("10×6") == true)
    }

    @Test(arguments: [
        ([1, 3, 224], "four axes"), ([1, 1000], "four axes"), ([8, 3, 224, 224], "one picture at a time"),
        ([1, 224, 224, 3], "Set `layout` to \"nhwc\""), ([1, 1, 224, 224], "Set `channels`"),
        ([1, 3, 299, 224], "the model takes 224×299"), ([1, 3, 0, 224], "four axes"),
        ([1, 3, 1_000_000, 224], "no side longer"),
    ])
    func refusesModelsThatTakeSomethingElse(shape: [Int?], hint: String) throws {
        var description = Preset.torchvision.modelDescription
        description.crop = .exact(PixelSize(width: 224, height: 224))
        let error = #expect(throws: ModelInputError.self) { try InputPreparation(description, inputShape: shape) }
        #expect(error?.code == .inputMismatch)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test func refusesPicturesThatWouldFillTheMemory() throws {
        let preparation = try InputPreparation(nil, inputShape: [1, 3, 224, 224])
        let error = #expect(throws: ModelInputError.self) {
            try preparation.geometry(of: PixelSize(width: 1, height: 1_000_000))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func refusesTensorsThatAreNoInput() throws {
        let preparation = try InputPreparation(nil, inputShape: [1, 3, 2, 2])
        for shape in [[3, 2, 2], [1, 2, 2, 3], [2, 3, 1, 2], [1, 3, 0, 2]] {
            let count = shape.reduce(1, *)
            let input = Tensor(shape: shape, values: [Float](repeating: 0, count: count))
            let error = #expect(throws: ModelInputError.self) { try preparation.picture(from: input) }
            #expect(error?.code == .wrongShape)
        }
        let broken = Tensor(shape: [1, 3, 1, 1], values: [0, .nan, 1])
        #expect(throws: ModelInputError.self) { try preparation.picture(from: broken) }
    }
}
