import Statistics

/// Numbers as people read them in tables and figures.
enum NumberText {
    /// A number with a fixed number of decimals.
    static func fixed(_ value: Double, _ decimals: Int = 3) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        let sign = value < 0 && scaled != 0 ? "−" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(scaled % Int64(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }

    /// A p-value: three decimals, or that it is smaller.
    static func probability(_ p: Double) -> String {
        p < 0.001 ? "<0.001" : fixed(p)
    }

    /// An interval in brackets.
    static func interval(_ interval: ConfidenceInterval?) -> String {
        interval.map { "[\(fixed($0.lower)), \(fixed($0.upper))]" } ?? ""
    }
}
