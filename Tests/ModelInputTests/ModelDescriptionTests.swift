import Foundation
import Imaging
import ModelInput
import Testing

struct ModelDescriptionTests {
    private func decode(_ json: String) throws -> ModelDescription {
        try ModelDescription.decode(Data(json.utf8), name: "M.model.json")
    }

    private func issues(_ json: String) -> [DescriptionIssue] {
        do {
            _ = try decode(json)
            return []
        } catch {
            return (error as? InvalidModelDescription)?.issues ?? []
        }
    }

    /// The ready descriptions say the same as the presets of their names.
    @Test(arguments: Preset.allCases)
    func presetsCanBeWrittenOut(preset: Preset) throws {
        var written = try ModelDescription.read(file("Fixtures/\(preset).model.json"))
        #expect(written.about != nil)
        #expect(written.preset == nil)
        written.about = nil
        written.folder = nil
        written.preset = preset
        #expect(written == preset.modelDescription)
        #expect(try decode("{\"formatVersion\": 1, \"preset\": \"\(preset)\"}") == preset.modelDescription)
    }

    @Test func readsEveryKey() throws {
        let description = try ModelDescription.read(file("Fixtures/squeezenet1_1.model.json"))
        #expect(description.inputName == "data_0")
        #expect(description.layout == .nchw)
        #expect(description.channels == .bgr)
        #expect(description.resize == ModelDescription.Resize(.shorterSide(256), rounding: .round))
        #expect(description.crop == .exact(PixelSize(width: 224, height: 224)))
        #expect(description.scale == 1)
        #expect(description.mean == [104, 117, 123])
        #expect(description.std == [1, 1, 1])
        #expect(description.outputName == "logits")
        #expect(description.scoreKind == .logits)
        #expect(description.labelsPath == file("Fixtures/imagenet-labels.txt"))
    }

    @Test func whatIsGivenTakesThePlaceOfThePresets() throws {
        let description = try decode(
            """
            {"$schema": "x", "formatVersion": 1.0, "preset": "clip", "layout": "nhwc", "resize": {"size": [30, 40]},
             "crop": null, "std": 2, "output": {"kind": "auto"}}
            """
        )
        #expect(description.preset == .clip)
        #expect(description.layout == .nhwc)
        #expect(description.resize.target == .exact(PixelSize(width: 40, height: 30)))
        #expect(description.resize.scaling.interpolation == .bicubic)
        #expect(description.crop == nil)
        #expect(description.std == [2, 2, 2])
        #expect(description.mean == Preset.clip.modelDescription.mean)
        #expect(description.scoreKind == nil)
        #expect(description.labelsPath == nil)
    }

    /// Mean and standard deviation of a preset belong to its colors, whatever their order.
    @Test func thePresetsValuesFollowTheirChannels() throws {
        let swapped = try decode("{\"formatVersion\": 1, \"preset\": \"torchvision\", \"channels\": \"bgr\"}")
        #expect(swapped.mean == [0.406, 0.456, 0.485])
        #expect(swapped.std == [0.225, 0.224, 0.229])
        let half = try decode(
            "{\"formatVersion\": 1, \"preset\": \"caffe\", \"channels\": \"rgb\", \"mean\": [1, 2, 3]}"
        )
        #expect(half.mean == [1, 2, 3])
        let gray = try decode("{\"formatVersion\": 1, \"preset\": \"tensorflow\", \"channels\": \"gray\"}")
        #expect(gray.mean == [1])
        #expect(gray.std == [1])
    }

