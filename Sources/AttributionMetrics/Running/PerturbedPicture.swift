#if NativeLibraries
import Attribution
import Tensor

/// A picture of which some pixels are taken away, or a substitute into which some are put.
///
/// Stretches that begin at 0 and grow are written by adding to what was written before.
final class PerturbedPicture {
    private let order: PixelOrder
    private let isInsertion: Bool
    private let channels: Int
    private let height: Int
    private let width: Int
    private let start: [Float]
    private let end: [Float]
    private var running: [Float]
    private var applied = 0
    private let imputation: NoisyLinearImputation?

    /// - Throws: `AttributionError` where the substitute needs what is not known.
    init(_ subject: Subject, _ substitute: Substitute, _ order: PixelOrder, isInsertion: Bool) throws {
        (self.order, self.isInsertion) = (order, isInsertion)
        (channels, height, width) = (subject.channels, subject.height, subject.width)
        let (picture, replaced) = (subject.input.values, try substitute.input(for: subject).values)
        (start, end) = isInsertion ? (replaced, picture) : (picture, replaced)
        running = start
        imputation = substitute == .road ? NoisyLinearImputation(subject) : nil
    }

    /// Writes the start with a stretch of the order changed.
    func write(_ range: Range<Int>, to target: UnsafeMutableBufferPointer<Float>) {
        if let imputation { return impute(range, imputation, to: target) }
        if range.lowerBound == 0, !order.isSelected(range.upperBound) {
            if range.upperBound < applied { (running, applied) = (start, 0) }
            change(order.pixels[applied..<range.upperBound], in: &running)
            applied = range.upperBound
            _ = target.update(fromContentsOf: running)
        } else {
            _ = target.update(fromContentsOf: start)
            let plane = height * width
            let chosen = range.lowerBound == 0 ? order.first(range.upperBound) : order.pixels[range]
            order.forEachStretch(of: chosen, height: height, width: width) { first, count in
                for channel in 0..<channels {
                    for position in channel * plane + first..<channel * plane + first + count {
                        target[position] = end[position]
                    }
                }
            }
        }
    }

    private func change(_ pixels: ArraySlice<Int>, in values: inout [Float]) {
        let plane = height * width
        values.withUnsafeMutableBufferPointer { values in
            end.withUnsafeBufferPointer { end in
                order.forEachStretch(of: pixels, height: height, width: width) { first, count in
                    for channel in 0..<channels {
                        for position in channel * plane + first..<channel * plane + first + count {
                            values[position] = end[position]
                        }
                    }
                }
            }
        }
    }

    private func impute(
        _ range: Range<Int>,
        _ imputation: NoisyLinearImputation,
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        var isMissing = [Bool](repeating: isInsertion, count: height * width)
        order.forEachStretch(of: order.pixels[range], height: height, width: width) { first, count in
            for position in first..<first + count { isMissing[position] = !isInsertion }
        }
        imputation.write(isMissing, to: target)
    }
}
#endif
