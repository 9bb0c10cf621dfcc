import StudyEngine
import StudyModel
import StudyStore
import StudyWire

extension OpenStudy {
    /// Stores a response to the open trial, or the correction of the one before it.
    ///
    /// A response that was stored before is acknowledged again and changes nothing.
    /// - Parameters:
    ///   - session: The session as this transaction reads it; brought up to date.
    ///   - trials: The session's trial list.
    /// - Throws: ``ServiceError`` `.rejected` when the response does not fit the session's state.
    func respond(
        _ response: Response,
        in session: inout Session,
        trials: [Trial],
        at now: Int64,
        in transaction: StoreTransaction
    ) throws -> Receipt {
        // A slow participant keeps answering as long as nobody else has been given the place.
        if session.status == .released {
            guard try transaction.reclaim(session.id, at: now) else {
                if let receipt = try repeated(response, trials: trials, in: transaction) { return receipt }
                throw placeReleased(session.participant.code)
            }
            session = try transaction.session(session.id) ?? session
        }
        let isCorrection = response.supersedes != nil
        let previous = isCorrection ? try trial(session.answered - 1, of: trials) : nil
        let context = ResponseContext(
            session: session,
            allowsCorrections: study.allowsCorrections,
            open: try trial(session.answered, of: trials),
            previous: previous,
            previousResponses: try previous.map { try transaction.responses(trial: $0.trial.id) } ?? []
        )
        switch ResponseRules.decide(response, in: context) {
        case .accept, .acceptCorrection:
            let isNew: Bool
            do {
                isNew = try transaction.insert(response, session: session, at: now)
            } catch let error as StoreError where error.code == .conflict || error.code == .invalid {
                throw ServiceError(.rejected, error.message)
            }
            if isNew, !isCorrection { session.answered += 1 }
            return try receipt(for: response, trials: trials, isDuplicate: !isNew)
        case .reject(let rejection):
            if let receipt = try repeated(response, trials: trials, in: transaction) { return receipt }
            throw ServiceError(.rejected, rejection.message)
        }
    }

    /// The receipt for a response that is stored already; `nil` when its id is new.
    /// - Throws: ``ServiceError`` `.rejected` when the id stands for another response.
    private func repeated(
        _ response: Response,
        trials: [Trial],
        in transaction: StoreTransaction
    ) throws -> Receipt? {
        guard let stored = try transaction.response(id: response.id) else { return nil }
        guard stored == response, trials.contains(where: { $0.id == response.trial }) else {
            throw ServiceError(.rejected, "the id \(response.id) stands for another response; make a new id")
        }
        return try receipt(for: response, trials: trials, isDuplicate: true)
    }

    /// What a participant sees of a trial.
    func screen(for trial: Trial, among trials: [Trial], supersedes: ResponseID? = nil) throws -> TrialScreen {
        let plan = trial.plan
        let block = try block(of: plan)
        let image = study.image(plan.image)
        let first = trials.first { $0.plan.block == plan.block }?.position ?? trial.position
        let place = trial.position - first
        return TrialScreen(
            trial: trial.id,
            kind: block.kind,
            question: block.question.replacing("{class}", with: image?.className ?? plan.image.rawValue),
            original: try reference(plan.image),
            candidates: [try reference(plan.image, plan.left), try reference(plan.image, plan.right)],
            allowsTie: block.allowsTie,
            gradeLabels: block.gradeLabels,
            isPractice: plan.role == .practice,
            number: trial.position + 1,
            count: trials.count,
            isAfterBreak: block.breakEvery.map { place > 0 && place % $0 == 0 } ?? false,
            supersedes: supersedes
        )
    }

    /// A picture as participants' clients name it.
    private func reference(_ image: ImageID, _ explainer: ExplainerID? = nil) throws -> PictureReference {
        guard let picture = try stimulus(image, explainer).picture else {
            throw ServiceError(.wrongState, "the map of \"\(image)\" is not computed yet; ask for the trial again")
        }
        return PictureReference(sha256: picture.pixelsSHA256, width: picture.width, height: picture.height)
    }

    private func trial(_ position: Int, of trials: [Trial]) throws -> ResponseContext.TrialInBlock? {
        guard trials.indices.contains(position) else { return nil }
        return ResponseContext.TrialInBlock(trial: trials[position], block: try block(of: trials[position].plan))
    }

    private func receipt(for response: Response, trials: [Trial], isDuplicate: Bool) throws -> Receipt {
        var feedback: Receipt.Feedback?
        if let plan = trials.first(where: { $0.id == response.trial })?.plan, plan.role == .practice {
            let chosen: ExplainerID? =
                switch response.answer.preferredSide {
                case .left: plan.left
                case .right: plan.right
                case .tie: nil
                }
            let isCorrect = plan.correct.map { $0 == chosen }
            if isCorrect != nil || plan.feedback != nil {
                feedback = Receipt.Feedback(isCorrect: isCorrect, text: plan.feedback)
            }
        }
        return Receipt(response: response.id, isDuplicate: isDuplicate, feedback: feedback)
    }
}
