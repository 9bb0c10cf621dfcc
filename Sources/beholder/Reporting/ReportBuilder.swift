import Foundation
import Imaging
import Statistics
import StudyExport
import StudyModel
import StudyReport

/// Gathers what a report shows.
struct ReportBuilder {
    let source: StoreExportSource
    let includesSimulated: Bool

    func page() throws -> ReportPage {
        let table = try PairTable(of: source)
        let scored = try ScoredPairs(of: source)
        let names = [
            "percent-agreement", "brennan-prediger", "kendall-u", "intra-rater", "bradley-terry", "win-matrix",
            "binomial",
            "side-bias", "circular-triads", "transitivity",
        ]
        let results =
            try StatisticCatalog.compute(names, from: table, options: .standard)
            + MetricsAgainstPeople(scored.pairs, metrics: scored.metrics, options: .standard).results()
        let labels = source.study.explainers.map { ($0.id.rawValue, $0.label ?? $0.id.rawValue) }
        let (flow, times) = try flow()
        return ReportPage(
            title: source.study.title,
            facts: [
                "Study \(source.study.id), version \(source.version), definition \(source.definitionSHA256.prefix(12))…",
                "Beholder \(Beholder.version)" + (includesSimulated ? "; simulated participants are included" : ""),
            ],
            flow: flow,
            results: results,
            labels: Dictionary(uniqueKeysWithValues: labels),
            responseTimes: times,
            images: images(scored.pairs)
        )
    }

    private func flow() throws -> ([ReportPage.FlowStep], [Double]) {
        var counts: [Session.Status: Int] = [:]
        try source.forEachParticipant { counts[$0.status, default: 0] += 1 }
        var (answers, corrected, times): (Int, Int, [Double]) = (0, 0, [])
        var (checks, passed) = (0, 0)
        try source.forEachResponse { record in
            guard record.supersededBy == nil else {
                corrected += 1
                return
            }
            if record.trial.role == .attentionCheck, let correct = record.trial.correct {
                checks += 1
                let chosen: ExplainerID? =
                    switch record.response.answer.preferredSide {
                    case .left: record.trial.left
                    case .right: record.trial.right
                    case .tie: nil
                    }
                if chosen == correct { passed += 1 }
            }
            if record.trial.role == .main { answers += 1 }
            if let rt = record.response.rt { times.append(rt) }
        }
        let joined = counts.values.reduce(0, +)
        let consented = joined - (counts[.declined] ?? 0) - (counts[.joined] ?? 0)
        return (
            [
                .init(
                    "joined",
                    joined,
                    note: "\(counts[.declined] ?? 0) declined, \(counts[.joined] ?? 0) did not answer the consent"
                ),
                .init(
                    "agreed to take part",
                    consented,
                    note:
                        "\(counts[.active] ?? 0) are not finished, \(counts[.released] ?? 0) gave their place to others"
                ),
                .init("finished", counts[.completed] ?? 0),
                .init("answers to main trials are analyzed", answers, note: "\(corrected) were corrected later"),
                .init("attention checks", checks, note: "\(passed) answered as expected"),
            ], times
        )
    }

    /// The share of agreeing pairs of participants by image, with its picture.
    private func images(_ pairs: [ScoredPair]) -> [ReportPage.AgreedImage] {
        var votes: [String: [String: [PairTable.Outcome: Int]]] = [:]
        for pair in pairs {
            let isOrdered = pair.left < pair.right
            let key = isOrdered ? pair.left + "\u{1F}" + pair.right : pair.right + "\u{1F}" + pair.left
            let outcome: PairTable.Outcome =
                pair.outcome == .tie ? .tie : (pair.outcome == .left) == isOrdered ? .left : .right
            let image = String(pair.unit.split(separator: "/", maxSplits: 1).last ?? "")
            votes[image, default: [:]][key, default: [:]][outcome, default: 0] += 1
        }
        return votes.sorted { $0.key < $1.key }.compactMap { image, units in
            var (agreeing, all) = (0, 0)
            for counts in units.values {
                let total = counts.values.reduce(0, +)
                all += total * (total - 1)
                agreeing += counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
            }
            guard all > 0 else { return nil }
            return ReportPage.AgreedImage(
                name: image,
                agreement: Double(agreeing) / Double(all),
                thumbnail: thumbnail(ImageID(image))
            )
        }
    }

    /// A picture of at most 96 pixels; none where its file is gone.
    private func thumbnail(_ image: ImageID) -> [UInt8]? {
        guard let file = source.study.image(image)?.file,
            let picture = try? ImageFile.read(
                URL(fileURLWithPath: source.folder).appending(path: file).path,
                pixelLimit: ImageFile.defaultPixelLimit
            )
        else { return nil }
        let small = picture.flattened().resized(to: picture.size(fitting: PixelSize(width: 96, height: 96)))
        return try? ImageFile.encodePNG(small)
    }
}
