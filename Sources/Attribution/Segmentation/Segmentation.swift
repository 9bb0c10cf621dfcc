#if NativeLibraries
/// How a picture is divided into the parts that explainers hide: the parameters that they share.
struct Segmentation: Sendable {
    /// The ways to divide a picture.
    enum Kind: String, Sendable, CaseIterable {
        case grid
        case slic
        case quickshift
    }

    let kind: Kind
    private let cells: Int
    private let slic: SLIC
    private let quickshift: Quickshift

    /// The parameters of an explainer that hides segments.
    ///
    /// - Parameters:
    ///   - kind: The way taken where none is chosen.
    ///   - cells: Of a grid, by default.
    static func parameters(_ kind: Kind, cells: Int = 7) -> [ParameterSpecification] {
        let names = [kind.rawValue] + Kind.allCases.filter { $0 != kind }.map(\.rawValue)
        return [
            .choice("segmentation", names, "how the picture is divided into segments"),
            .integer("cells", 1...256, cells, "the cells of a grid along each side"),
            .integer("segments", 1...10_000, 50, "about how many segments SLIC makes"),
            .number("compactness", 1e-3...1e4, 10, "how much SLIC weighs nearness against color"),
            .number("quickshift-kernel", 1...50, 4, "the width of quickshift's density kernel in pixels"),
            .number("quickshift-distance", 0...1e6, 200, "the longest link within a quickshift segment"),
            .number("quickshift-ratio", 0...1, 0.2, "how much quickshift weighs color against nearness"),
        ]
    }

    /// Reads them.
    init(_ parameters: ParameterValues) {
        kind = Kind(rawValue: parameters.text("segmentation")) ?? .grid
        cells = parameters.integer("cells")
        slic = SLIC(segments: parameters.integer("segments"), compactness: parameters.number("compactness"))
        quickshift = Quickshift(
            kernel: parameters.number("quickshift-kernel"),
            maximumDistance: parameters.number("quickshift-distance"),
            ratio: parameters.number("quickshift-ratio")
        )
    }

    /// The segments of a subject's picture; the same for the same seed.
    func segments(of subject: Subject) -> Segments {
        let (height, width) = (subject.height, subject.width)
        switch kind {
        case .grid: return .grid(height: height, width: width, cells: cells)
        case .slic: return slic.segments(of: subject.picture)
        case .quickshift: return quickshift.segments(of: subject.picture, seed: subject.seed)
        }
    }
}
#endif
