import StudyExport
import StudyModel

/// A study with records in memory.
struct SampleExport: ExportSource {
    var study: Study
    let version = 2
    let definition = Array("{\"a\": 1}\r\n".utf8)
    let definitionSHA256 = String(repeating: "d", count: 64)
    var stimuli: [StimulusID: StimulusRecord] = [:]
    var scores: [MapScore] = []
    var participants: [ParticipantRecord] = []
    var trials: [TrialRecord] = []
    var responses: [ResponseRecord] = []
    /// Whether reading fails after the first trial.
    var isBroken = false

    struct Failure: Error {}

    /// One check, `units` comparisons, and a repeat of the first, for each participant; the first answer corrected.
    init(participants count: Int, units: Int = 9, kind: TrialKind = .forcedChoice, seed: UInt64 = 1) {
        let images = (0..<3).map { ImageID("image\($0)") }
        let explainers = ["grad-cam", "lime", "rise"] as [ExplainerID]
        let pairs = [
            ExplainerPair("grad-cam", "lime"), ExplainerPair("lime", "rise"), ExplainerPair("grad-cam", "rise"),
        ]
        let block = Block(
            id: "main",
            kind: kind,
            question: "Which?",
            allowsTie: true,
            content: .pool(images: images, pairs: pairs),
            trialsPerParticipant: units
        )
        study = Study(
            id: "sample",
            title: "A sample, \"quoted\"",
            images: images.map { SourceImage(id: $0, file: "\($0).png", className: "=cmd|\(1)") },
            explainers: explainers.map { Explainer(id: $0, source: .imported(pathTemplate: "{image}.npy")) },
            blocks: [block],
            participants: ParticipantPolicy(),
            seed: 1
        )
        for (index, image) in images.enumerated() {
            for (place, explainer) in ([nil] + explainers.map { Optional($0) }).enumerated() {
                stimuli[StimulusID(Int64(index * 4 + place))] = StimulusRecord(
                    image: image,
                    explainer: explainer,
                    picture: StimulusRecord.Picture(
                        file: "\(image).png",
                        fileSHA256: "f\(index)\(place)",
                        pixelsSHA256: "p\(index)\(place)",
                        width: 8,
                        height: 6
                    )
                )
            }
        }
        var generator = Xorshift(seed: seed)
        for number in 0..<count { add(number, units: units, images, pairs, explainers, kind, &generator) }
    }

    private mutating func add(
        _ number: Int,
        units: Int,
        _ images: [ImageID],
        _ pairs: [ExplainerPair],
        _ explainers: [ExplainerID],
        _ kind: TrialKind,
        _ generator: inout Xorshift
    ) {
        let code = ParticipantCode("P\(number + 1)")
        let session = SessionID(Int64(number + 1))
        let first = trials.count
        for position in 0..<(units + 2) {
            let isRepeat = position == units + 1
            let isCheck = position == 0
            let unit = isRepeat ? 0 : (position + units - 1) % units
            let image = unit / 3 % 3
            let pair = pairs[unit % 3]
            let isSwapped = generator.next() % 2 == 0
            let original = isRepeat ? trials[first + 1] : nil
            let left = original?.right ?? (isSwapped ? pair.second : pair.first)
            let right = original?.left ?? (isSwapped ? pair.first : pair.second)
            func stimulus(_ explainer: ExplainerID) -> StimulusID {
                StimulusID(Int64(image * 4 + 1 + (explainers.firstIndex(of: explainer) ?? 0)))
            }
            trials.append(
                TrialRecord(
                    trial: TrialID(Int64(trials.count + 1)),
                    session: session,
                    participant: code,
                    isSimulated: number % 2 == 1,
                    version: 2,
                    position: position,
                    block: "main",
                    role: isCheck ? .attentionCheck : isRepeat ? .repeated : .main,
                    image: images[image],
                    left: left,
                    right: right,
                    correct: isCheck ? left : nil,
                    repeats: isRepeat ? 1 : nil,
                    imageStimulus: StimulusID(Int64(image * 4)),
                    leftStimulus: stimulus(left),
                    rightStimulus: stimulus(right)
                )
            )
            respond(to: trials[trials.count - 1], isCorrected: position == 1, kind, &generator)
        }
        participants.append(
            ParticipantRecord(
                session: session,
                participant: code,
                isSimulated: number % 2 == 1,
                version: 2,
                seat: number,
                status: .completed,
                answered: units + 2,
                trialCount: units + 2,
                completionCode: "-CODE\(number)",
                joinedAt: 1_000_000,
                lastSeenAt: 2_000_000,
                statusAt: 3_000_000
            )
        )
    }

    private mutating func respond(
        to trial: TrialRecord,
        isCorrected: Bool,
        _ kind: TrialKind,
        _ generator: inout Xorshift
    ) {
        for attempt in 0...(isCorrected ? 1 : 0) {
            let draw = Int(generator.next() % 7)
            let answer: Answer =
                kind == .comparison ? .grade(draw - 3) : .side(draw == 0 ? .tie : draw < 4 ? .left : .right)
            responses.append(
                ResponseRecord(
                    trial: trial,
                    response: Response(
                        id: ResponseID("r-\(trial.trial)-\(attempt)"),
                        trial: trial.trial,
                        answer: answer,
                        rt: attempt == 0 ? 512.25 : nil,
                        onset: .cursorReply,
                        shownAt: 1,
                        submittedAt: 2,
                        display: .none,
                        supersedes: attempt == 0 ? nil : ResponseID("r-\(trial.trial)-0")
                    ),
                    receivedAt: 3,
                    supersededBy: isCorrected && attempt == 0 ? ResponseID("r-\(trial.trial)-1") : nil
                )
            )
        }
    }

    func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws { try participants.forEach(body) }

    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws {
        for trial in trials {
            try body(trial)
            if isBroken { throw Failure() }
        }
    }

    func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws { try responses.forEach(body) }
}

extension MapScore {
    /// What DAUC says of a map.
    static func sample(_ image: ImageID, _ explainer: ExplainerID, _ value: Double?) -> MapScore {
        MapScore(
            score: "dauc",
            image: image,
            explainer: explainer,
            value: value,
            undefinedReason: value == nil ? "the map is the same everywhere" : nil,
            provenance: Provenance(
                metric: "dauc",
                metricVersion: 1,
                direction: "lower",
                parameters: [:],
                mapSHA256: "m",
                modelSHA256: nil,
                target: nil,
                seed: nil,
                passes: MapProvenance.Passes(forward: 0, backward: 0),
                seconds: 0,
                details: [:],
                versions: [:]
            )
        )
    }
}
