extension SquareMatrix {
    /// Adds a constant to the block of the first rows and columns, so that the matrix becomes regular.
    ///
    /// Their sums are 0 where only differences matter; solutions with mean 0 stay as they are. Returns the constant.
    @discardableResult
    mutating func fixMean(ofFirst count: Int) -> Double {
        var trace = 0.0
        for index in 0..<count { trace += self[index, index] }
        let added = max(trace, 1e-12) / Double(max(1, count * count))
        elements.withUnsafeMutableBufferPointer { elements in
            for row in 0..<count {
                for index in row * size..<row * size + count { elements[index] += added }
            }
        }
        return added
    }

    /// Takes the means out of the first rows and columns: the covariance of variables becomes that of their differences
    /// to their mean.
    mutating func center(first count: Int) {
        guard count > 0 else { return }
        let size = size
        elements.withUnsafeMutableBufferPointer { elements in
            var means = [Double](repeating: 0, count: size)
            for row in 0..<count {
                for column in 0..<size { means[column] += elements[row * size + column] }
            }
            for row in 0..<count {
                for column in 0..<size { elements[row * size + column] -= means[column] / Double(count) }
            }
            for row in 0..<size {
                let start = row * size
                var sum = 0.0
                for index in start..<start + count { sum += elements[index] }
                for index in start..<start + count { elements[index] -= sum / Double(count) }
            }
        }
    }
}
