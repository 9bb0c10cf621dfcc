#if NativeLibraries
import Attribution
import Testing

/// Raw attributions of a trained network against those of captum 0.9 and of pytorch-grad-cam 1.5.7's formulas.
@Suite(.enabled(if: SharedGoldens.areThere, "The golden maps of ../shared/data are not there."))
struct SharedGoldenTests {
    static let raw = [
        "saliency", "input-x-gradient", "integrated-gradients", "guided-backprop", "deconvolution", "deep-lift",
        "occlusion", "grad-cam", "grad-cam++", "xgrad-cam", "hires-cam", "layer-cam",
    ]

    @Test(arguments: SharedGoldens.photos, raw)
    func attributionsAreThePeers(_ photo: String, _ method: String) async throws {
        let found = try await explain(method, SharedGoldens.subject(photo))
        expectAgreement(found.attribution, try SharedGoldens.golden(photo, method), "\(method) of \(photo)")
    }
}
#endif
