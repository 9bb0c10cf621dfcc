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
            "V0003__maps_on_demand": "7703e657797776fb7a3392ae237579694a884f03e64bbe37770fc4d0cea9dcb4",
            "V0004__map_scores": "3d493f0784b96b9508da86e6c6c43f309716d81781731019f8727a7aa635eba3",
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

    @Test func studiesOfTheFirstReleaseKeepTheirPicturesAndTrials() throws {
        let fixture = try StoreFixture()
        let path = fixture.folder.appendingPathComponent("old.sqlite").path
        do {
            let old = try RawDatabase(path)
            try old.run("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for migration in SchemaMigration.all.prefix(2) {
                try old.run(String(decoding: migration.sql, as: UTF8.self))
                try old.run("INSERT INTO grdb_migrations VALUES ('\(migration.name)')")
            }
            let hash = String(repeating: "a", count: 64)
            try old.run(
                """
                INSERT INTO studies VALUES (1, 'faces');
                INSERT INTO study_versions VALUES (1, 1, 1, 0, 'Faces', x'', '\(hash)', 'f', 1);
                INSERT INTO stimuli VALUES (1, 1, 'i', NULL, 'i.png', '\(hash)', '\(hash)', 4, 3, NULL),
                    (2, 1, 'i', 'a', 'a.npy', '\(hash)', '\(hash)', 4, 3, '{}'),
                    (3, 1, 'i', 'b', 'b.npy', '\(hash)', '\(hash)', 4, 3, NULL);
                INSERT INTO participants VALUES (1, 1, 'P', 0);
                INSERT INTO sessions VALUES (1, 1, 1, 0, 0, 'active', 0, 1, 'C', 1, 1, 1);
                INSERT INTO trials VALUES (1, 1, 0, 'main', 'main', 1, 2, 3, NULL, NULL, NULL);
                """
            )
        }
        try StudyStore(path: path, mode: .existing).close()
        let database = try RawDatabase(path)
        #expect(
            try database.strings("SELECT image || ifnull(explainer, '') || file || width FROM stimuli ORDER BY id")
                == ["ii.png4", "iaa.npy4", "ibb.npy4"]
        )
        #expect(try database.strings("SELECT left_stimulus || ',' || right_stimulus FROM trials") == ["2,3"])
        #expect(try database.strings("PRAGMA foreign_key_check").isEmpty)
        #expect(throws: (any Error).self) { try database.run("UPDATE stimuli SET width = 5 WHERE id = 2") }
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
