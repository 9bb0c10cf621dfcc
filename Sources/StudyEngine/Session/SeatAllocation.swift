/// Which place in the design a participant gets, and when a place becomes free again.
public enum SeatAllocation {
    /// The lowest seat that nobody holds, or `nil` when all are taken.
    ///
    /// Taking the lowest gives the seat of somebody who dropped out to the next who comes, so that the balance of the
    /// design is that of the seats 0 ..< quota once all are completed. The caller reads `held` and stores the result in
    /// one transaction.
    /// - Parameters:
    ///   - held: The seats of the sessions whose status holds a seat (``Session/Status/holdsSeat``), in any order.
    ///   - quota: How many seats there are; without it there is always one more.
    /// - Complexity: O(held seats).
    public static func nextSeat(held: some Sequence<Int>, quota: Int?) -> Int? {
        let held = Set(held)
        var seat = 0
        while held.contains(seat) { seat += 1 }
        if let quota, seat >= quota { return nil }
        return seat
    }

    /// Whether a session has been silent for so long that its seat may be given to somebody else.
    /// - Parameters:
    ///   - lastSeen: When it last did something, in µs since 1970.
    ///   - now: The time, in µs since 1970.
    ///   - releaseAfterMinutes: How long a session may be silent, in minutes.
    public static func isStale(lastSeen: Int64, now: Int64, releaseAfterMinutes: Int) -> Bool {
        let microsecondsPerMinute: Int64 = 60_000_000
        guard now > lastSeen else { return false }
        return (now - lastSeen) / microsecondsPerMinute >= Int64(releaseAfterMinutes)
    }
}
