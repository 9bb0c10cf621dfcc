#if NativeLibraries
import Attribution
import ModelGraph
import Tensor
import Testing

/// What must hold of class activation maps whatever the network.
@Suite struct ClassActivationIdentityTests {
    static func expect(_ found: Tensor, _ wanted: [Double], _ what: String) {
        let top = wanted.reduce(1e-30) { max($0, abs($1)) }
        let worst = zip(found.values, wanted).reduce(0.0) { max($0, abs(Double($1.0) - $1.1)) }
        #expect(found.values.count == wanted.count && worst <= 1e-5 * top, "\(what): \(found.values) and not \(wanted)")
    }

    static let head: [Float] = [0.8, -0.6, 0.3]

    @Test func mapsOfAPooledLinearHeadAreOne() async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        let maps = HandMadeNetwork.maps(subject)
        let signed = (0..<20).map { p in (0..<3).reduce(0.0) { $0 + Double(Self.head[$1]) * maps[$1][p] } }
        Self.expect(try await explain("cam", subject).attribution, signed, "cam")
        let positive = signed.map { max(0, $0) }
        for method in ["grad-cam", "hires-cam", "xgrad-cam"] {
            let parameters = method == "xgrad-cam" ? ["epsilon": "0"] : [:]
            let found = try await explain(method, subject, parameters).attribution
            #expect(found.shape == [4, 5])
            Self.expect(found, positive.map { $0 / 20 }, method)
        }
    }

    @Test func otherMapsOfAPooledLinearHeadHaveClosedForms() async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        let maps = HandMadeNetwork.maps(subject)
        let gradients = Self.head.map { Double($0) / 20 }
        func sum(_ weights: [Double]) -> [Double] {
            (0..<20).map { p in max(0, (0..<3).reduce(0.0) { $0 + weights[$1] * maps[$1][p] }) }
        }
        let risen = gradients.map { max(0, $0) }
        Self.expect(try await explain("layer-cam", subject).attribution, sum(risen), "layer-cam")
        Self.expect(try await explain("element-wise-grad-cam", subject).attribution, sum(risen), "element-wise")
        // g²/(2g² + ΣA g³) · g at each of 20 positions.
        let plus = zip(risen, maps).map { g, map in 20 * g / (2 + map.reduce(0, +) * g) }
        Self.expect(try await explain("grad-cam++", subject, ["epsilon": "0"]).attribution, sum(plus), "grad-cam++")
        Self.expect(
            try await explain("grad-cam++", subject, ["epsilon": "0", "normalized": "true"]).attribution,
            sum(risen),
            "grad-cam++, normalized"
        )
        let losses = zip(gradients, maps).map { g, map in g * map.reduce(0, +) }
        let score = losses.reduce(0.25, +)
        Self.expect(
            try await explain("ablation-cam", subject).attribution,
            sum(losses.map { $0 / score }),
            "ablation-cam"
        )
    }

    /// The closed form of Ablation-CAM is what running the network with each map taken out gives.
    @Test func ablationCAMsClosedFormIsWhatRunsGive() async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        let model = subject.classifier.model
        #expect(try await model.isAffine(in: "maps", ["x": [1, 2, 4, 5]]))
        #expect(try await !model.isAffine(in: "c", ["x": [1, 2, 4, 5]]))
        let maps = HandMadeNetwork.maps(subject)
        let flat = maps.flatMap { $0.map { Float($0) } }
        func score(without channel: Int?) async throws -> Double {
            var values = flat
            if let channel { for p in 0..<20 { values[channel * 20 + p] = 0 } }
            let given = ["maps": Tensor(shape: [1, 3, 4, 5], values: values)]
            return Double(try await model.run(given)["scores"]?.values[0] ?? .nan)
        }
        let whole = try await score(without: nil)
        var weights: [Double] = []
        for channel in 0..<3 { weights.append((whole - (try await score(without: channel))) / whole) }
        let wanted = (0..<20).map { p in max(0, (0..<3).reduce(0.0) { $0 + weights[$1] * maps[$1][p] }) }
        Self.expect(try await explain("ablation-cam", subject).attribution, wanted, "ablation-cam")
        #expect(subject.log.count == PassCount(forward: 1, backward: 1))
    }

    @Test func ablationCAMIsUndefinedAtAScoreOfZero() async throws {
        let subject = try HandMadeNetwork.pooled([0, 0, 0], bias: 0)
        let error = await #expect(throws: AttributionError.self) { _ = try await explain("ablation-cam", subject) }
        #expect(error?.code == .undefined)
    }

    @Test func ablationCAMSaysThatANegativeScoreTurnsSigns() async throws {
        let found = try await explain("ablation-cam", HandMadeNetwork.pooled([-0.8, 0.1, -0.3], bias: -2))
        #expect(found.notes.contains { $0.contains("negative") })
    }

    @Test func anEmptyMapIsSaid() async throws {
        for method in ["grad-cam", "grad-cam++", "layer-cam"] {
            let found = try await explain(method, HandMadeNetwork.pooled([-0.8, -0.1, -0.3]))
            #expect(found.attribution.values.allSatisfy { $0 == 0 } && found.notes.count == 1)
        }
        #expect(try await explain("cam", HandMadeNetwork.pooled([-0.8, -0.1, -0.3])).notes.isEmpty)
    }

    /// Where no class weight is there, 0/0 is 0.
    @Test func noGradientIsNoNaN() async throws {
        for method in ExplainerCatalog.all.map({ $0.traits.id }).filter({ $0.contains("cam") && $0 != "ablation-cam" })
        {
            guard try ExplainerCatalog.explainer(named: method).traits.family == .classActivation else { continue }
            let hasEpsilon = try ExplainerCatalog.explainer(named: method).traits.parameters.contains {
                $0.name == "epsilon"
            }
            let found = try await explain(
                method,
                HandMadeNetwork.pooled([0, 0, 0]),
                hasEpsilon ? ["epsilon": "0"] : [:]
            )
            #expect(found.attribution.values.allSatisfy { $0.isFinite }, "\(method)")
        }
    }

    @Test func camNeedsAPooledLinearHead() async throws {
        for file in ["residual-cnn--torchscript13", "vision-transformer--torchscript17"] {
            var subject = try ActivationFixtures.subject(file)
            if file.hasPrefix("residual") {
                let tensors = try await subject.classifier.model.tensors(["input": [1, 3, 16, 16]])
                subject.layer = tensors.first { $0.operatorType == "Relu" }?.name
            }
            let error = await #expect(throws: AttributionError.self) { _ = try await explain("cam", subject) }
            #expect(error?.code == .notApplicable)
        }
    }

    @Test func eigenMethodsSayNothingOfClasses() async throws {
        for method in ["eigen-cam", "fem"] {
            let maps = try await [0, 3].asyncMap { target in
                try await explain(method, ActivationFixtures.subject("residual-cnn--torchscript13", target: target))
                    .attribution
            }
            #expect(maps[0] == maps[1])
            let traits = try ExplainerCatalog.explainer(named: method).traits
            #expect(!traits.isClassDiscriminative)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await transform(element)) }
        return result
    }
}
#endif
