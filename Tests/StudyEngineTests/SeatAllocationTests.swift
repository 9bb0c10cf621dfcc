import StudyEngine
import Testing

@Suite("Seats")
struct SeatAllocationTests {
    @Test("The lowest free seat is next, none when the quota is full")
    func nextSeat() {
        #expect(SeatAllocation.nextSeat(held: [], quota: 3) == 0)
        #expect(SeatAllocation.nextSeat(held: [2, 0], quota: 3) == 1)
        #expect(SeatAllocation.nextSeat(held: [0, 1, 2], quota: 3) == nil)
        #expect(SeatAllocation.nextSeat(held: [0, 1, 2], quota: nil) == 3)
        #expect(SeatAllocation.nextSeat(held: [0, 1, 2, 7], quota: 3) == nil)
        #expect(SeatAllocation.nextSeat(held: [], quota: 0) == nil)
    }

    @Test("A session is stale from the last minute on, never before it was seen")
    func stale() {
        let minute: Int64 = 60_000_000
        #expect(!SeatAllocation.isStale(lastSeen: 0, now: 30 * minute - 1, releaseAfterMinutes: 30))
        #expect(SeatAllocation.isStale(lastSeen: 0, now: 30 * minute, releaseAfterMinutes: 30))
        #expect(!SeatAllocation.isStale(lastSeen: 5, now: 0, releaseAfterMinutes: 0))
        #expect(!SeatAllocation.isStale(lastSeen: 0, now: minute, releaseAfterMinutes: .max))
    }
}
