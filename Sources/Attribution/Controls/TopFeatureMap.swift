#if NativeLibraries
import Tensor

/// The one channel of a layer that responds most, as it is.
struct TopFeatureMap: Explainer {
    static let traits = ExplainerTraits(
        id: "top-feature-map",
        name: "Top feature map",
        family: .control,
        paper: "Control",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: true,
        usesLayer: true,
        parameters: [.choice("by", ["mean", "maximum"], "what is largest in the channel that is shown")],
        map: MapSteps(.sum, .signed)
    )

    private let criterion: String

    init(_ parameters: ParameterValues) { criterion = parameters.text("by") }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        let plane = layer.height * layer.width
        var top = (channel: 0, value: -Double.infinity)
        for channel in 0..<layer.channels {
            let own = maps.values[channel * plane..<(channel + 1) * plane]
            let value =
                criterion == "mean"
                ? own.reduce(0) { $0 + Double($1) } / Double(plane) : own.reduce(-.infinity) { max($0, Double($1)) }
            if value > top.value { top = (channel, value) }
        }
        let map = Array(maps.values[top.channel * plane..<(top.channel + 1) * plane])
        return Explanation(
            Tensor(shape: [layer.height, layer.width], values: map),
            notes: ["Channel \(top.channel) of \(layer.name) has the largest \(criterion), \(top.value)."]
        )
    }
}
#endif
