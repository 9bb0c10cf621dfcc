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

    private static let statistics = [
        "percent-agreement", "brennan-prediger", "kendall-u", "intra-rater", "bradley-terry", "win-matrix", "binomial",
        "side-bias", "circular-triads", "transitivity", AnalysisPlan.metricsAgainstPeople,
    ]

    func page() throws -> ReportPage {
        var planned = try PlannedAnalysis(source.study, file: nil)
        if includesSimulated { planned.note("simulated participants are included") }
        planned.plan.statistics = Self.statistics + planned.plan.statistics.filter { !Self.statistics.contains($0) }
        let answers = try StudyAnswers(source, planned.plan)
        let results = try planned.marked(answers.results())
        let (conduct, times) = try conduct(answers.screening)
        return ReportPage(
            title: source.study.title,
            facts: [
                "Study \(source.study.id), version \(source.version), definition \(source.definitionSHA256.prefix(12))…",
                "Beholder \(Beholder.version)" + (includesSimulated ? "; simulated participants are included" : ""),
            ],
            flow: try flow(answers, conduct),
            results: results,
            labels: source.study.labels,
            responseTimes: times,
            images: images(answers.scored?.pairs ?? []),
            conduct: conduct,
            plan: words(planned)
        )
    }

    /// What the plan names, and what departs from it; nil without a plan.
    private func words(_ planned: PlannedAnalysis) -> String? {
        guard let declared = planned.declared else { return nil }
        let names = declared.statistics.isEmpty ? "every statistic" : declared.statistics.joined(separator: ", ")
        let others = declared.statistics.isEmpty ? "" : "; all others are exploratory"
        let departing =
            planned.deviations.isEmpty ? "" : " Deviations: \(planned.deviations.joined(separator: "; "))."
        return "declared in the definition: \(names)\(others).\(departing)"
    }

    /// How each participant took part, and the response times of those who are analyzed.
    private func conduct(_ screening: Screening) throws -> ([ReportPage.Conduct], [Double]) {
        var (all, times): ([ReportPage.Conduct], [Double]) = ([], [])
        try SessionConduct.forEach(of: source) { session, participant, conduct in
            let reason = screening.excluded[session]
            if reason == nil { times += conduct.times }
            all.append(
                ReportPage.Conduct(
                    participant: participant.rawValue,
                    answers: conduct.left + conduct.right + conduct.ties,
                    checks: (conduct.checksPassed, conduct.checks),
                    medianTime: conduct.medianTime,
                    leftShare: conduct.leftShare,
                    excluded: reason?.rawValue
                )
            )
        }
        return (all, times)
    }

    private func flow(_ answers: StudyAnswers, _ conduct: [ReportPage.Conduct]) throws -> [ReportPage.FlowStep] {
        var counts: [Session.Status: Int] = [:]
        try source.forEachParticipant { counts[$0.status, default: 0] += 1 }
        let joined = counts.values.reduce(0, +)
        let consented = joined - (counts[.declined] ?? 0) - (counts[.joined] ?? 0)
        let left = answers.screening.counts.sorted { $0.key.rawValue < $1.key.rawValue }
        return [
            .init(
                "joined",
                joined,
                note: "\(counts[.declined] ?? 0) declined, \(counts[.joined] ?? 0) did not answer the consent"
            ),
            .init(
                "agreed to take part",
                consented,
                note: "\(counts[.active] ?? 0) are not finished, \(counts[.released] ?? 0) gave their place to others"
            ),
            .init("finished", counts[.completed] ?? 0),
            .init(
                "left out by the plan",
                answers.screening.excluded.count,
                note: left.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
            ),
            .init(
                "analyzed",
                answers.table.participants.count,
                note: "\(answers.table.count) comparisons, repeats among them"
            ),
            .init(
                "attention checks",
                conduct.reduce(0) { $0 + $1.checks.all },
                note: "\(conduct.reduce(0) { $0 + $1.checks.passed }) answered as expected"
            ),
        ]
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
