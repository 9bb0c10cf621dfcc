package import StudyModel

/// The files of the maps that a study has computed, relative to its folder.
package struct PreparedMaps: Sendable {
    /// A map's file, and how it was made.
    package struct Entry: Sendable {
        package let file: String
        package let provenance: MapProvenance
    }

    private var entries: [ExplainerID: [ImageID: Entry]] = [:]

    package init() {}

    package subscript(explainer: ExplainerID, image: ImageID) -> Entry? {
        get { entries[explainer]?[image] }
        set { entries[explainer, default: [:]][image] = newValue }
    }
}

/// What became of computing the maps of a study.
package struct PreparationReport: Sendable {
    /// The maps that are there now.
    package var maps = PreparedMaps()
    /// What is wrong with the methods, the model or its maps.
    package var issues: [DefinitionIssue] = []
    /// How many maps were computed, and how many were there already.
    package var computed = 0
    package var found = 0
    /// What a researcher should know and that is not wrong.
    package var notes: [String] = []
    /// How many are not there and were not to be computed.
    package var absent = 0

    package init() {}
}
