/// How a saliency map is drawn for participants; it changes what they answer, so it is part of the study.
public struct Rendering: Sendable, Equatable {
    /// How map and image are put together.
    public var style: Style
    /// The colormap of the map.
    public var colormap: Colormap
    /// The weight of the map in an overlay, 0…1.
    public var opacity: Double
    /// How values become 0…1 (or −1…1 for a diverging colormap).
    public var normalization: Normalization
    /// The percentile at which values are clipped before normalization, 50…100; 100 clips nothing.
    public var clipPercentile: Double

    /// How map and image are put together.
    public enum Style: String, Sendable, CaseIterable {
        /// The map over the image.
        case overlay
        /// The image and the map beside each other.
        case sideBySide
        /// The map without the image.
        case mapAlone
        /// Level lines of the map over the image.
        case contour
    }

    /// A colormap by name.
    public enum Colormap: String, Sendable, CaseIterable {
        /// Perceptually uniform, blue to yellow.
        case viridis
        /// Perceptually uniform, black to light yellow.
        case inferno
        /// For signed maps: blue below zero, red above.
        case diverging
        /// Black to white.
        case gray
        /// The rainbow of earlier studies, for replication only.
        case jet
    }

    /// How values are scaled.
    public enum Normalization: String, Sendable, CaseIterable {
        /// Smallest value 0, largest 1.
        case minMax
        /// Divided by the largest magnitude; zero stays in the middle.
        case maxAbs
        /// Taken as they are, clamped to 0…1.
        case none
    }

    /// The rendering of a study that does not say.
    public static let standard = Rendering(
        style: .overlay,
        colormap: .viridis,
        opacity: 0.55,
        normalization: .minMax,
        clipPercentile: 100
    )
}
