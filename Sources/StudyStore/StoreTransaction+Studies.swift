import Foundation
import GRDB
public import StudyModel

extension StoreTransaction {
    /// The studies in the order in which they were first stored.
    public func studies() throws -> [StudySummary] {
        try rows(
            """
            SELECT s.study, latest.title, latest.version, latest.sha256, latest.created_at,
                count(*) FILTER (WHERE NOT x.is_simulated AND x.status = 'joined'),
                count(*) FILTER (WHERE NOT x.is_simulated AND x.status = 'active'),
                count(*) FILTER (WHERE NOT x.is_simulated AND x.status = 'completed'),
                count(*) FILTER (WHERE x.is_simulated),
                ifnull(sum(x.answered) FILTER (WHERE NOT x.is_simulated), 0)
            FROM studies s
            JOIN current_versions latest ON latest.study_id = s.id
                AND latest.version = (SELECT max(version) FROM study_versions WHERE study_id = s.id)
            JOIN current_versions v ON v.study_id = s.id
            LEFT JOIN sessions x ON x.study_version_id = v.id
            GROUP BY s.id
            ORDER BY s.id
            """,
            []
        ) { row in
            StudySummary(
                id: StudyID(row[0] as String),
                title: row[1],
                version: row[2],
                sha256: row[3],
                createdAt: row[4],
                joined: row[5],
                active: row[6],
                completed: row[7],
                simulated: row[8],
                responses: row[9]
            )
        }
    }

    /// How many real participants each version of a study has, the first version first.
    public func versions(of id: StudyID) throws -> [VersionSummary] {
        try rows(
            """
            SELECT v.version, count(x.id), count(*) FILTER (WHERE x.status = 'completed'), ifnull(sum(x.answered), 0)
            FROM studies s
            JOIN current_versions v ON v.study_id = s.id
            LEFT JOIN sessions x ON x.study_version_id = v.id AND NOT x.is_simulated
            WHERE s.study = ?
            GROUP BY v.version
            ORDER BY v.version
            """,
            [id.rawValue]
        ) { row in
            VersionSummary(version: row[0], participants: row[1], completed: row[2], responses: row[3])
        }
    }

    /// A study in its latest version, or in the one asked for.
    public func study(_ id: StudyID, version: Int? = nil) throws -> StoredStudy? {
        try row(
            Self.studySelection + """
                WHERE s.study = ?1 AND (?2 IS NULL OR v.version = ?2)
                ORDER BY v.version DESC, v.revision DESC
                LIMIT 1
                """,
            [id.rawValue, version]
        ).map(Self.study)
    }

    /// The version of a study that a session answers.
    public func study(version: StudyVersionID) throws -> StoredStudy? {
        try row(Self.studySelection + "WHERE v.id = ?", [version.rawValue]).map(Self.study)
    }

    /// Stores a study, or what has changed in it.
    ///
    /// A study whose definition and pictures are those of the latest version stays as it is, but for its folder.
    /// Otherwise it replaces the latest version as long as no real participant has joined that, and becomes the next
    /// version after. What simulated participants answered stays with the definition that they answered.
    public func addStudy(_ new: NewStudy, at: Int64) throws -> (StoredStudy, AddOutcome) {
        guard let latest = try study(new.id) else {
            try run("INSERT INTO studies (study) VALUES (?)", [new.id.rawValue])
            return (try insertVersion(new, version: 1, at: at), .created)
        }
        if latest.sha256 == new.sha256, try shows(latest, new.stimuli) {
            for stimulus in new.stimuli { try complete(stimulus, of: latest.row) }
            guard latest.folder != new.folder else { return (latest, .unchanged) }
            try run("UPDATE study_versions SET folder = ? WHERE id = ?", [new.folder, latest.row.rawValue])
            return (try study(version: latest.row) ?? latest, .unchanged)
        }
        return latest.isFrozen
            ? (try insertVersion(new, version: latest.version + 1, at: at), .newVersion)
            : (try insertVersion(new, version: latest.version, at: at), .replaced)
    }

    private static let studySelection = """
        SELECT v.id, s.study, v.version, v.title, v.definition, v.sha256, v.folder, v.created_at,
            EXISTS (SELECT 1 FROM sessions WHERE study_version_id = v.id AND NOT is_simulated)
        FROM studies s JOIN study_versions v ON v.study_id = s.id\n
        """

    private static func study(_ row: Row) -> StoredStudy {
        StoredStudy(
            row: StudyVersionID(row[0] as Int64),
            id: StudyID(row[1] as String),
            version: row[2],
            title: row[3],
            definition: Array(row[4] as Data),
            sha256: row[5],
            folder: row[6],
            createdAt: row[7],
            isFrozen: row[8]
        )
    }

    private func insertVersion(_ new: NewStudy, version: Int, at: Int64) throws -> StoredStudy {
        try run(
            """
            INSERT INTO study_versions (study_id, version, revision, title, definition, sha256, folder, created_at)
            SELECT s.id, ?2, (SELECT count(*) FROM study_versions WHERE study_id = s.id AND version = ?2),
                ?3, ?4, ?5, ?6, ?7
            FROM studies s WHERE s.study = ?1
            """,
            [new.id.rawValue, version, new.title, Data(new.definition), new.sha256, new.folder, at]
        )
        let row = StudyVersionID(db.lastInsertedRowID)
        try insert(new.stimuli, of: row)
        for void in new.voidPairs { try insert(void, of: row) }
        return StoredStudy(
            row: row,
            id: new.id,
            version: version,
            title: new.title,
            definition: new.definition,
            sha256: new.sha256,
            folder: new.folder,
            createdAt: at,
            isFrozen: false
        )
    }

    /// Whether a version shows these pictures; one that is not computed yet is whatever it will be.
    private func shows(_ study: StoredStudy, _ stimuli: [StimulusRecord]) throws -> Bool {
        func keyed(_ records: [StimulusRecord]) -> [[String]: StimulusRecord.Picture?] {
            Dictionary(records.map { ([$0.image.rawValue, $0.explainer?.rawValue ?? ""], $0.picture) }) { first, _ in
                first
            }
        }
        let (known, new) = (keyed(try self.stimuli(of: study.row)), keyed(stimuli))
        guard Set(known.keys) == Set(new.keys) else { return false }
        return known.allSatisfy { key, picture in
            guard let picture, let other = new[key] ?? nil else { return true }
            return (picture.fileSHA256, picture.pixelsSHA256) == (other.fileSHA256, other.pixelsSHA256)
        }
    }
}
