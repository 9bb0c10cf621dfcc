#if NativeLibraries
import Digest
import Foundation
import Imaging
import ModelInput
import StudyModel
import Tensor

extension StimulusPipeline {
    /// Where the maps of a study are kept, in its folder.
    package static let mapFolder = ".beholder/maps"

    /// Computes the maps that a study's explainers need of its model, those that are not there yet.
    ///
    /// - Parameters:
    ///   - path: The definition file.
    ///   - version: Of the program, for the record.
    ///   - jobs: How many maps are worked on at once.
    ///   - isToCompute: Whether maps that are not there are computed; else they are only counted.
    ///   - seeds: With how many seeds maps of methods that draw random numbers are computed, to see how they vary.
    ///   - progress: Is told how many maps of how many are done.
    /// - Returns: The maps' files, and what is wrong; a definition with errors is left to ``examine(_:maps:progress:)``.
    /// - Throws: `CancellationError`, or `CocoaError` where maps cannot be kept.
    package func prepare(
        _ path: String,
        version: String,
        jobs: Int = 1,
        isToCompute: Bool = true,
        seeds: Int = 1,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> PreparationReport {
        var report = PreparationReport()
        let (_, definition) = Self.read(path)
        let methods = StudyMethods(definition)
        guard definition.issues.isEmpty, methods.issues.isEmpty, !methods.recipes.isEmpty else { return report }
        report.notes = methods.notes
        let folder = StudyFolder(path: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let work: StudyExplanation
        do {
            work = try StudyExplanation(definition, folder: folder, pixelLimit: pixelLimit, version: version)
        } catch {
            report.issues.append(
                DefinitionIssue(
                    path: "/stimuli/model",
                    code: .unreadableFile,
                    message: "\(error)",
                    expected: "an ONNX file of a classifier"
                )
            )
            return report
        }
        let shown = definition.study.shownImages
        let tasks = shown.flatMap { image in
            methods.recipes.filter { image.explainers.contains($0.explainer) }.map { (image.image, $0) }
        }
        var done = 0
        progress(0, tasks.count)
        try await withThrowingTaskGroup(of: StudyExplanation.Outcome.self) { group in
            var next = 0
            func add() {
                guard next < tasks.count else { return }
                let (image, method) = tasks[next]
                next += 1
                group.addTask {
                    try await work.map(
                        of: image,
                        method.explainer,
                        method.maps,
                        method.recipe,
                        isToCompute: isToCompute,
                        seeds: seeds
                    )
                }
            }
            for _ in 0..<max(1, jobs) { add() }
            while let outcome = try await group.next() {
                done += 1
                progress(done, tasks.count)
                report.take(outcome)
                add()
            }
        }
        // Tasks end in any order; errors are told in the definition's.
        report.issues.sort { ($0.path, $0.found) < ($1.path, $1.found) }
        return report
    }
}

extension PreparationReport {
    fileprivate mutating func take(_ outcome: StudyExplanation.Outcome) {
        switch outcome.result {
        case .ready(let entry, let isNew):
            maps[outcome.explainer, outcome.image] = entry
            if isNew { computed += 1 } else { found += 1 }
        case .absent: absent += 1
        case .failed(let issue):
            if !issues.contains(issue) { issues.append(issue) }
        }
    }
}
#endif
