#if NativeLibraries
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

extension Network {
    /// The input that a picture becomes; what nobody said and was assumed goes to standard error.
    func prepare(_ picture: RasterImage) throws -> Tensor {
        let preparation = try preparation()
        for assumption in preparation.assumptions { Output.message(assumption) }
        return try preparation.tensor(from: picture)
    }
}
#endif
