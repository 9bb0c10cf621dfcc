/// A coefficient of agreement by groups, and the differences between groups.
struct GroupedAgreement<Coefficient: AgreementCoefficient> {
    let design: AgreementDesign
    let coefficient: Coefficient
    let options: AnalysisOptions
    let unitName: String

    /// More groups would have more differences than anyone reads.
    private static var most: Int { 20 }

    /// Adds a value for each group and the differences of all pairs.
    func add(to result: inout StatisticResult, range: ClosedRange<Double>) {
        let groups = design.groupNames.indices.map { Int32($0) }
        var values: [Double?] = []
        result.groups = groups.map { group in
            let name = design.groupNames[Int(group)]
            let sample = AgreementSample(part(group, with: nil).design, coefficient)
            do throws(Undefined) {
                let value = try sample.value()
                values.append(value)
                let variance = AgreementVariance([sample], options, unitName: unitName)
                return ItemEstimate(
                    item: name,
                    value: value,
                    standardError: variance.standardError,
                    interval: variance.interval(value, options, within: range)
                )
            } catch {
                values.append(nil)
                return ItemEstimate(item: name, status: error.status, reason: error.reason)
            }
        }
        guard groups.count <= Self.most else {
            result.warn("\(groups.count) groups are too many to be compared: at most \(Self.most)")
            return
        }
        var contrasts: [Contrast] = []
        var isAboutTheseRaters = false
        for first in groups {
            for second in groups.dropFirst(Int(first) + 1) {
                guard let a = values[Int(first)], let b = values[Int(second)] else { continue }
                let (contrast, sources) = difference(first, second, a - b, within: range)
                contrasts.append(contrast)
                if contrast.standardError != nil, !sources.contains(.raters) { isAboutTheseRaters = true }
            }
        }
        for (index, p) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        result.contrasts = contrasts
        if isAboutTheseRaters, design.resamplesRaters {
            result.warn("differences between groups are about these participants only")
        }
        result.method +=
            "; groups: differences paired over the \(unitName) and participants that two groups share,"
            + " adjusted by \(options.adjustment.title)"
    }

    private func difference(_ first: Int32, _ second: Int32, _ value: Double, within range: ClosedRange<Double>)
        -> (Contrast, [AgreementVariance.Source])
    {
        let (one, other) = (part(first, with: second), part(second, with: first))
        let variance = AgreementVariance(
            [AgreementSample(one.design, coefficient), AgreementSample(other.design, coefficient)],
            sharing: one.shared,
            options,
            unitName: unitName
        )
        let most = range.upperBound - range.lowerBound
        let contrast = Contrast(
            left: design.groupNames[Int(first)],
            right: design.groupNames[Int(second)],
            value: value,
            standardError: variance.standardError,
            interval: variance.interval(value, options, within: -most...most),
            p: variance.p(value)
        )
        return (contrast, variance.sources)
    }

    /// The answers of one group.
    ///
    /// Units, and raters, that the other group has too are numbered alike in both, among those of
    /// either; else only the own ones are there.
    private func part(_ group: Int32, with other: Int32?) -> (
        design: AgreementDesign, shared: Set<AgreementVariance.Source>
    ) {
        let own = members(group)
        let others = other.map { members($0) } ?? (clusters: [], raters: [])
        var shared: Set<AgreementVariance.Source> = []
        if !own.clusters.isDisjoint(with: others.clusters) { shared.insert(.units) }
        if !own.raters.isDisjoint(with: others.raters) { shared.insert(.raters) }
        let clusters = numbered(shared.contains(.units) ? own.clusters.union(others.clusters) : own.clusters)
        let raters = numbered(shared.contains(.raters) ? own.raters.union(others.raters) : own.raters)
        var (cells, ofUnit): ([AgreementDesign.Cell], [Int32]) = ([], [])
        for unit in 0..<design.unitCount {
            guard let cluster = clusters[design.clusters.ofUnit[unit]] else { continue }
            for cell in design.cells(of: unit) where design.cellGroup[cell] == group {
                guard let rater = raters[design.cellRater[cell]] else { continue }
                let category = Int32(design.category(of: cell))
                cells.append(.init(unit: Int32(ofUnit.count), rater: rater, category: category))
            }
            ofUnit.append(cluster)
        }
        let part = AgreementDesign(
            cells: cells,
            unitCount: ofUnit.count,
            raterCount: raters.count,
            values: design.values,
            categoryCount: design.categoryCount,
            clusters: .init(ofUnit: ofUnit, count: clusters.count),
            resamplesRaters: design.resamplesRaters
        )
        return (part, shared)
    }

    private func members(_ group: Int32) -> (clusters: Set<Int32>, raters: Set<Int32>) {
        var (clusters, raters): (Set<Int32>, Set<Int32>) = ([], [])
        for unit in 0..<design.unitCount {
            for cell in design.cells(of: unit) where design.cellGroup[cell] == group {
                clusters.insert(design.clusters.ofUnit[unit])
                raters.insert(design.cellRater[cell])
            }
        }
        return (clusters, raters)
    }

    private func numbered(_ members: Set<Int32>) -> [Int32: Int32] {
        Dictionary(uniqueKeysWithValues: members.sorted().enumerated().map { ($1, Int32($0)) })
    }
}
