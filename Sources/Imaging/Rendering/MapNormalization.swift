public import Tensor

/// How the values of a map are brought to the range that colors show.
///
/// The steps follow each other so: rectify, clip, scale. A map is normalized at its own resolution, before it is
/// interpolated to the size of its picture; the other order gives other pictures.
public struct MapNormalization: Sendable, Hashable {
    /// The range onto which values are scaled.
    public enum Scale: String, Sendable, CaseIterable {
        /// Not scaled: values are meant to lie within 0…1, and those outside become 0 or 1.
        case none
        /// The least value becomes 0, the greatest 1.
        case minMax
        /// The greatest absolute value becomes 1, and 0 remains 0, so that the sign is kept: for diverging colormaps.
        case maxAbs
    }

    /// Which part of signed values is drawn.
    public enum Rectification: String, Sendable, CaseIterable {
        /// Values as they are.
        case signed
        /// Negative values become 0.
        case positive
        /// Absolute values.
        case absolute
    }

    /// The range onto which values are scaled.
    public var scale: Scale

    /// Which part of signed values is drawn.
    public var rectification: Rectification

    /// The percentile of the rectified values, 0…100, above which they are clipped to it; 100 clips nothing.
    ///
    /// With scale `maxAbs` the percentile of absolute values, so that both signs are clipped alike. Percentiles are
    /// interpolated linearly, as NumPy does by default.
    public var clipPercentile: Double

    /// Joins the three steps.
    ///
    /// - Precondition: `clipPercentile` is within 0…100.
    public init(scale: Scale = .minMax, rectification: Rectification = .signed, clipPercentile: Double = 100) {
        precondition((0...100).contains(clipPercentile), "A percentile is 0…100, not \(clipPercentile).")
        self.scale = scale
        self.rectification = rectification
        self.clipPercentile = clipPercentile
    }

    /// Normalizes a map.
    ///
    /// - Parameters:
    ///   - map: `[H,W]`, or any other shape: all values are treated alike.
    ///   - name: What messages call the map.
    /// - Returns: The same shape; 0…1, with scale `maxAbs` −1…1.
    /// - Throws: `ImagingError` with `notFinite` and the index of the first such value, or `constant` when no difference
    ///   is left to draw.
    /// - Complexity: O(n), with clipping O(n log n).
    public func normalized(_ map: Tensor, name: String = "The map") throws -> Tensor {
        if let index = map.values.firstIndex(where: { !$0.isFinite }) {
            throw ImagingError(
                .notFinite,
                "\(name) has the value \(map.values[index]) at index \(index) of \(map.values.count); expected finite "
                    + "numbers. Look for a division by zero in the explainer.",
                index: index
            )
        }
        var values = map.values
        switch rectification {
        case .signed: break
        case .positive: values = values.map { max($0, 0) }
        case .absolute: values = values.map(abs)
        }
        try requireDifference(in: values, name: name, after: rectification == .signed ? "" : " after rectification")
        if clipPercentile < 100 {
            let isSymmetric = scale == .maxAbs
            let limit = Self.percentile(clipPercentile, of: isSymmetric ? values.map(abs) : values)
            values = values.map { min(isSymmetric ? max($0, -limit) : $0, limit) }
            try requireDifference(in: values, name: name, after: " after clipping at percentile \(clipPercentile)")
        }
        if scale == .none {
            values = values.map { min(max($0, 0), 1) }
            try requireDifference(in: values, name: name, after: " after what lies outside 0…1 is cut off")
        }
        return Tensor(shape: map.shape, values: scaled(values))
    }

    /// Where the colormap's range 0…1 shows normalized values: signed ones have their 0 in the middle.
    func positions(of normalized: [Float]) -> [Float] {
        guard isSigned else { return normalized.map { min(max($0, 0), 1) } }
        return normalized.map { min(max(($0 + 1) / 2, 0), 1) }
    }

    /// Whether normalized values keep a sign.
    var isSigned: Bool { scale == .maxAbs && rectification == .signed }

    private func scaled(_ values: [Float]) -> [Float] {
        // In double precision: the difference of two large floats may not be a float.
        guard let least = values.min().map(Double.init), let greatest = values.max().map(Double.init) else { return [] }
        switch scale {
        case .none: return values
        case .minMax: return values.map { Float((Double($0) - least) / (greatest - least)) }
        case .maxAbs:
            let extreme = max(abs(least), abs(greatest))
            return values.map { Float(Double($0) / extreme) }
        }
    }

    private func requireDifference(in values: [Float], name: String, after step: String) throws {
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return }
        throw ImagingError(
            .constant,
            "\(name) is \(first) everywhere\(step), so there is nothing to draw. Leave it out, or change the "
                + "normalization."
        )
    }

    private static func percentile(_ percent: Double, of values: [Float]) -> Float {
        let sorted = values.sorted()
        let position = percent / 100 * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        let fraction = position - Double(lower)
        return Float(Double(sorted[lower]) * (1 - fraction) + Double(sorted[upper]) * fraction)
    }
}
