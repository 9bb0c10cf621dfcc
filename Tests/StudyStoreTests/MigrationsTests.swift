import Digest
import Foundation
import Migrations
import StudyModel
import StudyStore
import Testing

@Suite struct MigrationsTests {
    /// A released migration is never edited: databases made with it would differ from new ones.
    @Test func releasedMigrationsAreFrozen() {
        let frozen = [
            "V0001__create_study": "b609ade7424ecc170af7018ce4f9dcfae6c47c27d64ed307454099f63c32717c",
            "V0002__map_provenance": "ee582a8abdaea70ca711c2cf1359fc1d9740dc5db46394fb19194203c65577a9",
        ]
        for migration in SchemaMigration.all {
            #expect(SHA256.hash(migration.sql).hex == frozen[migration.name], "\(migration.name)")
            #expect(migration.sql.count < 20_000)
        }
        #expect(SchemaMigration.all.map(\.name) == SchemaMigration.all.map(\.name).sorted())
        #expect(SchemaMigration.all.count == frozen.count)
    }

    @Test func migratingTwiceChangesNothing() throws {
        let fixture = try StoreFixture()
        let query = "SELECT type || name || ifnull(sql, '') FROM sqlite_master ORDER BY name"
        let before = try RawDatabase(fixture.path).strings(query)
        try fixture.store.close()
        try StudyStore(path: fixture.path, mode: .existing).close()
        let database = try RawDatabase(fixture.path)
        #expect(try database.strings(query) == before)
        #expect(try database.strings("SELECT identifier FROM grdb_migrations") == SchemaMigration.all.map(\.name))
        #expect(try database.strings("PRAGMA application_id") == ["1112034372"])
        #expect(try database.strings("PRAGMA integrity_check") == ["ok"])
    }

    @Test func everyTableIsStrict() throws {
        let fixture = try StoreFixture()
        let loose = try RawDatabase(fixture.path).strings(
            """
            SELECT name FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND NOT strict
                AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
            """
        )
        #expect(loose.isEmpty)
    }

    @Test func processesThatCreateTheSameFileAtOnceAllSucceed() async throws {
        let fixture = try StoreFixture()
        for round in 0..<10 {
            let path = fixture.folder.appendingPathComponent("race-\(round).sqlite").path
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        let store = try StudyStore(path: path, mode: .create)
                        _ = try store.write { try $0.addStudy(.faces(id: StudyID("study-\(number)")), at: 1) }
                        try store.close()
                    }
                }
                try await group.waitForAll()
            }
            let store = try StudyStore(path: path, mode: .existing)
            #expect(try store.read { try $0.studies() }.count == 4)
            try store.close()
        }
    }
}
