import SeededRandom
internal import Statistics
internal import StudyModel

/// Random orders in which no image comes twice in a row.
enum ImageSpacing {
    /// Positions 0 ..< images.count in random order, equal images apart wherever that is possible.
    ///
    /// It is possible exactly when no image occurs more than ⌈n/2⌉ times. At every step the next position is drawn from
    /// those of another image than the last, unless one image makes up so much of what is left that it has to come now.
    /// When it is not possible, as few as possible follow their like.
    /// - Parameter previous: The image before the first, from which it is kept apart where that costs nothing.
    /// - Complexity: O(n · different images).
    static func order(
        _ images: [ImageID],
        after previous: ImageID?,
        using generator: inout SeededGenerator
    ) -> [Int] {
        var numbers: [ImageID: Int] = [:]
        var waiting: [[Int]] = []
        for (position, image) in images.enumerated() {
            let number = numbers[image, default: waiting.count]
            if number == waiting.count {
                numbers[image] = number
                waiting.append([])
            }
            waiting[number].append(position)
        }
        for number in waiting.indices { generator.shuffle(&waiting[number]) }

        var last = previous.flatMap { numbers[$0] }
        if let number = last, waiting[number].count > images.count / 2 { last = nil }
        var order: [Int] = []
        order.reserveCapacity(images.count)
        while order.count < images.count {
            let left = images.count - order.count
            let next = pick(from: waiting, left: left, last: last, using: &generator)
            if let position = waiting[next].popLast() { order.append(position) }
            last = next
        }
        return order
    }

    private static func pick(
        from waiting: [[Int]],
        left: Int,
        last: Int?,
        using generator: inout SeededGenerator
    ) -> Int {
        if let urgent = waiting.indices.first(where: { waiting[$0].count > left / 2 && $0 != last }) { return urgent }
        let barred = last.map { waiting[$0].count } ?? 0
        // Nothing but the last image is left.
        guard left > barred else { return last ?? 0 }
        var draw = generator.below(left - barred)
        for number in waiting.indices where number != last {
            if draw < waiting[number].count { return number }
            draw -= waiting[number].count
        }
        return 0
    }
}
