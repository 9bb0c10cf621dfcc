import Statistics
import Testing

@Suite("Distributions against mpmath and SciPy")
struct DistributionTests {
    struct File: Decodable {
        struct Row: Decodable {
            let function: String
            let arguments: [Double]
            let value: Double
        }
        let rows: [Row]
    }

    @Test("values and tails to a relative 1e-12, quantiles to 1e-10", arguments: ["distributions.json", "tails.json"])
    func golden(_ file: String) throws {
        for row in try Golden.load(file, as: File.self).rows {
            let x = row.arguments
            let (value, tolerance): (Double, Double) =
                switch row.function {
                case "normal.cdf": (Normal.cdf(x[0]), 5e-12)
                case "normal.upperTail": (Normal.upperTail(x[0]), 5e-12)
                case "normal.quantile": (Normal.quantile(x[0]), 1e-13)
                case "t.upperTail": (StudentT(degreesOfFreedom: x[0]).upperTail(x[1]), 2e-12)
                case "t.quantile": (StudentT(degreesOfFreedom: x[0]).quantile(x[1]), 1e-10)
                case "chi2.upperTail": (ChiSquared(degreesOfFreedom: x[0]).upperTail(x[1]), 2e-12)
                case "chi2.cdf": (ChiSquared(degreesOfFreedom: x[0]).cdf(x[1]), 2e-12)
                case "chi2.quantile": (ChiSquared(degreesOfFreedom: x[0]).quantile(x[1]), 1e-10)
                case "beta.cdf": (Beta(x[0], x[1]).cdf(x[2]), 2e-12)
                case "beta.quantile": (Beta(x[0], x[1]).quantile(x[2]), 1e-10)
                case "binomial.mass": (Binomial(trials: Int(x[0]), probability: x[1]).mass(Int(x[2])), 2e-12)
                case "binomial.upperTail":
                    (Binomial(trials: Int(x[0]), probability: x[1]).upperTail(Int(x[2])), 2e-12)
                case "f.upperTail": (FisherF(x[0], x[1]).upperTail(x[2]), 2e-12)
                default: (.nan, 0)
                }
            #expect(isClose(value, row.value, tolerance), "\(row.function)\(x): \(value), expected \(row.value)")
        }
    }

    @Test("a quantile undoes the cumulative distribution")
    func roundTrip() {
        for p in stride(from: 0.01, through: 0.99, by: 0.07) {
            #expect(isClose(Normal.cdf(Normal.quantile(p)), p, 1e-14))
            #expect(isClose(StudentT(degreesOfFreedom: 4).cdf(StudentT(degreesOfFreedom: 4).quantile(p)), p, 1e-12))
            #expect(isClose(ChiSquared(degreesOfFreedom: 3).cdf(ChiSquared(degreesOfFreedom: 3).quantile(p)), p, 1e-12))
            #expect(isClose(Beta(2, 5).cdf(Beta(2, 5).quantile(p)), p, 1e-12))
        }
    }

    @Test("ends of the range")
    func ends() {
        #expect(Normal.quantile(0) == -.infinity)
        #expect(Normal.quantile(1) == .infinity)
        #expect(Normal.quantile(0.5) == 0)
        #expect(StudentT(degreesOfFreedom: 3).upperTail(.infinity) == 0)
        #expect(ChiSquared(degreesOfFreedom: 3).cdf(0) == 0)
        #expect(Beta(2, 3).cdf(0) == 0)
        #expect(Beta(2, 3).cdf(1) == 1)
        #expect(Binomial(trials: 0, probability: 0.5).mass(0) == 1)
        #expect(Binomial(trials: 4, probability: 0).cdf(0) == 1)
    }
}
