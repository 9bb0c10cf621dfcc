/// A class as a person names it: its index from 0, or `label:NAME`.
public enum ClassReference: Sendable, Hashable, CustomStringConvertible {
    /// The class with an index from 0.
    case index(Int)
    /// The class with a name.
    case label(String)

    /// Reads `123` or `label:NAME`.
    ///
    /// - Throws: ``ModelInputError`` with `invalidClass`.
    public init(parsing text: String) throws {
        if text.hasPrefix("label:") {
            let name = text.dropFirst("label:".count)
            guard !name.isEmpty else {
                throw ModelInputError(.invalidClass, "The class \"label:\" lacks a name; expected such as label:tabby.")
            }
            self = .label(String(name))
            return
        }
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let index = Int(text)
        else {
            throw ModelInputError(
                .invalidClass,
                "\"\(text.withoutControlCharacters)\" is no class; expected its index from 0, such as 281, or its name as "
                    + "label:NAME."
            )
        }
        self = .index(index)
    }

    /// The reference as it is written.
    public var description: String {
        switch self {
        case .index(let index): String(index)
        case .label(let name): "label:" + name
        }
    }

    /// The index of the class.
    ///
    /// - Parameters:
    ///   - classCount: The number of classes of the model.
    ///   - labels: The names of the classes, if they are known.
    /// - Throws: ``ModelInputError`` with `classOutOfRange`, `noLabels`, `unknownClass`, or `ambiguousClass` when
    ///   several classes have the name.
    public func index(classCount: Int, labels: ClassLabels?) throws -> Int {
        let index = try index(labels: labels)
        guard (0..<classCount).contains(index) else {
            throw ModelInputError(
                .classOutOfRange,
                "There is no class \(self): the model has \(classCount) classes, 0 to \(classCount - 1)."
            )
        }
        return index
    }

    private func index(labels: ClassLabels?) throws -> Int {
        switch self {
        case .index(let index): return index
        case .label(let name):
            let shown = name.withoutControlCharacters
            guard let labels else {
                throw ModelInputError(
                    .noLabels,
                    "The names of the classes are not known, so \"\(shown)\" cannot be found. Give the index of the "
                        + "class, or the file of names as `labels` in the model's description."
                )
            }
            let indices = labels.indices(named: name)
            guard let index = indices.first else {
                let nearest = labels.suggestions(for: name).map { "label:\($0)" }
                let hint = nearest.isEmpty ? "Look into the file of labels." : "Did you mean \(Self.either(nearest))?"
                throw ModelInputError(.unknownClass, "No class is named \"\(shown)\". \(hint)")
            }
            guard indices.count == 1 else {
                let listed = indices.map(String.init)
                throw ModelInputError(
                    .ambiguousClass,
                    "\(indices.count) classes are named \"\(shown)\". Give the index instead: \(Self.either(listed))."
                )
            }
            return index
        }
    }

    private static func either(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
