/// A linear axis with ticks at round numbers.
struct Axis {
    let low: Double
    let high: Double
    let step: Double
    let start: Double
    let length: Double

    /// An axis that shows at least `low`…`high`, both finite, on `length` units from `start`.
    init(low: Double, high: Double, start: Double, length: Double) {
        // Where all values are one, the axis shows a range around it.
        let isPoint = high - low <= 1e-9 * max(1, abs(low), abs(high))
        let (low, high) = isPoint ? (low - 1, high + 1) : (low, high)
        let span = high - low
        var step = 1.0
        while step > span / 3 { step /= 10 }
        while step * 10 <= span / 3 { step *= 10 }
        for factor in [5.0, 2.0] where step * factor <= span / 3 {
            step *= factor
            break
        }
        self.step = step
        self.low = (low / step).rounded(.down) * step
        self.high = (high / step).rounded(.up) * step
        self.start = start
        self.length = length
    }

    var ticks: [Double] {
        let count = Int(((high - low) / step).rounded())
        return (0...max(count, 1)).map { ((low / step).rounded() + Double($0)) * step }
    }

    func position(_ value: Double) -> Double {
        start + (value - low) / max(high - low, 1e-9) * length
    }

    func label(_ tick: Double) -> String {
        var decimals = 0
        var unit = 1.0
        while unit > step * 1.0001 {
            unit /= 10
            decimals += 1
        }
        return NumberText.fixed(tick, decimals)
    }
}
