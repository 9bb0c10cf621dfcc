import Spelling
internal import StudyModel

extension ObserverModel: Codable {
    /// Reads a model from JSON; ``validate(for:)`` checks its numbers against a study.
    /// - Throws: ``ObserverModelError`` for an unknown or missing key or a value of the wrong type.
    public init(from decoder: any Decoder) throws {
        let object = try JSONObject(
            decoder,
            path: "",
            allowed: [
                "quality", "imageSpread", "participantSpread", "lapseRate", "sideBias", "tieThreshold",
                "gradeThresholds", "rt", "attention",
            ]
        )
        guard let quality = try object.value([String: Double].self, "quality", "an object of numbers") else {
            throw ObserverModelError(
                .missingKey,
                "quality",
                "quality is missing; give each explainer of the study a number: {\"quality\": {\"rise\": 0.4, …}}."
            )
        }
        self.init(
            quality: Dictionary(uniqueKeysWithValues: quality.map { (ExplainerID($0.key), $0.value) })
        )
        imageSpread = try object.number("imageSpread") ?? imageSpread
        participantSpread = try object.number("participantSpread") ?? participantSpread
        lapseRate = try object.number("lapseRate") ?? lapseRate
        sideBias = try object.number("sideBias") ?? sideBias
        tieThreshold = try object.number("tieThreshold") ?? tieThreshold
        gradeThresholds = try object.value([Double].self, "gradeThresholds", "a list of numbers") ?? gradeThresholds
        rt = try object.value(ResponseTime.self, "rt", "an object") ?? rt
        attention = try object.number("attention") ?? attention
    }

    /// Writes every key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        let quality = Dictionary(uniqueKeysWithValues: quality.map { ($0.key.rawValue, $0.value) })
        try container.encode(quality, forKey: AnyKey("quality"))
        try container.encode(imageSpread, forKey: AnyKey("imageSpread"))
        try container.encode(participantSpread, forKey: AnyKey("participantSpread"))
        try container.encode(lapseRate, forKey: AnyKey("lapseRate"))
        try container.encode(sideBias, forKey: AnyKey("sideBias"))
        try container.encode(tieThreshold, forKey: AnyKey("tieThreshold"))
        try container.encode(gradeThresholds, forKey: AnyKey("gradeThresholds"))
        try container.encode(rt, forKey: AnyKey("rt"))
        try container.encode(attention, forKey: AnyKey("attention"))
    }
}

extension ObserverModel.ResponseTime: Codable {
    /// Reads a distribution; keys that are absent keep the standard's value.
    /// - Throws: ``ObserverModelError`` for an unknown key or a value of the wrong type.
    public init(from decoder: any Decoder) throws {
        let object = try JSONObject(decoder, path: "rt.", allowed: ["median", "sigma", "perDifficulty"])
        self = .standard
        median = try object.number("median") ?? median
        sigma = try object.number("sigma") ?? sigma
        perDifficulty = try object.number("perDifficulty") ?? perDifficulty
    }

    /// Writes every key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(median, forKey: AnyKey("median"))
        try container.encode(sigma, forKey: AnyKey("sigma"))
        try container.encode(perDifficulty, forKey: AnyKey("perDifficulty"))
    }
}

/// A key of any name, so that unknown ones are seen.
private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

/// A JSON object of which only some keys are allowed.
private struct JSONObject {
    private let container: KeyedDecodingContainer<AnyKey>
    private let path: String

    init(_ decoder: any Decoder, path: String, allowed: [String]) throws {
        do {
            container = try decoder.container(keyedBy: AnyKey.self)
        } catch is DecodingError {
            let name = path.isEmpty ? "An observer model" : "\(path.dropLast())"
            throw ObserverModelError(.wrongType, String(path.dropLast()), "\(name) is a JSON object.")
        }
        self.path = path
        for name in container.allKeys.map(\.stringValue).sorted() where !allowed.contains(name) {
            let meant = NearestName.suggestion(for: name, among: allowed).map { "; did you mean \(path)\($0)?" }
            throw ObserverModelError(
                .unknownKey,
                path + name,
                "\(path)\(name) is no key of an observer model"
                    + (meant ?? "; allowed: \(allowed.joined(separator: ", ")).")
            )
        }
    }

    func number(_ name: String) throws -> Double? {
        try value(Double.self, name, "a number")
    }

    func value<Value: Decodable>(_ type: Value.Type, _ name: String, _ expected: String) throws -> Value? {
        guard container.contains(AnyKey(name)) else { return nil }
        do {
            return try container.decode(type, forKey: AnyKey(name))
        } catch is DecodingError {
            throw ObserverModelError(.wrongType, path + name, "\(path)\(name) must be \(expected).")
        }
    }
}
