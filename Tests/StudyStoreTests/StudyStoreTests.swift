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

    @Test func aMissingFileIsMadeOnlyWhenAsked() throws {
        let fixture = try StoreFixture()
        let path = fixture.folder.appendingPathComponent("absent.sqlite").path
        #expect(code { try StudyStore(path: path, mode: .existing) } == .notFound)
        #expect(!FileManager.default.fileExists(atPath: path))
        try StudyStore(path: path, mode: .create).close()
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [StudyStore.Mode.create, .existing])
    func aFileOfAnotherKindIsRefusedAndLeftAlone(_ mode: StudyStore.Mode) throws {
        let fixture = try StoreFixture()
        let path = fixture.folder.appendingPathComponent("photo.sqlite").path
        let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(code { try StudyStore(path: path, mode: mode) } == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test(arguments: [StudyStore.Mode.create, .existing])
    func anotherProgramsDatabaseIsRefusedAndLeftAlone(_ mode: StudyStore.Mode) throws {
        let fixture = try StoreFixture()
        let path = fixture.folder.appendingPathComponent("other.sqlite").path
        try RawDatabase(path).run("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(code { try StudyStore(path: path, mode: mode) } == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func anEmptyFileBecomesADatabaseOnlyWhereOneMayBeMade() throws {
        let fixture = try StoreFixture()
        let path = fixture.folder.appendingPathComponent("empty.sqlite").path
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(code { try StudyStore(path: path, mode: .existing) } == .notADatabase)
        try StudyStore(path: path, mode: .create).close()
        try StudyStore(path: path, mode: .existing).close()
    }

    @Test func aFolderIsNoDatabase() throws {
        let fixture = try StoreFixture()
        #expect(code { try StudyStore(path: fixture.folder.path, mode: .create) } == .notADatabase)
        let path = fixture.folder.appendingPathComponent("absent/study.sqlite").path
        #expect(code { try StudyStore(path: path, mode: .create) } == .io)
    }

    @Test func aNewerSchemaIsRefused() throws {
        let fixture = try StoreFixture()
        try RawDatabase(fixture.path).run("INSERT INTO grdb_migrations VALUES ('V9999__from_the_future')")
        #expect(code { try StudyStore(path: fixture.path, mode: .existing) } == .newerSchema)
    }

    @Test func aDamagedFileIsAnError() throws {
        let fixture = try StoreFixture()
        try fixture.addStudy()
        try fixture.store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        bytes.replaceSubrange(100..<4_096, with: Data(repeating: 0xA5, count: 3_996))
        try bytes.write(to: URL(fileURLWithPath: fixture.path))
        #expect(code { try StudyStore(path: fixture.path, mode: .existing) } == .corrupt)
    }

    @Test func whatAThrowingWriteDidIsUndone() throws {
        let fixture = try StoreFixture()
        #expect(throws: Refusal.self) {
            try fixture.store.write { transaction in
                _ = try transaction.addStudy(.faces(), at: 1)
                throw Refusal()
            }
        }
        #expect(try fixture.store.read { try $0.studies() }.isEmpty)
    }

    @Test func aReadSeesOneSnapshot() throws {
        let fixture = try StoreFixture()
        try fixture.addStudy()
        let other = try StudyStore(path: fixture.path, mode: .existing)
        defer { try? other.close() }
        try fixture.store.read { transaction in
            #expect(try transaction.studies().count == 1)
            try other.write { _ = try $0.addStudy(.faces(id: "hands"), at: 2) }
            #expect(try transaction.studies().count == 1)
        }
        #expect(try fixture.store.read { try $0.studies() }.map(\.id) == ["faces", "hands"])
    }

    @Test func writesAreSyncedBeforeTheyReturn() throws {
        let fixture = try StoreFixture()
        // 2 is FULL: the write-ahead log is synced at every commit, https://sqlite.org/pragma.html#pragma_synchronous
        #expect(try fixture.store.write { try $0.pragma("synchronous") } == "2")
        #expect(try fixture.store.write { try $0.pragma("journal_mode") } == "wal")
        #expect(try fixture.store.write { try $0.pragma("foreign_keys") } == "1")
        #expect(try fixture.store.write { try $0.pragma("busy_timeout") } == "10000")
    }

    @Test func aClosedStoreSaysSo() async throws {
        let fixture = try StoreFixture()
        try fixture.store.close()
        #expect(code { try fixture.store.write { try $0.studies() } } == .closed)
        let error = await #expect(throws: StoreError.self) { try await fixture.store.commit { try $0.studies() } }
        #expect(error?.code == .closed)
    }

    @Test func aReadOnlyFileSaysSo() throws {
        let fixture = try StoreFixture()
        try fixture.store.close()
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: fixture.path)
        // The superuser may write to anything.
        guard !manager.isWritableFile(atPath: fixture.path) else { return }
        #expect(code { try StudyStore(path: fixture.path, mode: .existing) } == .readOnly)
    }

    @Test func aFullDiskSaysSoAndKeepsWhatWasStored() throws {
        let fixture = try StoreFixture()
        try fixture.addStudy()
        try fixture.store.write { transaction in
            let pages = try #require(Int(transaction.pragma("page_count") ?? ""))
            _ = try transaction.pragma("max_page_count = \(pages)")
        }
        var large = NewStudy.faces(id: "large")
        large.definition = Array(repeating: 7, count: 1_000_000)
        #expect(code { try fixture.addStudy(large) } == .diskFull)
        #expect(try fixture.store.read { try $0.studies() }.map(\.id) == ["faces"])
    }
}

struct Refusal: Error {}

/// The code of the store's error that an operation throws; `nil` where it throws none.
func code<T>(_ operation: () throws -> T) -> StoreError.Code? {
    do {
        _ = try operation()
        return nil
    } catch {
        return (error as? StoreError)?.code
    }
}
