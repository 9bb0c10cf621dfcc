import Imaging
import JSONText

extension ModelDescription.Resize {
    private static let keys = [
        "shorterSide", "size", "cropFraction", "rounding", "interpolation", "antialias", "on",
    ]

    /// Reads what is given; the rest is taken from `other`.
    init?(reading reader: DescriptionReader, instead other: Self) {
        guard let members = reader.members(Self.keys) else { return nil }
        self = other
        let targets = ["shorterSide", "size", "cropFraction"].filter { members[$0] != nil }
        if targets.count > 1 {
            reader.note(
                .invalidValue,
                found: targets.map { "\"\($0)\"" }.joined(separator: " and "),
                expected: "one of them, as they exclude each other"
            )
        }
        if let member = members["shorterSide"] {
            target = member.extent().map { .shorterSide($0) } ?? target
        } else if let member = members["cropFraction"] {
            target = member.number(in: 0.01...1).map { .cropFraction($0) } ?? target
        } else if let member = members["size"] {
            target = PixelSize?(reading: member).map { .exact($0) } ?? .modelInput
        }
        rounding = members["rounding"]?.word() ?? rounding
        scaling.interpolation = members["interpolation"]?.word() ?? scaling.interpolation
        scaling.antialias = members["antialias"]?.boolean() ?? scaling.antialias
        scaling.arithmetic = members["on"]?.word() ?? scaling.arithmetic
    }
}

extension Optional<ModelDescription.Crop> {
    /// Reads `null`, or an object with the size.
    init(reading reader: DescriptionReader) {
        self = nil
        guard !reader.isNull, let members = reader.members(["size"]) else { return }
        guard let size = members["size"] else {
            reader.note(.missingKey, found: "no key \"size\"", expected: "\"size\": \(Optional<PixelSize>.expected)")
            return
        }
        self = PixelSize?(reading: size).map { .exact($0) } ?? .modelInput
    }
}

extension Optional<PixelSize> {
    fileprivate static let expected = "a number of pixels for both sides, [height, width], or \"input\" for the model's"

    /// Reads a size; nil for that of the model's input, and after an error.
    fileprivate init(reading reader: DescriptionReader) {
        self = nil
        switch reader.value {
        case .string("input"): break
        case .array(let values):
            guard values.count == 2, let sides = reader.list() else {
                reader.note(.outOfRange, expected: Self.expected)
                return
            }
            guard let height = sides[0].extent(), let width = sides[1].extent() else { return }
            self = PixelSize(width: width, height: height)
        case .integer:
            self = reader.extent().map { PixelSize(width: $0, height: $0) }
        default:
            reader.note(.wrongType, expected: Self.expected)
        }
    }
}
