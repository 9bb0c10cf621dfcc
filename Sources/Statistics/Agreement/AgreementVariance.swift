import SeededRandom

/// The variance of an agreement coefficient over other units and other raters.
///
/// V(units) + V(raters) − V(answers), each from its own one-way bootstrap: drawing units and raters at once counts the
/// scatter of single answers three times, which is too wide where few answer each unit (Owen 2007, DOI
/// 10.1214/07-AOAS122). At least V(units), since V(raters) is no less than V(answers) but for noise. Cameron, Gelbach and Miller 2011, DOI 10.1198/jbes.2010.07136.
struct AgreementVariance {
    /// The variance; nil where nothing can be drawn or fewer than half of the resamples have a value.
    let value: Double?
    /// Degrees of freedom of an interval: the smaller number of things drawn, minus 1.
    let degreesOfFreedom: Int
    /// What was drawn.
    let sources: [Source]
    /// Whether the difference was not positive, so that `value` is the larger of the one-way variances.
    let isLargerOneWay: Bool
    /// Resamples without a value, in the draw in which they were most.
    let failed: Int

    /// What is drawn anew.
    enum Source {
        case units
        case raters
    }

    /// Draws resamples of a design.
    ///
    /// - Complexity: O(resamples × answers).
    init(_ data: AgreementCounts, _ options: AnalysisOptions, _ coefficient: @escaping AgreementEstimate.Coefficient) {
        let design = data.design
        var sources: [Source] = design.clusters.count > 1 ? [.units] : []
        // Two raters cannot be drawn: without either of them nothing is left to compare.
        if design.resamplesRaters, design.raterCount > 2 { sources.append(.raters) }
        self.sources = sources
        degreesOfFreedom =
            sources.map { $0 == .units ? design.clusters.count : design.raterCount }.min().map { $0 - 1 } ?? 0

        let draw = Draw(data: data, options: options, coefficient: coefficient)
        let units = sources.contains(.units) ? draw.unitVariance() : nil
        let raters = sources.contains(.raters) ? draw.raterVariance() : nil
        let answers = units != nil && raters != nil ? draw.answerVariance() : nil
        failed = [units, raters, answers].compactMap { $0?.failed }.max() ?? 0
        guard !sources.isEmpty, failed <= options.resamples / 2 else {
            value = nil
            isLargerOneWay = false
            return
        }
        let (ofUnits, ofRaters) = (units?.value ?? 0, raters?.value ?? 0)
        let difference = ofUnits + ofRaters - (answers?.value ?? 0)
        isLargerOneWay = answers != nil && difference <= 0
        // V(raters) is never less than V(answers) but for the noise of their estimates.
        value = isLargerOneWay ? max(ofUnits, ofRaters) : max(difference, ofUnits)
    }
}

/// One-way bootstraps of a coefficient.
private struct Draw {
    let data: AgreementCounts
    let options: AnalysisOptions
    let coefficient: AgreementEstimate.Coefficient

    /// A variance, and how many resamples had no value.
    typealias Variance = (value: Double, failed: Int)

    func unitVariance() -> Variance {
        let groups = data.design.clusters.count
        var drawn = [Int32](repeating: 0, count: groups)
        return variance(stream: 0, scale: Double(groups) / Double(groups - 1)) { generator, counts in
            generator.resample(into: &drawn)
            counts.reweight(clusters: drawn)
        }
    }

    func raterVariance() -> Variance {
        let design = data.design
        let groups = design.raterCount
        var drawn = [Int32](repeating: 0, count: groups)
        var weights = [Double](repeating: 0, count: design.cellRater.count)
        return variance(stream: 1, scale: Double(groups) / Double(groups - 1)) { generator, counts in
            generator.resample(into: &drawn)
            Self.spread(drawn.map { Double($0) }, by: design.cellRater, over: &weights)
            counts.reweight(answers: weights)
        }
    }

    /// Draws what one rater answered in one cluster of units, each with a weight of its own.
    func answerVariance() -> Variance {
        let groups = data.design.answerGroups()
        var drawn = [Double](repeating: 0, count: groups.count)
        var weights = [Double](repeating: 0, count: groups.ofCell.count)
        // Groups are numbered as they occur, so that as many groups as answers are the answers in their order.
        let isOwnGroup = groups.count == weights.count
        return variance(stream: 2, scale: 1) { generator, counts in
            generator.drawWeights(into: &drawn)
            guard !isOwnGroup else { return counts.reweight(answers: drawn) }
            Self.spread(drawn, by: groups.ofCell, over: &weights)
            counts.reweight(answers: weights)
        }
    }

    /// Gives each answer the weight of its group.
    private static func spread(_ drawn: [Double], by group: [Int32], over weights: inout [Double]) {
        weights.withUnsafeMutableBufferPointer { weights in
            drawn.withUnsafeBufferPointer { drawn in
                group.withUnsafeBufferPointer { group in
                    for cell in weights.indices { weights[cell] = drawn[Int(group[cell])] }
                }
            }
        }
    }

    private func variance(
        stream: UInt64,
        scale: Double,
        _ reweight: (inout SeededGenerator, inout AgreementCounts) -> Void
    ) -> Variance {
        var generator = SeededGenerator(seed: options.seed, stream: stream)
        var counts = data
        var draws: [Double] = []
        draws.reserveCapacity(options.resamples)
        for _ in 0..<options.resamples {
            reweight(&generator, &counts)
            do throws(Undefined) {
                draws.append(try coefficient(counts))
            } catch {
                continue
            }
        }
        guard draws.count > 1 else { return (0, options.resamples) }
        let mean = draws.reduce(0, +) / Double(draws.count)
        let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (scale * squares / Double(draws.count - 1), options.resamples - draws.count)
    }
}

extension SeededGenerator {
    /// Draws weights 0, 1, 2, 3 with odds 6 : 6 : 2 : 2, whose mean and variance are 1; sixteen to a random word.
    fileprivate mutating func drawWeights(into weights: inout [Double]) {
        // Two bits for each of the sixteen values of four random bits.
        let table: UInt64 = 0xFA55_5000
        var word: UInt64 = 0
        weights.withUnsafeMutableBufferPointer { weights in
            for index in weights.indices {
                if index & 15 == 0 { word = next() }
                weights[index] = Double(Int32(truncatingIfNeeded: (table >> (2 * (word & 15))) & 3))
                word >>= 4
            }
        }
    }
}
