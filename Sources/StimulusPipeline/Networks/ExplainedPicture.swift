#if NativeLibraries
import Attribution
package import Imaging
package import ModelInput
package import Tensor

/// An input that is explained, with the picture that the network sees where that is known.
package struct ExplainedPicture {
    /// `[C,H,W]`.
    package let input: Tensor
    /// RGB of the input's size; nil for an input that was prepared elsewhere and is not described.
    package let picture: RasterImage?
    /// The input value of black, by channel.
    package let black: [Float]?
    /// Which part of the picture the network sees.
    package let geometry: InputGeometry?
    /// What nobody said and was therefore assumed, each as a sentence for a person.
    package let assumptions: [String]

    /// A picture, prepared.
    package init(_ image: RasterImage, for network: Network) throws {
        let preparation = try network.preparation()
        try self.init(preparation.tensor(from: image), preparation, preparation.geometry(of: image.size))
    }

    /// An input that was prepared elsewhere.
    package init(_ input: Tensor, for network: Network) throws {
        try self.init(input, network.description == nil ? nil : network.preparation(), nil)
    }

    private init(_ input: Tensor, _ preparation: InputPreparation?, _ geometry: InputGeometry?) throws {
        let batch = input.shape.count == 3 ? Tensor(shape: [1] + input.shape, values: input.values) : input
        guard batch.shape.count == 4, batch.shape[0] == 1 else {
            throw AttributionError(
                .invalidSubject,
                "Maps are made for one image [1,C,H,W] at a time, not for an input of shape \(input.shape)."
            )
        }
        picture = try preparation?.picture(from: batch)
        black = preparation?.description.black
        self.geometry = geometry
        assumptions = preparation?.assumptions ?? []
        self.input = preparation?.description.layout == .nhwc ? batch.channelsFirst : batch.withoutBatch
    }

    /// The picture's samples, `[3,H,W]`, 0…1.
    package var samples: Tensor? {
        picture.map { picture in
            let plane = picture.width * picture.height
            let values = (0..<3 * plane).map { index -> Float in
                let (channel, position) = index.quotientAndRemainder(dividingBy: plane)
                return Float(picture.pixels[position * 3 + channel]) / 255
            }
            return Tensor(shape: [3, picture.height, picture.width], values: values)
        }
    }
}

extension ModelDescription {
    /// The input value of black pixels, by channel.
    fileprivate var black: [Float] {
        zip(mean, std).map { Float(-$0 / $1) }
    }
}

extension Tensor {
    /// `[1,C,H,W]` as `[C,H,W]`.
    fileprivate var withoutBatch: Tensor { Tensor(shape: Array(shape.dropFirst()), values: values) }

    /// `[1,H,W,C]` as `[C,H,W]`.
    fileprivate var channelsFirst: Tensor {
        let (plane, channels) = (shape[1] * shape[2], shape[3])
        let ordered = (0..<plane * channels).map { index -> Float in
            let (channel, position) = index.quotientAndRemainder(dividingBy: plane)
            return values[position * channels + channel]
        }
        return Tensor(shape: [channels, shape[1], shape[2]], values: ordered)
    }
}
#endif
