/// What the standard error and the interval of an agreement coefficient account for, and how.
public enum AgreementInterval: String, Sendable, CaseIterable {
    /// Other items and other participants: bootstrap over items, delete-one variance over participants.
    /// Without resamples, as `linearized`.
    case both
    /// Other items rated by these participants: bootstrap over items.
    case items
    /// Other participants rating these items: delete-one variance over participants, a bootstrap where a participant
    /// cannot be left out.
    case raters
    /// Other items, without resamples: the delta method (Gwet 2014, chapter 5).
    case linearized
    /// Other items and other participants, without resamples: the sum of both delete-one variances.
    case jackknife
    /// Pairs of ratings as if they were independent (Hayes and Krippendorff 2007); for Krippendorff's alpha only.
    case kalpha
}
