import JSONText

/// Maps that a method makes of the study's model.
public struct ComputedMaps: Sendable, Equatable {
    /// The method's name, such as "grad-cam".
    public var method: String
    /// The method's parameters by name; those left out have their defaults.
    public var parameters: [String: Setting]
    /// The tensor that a layer's method reads; the model's last with positions without it.
    public var layer: String?
    /// The class that is explained.
    public var target: Target
    /// Where the method's random numbers start.
    public var seed: UInt64

    /// Chooses a method.
    package init(
        method: String,
        parameters: [String: Setting] = [:],
        layer: String? = nil,
        target: Target = .predicted,
        seed: UInt64 = 0
    ) {
        (self.method, self.parameters, self.layer, self.target) = (method, parameters, layer, target)
        self.seed = seed
    }

    /// The value of a parameter.
    public enum Setting: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case flag(Bool)
        case text(String)
    }

    /// The class that is explained.
    public enum Target: Sendable, Equatable {
        /// The one that the model holds most probable.
        case predicted
        /// The image's own `class`.
        case label
        /// An index, from 0.
        case index(Int)
    }
}

extension ComputedMaps {
    package static let expectation = "{\"method\", \"parameters\", \"layer\", \"target\", \"seed\"}"

    /// What stands in an explainer's entry beside its id.
    init?(reading object: ObjectReader) {
        guard let method = object["method"]?.text(expected: "the name of a method, such as \"grad-cam\"") else {
            return nil
        }
        self.init(method: method)
        layer = object["layer"]?.text(expected: "the name of a tensor of the model")
        if let seed = object["seed"]?.integer(in: 0...Self.largestSeed) { self.seed = UInt64(seed) }
        if let target = object["target"].flatMap(Target.init(reading:)) { self.target = target }
        if let values = object["parameters"], let members = values.members("an object of the method's parameters") {
            for (name, value) in members {
                if let setting = Setting(reading: value) { parameters[name] = setting }
            }
        }
    }

    private static let largestSeed = 9_007_199_254_740_992
}

extension ComputedMaps.Setting {
    init?(reading reader: DefinitionReader) {
        switch reader.value {
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .bool(let flag): self = .flag(flag)
        case .string(let text): self = .text(text)
        default:
            reader.note(.wrongType, expected: "a number, a text, true or false")
            return nil
        }
    }
}

extension ComputedMaps.Target {
    fileprivate init?(reading reader: DefinitionReader) {
        let expected = "\"predicted\", \"label\" (the image's class) or the index of a class, from 0"
        switch reader.value {
        case .string("predicted"): self = .predicted
        case .string("label"): self = .label
        case .integer(let index) where index >= 0: self = .index(index)
        default:
            reader.note(.invalidValue, expected: expected)
            return nil
        }
    }
}
