#if NativeLibraries
import Attribution
import Imaging
import Tensor
import Testing

/// Maps of a trained network, scaled and enlarged as pytorch-grad-cam 1.5.7 gives them.
@Suite(.enabled(if: SharedGoldens.areThere, "The golden maps of ../shared/data are not there."))
struct SharedClassActivationTests {
    static let methods = [
        "grad-cam", "hires-cam", "xgrad-cam", "layer-cam", "grad-cam++", "ablation-cam", "score-cam", "eigen-cam",
    ]

    @Test(arguments: SharedGoldens.photos, methods)
    func mapsAreThePeers(_ photo: String, _ method: String) async throws {
        let found = try await explain(method, SharedGoldens.subject(photo)).attribution
        let enlarged = Self.scaled(Self.scaled(found).resized(to: PixelSize(width: 224, height: 224), .bilinear))
        expectAgreement(enlarged, try SharedGoldens.golden(photo, "\(method)@224-minmax"), "\(method) of \(photo)")
    }

    private static func scaled(_ map: Tensor) -> Tensor {
        let (low, high) = (map.values.min() ?? 0, map.values.max() ?? 0)
        return Tensor(shape: map.shape, values: map.values.map { ($0 - low) / (1e-7 + high - low) })
    }
}
#endif
