#if NativeLibraries
/// How the probability of the class goes while pixels are taken away or put back in the order of a map.
struct PerturbationCurve: Sendable {
    /// What tells one curve of an evaluation from another.
    struct Key: Hashable, Sendable {
        let isInsertion: Bool
        let substitute: Substitute
        let steps: Int
        let isCumulative: Bool
        let isReference: Bool
    }
}
#endif
