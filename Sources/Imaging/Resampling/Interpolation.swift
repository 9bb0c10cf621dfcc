/// How values between samples are found when a map or a picture changes size.
///
/// Sample centers lie at half pixels, as with PyTorch's `align_corners=False`.
public enum Interpolation: String, Sendable, CaseIterable {
    /// The sample at ⌊i·h/H⌋.
    case nearest

    /// Linear between the two neighbors on each axis; not antialiased.
    case bilinear

    /// Cubic convolution over four neighbors on each axis with a = −0.75; overshoots its input; not antialiased.
    ///
    /// R. Keys, Cubic convolution interpolation for digital image processing, 1981, doi:10.1109/TASSP.1981.1163711.
    case bicubic
}
