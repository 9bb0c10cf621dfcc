#if NativeLibraries
import ArgumentParser
import StimulusPipeline
import StudyModel
import StudyService
import StudyStore

extension Score {
    /// Scores the maps of a study that lack scores, and keeps each map's as soon as it has them.
    func scoreStudy(_ name: String) async throws {
        let store = try options.open()
        let (stored, known) = try store.read { transaction in
            guard let stored = try transaction.study(StudyID(name)) else {
                throw try StudyService.unknown(StudyID(name), in: transaction)
            }
            return (stored, try transaction.scores(of: stored.row))
        }
        let scoring = try StudyScoring(
            definition: stored.definition,
            folder: stored.folder,
            pixelLimit: arguments.explained.pixels.pipeline.pixelLimit,
            version: Beholder.version,
            recipes: metrics.metrics == nil ? nil : metrics.recipes()
        )
        guard scoring.count > 0 else {
            throw ValidationError(
                "Study \"\(name)\" names no metrics: give --metrics, or \"scores\" in its definition."
            )
        }
        let maps = scoring.maps.map { image, explainers in
            (image, again ? explainers : explainers.filter { !scoring.isComplete(image, $0, known) })
        }
        let total = maps.reduce(0) { $0 + $1.1.count }
        let bar = ProgressBar("Scoring", unit: "maps")
        bar.update(0, of: total)
        var (done, undefined) = (0, 0)
        for (image, explainers) in maps where !explainers.isEmpty {
            try await scoring.score(image, explainers) { scores in
                try store.write { transaction in
                    for score in scores { try transaction.put(score, of: stored.row) }
                }
                undefined += scores.count { $0.value == nil }
                done += 1
                bar.update(done, of: total)
            }
        }
        bar.finish()
        let all = scoring.maps.reduce(0) { $0 + $1.explainers.count }
        try Output.result(
            "\(all) maps of \"\(name)\" have \(scoring.count) scores each: \(done) scored now, \(all - done) before"
                + (undefined > 0 ? "; \(undefined) scores are undefined, scores.csv says why." : ".")
        )
    }
}
#endif
