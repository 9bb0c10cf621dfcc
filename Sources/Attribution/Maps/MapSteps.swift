#if NativeLibraries
import Imaging
public import Tensor

/// How an attribution becomes a saliency map: over channels, by sign, to the input's size.
public struct MapSteps: Sendable, Hashable {
    /// What becomes of the channels of `[C,H,W]`.
    public enum Reduction: String, Sendable, CaseIterable {
        case sum
        case mean
        /// The largest magnitude: the sign is lost.
        case maximum = "max-abs"
        /// The Euclidean norm: the sign is lost.
        case norm = "l2"
    }

    /// What becomes of the sign.
    public enum Rectification: String, Sendable, CaseIterable {
        case signed
        case positive
        case absolute
    }

    /// How a coarse map is brought to the input's size; grids are aligned by the edges of their cells.
    public enum Upsampling: String, Sendable, CaseIterable {
        case nearest
        case bilinear
        case bicubic
    }

    /// What becomes of channels.
    public var reduction: Reduction
    /// What becomes of signs.
    public var rectification: Rectification
    /// How coarse maps are enlarged.
    public var upsampling: Upsampling

    /// Joins the steps.
    public init(_ reduction: Reduction, _ rectification: Rectification, _ upsampling: Upsampling = .bilinear) {
        (self.reduction, self.rectification, self.upsampling) = (reduction, rectification, upsampling)
    }

    /// Whether maps of signed attributions keep their signs.
    public var keepsSign: Bool { rectification == .signed && [.sum, .mean].contains(reduction) }

    /// The attribution over positions, signs treated, at its own resolution.
    public func plane(of attribution: Tensor) -> Tensor {
        let plane = attribution.shape.count == 3 ? reduced(attribution) : attribution
        let values = plane.values.map { value in
            switch rectification {
            case .signed: value
            case .positive: max(value, 0)
            case .absolute: abs(value)
            }
        }
        return Tensor(shape: plane.shape, values: values)
    }

    /// The saliency map `[H,W]` of an attribution, at the input's size.
    public func map(of attribution: Tensor, height: Int, width: Int) -> Tensor {
        let rectified = plane(of: attribution)
        guard rectified.shape != [height, width] else { return rectified }
        let interpolation: Interpolation =
            switch upsampling {
            case .nearest: .nearest
            case .bilinear: .bilinear
            case .bicubic: .bicubic
            }
        return rectified.resized(to: PixelSize(width: width, height: height), interpolation)
    }

    private func reduced(_ attribution: Tensor) -> Tensor {
        let (channels, plane) = (attribution.shape[0], attribution.shape[1] * attribution.shape[2])
        let values = (0..<plane).map { position -> Float in
            var (sum, squares, top) = (0.0, 0.0, Float(0))
            for channel in 0..<channels {
                let value = attribution.values[channel * plane + position]
                sum += Double(value)
                squares += Double(value) * Double(value)
                top = max(top, abs(value))
            }
            switch reduction {
            case .sum: return Float(sum)
            case .mean: return Float(sum / Double(channels))
            case .maximum: return top
            case .norm: return Float(squares.squareRoot())
            }
        }
        return Tensor(shape: Array(attribution.shape.dropFirst()), values: values)
    }
}
#endif
