public import StudyModel
public import StudyStore

/// Where the pictures of trials come from; the executable fills it with the stimulus pipeline.
public protocol StimulusProvider: Sendable {
    /// The picture of a stimulus as PNG, exactly as its hash was taken.
    /// - Throws: When its files are gone or have changed since.
    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8]

    /// The stimuli of a trial with their pictures, for trials with maps that were not computed before.
    /// - Throws: When a map cannot be made, or a pair is void in a study that stops at those.
    func stimuli(of image: ImageID, _ pair: ExplainerPair, in study: StoredStudy) async throws -> TrialStimuliOutcome
}

/// What became of the stimuli of a trial.
public enum TrialStimuliOutcome: Sendable {
    /// The image and its two maps.
    case ready([StimulusRecord])
    /// Nobody could answer: two maps are alike, or there is nothing on one.
    case void(VoidPair)
}

extension StimulusProvider {
    /// For providers that have every picture before anybody joins.
    public func stimuli(
        of image: ImageID,
        _ pair: ExplainerPair,
        in study: StoredStudy
    ) async throws -> TrialStimuliOutcome {
        throw ServiceError(
            .stimulusChanged,
            "the maps of \"\(image)\" are not computed; run `beholder prepare` and `beholder create` first"
        )
    }
}
