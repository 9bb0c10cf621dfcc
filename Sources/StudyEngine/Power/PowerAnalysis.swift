import Dispatch
internal import Statistics
public import StudyModel
internal import Synchronization

/// How likely a design finds the differences that an observer model has, by simulating it.
///
/// Each simulated study runs through the trial lists of the engine and the analysis of pairs: a sign-flip test over
/// participants, Holm-adjusted over pairs.
public struct PowerAnalysis: Sendable {
    /// What was found with a number of participants.
    public struct Point: Sendable, Codable, Equatable {
        /// How many participants.
        public let participants: Int
        /// How many studies were simulated.
        public let studies: Int
        /// By pair, "a – b": the share of studies that find it, in the right direction.
        public let pairs: [String: Double]
        /// The least of those: that of the pair that is hardest to tell apart.
        public let power: Double
        /// The Monte-Carlo standard error of `power`.
        public let error: Double
        /// The share of studies that find all differences.
        public let all: Double
    }

    private let study: Study
    private let observer: SimulatedObserver
    private let quality: [ExplainerID: Double]
    private let design: TrialDesign

    /// Takes a design and how its participants answer.
    ///
    /// - Throws: ``ObserverModelError`` when the model does not fit the study.
    public init(_ study: Study, model: ObserverModel) throws(ObserverModelError) {
        self.study = study
        observer = try SimulatedObserver(model: model, study: study)
        quality = model.quality
        design = TrialDesign(study: study)
    }

    /// Simulates studies of a size.
    ///
    /// - Parameter level: The significance level of the adjusted tests.
    /// - Throws: `StatisticsError` where the answers of a study cannot be analyzed.
    /// - Complexity: O(studies × participants × trials), on all cores.
    public func point(participants: Int, studies: Int, level: Double, seed: UInt64) throws -> Point {
        let lists = (0..<participants).map { design.trials(forSeat: $0, simulated: true) }
        let found = Mutex<[Result<[String: Bool], any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: studies) { index in
            // Each study has random numbers of its own, whichever thread runs it.
            let own = seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
            let result = Result { try detections(lists, seed: own, level: level) }
            found.withLock { $0.append(result) }
        }
        let results = try found.withLock { $0 }.map { try $0.get() }
        let count = Double(studies)
        let names = Set(results.flatMap(\.keys))
        let pairs = Dictionary(
            uniqueKeysWithValues: names.map { name in (name, Double(results.count { $0[name] == true }) / count) }
        )
        let power = pairs.values.min() ?? 0
        return Point(
            participants: participants,
            studies: studies,
            pairs: pairs,
            power: power,
            error: (power * (1 - power) / count).squareRoot(),
            all: Double(results.count { $0.count == names.count && $0.values.allSatisfy { $0 } }) / count
        )
    }

    /// Whether one simulated study finds each pair of explainers of different quality.
    private func detections(_ lists: [[TrialPlan]], seed: UInt64, level: Double) throws -> [String: Bool] {
        var builder = PairTable.Builder()
        for (seat, trials) in lists.enumerated() {
            let participant = observer.participant(seat: seat, seed: seed)
            for (position, plan) in trials.enumerated() where plan.role == .main {
                guard let block = study.block(plan.block) else { continue }
                let outcome: PairTable.Outcome =
                    switch participant.reply(to: plan, at: position, in: block).answer.preferredSide {
                    case .left: .left
                    case .right: .right
                    case .tie: .tie
                    }
                try builder.add(
                    participant: "\(seat)",
                    left: plan.left.rawValue,
                    right: plan.right.rawValue,
                    outcome: outcome,
                    unit: "\(plan.block)/\(plan.image)",
                    line: position
                )
            }
        }
        let results = try StatisticCatalog.compute(
            ["binomial"],
            of: .preference,
            from: builder.build(),
            options: AnalysisOptions(resamples: 0)
        )
        var found: [String: Bool] = [:]
        for contrast in results.flatMap({ $0.contrasts ?? [] }) {
            let left = quality[ExplainerID(contrast.left), default: 0]
            let right = quality[ExplainerID(contrast.right), default: 0]
            guard left != right else { continue }
            let isRight = ((contrast.value ?? 0.5) > 0.5) == (left > right)
            found["\(contrast.left) – \(contrast.right)"] = isRight && (contrast.pAdjusted ?? 1) < level
        }
        return found
    }
}
