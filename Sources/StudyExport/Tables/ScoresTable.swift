import Foundation
import StudyModel

/// `scores.csv`: one row a map and metric.
enum ScoresTable {
    static let columns = [
        Column("image", "The image's id."),
        Column("explainer", "The explainer whose map it is."),
        Column("score", "The score's id in the definition."),
        Column("metric", "The metric."),
        Column("direction", "Which way is better.", levels: ["higher", "lower", "neither"]),
        Column("value", "The score; empty where it is undefined.", .number),
        Column("status", "Whether there is a value.", levels: ["ok", "undefined"]),
        Column("reason", "Why there is none."),
        Column("metric_version", "The version of the metric's algorithm.", .integer),
        Column("parameters", "The metric's parameters, as JSON."),
        Column("map_sha256", "SHA-256 of the map's file."),
        Column("model_sha256", "SHA-256 of the model's file; empty where there is no model."),
        Column("target", "The class, from 0; empty where the model was not asked.", .integer),
        Column("target_label", "Its name, where it is known."),
        Column("target_probability", "The probability that the model gave it.", .number),
        Column("seed", "Where random numbers started, for metrics that draw some.", .integer),
        Column("forward_passes", "Forward passes beside those shared with earlier scores of the map.", .integer),
        Column("backward_passes", "Backward passes.", .integer),
        Column("seconds", "How long it took.", .number, unit: "s"),
        Column("details", "Further figures by name, as JSON."),
        Column("software", "Versions, as JSON."),
    ]

    static func write(_ score: MapScore, to csv: inout CSVWriter) throws {
        let made = score.provenance
        csv.field(score.image.rawValue)
        csv.field(score.explainer.rawValue)
        csv.field(score.score.rawValue)
        csv.field(made.metric)
        csv.field(made.direction)
        csv.field(score.value)
        csv.field(score.value == nil ? "undefined" : "ok")
        csv.freeText(score.undefinedReason ?? "")
        csv.field(made.metricVersion)
        csv.freeText(try CompactJSON.text(made.parameters))
        csv.field(made.mapSHA256)
        csv.field(made.modelSHA256 ?? "")
        csv.field(made.target?.index)
        csv.freeText(made.target?.label ?? "")
        csv.field(made.target?.probability)
        csv.field(made.seed.map { "\($0)" } ?? "")
        csv.field(made.passes.forward)
        csv.field(made.passes.backward)
        csv.field(made.seconds)
        csv.freeText(try CompactJSON.text(made.details))
        csv.freeText(try CompactJSON.text(made.versions))
        try csv.endRow()
    }
}

/// Values on one line, keys sorted.
enum CompactJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
