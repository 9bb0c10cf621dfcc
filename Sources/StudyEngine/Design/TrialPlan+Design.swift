internal import StudyModel

extension TrialPlan {
    /// Plans a trial that the definition writes out.
    init(block: BlockID, role: TrialRole, _ listed: ListedTrial, isSwapped: Bool = false) {
        self.init(
            block: block,
            role: role,
            image: listed.image,
            left: isSwapped ? listed.right : listed.left,
            right: isSwapped ? listed.left : listed.right,
            correct: listed.correct,
            feedback: listed.feedback
        )
    }

    /// The second presentation of the trial: the sides exchanged.
    func repeated() -> TrialPlan {
        var plan = self
        plan.role = .repeated
        swap(&plan.left, &plan.right)
        return plan
    }
}
