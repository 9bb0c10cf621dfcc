/// What the standard error and the interval of an agreement coefficient account for, and how.
public enum AgreementInterval: String, Sendable, CaseIterable {
    /// Other items and other participants: bootstrap variances over both. Without resamples, as `linearized`.
    case both
    /// Other items rated by these participants: bootstrap over items.
    case items
    /// Other participants rating these items: bootstrap over participants.
    case raters
    /// Other items, without resamples: the delta method (Gwet 2014, chapter 5).
    case linearized
    /// Other items and other participants, without resamples: the sum of both delete-one variances.
    case jackknife
    /// Pairs of ratings as if they were independent (Hayes and Krippendorff 2007); for Krippendorff's alpha only.
    case kalpha
}
