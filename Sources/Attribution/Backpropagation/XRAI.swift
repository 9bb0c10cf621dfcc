#if NativeLibraries
import Imaging
import Tensor

/// Segments in the order of the integrated gradients that they hold.
///
/// Kapishnikov, Bolukbasi, Viégas and Terry 2019, arXiv:1906.02825: integrated gradients from the input's darkest and
/// brightest value are averaged; of overlapping segments at six scales, that whose new pixels have the largest mean is
/// added again and again, and its pixels get this mean. The constants are those of the authors' code.
package struct XRAI: Explainer {
    package static let traits = ExplainerTraits(
        id: "xrai",
        name: "XRAI",
        family: .backpropagation,
        paper: "Kapishnikov, Bolukbasi, Viégas and Terry 2019, arXiv:1906.02825",
        need: .gradient,
        isSigned: true,
        parameters: [
            .integer("steps", 2...10000, 100, "the samples of each integral"),
            .integer("min-size", 1...1_000_000, 150, "the pixels of the smallest segments, of a picture of 224 × 224"),
            .integer("dilation", 0...100, 5, "by how many pixels segments are widened"),
            .integer("min-area", 1...1_000_000, 50, "the new pixels below which a segment is left out"),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let steps: Int
    private let minimumSize: Int
    private let dilation: Int
    private let minimumArea: Int

    package init(_ parameters: ParameterValues) {
        (steps, minimumSize) = (parameters.integer("steps"), parameters.integer("min-size"))
        (dilation, minimumArea) = (parameters.integer("dilation"), parameters.integer("min-area"))
    }

    package func passes(for subject: Subject) -> PassCount { PassCount(forward: 2 * steps, backward: 2 * steps) }

    package func explain(_ subject: Subject) async throws -> Explanation {
        let density = try await density(subject)
        let labelings = Self.labelings(subject.picture, minimumSize: minimumSize)
        let masks = labelings.flatMap { labels in
            Self.masks(labels, subject.height, subject.width, dilation: dilation)
        }
        let values = Self.grown(masks, density, minimumArea: minimumArea)
        return Explanation(Tensor(shape: [subject.height, subject.width], values: values.map { Float($0) }))
    }

    /// The largest integrated gradient of each pixel's channels, the mean over both baselines.
    private func density(_ subject: Subject) async throws -> [Double] {
        // Both ends are sampled, and all samples weigh 1 / steps.
        let samples = (0..<steps).map { (position: Double($0) / Double(steps - 1), weight: 1 / Double(steps)) }
        let ends = [subject.input.values.min() ?? 0, subject.input.values.max() ?? 0]
        var sums = [Double](repeating: 0, count: subject.input.values.count)
        for end in ends {
            let baseline = Tensor(
                shape: subject.input.shape,
                values: [Float](repeating: end, count: subject.input.values.count)
            )
            let found = try await subject.integratedGradients(from: baseline, samples)
            for index in sums.indices { sums[index] += found[index] / 2 }
        }
        let plane = subject.plane
        return (0..<plane).map { position in
            (1..<subject.channels).reduce(sums[position]) { max($0, sums[$1 * plane + position]) }
        }
    }

    /// The side to which pictures are brought for segmentation.
    private static let side = 224

    /// Segments at six scales, one label a pixel.
    static func labelings(_ picture: Tensor, minimumSize: Int) -> [[Int]] {
        let (low, high) = (picture.values.min() ?? 0, picture.values.max() ?? 0)
        let scale = high > low ? 2 / (high - low) : 0
        var seen = picture.mapped { ($0 - low) * scale - 1 }
        let (height, width) = (picture.shape[1], picture.shape[2])
        let isResized = height != side || width != side
        if isResized { seen = resized(seen) }
        return [50.0, 100, 150, 250, 500, 1200].map { scale in
            let labels = FelzenszwalbSegmentation(scale: scale, minimumSize: minimumSize).labels(seen)
            guard isResized else { return labels }
            return (0..<height * width).map { pixel in
                let row = (2 * (pixel / width) + 1) * side / (2 * height)
                let column = (2 * (pixel % width) + 1) * side / (2 * width)
                return labels[row * side + column]
            }
        }
    }

    private static func resized(_ picture: Tensor) -> Tensor {
        let plane = picture.shape[1] * picture.shape[2]
        let values = (0..<picture.shape[0]).flatMap { channel in
            Tensor(
                shape: Array(picture.shape.dropFirst()),
                values: Array(picture.values[channel * plane..<(channel + 1) * plane])
            ).resized(to: PixelSize(width: side, height: side), .bicubic).values
        }
        return Tensor(shape: [picture.shape[0], side, side], values: values)
    }

    /// The pixels of each segment, widened by a disk.
    package static func masks(_ labels: [Int], _ height: Int, _ width: Int, dilation: Int) -> [[Int]] {
        let disk = (-dilation...dilation).flatMap { row in
            (-dilation...dilation).filter { row * row + $0 * $0 <= dilation * dilation }.map { (row: row, column: $0) }
        }
        var members = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
        for (pixel, label) in labels.enumerated() { members[label].append(pixel) }
        var marks = [Int](repeating: -1, count: labels.count)
        return members.indices.filter { !members[$0].isEmpty }.map { label in
            var mask = members[label]
            for pixel in mask { marks[pixel] = label }
            for pixel in members[label] where isAtEdge(pixel, labels, height, width) {
                for offset in disk {
                    let (row, column) = (pixel / width + offset.row, pixel % width + offset.column)
                    guard row >= 0, row < height, column >= 0, column < width else { continue }
                    let other = row * width + column
                    guard marks[other] != label else { continue }
                    marks[other] = label
                    mask.append(other)
                }
            }
            return mask
        }
    }

    private static func isAtEdge(_ pixel: Int, _ labels: [Int], _ height: Int, _ width: Int) -> Bool {
        let (row, column, label) = (pixel / width, pixel % width, labels[pixel])
        if row > 0, labels[pixel - width] != label { return true }
        if row < height - 1, labels[pixel + width] != label { return true }
        if column > 0, labels[pixel - 1] != label { return true }
        return column < width - 1 && labels[pixel + 1] != label
    }

    /// Adds the mask whose new pixels have the largest mean until none is left; the rest has its own mean.
    package static func grown(_ masks: [[Int]], _ density: [Double], minimumArea: Int) -> [Double] {
        var owners = [[Int]](repeating: [], count: density.count)
        for (index, mask) in masks.enumerated() { for pixel in mask { owners[pixel].append(index) } }
        var sums = masks.map { $0.reduce(0.0) { $0 + density[$1] } }
        var areas = masks.map(\.count)
        var open = Array(masks.indices)
        var values = [Double?](repeating: nil, count: density.count)
        while true {
            open.removeAll { areas[$0] < max(1, minimumArea) }
            // The first of equals.
            var best: Int?
            for index in open {
                guard let other = best else {
                    best = index
                    continue
                }
                if sums[index] / Double(areas[index]) > sums[other] / Double(areas[other]) { best = index }
            }
            guard let best else { break }
            let mean = sums[best] / Double(areas[best])
            for pixel in masks[best] where values[pixel] == nil {
                values[pixel] = mean
                for owner in owners[pixel] {
                    sums[owner] -= density[pixel]
                    areas[owner] -= 1
                }
            }
        }
        let rest = values.indices.filter { values[$0] == nil }
        let mean = rest.reduce(0) { $0 + density[$1] } / Double(max(1, rest.count))
        return values.map { $0 ?? mean }
    }
}
#endif
