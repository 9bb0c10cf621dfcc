#if NativeLibraries
import StudyReport

extension Inspection {
    /// The facts, one a line, and a table of the operators or of all tensors.
    func text(listingTensors: Bool) -> String {
        var table = FactTable()
        table.add("model", model)
        table.add(
            "written by",
            (producer.isEmpty ? "unknown" : producer) + ", \(opsetText), IR version \(irVersion)"
        )
        for input in inputs { table.add("input", input.text) }
        for output in outputs { table.add("output", output.text) }
        table.add("parameters", Self.grouped(parameterCount))
        if let operationCount {
            table.add("FLOPs", Self.rounded(operationCount) + " an image; a multiplication and an addition are two")
        }
        if let scoreTensor, let endsInSoftmax {
            table.add("softmax", endsInSoftmax ? "at the end; scores before it: \(scoreTensor)" : "none at the end")
        }
        if tensors != nil {
            table.add("CAM layer", activationLayer.map { "\($0.name)  \($0.shape)" } ?? "none found")
        }
        if let tokens = activationLayer?.tokens { table.add("", tokens) }
        var parts = [table.text, listingTensors ? tensorTable : operatorTable]
        if !unsupported.isEmpty {
            parts.append("cannot be run:\n" + unsupported.map { "  \(Self.printable($0))" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// "8.18 billion".
    private static func rounded(_ count: Int) -> String {
        let units = [(1e9, " billion"), (1e6, " million"), (1e3, " thousand")]
        guard let (unit, name) = units.first(where: { Double(count) >= $0.0 }) else { return String(count) }
        return NumberText.fixed(Double(count) / unit, 2) + name
    }

    /// The text without what a terminal would obey: names come from files that anybody may have made.
    fileprivate static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(scalars)
    }

    /// "25,557,032".
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digit)
        }.joined()
    }

    private var opsetText: String { opset.map { "opset \($0)" } ?? "no opset" }

    private var operatorTable: String {
        var table = TextTable(["operator", "nodes"], [.left, .right])
        for (name, count) in operators.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add([name, String(count)])
        }
        return table.text
    }

    private var tensorTable: String {
        var table = TextTable(["tensor", "operator", "shape"], [.left, .left, .left])
        for tensor in tensors ?? [] {
            table.add([tensor.name, tensor.operator ?? "input", "\(tensor.shape)"])
        }
        return table.text
    }
}

extension Inspection.ActivationLayer {
    /// What the tokens of a transformer stand for.
    fileprivate var tokens: String? {
        guard let grid else { return nil }
        let special =
            specialTokens == 0 ? "" : " after \(specialTokens) special token\(specialTokens == 1 ? "" : "s")"
        return "a grid of \(grid.map(String.init).joined(separator: "×"))\(special)"
    }
}

/// Names and values in two columns.
private struct FactTable {
    private var rows: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String) {
        rows.append((rows.contains { $0.name == name } ? "" : name, Inspection.printable(value)))
    }

    var text: String {
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        return rows.map { $0.name + String(repeating: " ", count: width - $0.name.count) + $0.value }
            .joined(separator: "\n")
    }
}
#endif
