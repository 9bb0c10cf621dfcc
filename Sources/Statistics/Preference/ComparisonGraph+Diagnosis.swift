extension ComparisonGraph {
    /// Why worths cannot be estimated, and for each item its own status; nil where they can.
    func diagnosis(_ names: [String]) -> (undefined: Undefined, items: [ItemEstimate])? {
        func listed(_ group: [Int]) -> String { "{" + group.map { names[$0] }.joined(separator: ", ") + "}" }

        let components = components()
        guard components.count == 1 else {
            let groups = components.map(listed).joined(separator: ", ")
            let reason =
                "no comparison connects the groups \(groups): worths compare within a group only;"
                + " compare \(names[components[0][0]]) with \(names[components[1][0]])"
            return (
                Undefined(reason, status: .notIdentified),
                names.map { ItemEstimate(item: $0, status: .notIdentified) }
            )
        }
        let strong = strongComponents()
        guard strong.count > 1 else { return nil }

        var items = names.map { ItemEstimate(item: $0, status: .infinite) }
        var reasons: [String] = []
        for group in strong {
            let others = group.count + 1 == names.count ? "the other item" : "the others"
            let verb = group.count == 1
            let reason: String
            if isUndefeated(group) {
                reason = "\(listed(group)) \(verb ? "has" : "have") never lost to \(others)"
            } else if isWinless(group) {
                reason = "\(listed(group)) \(verb ? "has" : "have") never beaten \(others)"
            } else {
                reason = "\(listed(group)) beat some of the others always and lost to the rest always"
            }
            for index in group { items[index].reason = reason }
            if isUndefeated(group) || isWinless(group) { reasons.append(reason) }
        }
        let reason =
            reasons.joined(separator: "; ") + ": the distance between these groups has no finite estimate;"
            + " ask more often, or give a prior"
        return (Undefined(reason, status: .infinite), items)
    }
}
