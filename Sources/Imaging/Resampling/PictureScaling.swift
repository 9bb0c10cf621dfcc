/// How a picture is scaled so that the result is that of another program.
public struct PictureScaling: Sendable, Hashable {
    /// What the samples are while they are summed up.
    public enum Arithmetic: String, Sendable, CaseIterable {
        /// Whole numbers 0…255: antialiased as Pillow computes, which rounds after each axis, with weights of 22 bits;
        /// otherwise rounded once at the end.
        ///
        /// The axes follow each other as in Pillow 13, which begins with the height where it shrinks by more than twice
        /// as many pixels as the width; before, Pillow always began with the width. The two differ by at most 1.
        case pixels

        /// Floats: as torchvision scales tensors of floats. Bicubic values may lie outside 0…255.
        case floats
    }

    /// How values between samples are found.
    ///
    /// Bicubic has a = −0.5 with antialiasing and a = −0.75 without, as in PyTorch. Nearest is the sample at the
    /// center of an output, ⌊(i + ½)·h/H⌋, with pixels, as in Pillow, and ⌊i·h/H⌋ with floats, as in PyTorch.
    public var interpolation: Interpolation

    /// Whether an output is a mean of all inputs that it replaces, where the picture shrinks; nearest never is.
    public var antialias: Bool

    /// What the samples are while they are summed up.
    public var arithmetic: Arithmetic

    /// Joins the options; those not given are Pillow's `BILINEAR`.
    public init(interpolation: Interpolation = .bilinear, antialias: Bool = true, arithmetic: Arithmetic = .pixels) {
        self.interpolation = interpolation
        self.antialias = antialias
        self.arithmetic = arithmetic
    }
}
