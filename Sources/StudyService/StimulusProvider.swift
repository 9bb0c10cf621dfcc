public import StudyModel

/// Where the pictures of trials come from; the executable fills it with the stimulus pipeline.
public protocol StimulusProvider: Sendable {
    /// The picture of a stimulus as PNG, exactly as its hash was taken when the study was created.
    /// - Throws: When its files are gone or have changed since.
    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8]
}
