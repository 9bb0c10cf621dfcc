#if NativeLibraries
import Spelling

/// Every explainer, by the name that definitions use.
public enum ExplainerCatalog {
    /// In the order in which they are listed.
    public static let all: [any Explainer.Type] =
        backpropagation + perturbation + classActivation + attention + controls

    static let backpropagation: [any Explainer.Type] = [
        Saliency.self, InputXGradient.self, IntegratedGradients.self, BlurIG.self, GuidedIG.self, GradientSHAP.self,
        SmoothGrad.self, SmoothGradSquared.self, VarGrad.self, Deconvolution.self, GuidedBackpropagation.self,
        GuidedGradCAM.self, DeepLIFT.self, LayerwiseRelevancePropagation.self, XRAI.self,
    ]
    static let perturbation: [any Explainer.Type] = [
        Occlusion.self, RISE.self, FeatureAblation.self, KernelSHAP.self, LIME.self, Sobol.self, HSIC.self,
        MeaningfulPerturbation.self, ExtremalPerturbation.self,
    ]
    static let classActivation: [any Explainer.Type] = [
        CAM.self, GradCAM.self, GradCAMPlusPlus.self, XGradCAM.self, HiResCAM.self, LayerCAM.self,
        ElementWiseGradCAM.self, EigenCAM.self, EigenGradCAM.self, AblationCAM.self, ScoreCAM.self, SSCAM.self,
        ISCAM.self, SmoothGradCAMPlusPlus.self, FullGrad.self, FEM.self,
    ]
    static let attention: [any Explainer.Type] = [
        TensorMap.self, ActivationNorm.self, AttentionBranch.self, BRNPA.self, Prototype.self, RawAttention.self,
        AttentionRollout.self, Chefer.self, TransformerAttribution.self, LeGrad.self,
    ]
    static let controls: [any Explainer.Type] = [
        RandomMap.self, CenteredGaussian.self, SobelEdges.self, OtherClass.self, OtherImage.self, MeanActivation.self,
        TopFeatureMap.self,
    ]

    /// The explainer of a name.
    ///
    /// - Throws: ``AttributionError`` `unknownMethod`, with the nearest names.
    public static func explainer(named id: String) throws -> any Explainer.Type {
        if let found = all.first(where: { $0.traits.id == id }) { return found }
        let near = NearestName.nearest(to: id, among: all.map { $0.traits.id })
        throw AttributionError(
            .unknownMethod,
            near.isEmpty
                ? "There is no method \(id); `beholder explain --list` lists all."
                : "There is no method \(id). Did you mean \(near.joined(separator: ", "))?"
        )
    }
}
#endif
