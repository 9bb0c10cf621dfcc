import StudyModel

extension DefinitionIssue {
    /// An issue from the message of a file's reader, which reads "what was found; expected what. What to do."
    /// - Parameter expected: What is expected where the message does not say.
    init(path: String, code: Code, message: String, expected: String) {
        let text = message.hasSuffix(".") ? String(message.dropLast()) : message
        let parts = text.split(separator: "; expected ", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            self.init(path: path, code: code, found: parts[0], expected: parts[1])
        } else {
            let sentences = text.split(separator: ". ", maxSplits: 1).map(String.init)
            let allowed = ([expected] + sentences.dropFirst()).joined(separator: ". ")
            self.init(path: path, code: code, found: sentences.first ?? text, expected: allowed)
        }
    }
}
