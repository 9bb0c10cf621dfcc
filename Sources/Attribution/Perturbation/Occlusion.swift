#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor

/// What hiding a window takes from the class score, averaged over the windows that cover a pixel.
///
/// Zeiler and Fergus 2014, arXiv:1311.2901. Windows start at multiples of the stride; the last of a row that would
/// reach beyond the input is cut off there, as captum's are, so that every pixel is covered.
struct Occlusion: Explainer {
    static let traits = ExplainerTraits(
        id: "occlusion",
        name: "Occlusion",
        family: .perturbation,
        paper: "Zeiler and Fergus 2014, arXiv:1311.2901",
        need: .scores,
        isSigned: true,
        parameters: [
            .integer("window", 1...4096, 32, "the side of the window in pixels"),
            .integer("stride", 1...4096, 16, "how far apart windows are, in pixels"),
            .number("baseline", -1e6...1e6, 0, "the value of hidden pixels, as the network takes them"),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let window: Int
    private let stride: Int
    private let baseline: Float

    init(_ parameters: ParameterValues) throws {
        (window, stride) = (parameters.integer("window"), parameters.integer("stride"))
        baseline = Float(parameters.number("baseline"))
        guard stride <= window else {
            throw AttributionError(
                .invalidParameter,
                "occlusion: a stride of \(stride) leaves pixels between windows of \(window) uncovered. Take a stride "
                    + "of at most the window."
            )
        }
    }

    func passes(for subject: Subject) -> PassCount {
        PassCount(forward: 1 + starts(subject.height).count * starts(subject.width).count)
    }

    /// Where windows start along an axis.
    private func starts(_ extent: Int) -> [Int] {
        let size = min(window, extent)
        return Array(Swift.stride(from: 0, to: max(1, extent - size + stride), by: stride))
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (height, width) = (subject.height, subject.width)
        var sums = [Double](repeating: 0, count: subject.plane)
        var counts = [Double](repeating: 0, count: subject.plane)
        let whole = Double(
            try await subject.scores(1) { _, target in
                _ = target.update(fromContentsOf: subject.input.values)
            }[0]
        )
        let windows = starts(height).flatMap { row in
            starts(width).map { column in
                (
                    rows: row..<min(row + window, height),
                    columns: column..<min(column + window, width)
                )
            }
        }
        let scores = try await subject.scoresHiding(windows, baseline)
        for (window, score) in zip(windows, scores) {
            let loss = whole - Double(score)
            for row in window.rows {
                for column in window.columns {
                    sums[row * width + column] += loss
                    counts[row * width + column] += 1
                }
            }
        }
        let values = zip(sums, counts).map { Float($1 > 0 ? $0 / $1 : 0) }
        return Explanation(Tensor(shape: [height, width], values: values))
    }
}

extension Subject {
    /// The class score with each of several windows filled with a value; what they do not change is not run again.
    func scoresHiding(_ windows: [(rows: Range<Int>, columns: Range<Int>)], _ value: Float) async throws -> [Float] {
        guard !classifier.isChannelsLast else {
            return try await scores(windows.count) { index, target in
                _ = target.update(fromContentsOf: input.values)
                for channel in 0..<channels {
                    for row in windows[index].rows {
                        for column in windows[index].columns {
                            target[channel * plane + row * width + column] = value
                        }
                    }
                }
            }
        }
        // Windows cut off at an edge have sizes of their own.
        var groups: [[Int]: [Int]] = [:]
        for (index, window) in windows.enumerated() {
            groups[[window.rows.count, window.columns.count], default: []].append(index)
        }
        var scores = [Float](repeating: 0, count: windows.count)
        let picture = batchOfOne
        for (size, members) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let pixels = Tensor(
                shape: [channels] + size,
                values: [Float](repeating: value, count: channels * size[0] * size[1])
            )
            let patches = members.map {
                Model.InputPatch(
                    row: windows[$0].rows.lowerBound,
                    column: windows[$0].columns.lowerBound,
                    pixels: pixels
                )
            }
            let done = Mutex(0)
            let found = try await classifier.model.scores(
                picture,
                replacing: patches,
                classes: [target],
                of: classifier.outputName,
                batch: try await batch(forGradients: false)
            ) { [log] count in
                log.add(
                    forward: done.withLock { before in
                        defer { before = count }
                        return count - before
                    }
                )
            }
            for (member, score) in zip(members, found.values) { scores[member] = score }
        }
        return scores
    }
}
#endif
