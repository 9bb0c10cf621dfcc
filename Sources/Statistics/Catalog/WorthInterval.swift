/// How intervals of Bradley–Terry log-worths are computed.
public enum WorthInterval: String, Sendable, CaseIterable {
    /// The estimate plus and minus a multiple of its standard error.
    case wald
    /// Values that the profile likelihood does not rule out; with clusters scaled to the sandwich variance.
    case profile
    /// Bias-corrected and accelerated bootstrap over participants, or over answers in the naive form.
    case bootstrap
}
