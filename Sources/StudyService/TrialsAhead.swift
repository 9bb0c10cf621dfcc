import StudyModel
import StudyStore

/// Gets the trials of a session ready to be shown: maps that are not there are computed, those of coming trials in the
/// background, so that a participant waits for the first one at most.
actor TrialsAhead {
    private let service: StudyService
    private let study: OpenStudy
    private let trials: [Trial]
    private var preparations: [Int: Task<VoidPair?, any Error>] = [:]
    private var isWorkingAhead = false

    init(_ trials: [Trial], of study: OpenStudy, in service: StudyService) {
        (self.trials, self.study, self.service) = (trials, study, service)
    }

    /// Begins with the trials from a position on, in their order.
    func start(at position: Int) {
        guard !isWorkingAhead, trials[min(position, trials.count)...].contains(where: { study.isPending($0.plan) })
        else { return }
        isWorkingAhead = true
        Task(priority: .utility) { [weak self, count = trials.count] in
            for position in position..<count {
                // What fails here is told when the trial's turn comes.
                _ = try? await self?.prepare(position)
                if Task.isCancelled { break }
            }
            await self?.rest()
        }
    }

    private func rest() { isWorkingAhead = false }

    /// Makes the trial at a position ready.
    /// - Returns: Why it cannot be shown; nil for a trial that can.
    /// - Throws: What the provider of stimuli throws.
    func prepare(_ position: Int) async throws -> VoidPair? {
        guard trials.indices.contains(position), study.isPending(trials[position].plan) else { return nil }
        if let known = preparations[position] { return try await known.value }
        let task = Task { [study, service, plan = trials[position].plan] in try await service.complete(plan, of: study)
        }
        preparations[position] = task
        do {
            return try await task.value
        } catch {
            preparations[position] = nil
            throw error
        }
    }
}

extension StudyService {
    /// Gives a trial's stimuli their pictures, and keeps them.
    fileprivate func complete(_ plan: TrialPlan, of study: OpenStudy) async throws -> VoidPair? {
        let outcome = try await stimuli.stimuli(
            of: plan.image,
            ExplainerPair(plan.left, plan.right),
            in: study.stored
        )
        switch outcome {
        case .ready(let records):
            try await store.commit { transaction in
                for record in records { try transaction.complete(record, of: study.stored.row) }
            }
            study.complete(records)
            return nil
        case .void(let void): return void
        }
    }
}
