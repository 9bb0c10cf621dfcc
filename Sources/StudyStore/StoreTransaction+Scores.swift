import Foundation
import GRDB
public import StudyModel

extension StoreTransaction {
    /// The scores of a study version's maps, map by map.
    public func scores(of study: StudyVersionID) throws -> [MapScore] {
        try rows(
            """
            SELECT c.score, s.image, s.explainer, c.value, c.reason, c.provenance
            FROM scores c JOIN stimuli s ON s.id = c.stimulus_id
            WHERE s.study_version_id = ? ORDER BY s.id, c.score
            """,
            [study.rawValue]
        ) { row in
            MapScore(
                score: ScoreID(row[0] as String),
                image: ImageID(row[1] as String),
                explainer: ExplainerID(row[2] as String),
                value: row[3],
                undefinedReason: row[4],
                provenance: try JSONDecoder().decode(MapScore.Provenance.self, from: Data((row[5] as String).utf8))
            )
        }
    }

    /// Keeps a score in place of an earlier one of the same id.
    /// - Throws: ``StoreError`` `notFound` where the study has no such map.
    public func put(_ score: MapScore, of study: StudyVersionID) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try run(
            """
            INSERT INTO scores (stimulus_id, score, value, reason, provenance)
            SELECT id, ?, ?, ?, ? FROM stimuli WHERE study_version_id = ? AND image = ? AND explainer = ?
            ON CONFLICT (stimulus_id, score) DO UPDATE
            SET value = excluded.value, reason = excluded.reason, provenance = excluded.provenance
            """,
            [
                score.score.rawValue, score.value, score.undefinedReason,
                String(decoding: try encoder.encode(score.provenance), as: UTF8.self),
                study.rawValue, score.image.rawValue, score.explainer.rawValue,
            ]
        )
        guard db.changesCount > 0 else {
            throw StoreError(.notFound, "The study has no map of \(score.explainer) for \(score.image).")
        }
    }
}
