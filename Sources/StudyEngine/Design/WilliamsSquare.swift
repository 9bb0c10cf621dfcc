/// Orders of n things in which each stands at each position, and follows each other thing directly, equally often.
///
/// Williams 1949, "Experimental Designs Balanced for the Estimation of Residual Effects of Treatments",
/// DOI 10.1071/CH9490149.
struct WilliamsSquare {
    let size: Int

    /// How many rows make the square complete: n when n is even, 2n when it is odd (1 when n is 1).
    var rowCount: Int {
        size < 2 ? 1 : size.isMultiple(of: 2) ? size : 2 * size
    }

    /// One row, its things numbered from 0; rows start again after ``rowCount``.
    func row(_ number: Int) -> [Int] {
        guard size > 0 else { return [] }
        let number = number % rowCount
        let shift = number % size
        let row = (0..<size).map { position in
            // 0, 1, n−1, 2, n−2, …
            let start = position.isMultiple(of: 2) ? (size - position / 2) % size : (position + 1) / 2
            return (start + shift) % size
        }
        return number < size ? row : row.reversed()
    }
}
