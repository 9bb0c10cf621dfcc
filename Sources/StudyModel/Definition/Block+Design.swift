extension Block {
    /// Notes what keeps the block from coming out balanced, and what would be needed.
    func checkDesign(in object: ObjectReader, of policy: ParticipantPolicy) {
        let unitCount = unitCount
        guard unitCount > 0 else { return }
        if trialsPerParticipant > unitCount {
            object["trialsPerParticipant"]?.note(
                .unbalancedDesign,
                found: "\(trialsPerParticipant) trials a participant from \(unitCount) (image, pair) units",
                expected:
                    "at most \(unitCount), so that nobody sees a unit twice; use `repeats` for second presentations"
            )
            return
        }
        if repeats > 0, trialsPerParticipant < 5 || repeats > trialsPerParticipant {
            object["repeats"]?.note(
                .unbalancedDesign,
                found: "\(repeats) repeat\(repeats == 1 ? "" : "s") of \(trialsPerParticipant) trials",
                expected: "at least 5 trials, and no more repeats than trials, so that a repeat comes 5 trials later"
            )
        }
        if let checks = attentionChecks, checks.count > trialsPerParticipant {
            object["attentionChecks"]?.note(
                .unbalancedDesign,
                found: "\(checks.count) checks among \(trialsPerParticipant) trials",
                expected: "no more checks than trials, so that they can be spread; lower `count`"
            )
        }
        guard role == .main, let quota = policy.quota, policy.allocation == .balanced else { return }
        checkQuota(quota, unitCount: unitCount, in: object)
    }

    private func checkQuota(_ quota: Int, unitCount: Int, in object: ObjectReader) {
        let shown = quota * trialsPerParticipant
        if shown < unitCount {
            let trials = (unitCount + quota - 1) / quota
            let people = (unitCount + trialsPerParticipant - 1) / trialsPerParticipant
            object["trialsPerParticipant"]?.note(
                .unbalancedDesign,
                found: "\(quota) participants × \(trialsPerParticipant) trials = \(shown) for \(unitCount) units",
                expected:
                    "every (image, pair) unit at least once: \(trials) trials a participant or a quota of \(people)"
            )
        }
        guard order == .latinSquare else { return }
        guard trialsPerParticipant == unitCount else {
            object["order"]?.note(
                .unbalancedDesign,
                found: "a Latin square over \(trialsPerParticipant) of \(unitCount) units",
                expected: "all \(unitCount) units for every participant, so that each comes equally often at each "
                    + "position; leave `trialsPerParticipant` out, name fewer `images` or `pairs`, or use `random`"
            )
            return
        }
        let rows = trialsPerParticipant % 2 == 0 ? trialsPerParticipant : 2 * trialsPerParticipant
        guard quota % rows != 0 else { return }
        let lower = quota / rows * rows
        object["order"]?.note(
            .unbalancedDesign,
            found: "a quota of \(quota) for a Williams square of \(rows) rows",
            expected: "a quota that is a multiple of \(rows), such as "
                + (lower > 0 ? "\(lower) or \(lower + rows)" : "\(rows)")
        )
    }
}
