#if NativeLibraries
/// Which elements windows of a step read and write along the spatial axes.
struct WindowGeometry {
    let kernel: [Int]
    let strides: [Int]
    let dilations: [Int]
    /// Top, left, bottom, right.
    var pads: [Int]

    /// The elements that a window spans along each axis.
    var spans: [Int] { kernel.indices.map(span) }

    /// The elements that a window spans.
    func span(_ axis: Int) -> Int { dilations[axis] * (kernel[axis] - 1) + 1 }

    /// The outputs that read any of `count` elements from `origin`, within an output of `extent`.
    func outputs(_ origin: Int, _ count: Int, axis: Int, extent: Int) -> Range<Int> {
        let first = origin + pads[axis] - span(axis) + 1
        let low = first <= 0 ? 0 : (first + strides[axis] - 1) / strides[axis]
        let high = (origin + count - 1 + pads[axis]) / strides[axis] + 1
        return min(low, extent)..<min(max(high, low), extent)
    }

    /// The elements that `count` outputs read.
    func inputCount(_ count: Int, axis: Int) -> Int { (count - 1) * strides[axis] + span(axis) }

    /// The first element that an output reads; negative in the padding.
    func inputOrigin(_ output: Int, axis: Int) -> Int { output * strides[axis] - pads[axis] }
}
#endif
