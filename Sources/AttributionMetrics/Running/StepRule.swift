#if NativeLibraries
/// Into which steps the pixels of a map are cut.
enum StepRule: Hashable, Sendable {
    /// So many steps of as equal size as can be, fewer where there are fewer pixels.
    case count(Int)
    /// So many pixels a step, the last step having what is left.
    case pixels(Int)
    /// As the survey's program does it: ⌊pixels / steps⌋ a step, so that there may be more steps than asked for.
    case reference(Int)

    /// Whether the survey's program is followed.
    var isReference: Bool {
        if case .reference = self { true } else { false }
    }

    /// How many pixels are taken after each step; nil where the survey's program fails, since steps do not go into the
    /// pixels.
    func boundaries(_ pixels: Int) -> [Int]? {
        switch self {
        case .count(let steps):
            let count = min(steps, pixels)
            return (1...count).map { $0 * pixels / count }
        case .pixels(let size):
            return Array(stride(from: size, to: pixels, by: size)) + [pixels]
        case .reference(let steps):
            let size = pixels / min(steps, pixels)
            return pixels % size == 0 ? Array(stride(from: size, through: pixels, by: size)) : nil
        }
    }
}
#endif
