#if NativeLibraries
import Foundation
package import Tensor

/// Segments that grow while the differences between neighbors are no larger than those within.
///
/// Felzenszwalb and Huttenlocher 2004, DOI 10.1023/B:VISI.0000022288.19776.77: pixels are joined in the order of their
/// differences, two segments where the difference is below the largest within either plus scale / size; what is smaller
/// than `minimumSize` then joins a neighbor. Neighbors are all eight; `scale` is taken for values of 0…255 as in
/// scikit-image.
package struct FelzenszwalbSegmentation {
    package var scale: Double
    /// Of the blur before, in pixels.
    package var sigma: Double
    package var minimumSize: Int

    package init(scale: Double, sigma: Double = 0.8, minimumSize: Int = 20) {
        (self.scale, self.sigma, self.minimumSize) = (scale, sigma, minimumSize)
    }

    /// Labels from 0, one a pixel.
    ///
    /// - Parameter picture: `[C,H,W]`.
    /// - Complexity: O(pixels · log pixels).
    package func labels(_ picture: Tensor) -> [Int] {
        let (height, width) = (picture.shape[1], picture.shape[2])
        let values = blurred(picture)
        let edges = edges(values, picture.shape)
        var forest = SegmentForest(count: height * width)
        let threshold = scale / 255
        var spread = [Double](repeating: 0, count: height * width)
        for edge in edges {
            let (a, b) = (forest.root(edge.a), forest.root(edge.b))
            guard a != b else { continue }
            let (first, second) = (spread[a] + threshold / forest.size(a), spread[b] + threshold / forest.size(b))
            guard edge.difference < min(first, second) else { continue }
            spread[forest.join(a, b)] = edge.difference
        }
        let least = Double(minimumSize)
        for edge in edges {
            let (a, b) = (forest.root(edge.a), forest.root(edge.b))
            if a != b, forest.size(a) < least || forest.size(b) < least { _ = forest.join(a, b) }
        }
        var names: [Int: Int] = [:]
        return (0..<height * width).map { pixel in
            let root = forest.root(pixel)
            if let name = names[root] { return name }
            names[root] = names.count
            return names.count - 1
        }
    }

    private struct Edge {
        let a: Int
        let b: Int
        let difference: Double
    }

    /// All pairs of neighbors, by the distance of their colors.
    private func edges(_ values: [Double], _ shape: [Int]) -> [Edge] {
        let (height, width) = (shape[1], shape[2])
        let plane = height * width
        var edges: [Edge] = []
        edges.reserveCapacity(4 * plane)
        for (down, right) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
            for row in 0..<height - down {
                for column in max(0, -right)..<width - max(0, right) {
                    let (a, b) = (row * width + column, (row + down) * width + column + right)
                    var sum = 0.0
                    for channel in 0..<shape[0] {
                        let gap = values[channel * plane + a] - values[channel * plane + b]
                        sum += gap * gap
                    }
                    edges.append(Edge(a: a, b: b, difference: sum.squareRoot()))
                }
            }
        }
        return edges.enumerated().sorted {
            ($0.element.difference, $0.offset) < ($1.element.difference, $1.offset)
        }.map(\.element)
    }

    /// A Gaussian blur in double precision; beyond the edges the picture is mirrored, edge pixels twice.
    private func blurred(_ picture: Tensor) -> [Double] {
        let values = picture.values.map(Double.init)
        guard sigma > 0 else { return values }
        let radius = Int(4 * sigma + 0.5)
        var taps = (-radius...radius).map { Foundation.exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let sum = taps.reduce(0, +)
        taps = taps.map { $0 / sum }
        let (height, width) = (picture.shape[1], picture.shape[2])
        func along(_ values: [Double], _ extent: Int, _ step: Int) -> [Double] {
            values.indices.map { index in
                let place = index / step % extent
                var sum = 0.0
                for offset in -radius...radius {
                    let other = Self.mirrored(place + offset, extent)
                    sum += taps[offset + radius] * values[index + (other - place) * step]
                }
                return sum
            }
        }
        return along(along(values, height, width), width, 1)
    }

    private static func mirrored(_ index: Int, _ extent: Int) -> Int {
        let period = 2 * extent
        let place = ((index % period) + period) % period
        return place < extent ? place : period - 1 - place
    }
}

/// Disjoint sets of pixels with their sizes.
private struct SegmentForest {
    private var parents: [Int]
    private var sizes: [Double]

    init(count: Int) {
        parents = Array(0..<count)
        sizes = [Double](repeating: 1, count: count)
    }

    mutating func root(_ pixel: Int) -> Int {
        var pixel = pixel
        while parents[pixel] != pixel {
            parents[pixel] = parents[parents[pixel]]
            pixel = parents[pixel]
        }
        return pixel
    }

    func size(_ root: Int) -> Double { sizes[root] }

    /// The root of both.
    mutating func join(_ a: Int, _ b: Int) -> Int {
        let (root, other) = (min(a, b), max(a, b))
        parents[other] = root
        sizes[root] += sizes[other]
        return root
    }
}
#endif