    @Test func everyErrorIsFoundInOnePass() {
        let found = issues(
            """
            {"formatVersion": 2, "preset": "torchvison", "chanels": "rbg", "layout": 7,
             "resize": {"shorterSide": 0, "size": [1], "interpolation": "cubic", "antialias": "yes", "on": "bytes"},
             "crop": {"size": [224]}, "scale": "1/0", "mean": [1, 2], "std": [0, 1, 1], "std": 1,
             "output": {"kind": "logit", "tensor": ""}, "labels": 3, "extra/key": null}
            """
        )
        #expect(
            found.map { "\($0.path) \($0.code)" } == [
                "/formatVersion unsupportedVersion", "/preset invalidValue", "/chanels unknownKey",
                "/chanels invalidValue", "/layout wrongType", "/resize invalidValue", "/resize/shorterSide outOfRange",
                "/resize/interpolation invalidValue", "/resize/antialias wrongType", "/resize/on invalidValue",
                "/crop/size outOfRange", "/scale invalidValue", "/mean outOfRange", "/std duplicateKey",
                "/std/0 outOfRange", "/output/kind invalidValue", "/output/tensor outOfRange", "/labels wrongType",
                "/extra~1key unknownKey",
            ]
        )
        let hints = found.reduce(into: [:]) { $0[$1.path + " \($1.code)"] = $1.suggestion }
        #expect(hints["/preset invalidValue"] == "torchvision")
        #expect(hints["/chanels unknownKey"] == "channels")
        #expect(hints["/chanels invalidValue"] == "rgb")
        #expect(hints["/resize/interpolation invalidValue"] == "bicubic")
        #expect(hints["/output/kind invalidValue"] == "logits")
    }

    @Test func withoutAPresetNothingIsGuessed() {
        let found = issues("{}")
        #expect(found.allSatisfy { $0.code == .missingKey && $0.path.isEmpty })
        #expect(found.count == 7)
        #expect(issues("{\"formatVersion\": 1, \"preset\": \"unit\"}").isEmpty)
    }

    @Test func aPresetForColorsDoesNotFitGray() {
        let found = issues("{\"formatVersion\": 1, \"preset\": \"torchvision\", \"channels\": \"gray\"}")
        #expect(found.map(\.path) == ["/channels", "/channels"])
        #expect(found[0].expected.contains("\"mean\""))
    }

    @Test(arguments: ["", "[]", "null", "{\"formatVersion\": 1,}", "\u{0}", "{\"formatVersion\": \"1\"}"])
    func refusesWhatIsNoDescription(json: String) {
        #expect(!issues(json).isEmpty)
    }

    @Test(arguments: [
        ("\"mean\": \"x\"", "/mean: \"x\"; expected a number from -1000000 to 1000000"),
        ("\"mean\": [1, 2]", "/mean: an array of 2; expected three numbers in the order rgb, or a single one for all"),
        ("\"resize\": 256", "/resize: 256; expected an object with keys among shorterSide"),
        ("\"crop\": {\"size\": 0}", "/crop/size: 0; expected a whole number of pixels from 1 to 16384"),
        ("\"crop\": {\"size\": \"all\"}", "/crop/size: \"all\"; expected a number of pixels for both sides"),
        ("\"resize\": {\"size\": [1, 2, 3]}", "/resize/size: an array of 3; expected a number of pixels"),
        ("\"channels\": \"rbg\"", "/channels: \"rbg\"; expected one of rgb, bgr, gray; did you mean `rgb`?"),
    ])
    func messagesSayWhatIsAllowed(member: String, message: String) {
        let found = issues("{\"formatVersion\": 1, \"preset\": \"unit\", \(member)}").map(\.description)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(message) == true, "\(found)")
    }

    @Test func messagesNameTheFileAndThePlace() {
        let error = #expect(throws: InvalidModelDescription.self) {
            try decode("{\"formatVersion\": 1, \"preset\": \"unit\", \"crop\": {\"edges\": 1}, \"x\\u001b[2J\": 0}")
        }
        let lines = error?.description.split(separator: "\n") ?? []
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("M.model.json: ") && !$0.contains("\u{1B}") })
        #expect(lines.first?.contains("/crop: no key \"size\"; expected \"size\": a number of pixels") == true)
        let syntax = #expect(throws: InvalidModelDescription.self) { try decode("{\n\"a\" 1}") }
        #expect(syntax?.description.contains("line 2") == true)
    }

    @Test func liesBesideTheModel() throws {
        try withTemporaryFolder { folder in
            let model = folder + "/net.v2.onnx"
            #expect(ModelDescription.path(besideModel: model) == folder + "/net.v2.model.json")
            #expect(try ModelDescription.beside(modelPath: model) == nil)
            let text = "{\"formatVersion\": 1, \"preset\": \"unit\", \"labels\": \"names/all.txt\"}"
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/net.v2.model.json"))
            let description = try ModelDescription.beside(modelPath: model)
            #expect(description?.preset == .unit)
            #expect(description?.labelsPath == folder + "/names/all.txt")
        }
        #expect(ModelDescription.path(besideModel: "M.onnx") == "M.model.json")
        let error = #expect(throws: ModelInputError.self) { try ModelDescription.read("absent.model.json") }
        #expect(error?.code == .unreadable)
    }
}
