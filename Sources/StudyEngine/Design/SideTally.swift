internal import StudyModel

/// How often each explainer was on the left more than on the right for one participant.
struct SideTally {
    private var surplus: [ExplainerID: Int] = [:]

    init(counting plans: [TrialPlan]) {
        for plan in plans { add(plan) }
    }

    mutating func add(_ plan: TrialPlan) {
        surplus[plan.left, default: 0] += 1
        surplus[plan.right, default: 0] -= 1
    }

    /// How far the explainers are from balance, beyond the ±1 that odd numbers make unavoidable, in all.
    var excess: Int {
        surplus.values.reduce(0) { $0 + max(0, abs($1) - 1) }
    }

    /// By how much ``excess`` grows with another trial.
    func excess(adding plan: TrialPlan) -> Int {
        max(0, abs(surplus[plan.left, default: 0] + 1) - 1) + max(0, abs(surplus[plan.right, default: 0] - 1) - 1)
            - max(0, abs(surplus[plan.left, default: 0]) - 1) - max(0, abs(surplus[plan.right, default: 0]) - 1)
    }
}
