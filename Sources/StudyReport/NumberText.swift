package import Statistics

/// Numbers as people read them in tables and figures.
package enum NumberText {
    /// A number with a fixed number of decimals, halves away from zero; one too large for them in its shortest form.
    package static func fixed(_ value: Double, _ decimals: Int = 3) -> String {
        precondition((0...15).contains(decimals), "0 to 15 decimals")
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        // Beyond 2⁵³ the decimals asked for are not in the number.
        guard abs(value) * scale < 0x1p53 else { return "\(value)" }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        let sign = value < 0 && scaled != 0 ? "−" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(scaled % Int64(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }

    /// A p-value: three decimals, or that it is smaller.
    package static func probability(_ p: Double) -> String {
        p < 0.001 ? "<0.001" : fixed(p)
    }

    /// Ranks from one to another: "2" or "2–3".
    package static func range(_ lower: Int?, _ upper: Int?) -> String {
        guard let lower, let upper else { return "" }
        return lower == upper ? "\(lower)" : "\(lower)–\(upper)"
    }

    /// An interval in brackets.
    package static func interval(_ interval: ConfidenceInterval?) -> String {
        interval.map { "[\(fixed($0.lower)), \(fixed($0.upper))]" } ?? ""
    }
}
