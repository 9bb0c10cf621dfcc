import SeededRandom
import Statistics

extension Scenario {
    static let agreement: [Scenario] = [
        coefficients("agreement-20x20", "items × raters, moderate agreement, raters differ", RaterModel()),
        coefficients(
            "agreement-20x20-high",
            "as before, high agreement",
            RaterModel(accuracy: .beta(19, 1), ease: .beta(19, 1))
        ),
        coefficients(
            "agreement-20x20-skewed",
            "as before, 85 % of items of one category",
            RaterModel(prevalence: [0.85, 0.1, 0.05], guesses: [4, 1, 1])
        ),
        coefficients(
            "agreement-20x20-unequal",
            "as before, the raters' accuracy with standard deviation 0.18",
            RaterModel(accuracy: .beta(4, 2), ease: .fixed(1))
        ),
        coefficients(
            "agreement-20x20-equal",
            "as before, raters who differ by chance only",
            RaterModel(accuracy: .fixed(0.7), ease: .fixed(1), guesses: [2000, 2000, 2000])
        ),
        coefficients(
            "agreement-20x20-binary",
            "two categories",
            RaterModel(prevalence: [0.6, 0.4], guesses: [3, 3])
        ),
        coefficients("agreement-50x30", "50 items × 30 raters, moderate agreement", RaterModel(items: 50, raters: 30)),
        coefficients(
            "agreement-20x20-binary-skewed",
            "two categories, 90 % of items of one",
            RaterModel(prevalence: [0.9, 0.1], guesses: [4, 1])
        ),
        coefficients(
            "agreement-50x30-skewed",
            "50 items × 30 raters, 85 % of items of one category",
            RaterModel(items: 50, raters: 30, prevalence: [0.85, 0.1, 0.05], guesses: [4, 1, 1])
        ),
        coefficients(
            "agreement-50x30-missing",
            "50 items × 30 raters, 60 % of ratings missing",
            RaterModel(items: 50, raters: 30, missing: 0.6)
        ),
        coefficients(
            "agreement-50x30-missing-unequal",
            "as before, the raters' accuracy with standard deviation 0.18",
            RaterModel(items: 50, raters: 30, missing: 0.6, accuracy: .beta(4, 2), ease: .fixed(1))
        ),
        cohen("cohen-50x2", RaterModel(items: 50, raters: 2)),
        cohen("cohen-100x2-skewed", RaterModel(items: 100, raters: 2, prevalence: [0.85, 0.1, 0.05])),
    ]

    /// Bootstraps estimate a standard error; more resamples would change it by a few per cent.
    private static let resamples = 400

    private static func coefficients(_ name: String, _ about: String, _ model: RaterModel) -> Scenario {
        let everyone = model.population
        let chosen: [(String, MeasurementLevel)] = [
            ("percent-agreement", .nominal), ("krippendorff-alpha", .nominal), ("krippendorff-alpha", .interval),
            ("gwet-ac1", .nominal), ("fleiss-kappa", .nominal), ("conger-kappa", .nominal),
        ]
        return Scenario(name: name, about: about) { generator in
            let (table, raters) = try model.simulate(&generator)
            let those = model.values(raters)
            let seed = generator.next()
            func verdict(
                _ name: String,
                _ level: MeasurementLevel,
                _ interval: AgreementInterval,
                _ truth: RaterModel.Values,
                _ note: String = ""
            ) throws -> Verdict {
                let options = try AnalysisOptions(
                    level: level,
                    resamples: resamples,
                    seed: seed,
                    categories: model.prevalence.count,
                    interval: interval
                )
                let found = try StatisticCatalog.compute([name], of: .agreement, from: table, options: options)[0]
                let title = name + (level == .interval ? " (interval)" : "")
                let form = interval == .both ? "" : " " + interval.rawValue
                return Verdict(
                    label: title + form + note,
                    truth: truth.value(name, level),
                    interval: found.interval,
                    warnings: found.warnings
                )
            }
            var verdicts: [Verdict] = []
            for (name, level) in chosen {
                verdicts.append(try verdict(name, level, .both, everyone))
                verdicts.append(try verdict(name, level, .jackknife, everyone))
                verdicts.append(try verdict(name, level, .items, those))
                verdicts.append(try verdict(name, level, .linearized, those))
            }
            // What peers print, as if it were about other raters too.
            verdicts.append(try verdict("krippendorff-alpha", .nominal, .items, everyone, ", all raters"))
            verdicts.append(try verdict("krippendorff-alpha", .nominal, .kalpha, everyone, ", all raters"))
            return verdicts
        }
    }

    /// Two raters who are meant themselves.
    private static func cohen(_ name: String, _ model: RaterModel) -> Scenario {
        Scenario(name: name, about: "\(model.items) items, two given raters") { generator in
            let (table, raters) = try model.simulate(&generator)
            let truth = model.values(raters).value("cohen-kappa", .nominal)
            let found = try StatisticCatalog.compute(
                ["cohen-kappa"],
                of: .agreement,
                from: table,
                options: AnalysisOptions(resamples: 0)
            )[0]
            return [Verdict(label: "cohen-kappa", truth: truth, interval: found.interval)]
        }
    }
}
