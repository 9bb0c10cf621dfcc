import StudyModel
import StudyStore

/// Tells of answers to versions of a study other than the one at hand, which tables never mix.
enum OtherVersions {
    static func tell(of source: StoreExportSource, in transaction: StoreTransaction) throws {
        for version in try transaction.versions(of: source.study.id)
        where version.version != source.version && version.responses > 0 {
            Output.message(
                "Version \(version.version) of \"\(source.study.id)\" has \(version.responses) responses of "
                    + "\(version.participants) participants, which are not counted here: "
                    + "--study-version \(version.version)"
            )
        }
    }
}
