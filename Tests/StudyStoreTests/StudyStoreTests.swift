import Foundation
import StudyModel
import StudyStore
import Testing

@Suite struct StudyStoreTests {
    @Test func aStudyIsThereAfterReopening() throws {
        let fixture = try StoreFixture()
        let stored = try fixture.addStudy()
        try fixture.store.close()

        let reopened = try StudyStore(path: fixture.path, mode: .existing)
        defer { try? reopened.close() }
        #expect(try reopened.read { try $0.study("faces") } == stored)
        #expect(stored.definition == NewStudy.faces().definition)
    }
}
