#if NativeLibraries
package import Tensor

/// A partition of an input's positions into segments, numbered from 0 in the order in which they appear.
package struct Segments: Sendable, Equatable {
    /// Positions with one number that follow each other in memory.
    package struct Run: Sendable, Equatable {
        package let start: Int
        package let count: Int
        package let segment: Int
    }

    package let height: Int
    package let width: Int
    /// The segment of each position, row by row.
    package let numbers: [Int]
    /// How many segments there are.
    package let count: Int
    /// All positions as runs, in order; a picture has far fewer of them than positions.
    package let runs: [Run]

    /// Numbers any labels anew.
    package init(height: Int, width: Int, labels: [Int]) {
        precondition(labels.count == height * width, "Every position has a label.")
        var known: [Int: Int] = [:]
        var numbers: [Int] = []
        numbers.reserveCapacity(labels.count)
        var runs: [Run] = []
        var start = 0
        for (position, label) in labels.enumerated() {
            let number = known[label] ?? known.count
            known[label] = number
            if let last = numbers.last, last != number {
                runs.append(Run(start: start, count: position - start, segment: last))
                start = position
            }
            numbers.append(number)
        }
        if let last = numbers.last { runs.append(Run(start: start, count: numbers.count - start, segment: last)) }
        (self.height, self.width, self.numbers, self.count, self.runs) = (height, width, numbers, known.count, runs)
    }

    /// Rectangles of equal size, up to a pixel.
    ///
    /// - Parameter cells: How many a side, at most as many as there are pixels.
    package static func grid(height: Int, width: Int, cells: Int) -> Segments {
        let (rows, columns) = (min(cells, height), min(cells, width))
        let labels = (0..<height * width).map { position in
            (position / width * rows / height) * columns + position % width * columns / width
        }
        return Segments(height: height, width: width, labels: labels)
    }

    /// The rows and columns of each segment, where all segments are rectangles.
    var rectangles: [(rows: Range<Int>, columns: Range<Int>)]? {
        var sizes = [Int](repeating: 0, count: count)
        var bounds = [(top: Int, bottom: Int, left: Int, right: Int)](repeating: (height, 0, width, 0), count: count)
        for (position, number) in numbers.enumerated() {
            let (row, column) = (position / width, position % width)
            sizes[number] += 1
            bounds[number].top = min(bounds[number].top, row)
            bounds[number].bottom = max(bounds[number].bottom, row + 1)
            bounds[number].left = min(bounds[number].left, column)
            bounds[number].right = max(bounds[number].right, column + 1)
        }
        let isEvery = zip(sizes, bounds).allSatisfy { size, bound in
            size == (bound.bottom - bound.top) * (bound.right - bound.left)
        }
        return isEvery ? bounds.map { ($0.top..<$0.bottom, $0.left..<$0.right) } : nil
    }

    /// A map `[H,W]` that has at each position the value of its segment.
    package func map(_ values: [Double]) -> Tensor {
        Tensor(shape: [height, width], values: numbers.map { Float(values[$0]) })
    }

    /// The mean of each segment in each channel of `[C,H,W]`, spread over the segment.
    package func means(of input: Tensor) -> [Float] {
        let plane = height * width
        var sizes = [Double](repeating: 0, count: count)
        for number in numbers { sizes[number] += 1 }
        var result: [Float] = []
        result.reserveCapacity(input.values.count)
        for channel in 0..<input.shape[0] {
            var sums = [Double](repeating: 0, count: count)
            for position in 0..<plane { sums[numbers[position]] += Double(input.values[channel * plane + position]) }
            let means = zip(sums, sizes).map { Float($0 / $1) }
            for number in numbers { result.append(means[number]) }
        }
        return result
    }
}
#endif
