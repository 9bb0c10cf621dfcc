public import Foundation
import Imaging
import JSONText
import Tensor

extension ModelDescription {
    /// The size above which a file is not read, in bytes.
    public static let sizeLimit = 1_000_000

    /// The longest side of a scaled or cropped picture, in pixels.
    static let extentLimit = 16_384

    static let keys = [
        "$schema", "formatVersion", "description", "preset", "input", "layout", "channels", "resize", "crop", "scale",
        "mean", "std", "output", "labels",
    ]

    /// Reads a description from a file.
    ///
    /// - Throws: ``ModelInputError`` with `unreadable`, or ``InvalidModelDescription`` with all errors of the file.
    public static func read(_ path: String) throws -> ModelDescription {
        let bytes: [UInt8]
        do {
            let source = try ByteSource(path: path)
            guard source.byteCount <= sizeLimit else {
                throw ModelInputError(
                    .unreadable,
                    "\(path) has \(source.byteCount) bytes; a model description has at most \(sizeLimit). Is it "
                        + "another file?"
                )
            }
            bytes = try source.readAll()
        } catch let failure as ByteSource.Failure {
            throw ModelInputError(.unreadable, failure.description)
        }
        var description = try decode(Data(bytes), name: path)
        description.folder = (path as NSString).deletingLastPathComponent
        return description
    }

    /// Reads a description from memory.
    ///
    /// - Parameter name: What messages call it.
    /// - Throws: ``InvalidModelDescription`` with all errors.
    /// - Complexity: O(bytes).
    public static func decode(_ data: Data, name: String = "The description") throws -> ModelDescription {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: data)
        } catch {
            let syntax = error as? JSONSyntaxError
            let issue = DescriptionIssue(
                path: "",
                code: .syntax,
                found: syntax?.found ?? "\(error)",
                expected: syntax?.expected ?? "a JSON document",
                suggestion: nil
            )
            throw InvalidModelDescription(name: name, issues: [issue])
        }
        let issues = DescriptionIssues()
        let reader = DescriptionReader(value: document, path: "", issues: issues)
        let description = reader.members(keys).flatMap { ModelDescription(reading: $0, of: reader) }
        guard let description, issues.list.isEmpty else {
            throw InvalidModelDescription(name: name, issues: issues.sorted(by: document))
        }
        return description
    }

    /// The path at which a model's description is looked for: `NAME.model.json` beside `NAME.onnx`.
    public static func path(besideModel modelPath: String) -> String {
        (modelPath as NSString).deletingPathExtension + ".model.json"
    }

    /// Reads the description that lies beside a model.
    ///
    /// - Returns: nil where there is none; an ``InputPreparation`` without a description says what it assumes.
    /// - Throws: As ``read(_:)``.
    public static func beside(modelPath: String) throws -> ModelDescription? {
        let path = path(besideModel: modelPath)
        return FileManager.default.fileExists(atPath: path) ? try read(path) : nil
    }

    private init?(reading members: [String: DescriptionReader], of document: DescriptionReader) {
        let preset: Preset? = members["preset"]?.word()
        Self.checkVersion(members["formatVersion"], document)
        // A preset that cannot be read is one error; that its values are missing is none of its own.
        if members["preset"] == nil {
            for key in ["layout", "channels", "resize", "scale", "mean", "std"] where members[key] == nil {
                document.note(
                    .missingKey,
                    found: "no key \"\(key)\"",
                    expected: "\"\(key)\", or a \"preset\" that says it: "
                        + Preset.allCases.map(\.rawValue).joined(separator: ", ")
                )
            }
        }
        self = (preset ?? .unit).modelDescription
        self.preset = preset
        about = members["description"]?.text("a text")
        inputName = members["input"]?.text("the name of the model's input")
        layout = members["layout"]?.word() ?? layout
        channels = members["channels"]?.word() ?? channels
        if let reader = members["resize"] { resize = Resize(reading: reader, instead: resize) ?? resize }
        if let reader = members["crop"] { crop = Crop?(reading: reader) }
        scale = members["scale"]?.number(in: 1e-9...1e9) ?? scale
        readStatistics(members, preset)
        if let output = members["output"]?.members(["tensor", "kind"]) {
            outputName = output["tensor"]?.text("the name of the output with the scores")
            scoreKind = output["kind"]?.word(or: ["auto"])
        }
        labels = members["labels"]?.text("the path of a file with a class name a line, from this file's folder")
    }

    private static func checkVersion(_ version: DescriptionReader?, _ document: DescriptionReader) {
        guard let version else {
            document.note(
                .missingKey,
                found: "no key \"formatVersion\"",
                expected: "\"formatVersion\": \(formatVersion)"
            )
            return
        }
        guard version.value != .integer(formatVersion) else { return }
        if case .integer = version.value {
            version.note(.unsupportedVersion, expected: "\(formatVersion), the version that this program reads")
        } else {
            version.note(.wrongType, expected: "\(formatVersion)")
        }
    }

    private mutating func readStatistics(_ members: [String: DescriptionReader], _ preset: Preset?) {
        let (presetMean, presetStd) = (mean, std)
        if let reader = members["mean"] { mean = Self.perChannel(reader, channels, in: -1e6...1e6) ?? mean }
        if let reader = members["std"] { std = Self.perChannel(reader, channels, in: 1e-6...1e6) ?? std }
        // The values of a preset are meant for its own order of channels.
        guard let preset, preset.modelDescription.channels != channels else { return }
        for (key, values) in [("mean", presetMean), ("std", presetStd)] where members[key] == nil {
            if channels == .gray, Set(values).count > 1 {
                members["channels"]?.note(
                    .invalidValue,
                    expected: "\"\(key)\" beside it: that of the preset \(preset.rawValue) is for three channels"
                )
            }
        }
        if channels == .gray {
            mean = [mean[0]]
            std = [std[0]]
        } else {
            if members["mean"] == nil { mean.reverse() }
            if members["std"] == nil { std.reverse() }
        }
    }

    /// A value for each channel, or one for all.
    private static func perChannel(
        _ reader: DescriptionReader,
        _ channels: Channels,
        in range: ClosedRange<Double>
    ) -> [Double]? {
        let expected =
            channels == .gray ? "one number for the only channel" : "three numbers in the order \(channels.rawValue)"
        guard let entries = reader.list() else {
            return reader.number(in: range, or: ", or \(expected)")
                .map { [Double](repeating: $0, count: channels.count) }
        }
        guard entries.count == channels.count else {
            reader.note(.outOfRange, expected: expected + ", or a single one for all")
            return nil
        }
        let numbers = entries.compactMap { $0.number(in: range) }
        return numbers.count == entries.count ? numbers : nil
    }
}
