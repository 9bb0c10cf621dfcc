#if NativeLibraries
import Tensor

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
            .number("quickshift-kernel", 1...20, 4, "the width of quickshift's density kernel in pixels"),
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
    ///
    /// - Parameter limit: The most that the explainer can take.
    /// - Throws: ``AttributionError`` `invalidSubject` where the picture is not of the input's size, `invalidParameter`
    ///   where there are more segments.
    func segments(of subject: Subject, limit: Int = .max) throws -> Segments {
        let segments = try divided(subject)
        guard segments.count <= limit else {
            throw AttributionError(
                .invalidParameter,
                "The picture has \(segments.count) segments, and a linear model can take \(limit). Take fewer cells or "
                    + "segments, or a larger quickshift kernel."
            )
        }
        return segments
    }

    private func divided(_ subject: Subject) throws -> Segments {
        let (height, width) = (subject.height, subject.width)
        guard subject.picture.shape == [3, height, width] else {
            throw AttributionError(
                .invalidSubject,
                "Segments are made of the picture as the network sees it, [3,\(height),\(width)], not of "
                    + "\(subject.picture.shape)."
            )
        }
        switch kind {
        case .grid: return .grid(height: height, width: width, cells: cells)
        case .slic: return slic.segments(of: subject.picture)
        case .quickshift: return quickshift.segments(of: subject.picture, seed: subject.seed)
        }
    }
}
#endif
