#if NativeLibraries
/// How the gradient of a step's inputs follows from that of its output.
struct GradientRule {
    /// The inputs whose values the rule needs.
    enum Inputs {
        case none
        case all
        case first
    }

    let inputs: Inputs
    /// Whether the rule needs the value of the output.
    let usesOutput: Bool
    /// Gives the gradient of each input, nil where none is wanted or there is none.
    let apply: (ReverseStep, Activation) throws -> [Activation?]

    init(
        inputs: Inputs = .none,
        usesOutput: Bool = false,
        _ apply: @escaping (ReverseStep, Activation) throws -> [Activation?]
    ) {
        self.inputs = inputs
        self.usesOutput = usesOutput
        self.apply = apply
    }
}

/// A step on the way back, with what a rule may ask for.
struct ReverseStep {
    let step: Step
    let plan: Plan
    let executor: Executor
    /// Whether each input's gradient is wanted.
    let wants: [Bool]
    /// Whether nothing else refers to the memory of the output's gradient.
    let ownsGradient: Bool

    func shape(_ input: Int) -> [Int] { plan.shapes[step.inputs[input]] }

    var outputShape: [Int] { plan.shapes[step.output] }

    func input(_ index: Int) throws -> Activation { try executor.activation(step.inputs[index]) }

    func output() throws -> Activation { try executor.activation(step.output) }
}
#endif
