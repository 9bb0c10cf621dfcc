import Foundation
import Spelling
import Tensor

/// The names of a model's classes in the order of its scores.
public struct ClassLabels: Sendable, Equatable {
    /// The name of each class, by index from 0; none is empty.
    public let names: [String]

    private let indices: [String: [Int]]

    /// The size above which a file is not read, in bytes.
    public static let sizeLimit = 16_000_000

    /// Joins names.
    ///
    /// - Complexity: O(names).
    public init(names: [String]) {
        self.names = names
        indices = Dictionary(grouping: names.indices) { names[$0] }
    }

    /// Reads a file with a class name a line; blank lines at the end are passed over.
    ///
    /// - Throws: ``ModelInputError`` with `unreadable`, or `invalidLabels` for a blank line between names, a control
    ///   character, an empty file, or text that is not UTF-8.
    /// - Complexity: O(bytes).
    public init(reading path: String) throws {
        let bytes: [UInt8]
        do {
            let source = try ByteSource(path: path)
            guard source.byteCount <= Self.sizeLimit else {
                throw ModelInputError(
                    .invalidLabels,
                    "\(path) has \(source.byteCount) bytes; a file of class names has at most \(Self.sizeLimit). Is it "
                        + "another file?"
                )
            }
            bytes = try source.readAll()
        } catch let failure as ByteSource.Failure {
            throw ModelInputError(.unreadable, failure.description)
        }
        try self.init(parsing: bytes, name: path)
    }

    private init(parsing bytes: [UInt8], name: String) throws {
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: bytes.dropFirst(isMarked ? 3 : 0), as: UTF8.self) else {
            throw ModelInputError(.invalidLabels, "\(name) is not text in UTF-8. Save it with that encoding.")
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        while lines.last == "" { lines.removeLast() }
        guard !lines.isEmpty else {
            throw ModelInputError(.invalidLabels, "\(name) is empty; expected a class name a line, in class order.")
        }
        if let blank = lines.firstIndex(of: "") {
            throw ModelInputError(
                .invalidLabels,
                "\(name) has nothing on line \(blank + 1); expected a class name on each line, as the place of the line "
                    + "is the index of the class."
            )
        }
        if let line = lines.firstIndex(where: { $0 != $0.withoutControlCharacters }) {
            throw ModelInputError(
                .invalidLabels,
                "\(name) has a control character on line \(line + 1); expected a class name on each line. Is it a text "
                    + "file?"
            )
        }
        self.init(names: lines)
    }

    /// The number of classes.
    public var count: Int { names.count }

    /// The classes that have a name, in order; several where classes share it.
    public func indices(named name: String) -> [Int] { indices[name] ?? [] }

    /// Up to three names that were probably meant.
    func suggestions(for name: String) -> [String] {
        var candidates = Set(names)
        var found: [String] = []
        while found.count < 3, let next = NearestName.suggestion(for: name, among: candidates.sorted()) {
            found.append(next)
            candidates.remove(next)
        }
        return found
    }
}
