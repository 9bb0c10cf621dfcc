#if NativeLibraries
import Tensor

/// An input with some of its segments hidden.
struct HiddenSegments: Sendable {
    let segments: Segments
    /// `[C,H,W]`.
    let input: Tensor
    /// What stands in place of hidden positions, as many values as the input has.
    let hidden: [Float]

    /// What may stand in place of a segment.
    enum Kind: String, Sendable, CaseIterable {
        case baseline
        /// The mean of each channel over the segment.
        case mean

        /// Reads the choice.
        init(_ parameters: ParameterValues) { self = Kind(rawValue: parameters.text("hidden")) ?? .baseline }

        /// The parameters of an explainer that leaves the choice.
        static func parameters(_ kind: Kind) -> [ParameterSpecification] {
            let names = [kind.rawValue] + allCases.filter { $0 != kind }.map(\.rawValue)
            return [
                .choice("hidden", names, "what hides a segment: its mean color, or the baseline"),
                .number(
                    "baseline",
                    -1e6...1e6,
                    0,
                    "the value of pixels behind the baseline, as the network takes them"
                ),
            ]
        }
    }

    /// Hides segments in one of these ways.
    init(_ segments: Segments, of input: Tensor, behind kind: Kind, baseline: Float) {
        switch kind {
        case .baseline: self.init(segments, of: input, baseline: baseline)
        case .mean: self.init(segments, of: input, hidden: segments.means(of: input))
        }
    }

    /// Hides segments behind one value.
    init(_ segments: Segments, of input: Tensor, baseline: Float) {
        self.init(segments, of: input, hidden: [Float](repeating: baseline, count: input.values.count))
    }

    /// Hides segments behind other values.
    init(_ segments: Segments, of input: Tensor, hidden: [Float]) {
        (self.segments, self.input, self.hidden) = (segments, input, hidden)
    }

    /// Writes the input with only some segments in view.
    func write(showing isShown: [Bool], to target: UnsafeMutableBufferPointer<Float>) {
        let plane = segments.height * segments.width
        _ = target.update(fromContentsOf: input.values)
        hidden.withUnsafeBufferPointer { hidden in
            for run in segments.runs where !isShown[run.segment] {
                for channel in 0..<input.shape[0] {
                    let start = channel * plane + run.start
                    let source = UnsafeBufferPointer(rebasing: hidden[start..<start + run.count])
                    _ = UnsafeMutableBufferPointer(rebasing: target[start..<start + run.count])
                        .update(fromContentsOf: source)
                }
            }
        }
    }

    /// Writes the input with each segment seen in part: 1 as it is, 0 hidden.
    func write(sharing shares: [Float], to target: UnsafeMutableBufferPointer<Float>) {
        let plane = segments.height * segments.width
        hidden.withUnsafeBufferPointer { hidden in
            input.values.withUnsafeBufferPointer { values in
                for run in segments.runs {
                    let share = shares[run.segment]
                    for channel in 0..<input.shape[0] {
                        let start = channel * plane + run.start
                        for position in start..<start + run.count {
                            target[position] = hidden[position] + (values[position] - hidden[position]) * share
                        }
                    }
                }
            }
        }
    }
}
#endif
