import SeededRandom
import Statistics
import StudyEngine
import StudyModel

extension Study {
    /// A study of one block over all pairs of some explainers on some images.
    static func sample(
        images: Int,
        explainers: Int,
        trials: Int,
        seed: UInt64,
        allocation: ParticipantPolicy.Allocation = .balanced,
        repeats: Int = 0,
        checks: Int = 0,
        order: Block.Order = .random,
        sides: Block.Sides = .counterbalanced,
        kind: TrialKind = .forcedChoice,
        allowsTie: Bool = false
    ) -> Study {
        let imageIDs = (0..<images).map { ImageID("image\($0)") }
        let names = (0..<explainers).map { ExplainerID("explainer\($0)") }
        let pairs = names.indices.flatMap { first in
            names.indices.dropFirst(first + 1).map { ExplainerPair(names[first], names[$0]) }
        }
        let check = (0..<3).map {
            ListedTrial(image: ImageID("check\($0)"), left: "good", right: "bad", correct: "good")
        }
        let block = Block(
            id: "main",
            kind: kind,
            allowsTie: allowsTie,
            content: .pool(images: imageIDs, pairs: pairs),
            trialsPerParticipant: trials,
            repeats: repeats,
            attentionChecks: checks > 0 ? AttentionChecks(count: checks, trials: check) : nil,
            order: order,
            sides: sides
        )
        return Study(
            id: "sample",
            title: "Sample",
            images: imageIDs.map { SourceImage(id: $0, file: "\($0).png") },
            explainers: names.map { Explainer(id: $0, source: .imported(pathTemplate: "{image}.npy")) },
            blocks: [block],
            participants: ParticipantPolicy(quota: 24, allocation: allocation),
            seed: seed
        )
    }

    /// How many units the first block has.
    var unitCount: Int { blocks[0].units.count }
}

extension TrialPlan {
    /// The unit shown, whichever way round.
    var unit: TrialUnit {
        TrialUnit(image: image, pair: left < right ? ExplainerPair(left, right) : ExplainerPair(right, left))
    }

    /// +1 with the pair's first explainer on the left, else −1.
    var sign: Int { left < right ? 1 : -1 }
}

/// The sizes of a study drawn at random.
struct Design: CustomStringConvertible {
    var images: Int
    var explainers: Int
    var trials: Int
    var seed: UInt64

    /// Designs with 1…12 images, 2…5 explainers and any number of trials that the units allow.
    static func random(_ count: Int, seed: UInt64, explainers: ClosedRange<Int> = 2...5) -> [Design] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let images = 1 + generator.below(12)
            let methods = explainers.lowerBound + generator.below(explainers.count)
            let units = images * methods * (methods - 1) / 2
            let trials = 1 + generator.below(min(units, 40))
            return Design(images: images, explainers: methods, trials: trials, seed: generator.next())
        }
    }

    func study(allocation: ParticipantPolicy.Allocation = .balanced) -> Study {
        .sample(images: images, explainers: explainers, trials: trials, seed: seed, allocation: allocation)
    }

    var description: String { "\(images) images, \(explainers) explainers, \(trials) trials, seed \(seed)" }
}

/// For each explainer how often it was left more than right.
func sideSurplus(_ plans: [TrialPlan]) -> [ExplainerID: Int] {
    var surplus: [ExplainerID: Int] = [:]
    for plan in plans {
        surplus[plan.left, default: 0] += 1
        surplus[plan.right, default: 0] -= 1
    }
    return surplus
}
