import Foundation
import GRDB
public import StudyModel

extension StoreTransaction {
    /// The pictures of a study version in the order in which they were given.
    public func stimuli(of study: StudyVersionID) throws -> [StimulusRecord] {
        try rows(
            Self.stimulusSelection + "WHERE study_version_id = ? ORDER BY id",
            [study.rawValue],
            Self.stimulus
        )
    }

    /// The pictures of a study's versions by their keys, to which exported trials refer.
    /// - Parameter version: One version; `nil` for all of them.
    public func stimulusTable(study: StudyID, version: Int? = nil) throws -> [StimulusID: StimulusRecord] {
        let pairs = try rows(
            Self.stimulusSelection + """
                WHERE study_version_id IN (
                    SELECT v.id FROM current_versions v JOIN studies s ON s.id = v.study_id
                    WHERE s.study = ?1 AND (?2 IS NULL OR v.version = ?2))
                """,
            [study.rawValue, version]
        ) { (StimulusID($0[7] as Int64), try Self.stimulus($0)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    func insert(_ stimuli: [StimulusRecord], of study: StudyVersionID) throws {
        for stimulus in stimuli {
            do {
                try run(
                    """
                    INSERT INTO stimuli
                        (study_version_id, image, explainer, file, file_sha256, pixels_sha256, width, height,
                         provenance)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        study.rawValue, stimulus.image.rawValue, stimulus.explainer?.rawValue,
                        stimulus.picture?.file, stimulus.picture?.fileSHA256, stimulus.picture?.pixelsSHA256,
                        stimulus.picture?.width, stimulus.picture?.height,
                        try stimulus.provenance.map(Self.text),
                    ]
                )
            } catch let error as DatabaseError where error.isUniqueViolation {
                throw StoreError(
                    .invalid,
                    "The picture of \(stimulus.image), \(stimulus.explainer?.rawValue ?? "no explainer"), is given twice.",
                    cause: error
                )
            }
        }
    }

    /// Gives a map that was computed meanwhile its picture; one that has a picture keeps it.
    public func complete(_ stimulus: StimulusRecord, of study: StudyVersionID) throws {
        guard let picture = stimulus.picture else { return }
        try run(
            """
            UPDATE stimuli
            SET file = ?, file_sha256 = ?, pixels_sha256 = ?, width = ?, height = ?, provenance = ?
            WHERE study_version_id = ? AND image = ? AND explainer IS ? AND pixels_sha256 IS NULL
            """,
            [
                picture.file, picture.fileSHA256, picture.pixelsSHA256, picture.width, picture.height,
                try stimulus.provenance.map(Self.text),
                study.rawValue, stimulus.image.rawValue, stimulus.explainer?.rawValue,
            ]
        )
    }

    /// The pairs that no trial of a study version may show.
    public func voidPairs(of study: StudyVersionID) throws -> [VoidPair] {
        try rows(
            "SELECT image, first, second, reason, is_late FROM void_pairs WHERE study_version_id = ?",
            [study.rawValue]
        ) { row in
            VoidPair(
                image: ImageID(row[0] as String),
                ExplainerID(row[1] as String),
                ExplainerID(row[2] as String),
                reason: row[3],
                isLate: row[4]
            )
        }
    }

    /// Notes a pair that no trial may show; one that is noted already stays as it is.
    public func insert(_ void: VoidPair, of study: StudyVersionID) throws {
        try run(
            """
            INSERT INTO void_pairs (study_version_id, image, first, second, reason, is_late)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                study.rawValue, void.image.rawValue, void.pair.first.rawValue, void.pair.second.rawValue,
                void.reason, void.isLate,
            ]
        )
    }

    private static let stimulusSelection = """
        SELECT image, explainer, file, file_sha256, pixels_sha256, width, height, id, provenance FROM stimuli\n
        """

    private static func text(_ provenance: MapProvenance) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(provenance), as: UTF8.self)
    }

    private static func stimulus(_ row: Row) throws -> StimulusRecord {
        StimulusRecord(
            image: ImageID(row[0] as String),
            explainer: (row[1] as String?).map { ExplainerID($0) },
            picture: (row[2] as String?).map { file in
                StimulusRecord.Picture(
                    file: file,
                    fileSHA256: row[3],
                    pixelsSHA256: row[4],
                    width: row[5],
                    height: row[6]
                )
            },
            provenance: try (row[8] as String?).map {
                try JSONDecoder().decode(MapProvenance.self, from: Data($0.utf8))
            }
        )
    }
}
