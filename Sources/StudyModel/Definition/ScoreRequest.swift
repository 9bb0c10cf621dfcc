import JSONText

/// An objective metric that scores the maps of a study.
public struct ScoreRequest: Sendable, Equatable {
    /// The id, unique among the scores; it names columns of the exported tables.
    public var id: ScoreID
    /// The metric's name, such as "dauc".
    public var metric: String
    /// The metric's parameters by name; those left out have their defaults.
    public var parameters: [String: ComputedMaps.Setting]

    /// Asks for a metric.
    package init(id: ScoreID, metric: String, parameters: [String: ComputedMaps.Setting] = [:]) {
        (self.id, self.metric, self.parameters) = (id, metric, parameters)
    }
}

/// The id of a score.
public typealias ScoreID = TypedID<ScoreRequest>

extension StudyDefinition {
    private static let scoreForm = "a metric's name, or {\"metric\", \"id\"} with the metric's parameters"

    mutating func readScores(_ reader: DefinitionReader?) {
        for entry in reader?.array(of: Self.scoreForm) ?? [] {
            guard let score = ScoreRequest(reading: entry) else { continue }
            guard !study.scores.contains(where: { $0.id == score.id }) else {
                entry.note(
                    .duplicateID,
                    found: "a second score \"\(score.id)\"",
                    expected: "an \"id\" of its own, or other parameters"
                )
                continue
            }
            scorePaths[score.id] = entry.path
            study.scores.append(score)
        }
    }
}

extension ScoreRequest {
    fileprivate init?(reading reader: DefinitionReader) {
        if case .string = reader.value {
            guard let name = reader.id(ScoreID.self) else { return nil }
            self.init(id: name, metric: name.rawValue)
            return
        }
        guard let members = reader.members("the name of a metric, or an object with \"metric\"") else { return nil }
        var (metric, id, parameters): (String?, ScoreID?, [String: ComputedMaps.Setting]) = (nil, nil, [:])
        for (name, value) in members {
            switch name {
            case "metric": metric = value.id(ScoreID.self)?.rawValue
            case "id": id = value.id(ScoreID.self)
            default: parameters[name] = ComputedMaps.Setting(reading: value)
            }
        }
        guard let metric else {
            if !members.contains(where: { $0.name == "metric" }) {
                reader.note(.missingKey, found: "no key \"metric\"", expected: "\"metric\": the name of a metric")
            }
            return nil
        }
        self.init(id: id ?? Self.id(of: metric, parameters), metric: metric, parameters: parameters)
    }

    /// "iauc-gaussian": the metric and what is set, by the names of the parameters.
    private static func id(of metric: String, _ parameters: [String: ComputedMaps.Setting]) -> ScoreID {
        let values = parameters.sorted { $0.key < $1.key }.map { $0.value.description }
        let text = ([metric] + values).joined(separator: "-")
        let plain = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.+".contains($0)) ? $0 : "-" }
        return ScoreID(String(plain.prefix(64)))
    }
}

extension ComputedMaps.Setting: CustomStringConvertible {
    /// As it is written in JSON, texts without quotes.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .flag(let value): "\(value)"
        case .text(let value): value
        }
    }
}
