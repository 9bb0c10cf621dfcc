import StudyModel

/// `trials.csv`: what was put before whom, answered or not, with the hashes of what was shown.
enum TrialsTable {
    static let columns = [
        Column("study", "The study's id."),
        Column("study_version", "The version of the study, from 1.", .integer),
        Column("definition_sha256", "SHA-256 of the definition file."),
        Column("participant", "The participant's code."),
        Column("session", "The session's number in the database.", .integer),
        Column("simulated", "Whether a simulated observer answers.", .boolean),
        Column("trial", "The trial's number in the session, from 1.", .integer),
        Column("block", "The block's id."),
        Column("kind", "What the trial asks.", levels: TrialKind.allCases.map(\.rawValue)),
        Column("role", "Why the trial is in the list.", levels: TrialRole.allCases.map(\.rawValue)),
        Column("repeats_trial", "The number of the trial that this one repeats with sides swapped.", .integer),
        Column("image", "The image's id."),
        Column("class", "The image's class as participants read it."),
        Column("left", "The explainer shown left."),
        Column("right", "The explainer shown right."),
        Column("correct", "The explainer that a careful participant prefers, where there is one."),
        Column("left_map_sha256", "SHA-256 of the left map's file."),
        Column("right_map_sha256", "SHA-256 of the right map's file."),
        Column("image_pixels_sha256", "SHA-256 of the image's pixels as shown."),
        Column("left_pixels_sha256", "SHA-256 of the left picture's pixels as shown."),
        Column("right_pixels_sha256", "SHA-256 of the right picture's pixels as shown."),
    ]

    static func write(_ trial: TrialRecord, in context: ExportContext, to csv: inout CSVWriter) throws {
        csv.field(context.study.id.rawValue)
        csv.field(trial.version)
        csv.field(context.definitionSHA256)
        csv.field(trial.participant.rawValue)
        csv.field(trial.session.rawValue)
        csv.field(trial.isSimulated)
        csv.field(trial.position + 1)
        csv.field(trial.block.rawValue)
        csv.field(context.kind(of: trial.block))
        csv.field(trial.role.rawValue)
        csv.field(trial.repeats.map { $0 + 1 })
        csv.field(trial.image.rawValue)
        csv.freeText(context.className(of: trial.image))
        csv.field(trial.left.rawValue)
        csv.field(trial.right.rawValue)
        csv.field(trial.correct?.rawValue ?? "")
        let left = context.stimuli[trial.leftStimulus]?.picture
        let right = context.stimuli[trial.rightStimulus]?.picture
        csv.field(left?.fileSHA256 ?? "")
        csv.field(right?.fileSHA256 ?? "")
        csv.field(context.stimuli[trial.imageStimulus]?.picture?.pixelsSHA256 ?? "")
        csv.field(left?.pixelsSHA256 ?? "")
        csv.field(right?.pixelsSHA256 ?? "")
        try csv.endRow()
    }
}
