import StudyModel
import StudyStore
import Testing

@Suite struct GroupCommitTests {
    @Test func concurrentTasksAreAllStoredAndVisibleToOthersOnReturn() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let other = try StudyStore(path: fixture.path, mode: .existing)
        defer { try? other.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seat in 0..<64 {
                group.addTask {
                    let session = try await fixture.store.commit { try join(study, seat, $0) }
                    #expect(try other.read { try $0.session(session.id) } == session)
                }
            }
            try await group.waitForAll()
        }
        #expect(try other.read { try $0.heldSeats(study.row, simulated: false) } == Array(0..<64))
    }

    @Test func aFailingClosureIsUndoneAlone() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let failed = await withTaskGroup(of: Int?.self) { group in
            for seat in 0..<64 {
                group.addTask {
                    do {
                        try await fixture.store.commit { transaction in
                            _ = try join(study, seat, transaction)
                            if seat % 7 == 3 { throw Refusal() }
                        }
                        return nil
                    } catch {
                        return error is Refusal ? seat : -1
                    }
                }
            }
            return await group.reduce(into: Set()) { set, seat in
                if let seat { set.insert(seat) }
            }
        }
        let refused = Set((0..<64).filter { $0 % 7 == 3 })
        #expect(failed == refused)
        let seats = try fixture.store.read { try $0.heldSeats(study.row, simulated: false) }
        #expect(seats == (0..<64).filter { !refused.contains($0) })
    }

    @Test func closuresRunInTheOrderInWhichTheyWereQueued() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        for number in 0..<20 {
            try await fixture.store.commit { transaction in
                try transaction.append(event: Event(at: Int64(number), study: study.row, kind: "test"))
            }
        }
        var times: [Int64] = []
        try fixture.store.read { transaction in
            try transaction.forEachEvent(study: "faces") { times.append($0.at) }
        }
        #expect(times == (0..<20).map { Int64($0) })
    }

    @Test func aCancelledTaskLosesNothingThatItQueued() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let tasks = (0..<32).map { seat in
            Task { try await fixture.store.commit { try join(study, seat, $0) } }
        }
        for task in tasks { task.cancel() }
        for task in tasks { _ = try await task.value }
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) } == Array(0..<32))
    }

    @Test func blockingWritesAndCommitsDoNotDisturbEachOther() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seat in 0..<40 {
                group.addTask {
                    if seat.isMultiple(of: 2) {
                        _ = try await fixture.store.commit { try join(study, seat, $0) }
                    } else {
                        _ = try fixture.store.write { try join(study, seat, $0) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) } == Array(0..<40))
    }

    @Test func theLastToUseADatabaseMayCloseItWhenItIsDone() async throws {
        for _ in 0..<60 {
            let fixture = try StoreFixture()
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    let owner = Owner(store: fixture.store)
                    group.addTask { try await owner.store.commit { _ in _ = owner.store.path } }
                }
                // Whoever comes after the first close is told so.
                while let result = await group.nextResult() {
                    if case .failure(let error) = result { #expect((error as? StoreError)?.code == .closed) }
                }
            }
        }
    }
}

/// Closes its database when nobody holds it any longer.
private final class Owner: Sendable {
    let store: StudyStore

    init(store: StudyStore) {
        self.store = store
    }

    deinit {
        try? store.close()
    }
}

private func join(_ study: StoredStudy, _ seat: Int, _ transaction: StoreTransaction) throws -> Session {
    try transaction.insertSession(
        study: study.row,
        code: ParticipantCode("P\(seat)"),
        simulated: false,
        seat: seat,
        completionCode: "DONE",
        trials: .standard,
        at: 1
    )
}
