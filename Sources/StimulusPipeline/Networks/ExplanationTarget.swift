#if NativeLibraries
package import ModelInput

/// The class that is explained, as it stands on a command line.
package enum ExplanationTarget: Sendable {
    /// The most probable.
    case predicted
    case named(ClassReference)

    /// - Throws: `ModelInputError`.
    package init(parsing text: String) throws {
        self = text == "predicted" ? .predicted : .named(try ClassReference(parsing: text))
    }
}
#endif
