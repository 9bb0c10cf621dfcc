#if NativeLibraries
import Imaging
import Tensor

extension Tensor {
    /// A map `[h,w]` at another size: nearest neighbors, so that no value arises that the map does not have.
    func spread(height: Int, width: Int) -> Tensor {
        resized(to: PixelSize(width: width, height: height), .nearest)
    }

    /// A map `[h,w]` at another size, interpolated linearly.
    func interpolated(height: Int, width: Int) -> Tensor {
        resized(to: PixelSize(width: width, height: height), .bilinear)
    }

    /// Both at the size of the finer one.
    func matched(with other: Tensor) -> (Tensor, Tensor) {
        let isFiner = values.count >= other.values.count
        let shape = isFiner ? shape : other.shape
        return (
            interpolated(height: shape[0], width: shape[1]), other.interpolated(height: shape[0], width: shape[1])
        )
    }

    /// The values in double precision.
    var doubles: [Double] { values.map(Double.init) }
}
#endif
