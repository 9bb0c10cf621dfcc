import SeededRandom
internal import Statistics
public import StudyModel

/// A way of answering a study without people; it makes the simulated participants.
public struct SimulatedObserver: Sendable {
    let behavior: Behavior
    let study: Study
    /// What an image adds to the quality of an explainer's map of it.
    let imageEffects: [ImageID: [ExplainerID: Double]]

    enum Behavior: Sendable {
        case random
        case model(ObserverModel)
    }

    /// An observer that gives each possible answer equally often and looks at nothing.
    public init(randomFor study: Study) {
        behavior = .random
        self.study = study
        imageEffects = [:]
    }

    /// An observer with latent qualities for the study's explainers.
    /// - Throws: ``ObserverModelError`` when the model does not fit the study.
    public init(model: ObserverModel, study: Study) throws(ObserverModelError) {
        try model.validate(for: study)
        behavior = .model(model)
        self.study = study
        let stream = RandomStream(seed: study.seed, purpose: .imageEffect)
        var effects: [ImageID: [ExplainerID: Double]] = [:]
        if model.imageSpread > 0 {
            for image in study.images {
                for explainer in study.explainers {
                    var generator = stream.named(image.id.rawValue).named(explainer.id.rawValue).generator()
                    effects[image.id, default: [:]][explainer.id] = model.imageSpread * generator.normal()
                }
            }
        }
        imageEffects = effects
    }

    /// The simulated participant of a seat: the same seat and seed answer alike, however often and in whatever order.
    public func participant(seat: Int, seed: UInt64) -> SimulatedParticipant {
        SimulatedParticipant(observer: self, seat: seat, seed: seed)
    }
}
