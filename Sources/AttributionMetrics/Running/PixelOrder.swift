#if NativeLibraries
import Tensor

/// The pixels of a map in the order in which a metric takes them, and what each covers of the input.
struct PixelOrder: Sendable {
    /// Indices into the map, equal saliency by index.
    let pixels: [Int]
    /// The share of pixels whose saliency another pixel has too.
    let tieShare: Double
    /// Whether which of equal pixels are taken is left to PyTorch's selection, at every step anew.
    let isReference: Bool
    private let map: Tensor

    /// - Parameter isAscending: Whether the least salient pixels come first.
    init(_ map: Tensor, isAscending: Bool = false, isReference: Bool = false) {
        self.map = map
        self.isReference = isReference
        let values = map.values
        pixels =
            isAscending
            ? values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
            : values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
        var tied = 0
        var start = 0
        while start < pixels.count {
            var end = start
            while end < pixels.count, values[pixels[end]] == values[pixels[start]] { end += 1 }
            if end - start > 1 { tied += end - start }
            start = end
        }
        tieShare = Double(tied) / Double(max(1, pixels.count))
    }

    /// Whether the first pixels are others than those with the lowest indices, since more are equal than are taken.
    func isSelected(_ count: Int) -> Bool {
        isReference && count < pixels.count && map.values[pixels[count - 1]] == map.values[pixels[count]]
    }

    /// The first pixels of the order.
    func first(_ count: Int) -> ArraySlice<Int> {
        isSelected(count) ? TopSelection.largest(count, of: map.values)[...] : pixels[..<count]
    }

    /// The mean saliency of a stretch of the order.
    func meanSaliency(_ range: Range<Int>) -> Double {
        pixels[range].reduce(0.0) { $0 + Double(map.values[$1]) } / Double(max(1, range.count))
    }

    /// Visits what pixels of the map cover of an input, a row at a time: positions of a plane `height × width`.
    ///
    /// Input row `y` lies under map row ⌊y·h/H⌋, as with PyTorch's nearest upsampling.
    func forEachStretch(
        of chosen: ArraySlice<Int>,
        height: Int,
        width: Int,
        _ body: (_ start: Int, _ count: Int) -> Void
    ) {
        let (rows, columns) = (map.shape[0], map.shape[1])
        for pixel in chosen {
            let (row, column) = pixel.quotientAndRemainder(dividingBy: columns)
            let left = Self.first(column, columns, width)
            let count = Self.first(column + 1, columns, width) - left
            guard count > 0 else { continue }
            for y in Self.first(row, rows, height)..<Self.first(row + 1, rows, height) { body(y * width + left, count) }
        }
    }

    /// The first of `extent` positions that lies under cell `cell` of `cells`: ⌈cell·extent/cells⌉.
    private static func first(_ cell: Int, _ cells: Int, _ extent: Int) -> Int {
        (cell * extent + cells - 1) / cells
    }
}
#endif
