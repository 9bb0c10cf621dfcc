import Imaging

/// A convention by which networks' inputs are prepared.
public enum Preset: String, Sendable, CaseIterable {
    /// torchvision's classifiers: shorter side 256 for an input of 224 (PIL bilinear, antialiased; the longer side
    /// truncated), center crop, RGB 0…1, less (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225), NCHW.
    ///
    /// Source: `torchvision.transforms._presets.ImageClassification`, torchvision 0.29.
    case torchvision

    /// Caffe's classifiers such as VGG and SqueezeNet: shorter side 256 for an input of 224 (PIL bilinear, antialiased;
    /// the longer side rounded), center crop, BGR 0…255, less (104, 117, 123), NCHW.
    ///
    /// Source: `mean_value` in the prototxt files of the Caffe model zoo (SqueezeNet v1.1, GoogLeNet); VGG, Simonyan
    /// and Zisserman 2015, arXiv:1409.1556, section 3.2, for the scaling with proportions kept.
    case caffe

    /// TensorFlow's classifiers such as Inception and MobileNet: scaled to the size of the input (bilinear without
    /// antialiasing, on floats), RGB −1…1, NHWC.
    ///
    /// Source: `keras.applications.imagenet_utils.preprocess_input` with `mode="tf"`, and `tf.image.resize`.
    case tensorflow

    /// CLIP's image encoders: shorter side as the input (PIL bicubic, antialiased; the longer side truncated), center
    /// crop, RGB 0…1, less (0.48145466, 0.4578275, 0.40821073), divided by (0.26862954, 0.26130258, 0.27577711), NCHW.
    ///
    /// Source: `clip.clip._transform` in openai/CLIP.
    case clip

    /// Nothing but 0…1: scaled to the size of the input (PIL bilinear, antialiased), RGB, NCHW.
    ///
    /// Source: `torchvision.transforms.ToTensor`, and `rescale_factor` 1/255 without normalization elsewhere.
    case unit

    /// The description that follows the convention; sizes are those of the model's input.
    public var modelDescription: ModelDescription {
        var description =
            switch self {
            case .torchvision:
                ModelDescription(
                    layout: .nchw,
                    channels: .rgb,
                    resize: ModelDescription.Resize(.cropFraction(0.875)),
                    crop: .modelInput,
                    scale: 1.0 / 255,
                    mean: [0.485, 0.456, 0.406],
                    std: [0.229, 0.224, 0.225]
                )
            case .caffe:
                ModelDescription(
                    layout: .nchw,
                    channels: .bgr,
                    resize: ModelDescription.Resize(.cropFraction(0.875), rounding: .round),
                    crop: .modelInput,
                    scale: 1,
                    mean: [104, 117, 123],
                    std: [1, 1, 1]
                )
            case .tensorflow:
                ModelDescription(
                    layout: .nhwc,
                    channels: .rgb,
                    resize: ModelDescription.Resize(
                        .modelInput,
                        scaling: PictureScaling(interpolation: .bilinear, antialias: false, arithmetic: .floats)
                    ),
                    crop: nil,
                    scale: 1 / 127.5,
                    mean: [1, 1, 1],
                    std: [1, 1, 1]
                )
            case .clip:
                ModelDescription(
                    layout: .nchw,
                    channels: .rgb,
                    resize: ModelDescription.Resize(
                        .cropFraction(1),
                        scaling: PictureScaling(interpolation: .bicubic)
                    ),
                    crop: .modelInput,
                    scale: 1.0 / 255,
                    mean: [0.48145466, 0.4578275, 0.40821073],
                    std: [0.26862954, 0.26130258, 0.27577711]
                )
            case .unit:
                ModelDescription(
                    layout: .nchw,
                    channels: .rgb,
                    resize: ModelDescription.Resize(.modelInput),
                    crop: nil,
                    scale: 1.0 / 255,
                    mean: [0, 0, 0],
                    std: [1, 1, 1]
                )
            }
        description.preset = self
        return description
    }
}
