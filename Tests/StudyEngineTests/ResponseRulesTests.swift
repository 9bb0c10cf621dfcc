import StudyEngine
import StudyModel
import Testing

@Suite("Response rules")
struct ResponseRulesTests {
    private func context(
        kind: TrialKind = .forcedChoice,
        allowsTie: Bool = false,
        status: Session.Status = .active,
        allowsCorrections: Bool = true,
        previousResponses: [Response]? = nil
    ) -> ResponseContext {
        let study = Study.sample(images: 3, explainers: 2, trials: 3, seed: 1, kind: kind, allowsTie: allowsTie)
        let plans = TrialDesign(study: study).trials(forSeat: 0, simulated: false)
        let trials = plans.enumerated().map { position, plan in
            ResponseContext.TrialInBlock(
                trial: Trial(id: TrialID(Int64(position + 10)), session: SessionID(1), position: position, plan: plan),
                block: study.blocks[0]
            )
        }
        let participant = Participant(id: ParticipantID(1), code: "code", isSimulated: false)
        let session = Session(
            id: SessionID(1),
            study: StudyVersionID(1),
            participant: participant,
            seat: 0,
            status: status,
            answered: 1,
            trialCount: 3,
            completionCode: "done"
        )
        return ResponseContext(
            session: session,
            allowsCorrections: allowsCorrections,
            open: trials[1],
            previous: trials[0],
            previousResponses: previousResponses ?? [response(to: 10, id: "first")]
        )
    }

    private func response(
        to trial: Int64,
        _ answer: Answer = .side(.left),
        id: ResponseID = "new",
        rt: Double? = 500,
        supersedes: ResponseID? = nil
    ) -> Response {
        Response(
            id: id,
            trial: TrialID(trial),
            answer: answer,
            rt: rt,
            onset: .writeEnd,
            shownAt: 0,
            submittedAt: 1,
            display: .none,
            supersedes: supersedes
        )
    }

    private func code(_ response: Response, _ context: ResponseContext) -> ResponseRejection.Code? {
        guard case .reject(let rejection) = ResponseRules.decide(response, in: context) else { return nil }
        #expect(!rejection.message.isEmpty)
        return rejection.code
    }

    @Test("The open trial takes one response")
    func accepts() {
        #expect(ResponseRules.decide(response(to: 11), in: context()) == .accept)
        #expect(ResponseRules.decide(response(to: 11, rt: nil), in: context()) == .accept)
        #expect(ResponseRules.decide(response(to: 11, rt: 0), in: context()) == .accept)
    }

    @Test("Other trials are refused: the one before, the one after, one of somebody else")
    func refusesOtherTrials() {
        #expect(code(response(to: 10), context()) == .trialNotOpen)
        #expect(code(response(to: 12), context()) == .trialNotOpen)
        var foreign = context()
        foreign.session.answered = 2
        #expect(code(response(to: 11), foreign) == .trialNotOpen)
        foreign = context()
        foreign.open = nil
        #expect(code(response(to: 11), foreign) == .trialNotOpen)
    }

    @Test("Only active sessions take responses", arguments: Session.Status.allCases)
    func status(_ status: Session.Status) {
        #expect(code(response(to: 11), context(status: status)) == (status == .active ? nil : .sessionNotActive))
    }

    @Test("The answer fits the kind of the block")
    func answers() {
        #expect(code(response(to: 11, .side(.tie)), context()) == .answerDoesNotFit)
        #expect(code(response(to: 11, .side(.tie)), context(allowsTie: true)) == nil)
        #expect(code(response(to: 11, .grade(1)), context()) == .answerDoesNotFit)
        for grade in -5...5 {
            let expected: ResponseRejection.Code? = (-3...3).contains(grade) ? nil : .answerDoesNotFit
            #expect(code(response(to: 11, .grade(grade)), context(kind: .comparison)) == expected)
        }
        #expect(code(response(to: 11, .side(.left)), context(kind: .comparison)) == .answerDoesNotFit)
    }

    @Test("A response time is finite and not negative", arguments: [-1.0, Double.nan, Double.infinity])
    func times(_ rt: Double) {
        #expect(code(response(to: 11, rt: rt), context()) == .invalidResponseTime)
    }

    @Test("The previous trial can be corrected once, where the study allows it")
    func corrections() {
        let correction = response(to: 10, .side(.right), supersedes: "first")
        #expect(ResponseRules.decide(correction, in: context()) == .acceptCorrection(of: "first"))
        #expect(code(correction, context(allowsCorrections: false)) == .correctionsForbidden)
        #expect(code(response(to: 11, supersedes: "first"), context()) == .trialNotPrevious)
        #expect(code(response(to: 10, supersedes: "other"), context()) == .supersedesAnotherResponse)
        #expect(code(response(to: 10, .side(.tie), supersedes: "first"), context()) == .answerDoesNotFit)
        #expect(code(correction, context(previousResponses: [])) == .supersedesAnotherResponse)
        let stored = [response(to: 10, id: "first"), response(to: 10, id: "second", supersedes: "first")]
        #expect(code(correction, context(previousResponses: stored)) == .alreadyCorrected)
        #expect(code(response(to: 10, supersedes: "second"), context(previousResponses: stored)) == .alreadyCorrected)
    }
}
