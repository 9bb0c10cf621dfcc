import Foundation
import ModelInput
import Testing

struct ClassLabelsTests {
    private func read(_ bytes: [UInt8]) throws -> ClassLabels {
        try withTemporaryFolder { folder in
            let path = folder + "/labels.txt"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return try ClassLabels(reading: path)
        }
    }

    @Test(arguments: [
        "tench\ngoldfish\n", "tench\r\ngoldfish\r\n\r\n", " tench \ngoldfish", "\u{FEFF}tench\ngoldfish\n\n",
    ])
    func readsAClassALine(text: String) throws {
        let labels = try read(Array(text.utf8))
        #expect(labels.names == ["tench", "goldfish"])
        #expect(labels.count == 2)
        #expect(labels.indices(named: "goldfish") == [1])
        #expect(labels.indices(named: "Goldfish").isEmpty)
    }

    @Test(arguments: [("", "empty"), ("\n\n", "empty"), ("a\n\nb\n", "line 2"), ("a\nb\u{1B}[2J\n", "line 2")])
    func refusesWhatNamesNoClasses(text: String, hint: String) throws {
        let error = #expect(throws: ModelInputError.self) { try read(Array(text.utf8)) }
        #expect(error?.code == .invalidLabels)
        #expect(error?.message.contains(hint) == true)
    }

    @Test func refusesWhatIsNoText() {
        #expect(throws: ModelInputError.self) { try read([0x61, 0xFF, 0x0A]) }
        let error = #expect(throws: ModelInputError.self) { try ClassLabels(reading: "absent/labels.txt") }
        #expect(error?.code == .unreadable)
    }
}
