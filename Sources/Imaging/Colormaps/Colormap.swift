/// The colors of a map's values, 256 from the least to the greatest.
public enum Colormap: String, Sendable, CaseIterable {
    /// Perceptually uniform, dark blue over green to yellow; safe for most color vision deficiencies.
    case viridis
    /// Perceptually uniform, black over red to light yellow.
    case inferno
    /// Perceptually uniform and diverging, for signed maps: blue below 0, near-white at 0, red above.
    case blueWhiteRed
    /// Black to white, linear in the encoded samples.
    case gray
    /// The rainbow of Octave and OpenCV, to replicate published pictures: not uniform, it draws bands that the map has
    /// not.
    case jet

    /// Whether the middle of the map is neutral and stands for 0.
    public var isDiverging: Bool { self == .blueWhiteRed }

    /// The 256 colors, `[256, 3]`, RGB 0…255.
    public var colors: [UInt8] {
        switch self {
        case .viridis: Self.viridisColors
        case .inferno: Self.infernoColors
        case .blueWhiteRed: Self.blueWhiteRedColors
        case .gray: Self.grayColors
        case .jet: Self.jetColors
        }
    }

    /// The color at a position, taken from the nearest of the 256; positions beyond 0…1 get the colors of the ends.
    public func color(at position: Float) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let colors = colors
        let index = 3 * Self.index(of: position)
        return (colors[index], colors[index + 1], colors[index + 2])
    }

    static func index(of position: Float) -> Int {
        // Written so that NaN counts as the least.
        position > 0 ? Int(min(position, 1) * 255 + 0.5) : 0
    }

    private static let viridisColors = bytes(hexadecimal: viridisDigits)
    private static let infernoColors = bytes(hexadecimal: infernoDigits)
    private static let blueWhiteRedColors = bytes(hexadecimal: blueWhiteRedDigits)
    private static let grayColors = (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 3) }

    /// Each channel rises, stays and falls along a trapezoid, as in Octave's jet(256) and OpenCV's COLORMAP_JET.
    private static let jetColors: [UInt8] = (0...255).flatMap { index in
        [0.75, 0.5, 0.25].map { center in
            let level = min(max(1.5 - 4 * abs(Double(index) / 255 - center), 0), 1)
            return UInt8((level * 255).rounded())
        }
    }

    private static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
