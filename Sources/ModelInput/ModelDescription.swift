public import Imaging

/// How pictures become the input of a network, and what its output means: the content of `NAME.model.json`.
///
/// A picture is scaled, cropped about its center, and each sample `v`, 0…255, becomes `(v · scale − mean) / std`. The
/// smallest description names a ``Preset``:
///
/// ```json
/// {"formatVersion": 1, "preset": "torchvision", "labels": "imagenet-labels.txt"}
/// ```
///
/// What stands beside the preset takes the place of the preset's. Without a preset, `layout`, `channels`, `resize`,
/// `scale`, `mean` and `std` must be given. A complete description:
///
/// ```json
/// {
///   "formatVersion": 1,
///   "input": "data_0",
///   "layout": "nchw",
///   "channels": "bgr",
///   "resize": {"shorterSide": 256, "rounding": "round", "interpolation": "bilinear", "antialias": true, "on": "pixels"},
///   "crop": {"size": 224},
///   "scale": 1,
///   "mean": [104, 117, 123],
///   "std": [1, 1, 1],
///   "output": {"tensor": "logits", "kind": "logits"},
///   "labels": "imagenet-labels.txt"
/// }
/// ```
public struct ModelDescription: Sendable, Equatable {
    /// The order of the axes of the input.
    public enum Layout: String, Sendable, CaseIterable {
        /// `[1, channels, height, width]`, as in PyTorch, Caffe and most ONNX files.
        case nchw
        /// `[1, height, width, channels]`, as in TensorFlow.
        case nhwc
    }

    /// The channels of the input in their order.
    public enum Channels: String, Sendable, CaseIterable {
        /// Red, green, blue.
        case rgb
        /// Blue, green, red, as OpenCV reads pictures and Caffe's models take them.
        case bgr
        /// One channel: the luma of the picture.
        case gray

        /// The number of channels, 3 or 1.
        public var count: Int { self == .gray ? 1 : 3 }
    }

    /// How a picture is scaled before it is cropped.
    public struct Resize: Sendable, Hashable {
        /// The size to which a picture is scaled.
        public enum Target: Sendable, Hashable {
            /// The shorter side becomes so long, in pixels, and the longer one follows in proportion.
            case shorterSide(Int)
            /// The shorter side becomes the model's input divided by this fraction, 0…1: 0.875 leads from 256 to 224.
            case cropFraction(Double)
            /// Both sides become so long; proportions are not kept.
            case exact(PixelSize)
            /// Both sides become as long as the model's input; proportions are not kept.
            case modelInput
        }

        /// How the length of the longer side becomes a whole number.
        public enum Rounding: String, Sendable, CaseIterable {
            /// The nearest, halves upward.
            case round
            /// The fraction is dropped, as torchvision does.
            case truncate
        }

        /// The size to which a picture is scaled.
        public var target: Target

        /// How the length of the longer side becomes a whole number; only where proportions are kept.
        public var rounding: Rounding

        /// Interpolation, antialiasing and arithmetic.
        public var scaling: PictureScaling

        /// Joins the options of scaling.
        public init(_ target: Target, rounding: Rounding = .truncate, scaling: PictureScaling = PictureScaling()) {
            self.target = target
            self.rounding = rounding
            self.scaling = scaling
        }
    }

    /// The part that is cut from the middle of the scaled picture; where it is larger than the picture, the rest is 0
    /// before scale, mean and standard deviation, as with torchvision's `CenterCrop`.
    public enum Crop: Sendable, Hashable {
        /// So large, in pixels.
        case exact(PixelSize)
        /// As large as the model's input.
        case modelInput
    }

    /// The version of the format, in `formatVersion`.
    public static let formatVersion = 1

    /// What the description says about itself, for people.
    public var about: String?

    /// The convention from which whatever the description does not say was taken.
    public var preset: Preset?

    /// The name of the model's input; nil for its only one.
    public var inputName: String?

    /// The order of the axes.
    public var layout: Layout

    /// The channels in their order.
    public var channels: Channels

    /// How a picture is scaled.
    public var resize: Resize

    /// The part that is cut from the middle of the scaled picture; nil for all of it.
    public var crop: Crop?

    /// What samples of 0…255 are multiplied by: 1/255 for 0…1.
    public var scale: Double

    /// What is subtracted after scaling, a value for each channel **in the order of ``channels``**: blue first for BGR.
    public var mean: [Double]

    /// What is divided by last, a value for each channel in the order of ``channels``.
    public var std: [Double]

    /// The name of the output with a score for each class; nil for the model's first one.
    public var outputName: String?

    /// Whether the scores are logits or probabilities; nil to ask the graph.
    public var scoreKind: ScoreKind?

    /// The path of the file of class names, from the folder of the description; see ``labelsPath``.
    public var labels: String?

    /// The folder of the description; nil if it was not read from a file.
    public var folder: String?

    /// Joins the parts of a description.
    ///
    /// - Precondition: `mean` and `std` have a value for each channel.
    public init(
        layout: Layout,
        channels: Channels,
        resize: Resize,
        crop: Crop?,
        scale: Double,
        mean: [Double],
        std: [Double]
    ) {
        precondition(
            mean.count == channels.count && std.count == channels.count,
            "\(channels.count) channels need as many values in mean and std, not \(mean.count) and \(std.count)."
        )
        self.layout = layout
        self.channels = channels
        self.resize = resize
        self.crop = crop
        self.scale = scale
        self.mean = mean
        self.std = std
    }

    /// The path of the file of class names, if there is one.
    public var labelsPath: String? {
        guard let labels, let folder, !labels.hasPrefix("/") else { return labels }
        return folder.isEmpty ? labels : folder + "/" + labels
    }
}
