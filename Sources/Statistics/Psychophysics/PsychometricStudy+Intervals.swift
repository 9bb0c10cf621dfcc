internal import SeededRandom

extension PsychometricStudy {
    /// t intervals by the sandwich.
    func clustered(
        _ threshold: Double,
        _ error: Double,
        _ slope: Double,
        _ slopeError: Double,
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let tail = 1 - (1 - options.confidence) / 2
        let t = StudentT(degreesOfFreedom: Double(participants.count - 1)).quantile(tail)
        set(&result, (threshold - t * error, threshold + t * error), (slope - t * slopeError, slope + t * slopeError))
        result.method += "; standard errors over participants (sandwich), t intervals"
    }

    private func set(
        _ result: inout StatisticResult,
        _ threshold: (lower: Double, upper: Double)?,
        _ slope: (lower: Double, upper: Double)?
    ) {
        if let threshold {
            result.interval = ConfidenceInterval(
                finite: center + scale * threshold.lower,
                center + scale * threshold.upper
            )
        }
        if let slope {
            result.parameters?["slopeLower"] = slope.lower / scale
            result.parameters?["slopeUpper"] = slope.upper / scale
        }
    }

    /// Percentiles over resamples of participants.
    func bootstrap(
        _ best: PsychometricFit.Estimate,
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        var (thresholds, slopes): ([Double], [Double]) = ([], [])
        var counts = [Int32](repeating: 0, count: participants.count)
        for index in 0..<options.resamples {
            var generator = SeededGenerator(seed: options.seed, stream: UInt64(index))
            generator.resample(into: &counts)
            var (right, all) = (
                [Double](repeating: 0, count: levels.count), [Double](repeating: 0, count: levels.count)
            )
            for (count, own) in zip(counts, participants) where count > 0 {
                for place in levels.indices {
                    right[place] += Double(count) * own.right[place]
                    all[place] += Double(count) * own.all[place]
                }
            }
            guard let found = fit.estimate(levels(of: right, all), start: best), abs(found.b) > 1e-6 else { continue }
            thresholds.append(found.threshold)
            slopes.append(found.b)
        }
        result.method +=
            "; standard errors over participants (sandwich), intervals are percentiles of"
            + " \(options.resamples) bootstrap resamples of participants (seed \(options.seed))"
        let failed = options.resamples - thresholds.count
        if failed > 0 {
            result.warn(
                "\(failed) of \(options.resamples) bootstrap resamples have no finite estimate and are left out"
            )
        }
        guard thresholds.count > options.resamples / 2 else { return }
        let tail = (1 - options.confidence) / 2
        func limits(_ values: [Double]) -> (lower: Double, upper: Double) {
            let sorted = values.sorted()
            func quantile(_ share: Double) -> Double {
                let place = share * Double(sorted.count - 1)
                let low = Int(place)
                let high = min(low + 1, sorted.count - 1)
                return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
            }
            return (quantile(tail), quantile(1 - tail))
        }
        set(&result, limits(thresholds), limits(slopes))
    }

    /// Where the likelihood, maximized over the rest, falls below what χ² allows.
    func profile(
        _ best: PsychometricFit.Estimate,
        _ error: Double,
        _ slopeError: Double,
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        func limit(_ start: Double, _ step: Double, _ held: (Double) -> PsychometricFit.Held) -> Double? {
            func isInside(_ value: Double) -> Bool {
                guard let found = fit.estimate(levels, held: held(value), start: best) else { return false }
                return 2 * (best.logLikelihood - found.logLikelihood) < z * z
            }
            var (inside, outside, reach) = (start, start + step, step)
            var expansions = 0
            while isInside(outside) {
                expansions += 1
                guard expansions < 12 else { return nil }
                inside = outside
                reach *= 2
                outside += reach
            }
            for _ in 0..<60 where abs(outside - inside) > 1e-10 * max(1, abs(outside)) {
                let middle = (inside + outside) / 2
                if isInside(middle) { inside = middle } else { outside = middle }
            }
            return (inside + outside) / 2
        }
        func limits(
            _ value: Double,
            _ error: Double,
            _ held: (Double) -> PsychometricFit.Held
        ) -> (lower: Double, upper: Double)? {
            guard let lower = limit(value, -z * error, held), let upper = limit(value, z * error, held) else {
                return nil
            }
            return (lower, upper)
        }
        set(
            &result,
            limits(best.threshold, error) { .threshold($0) },
            limits(best.b, slopeError) { .slope($0) }
        )
        result.method +=
            "; standard errors by the expected information, intervals by the profile of the likelihood,"
            + " every answer taken as independent"
        if result.interval == nil {
            result.warn("the likelihood does not bound the threshold on both sides: no interval")
        }
    }
}
