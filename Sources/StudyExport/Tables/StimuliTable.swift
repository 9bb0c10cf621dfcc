import Foundation
import StudyModel

/// `stimuli.csv`: one row a picture, and for maps that were computed how.
enum StimuliTable {
    static let columns = [
        Column("image", "The image's id."),
        Column("explainer", "The explainer whose map it is; empty for the image itself."),
        Column("file", "The file, relative to the study's folder; empty for a map that no trial has needed yet."),
        Column("file_sha256", "SHA-256 of the file."),
        Column("pixels_sha256", "SHA-256 of the pixels shown."),
        Column("width", "Width of the picture shown.", .integer, unit: "px"),
        Column("height", "Height of the picture shown.", .integer, unit: "px"),
        Column("method", "The method that computed the map; empty for imported maps."),
        Column("method_version", "The version of the method's algorithm.", .integer),
        Column("parameters", "The method's parameters, as JSON."),
        Column("model", "The file of the model that is explained."),
        Column("model_sha256", "SHA-256 of that file."),
        Column("preparation", "SHA-256 of the file that says how pictures become inputs, or the convention's name."),
        Column("layer", "The tensor that was read, for methods of a layer."),
        Column("target", "The class explained, from 0.", .integer),
        Column("target_label", "Its name, where it is known."),
        Column("target_probability", "The probability that the model gave it.", .number),
        Column("seed", "Where the method's random numbers started.", .integer),
        Column("forward_passes", "Forward passes through the model, counted in images.", .integer),
        Column("backward_passes", "Backward passes.", .integer),
        Column("seconds", "How long the map took.", .number, unit: "s"),
        Column("threads", "How many threads the model ran on.", .integer),
        Column("convergence_delta", "How far attributions are from what they must add up to, relative to it.", .number),
        Column("seeds_compared", "How many seeds of the method's random numbers were compared.", .integer),
        Column("seed_spearman", "The mean Spearman correlation of their maps.", .number),
        Column("seed_deviation", "Their mean standard deviation, relative to the range of the mean map.", .number),
        Column("notes", "What was noted about the map."),
        Column("software", "Versions, as JSON."),
    ]

    static func write(_ record: StimulusRecord, to csv: inout CSVWriter) throws {
        csv.field(record.image.rawValue)
        csv.field(record.explainer?.rawValue ?? "")
        csv.freeText(record.picture?.file ?? "")
        csv.field(record.picture?.fileSHA256 ?? "")
        csv.field(record.picture?.pixelsSHA256 ?? "")
        csv.field(record.picture?.width)
        csv.field(record.picture?.height)
        let made = record.provenance
        csv.freeText(made?.method ?? "")
        csv.field(made.map { "\($0.methodVersion)" } ?? "")
        csv.freeText(try made.map { try CompactJSON.text($0.parameters) } ?? "")
        csv.freeText(made?.model ?? "")
        csv.field(made?.modelSHA256 ?? "")
        csv.field(made?.preparation ?? "")
        csv.freeText(made?.layer ?? "")
        csv.field(made.map { "\($0.target.index)" } ?? "")
        csv.freeText(made?.target.label ?? "")
        csv.field(made.map { "\($0.target.probability)" } ?? "")
        csv.field(made?.seed.map { "\($0)" } ?? "")
        csv.field(made.map { "\($0.passes.forward)" } ?? "")
        csv.field(made.map { "\($0.passes.backward)" } ?? "")
        csv.field(made.map { "\($0.seconds)" } ?? "")
        csv.field(made.map { "\($0.threads)" } ?? "")
        csv.field(made?.convergenceDelta.map { "\($0)" } ?? "")
        csv.field(made?.seedVariability?.seeds)
        csv.field(made?.seedVariability?.spearman)
        csv.field(made?.seedVariability?.deviation)
        csv.freeText(made?.notes.joined(separator: " ") ?? "")
        csv.freeText(try made.map { try CompactJSON.text($0.versions) } ?? "")
        try csv.endRow()
    }
}
