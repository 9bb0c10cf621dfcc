internal import RealModule

extension BradleyTerryFit {
    /// The first derivatives of the log-likelihood, and what each pair adds to the second ones.
    struct Slope {
        let score: [Double]
        /// games · p (1 − p), pair by pair.
        let weights: [Double]

        init(_ wins: PairWins, _ theta: [Double], _ precision: Double) {
            var slope = theta.map { -precision * $0 }
            let top = theta.max() ?? 0
            // One exponential an item, none a pair.
            let worths = theta.map { Double.exp($0 - top) }
            weights = [Double](unsafeUninitializedCapacity: wins.pairs.count) { weights, count in
                slope.withUnsafeMutableBufferPointer { score in
                    worths.withUnsafeBufferPointer { worths in
                        wins.pairs.withUnsafeBufferPointer { pairs in
                            for index in pairs.indices {
                                let pair = pairs[index]
                                let (lower, higher) = (Int(pair.lower), Int(pair.higher))
                                let sum = worths[lower] + worths[higher]
                                let (p, q) = (worths[lower] / sum, worths[higher] / sum)
                                let games = pair.won + pair.lost
                                let residual = pair.won - games * p
                                score[lower] += residual
                                score[higher] -= residual
                                weights[index] = games * p * q
                            }
                            count = pairs.count
                        }
                    }
                }
            }
            score = slope
        }

        /// The information matrix, singular without a prior.
        func information(_ wins: PairWins, _ precision: Double) -> SquareMatrix {
            let n = wins.itemCount
            var information = SquareMatrix(size: n)
            information.elements.withUnsafeMutableBufferPointer { elements in
                wins.pairs.withUnsafeBufferPointer { pairs in
                    for index in pairs.indices {
                        let (lower, higher) = (Int(pairs[index].lower), Int(pairs[index].higher))
                        let weight = weights[index]
                        elements[lower * n + lower] += weight
                        elements[higher * n + higher] += weight
                        elements[higher * n + lower] = -weight
                        elements[lower * n + higher] = -weight
                    }
                }
                for item in 0..<n { elements[item * n + item] += precision }
            }
            return information
        }
    }

    /// Newton steps without a matrix: conjugate gradients on the pairs that met, scaled by the diagonal.
    ///
    /// Hestenes and Stiefel 1952, Journal of Research of the National Bureau of Standards 49(6):409-436.
    enum ConjugateGradients {
        /// The step, with mean 0; nil where it does not converge.
        ///
        /// - Complexity: O(pairs) an iteration, at most 500 of them.
        static func solve(_ slope: Slope, _ wins: PairWins, _ precision: Double) -> [Double]? {
            let n = wins.itemCount
            var diagonal = [Double](repeating: precision, count: n)
            for (index, pair) in wins.pairs.enumerated() {
                diagonal[Int(pair.lower)] += slope.weights[index]
                diagonal[Int(pair.higher)] += slope.weights[index]
            }
            guard diagonal.allSatisfy({ $0 > 0 }) else { return nil }
            var (solution, rest) = ([Double](repeating: 0, count: n), slope.score)
            var direction = zip(rest, diagonal).map { $0 / $1 }
            var image = rest
            var length = dot(rest, direction)
            // A millionth of the step, or a step of no consequence.
            let enough = max(1e-12 * length, 1e-24)
            for _ in 0..<500 {
                if length <= enough { break }
                multiply(direction, by: slope.weights, wins, precision, into: &image)
                let factor = length / dot(direction, image)
                guard factor.isFinite else { return nil }
                for index in 0..<n {
                    solution[index] += factor * direction[index]
                    rest[index] -= factor * image[index]
                }
                let scaled = zip(rest, diagonal).map { $0 / $1 }
                let next = dot(rest, scaled)
                let ratio = next / length
                for index in 0..<n { direction[index] = scaled[index] + ratio * direction[index] }
                length = next
            }
            guard length <= enough else { return nil }
            let mean = solution.reduce(0, +) / Double(n)
            return solution.map { $0 - mean }
        }

        private static func multiply(
            _ x: [Double],
            by weights: [Double],
            _ wins: PairWins,
            _ precision: Double,
            into image: inout [Double]
        ) {
            for index in image.indices { image[index] = precision * x[index] }
            image.withUnsafeMutableBufferPointer { image in
                x.withUnsafeBufferPointer { x in
                    wins.pairs.withUnsafeBufferPointer { pairs in
                        for index in pairs.indices {
                            let (lower, higher) = (Int(pairs[index].lower), Int(pairs[index].higher))
                            let flow = weights[index] * (x[lower] - x[higher])
                            image[lower] += flow
                            image[higher] -= flow
                        }
                    }
                }
            }
        }

        private static func dot(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }
}
