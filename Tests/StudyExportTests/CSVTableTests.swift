import Foundation
import StudyExport
import Testing

@Suite struct CSVTableTests {
    @Test(arguments: [
        ("a,b\r\n1,2\r\n", [["1", "2"]]), ("a,b\n1,2", [["1", "2"]]), ("a,b\r1,2\r3,4", [["1", "2"], ["3", "4"]]),
        ("a,b\r\n1,\r\n,2\r\n", [["1", ""], ["", "2"]]), ("a,b\n\"1\",\"\"\n", [["1", ""]]),
        ("a,b\n\"x,\"\"y\"\"\",\"l1\r\nl2\"\n", [["x,\"y\"", "l1\r\nl2"]]), ("a,b\n", []), ("a,b", []),
        ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]), ("\"a\",\"b\"\n1,2\n", [["1", "2"]]), ("a,b\n 1 , 2\n", [[" 1 ", " 2"]]),
        ("a,b\n\n1,2\n\r\n\n3,4\n\n", [["1", "2"], ["3", "4"]]), ("\n\r\na,b\n1,2\n", [["1", "2"]]),
        ("a,b\n\"\"\"\u{301}\",x\n", [["\"\u{301}", "x"]]),
    ])
    func readsWhatTheRFCAllows(text: String, rows: [[String]]) throws {
        let table = try read(text)
        #expect(table.header == ["a", "b"])
        #expect(table.rows.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
    }

    @Test func rowsKnowTheirLine() throws {
        #expect(try read("a,b\n1,2\n\n\"x\ny\",3\r\n4,5\r6,7").lines == [2, 4, 6, 7])
        #expect(try read("\"a\nA\",b\r\n1,2\n").lines == [3])
        #expect(try read("\n\na,b\n1,2\n").lines == [4])
        #expect(try read("a,b\r\"x\ry\",2\r3,4\r").lines == [2, 4])
    }

    @Test(arguments: [
        ("", CSVError.Code.empty, 1), ("\u{FEFF}", .empty, 1), ("\n\n", .empty, 1), ("a,b\n1\n", .raggedRow, 2),
        ("a,b\n1,2\n\n1,2,3\n", .raggedRow, 4), ("a,b\n\"x\ny\",2\n1\n", .raggedRow, 4),
        ("a,b\n1,\"2\n", .strayQuote, 2),
        ("a,b\n1,x\"y\n", .strayQuote, 2), ("a,b\n\"1\"x,2\n", .strayQuote, 2), ("a,a\n1,2\n", .duplicateColumn, 1),
        ("a,\"b\n1,2\n", .strayQuote, 1),
    ])
    func brokenTablesNameTheLine(text: String, code: CSVError.Code, line: Int) throws {
        let error = #expect(throws: CSVError.self) { _ = try read(text) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("t.csv, line \(line): ") == true)
    }

    @Test func bytesThatAreNotUTF8AreRefused() throws {
        for bytes: [UInt8] in [[0x61, 0x0A, 0xE9, 0x0A], [0x61, 0x0A, 0x22, 0xFF, 0x22, 0x22, 0x22]] {
            let error = #expect(throws: CSVError.self) { _ = try read(Data(bytes)) }
            #expect(error?.code == .notUTF8)
            #expect(error?.line == 2)
        }
        let utf16 = #expect(throws: CSVError.self) { _ = try read(Data([0xFF, 0xFE, 0x61, 0, 0x0A, 0])) }
        #expect(utf16?.code == .notUTF8)
    }

    @Test func columnsAreFoundByName() throws {
        let table = try CSVTable(Data("x,participant,,\n1,2,,\n".utf8), path: "t.csv")
        #expect(table.column("participant") == 1)
        #expect(table.column("other") == nil)
        #expect(try table.required("x") == 0)
        let error = #expect(throws: CSVError.self) { try table.required("winner") }
        #expect(error?.code == .missingColumn)
        #expect(error?.message.contains("participant") == true)
    }

    @Test func aMissingFileIsNamed() throws {
        let error = #expect(throws: CSVError.self) { _ = try CSVTable(path: "no/such/file.csv") }
        #expect(error?.code == .unreadable)
        #expect(error?.path == "no/such/file.csv")
    }

    /// Whatever the bytes, there is a table or a ``CSVError``.
    @Test func mutatedFilesNeverCrash() throws {
        var generator = Xorshift(seed: 20_240_611)
        let seedText = "\u{FEFF}participant,left,right,winner\r\n\"p,1\",a,\"b\"\"\",left\np2,\"x\r\ny\",é,tie\n\n"
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF, 0xEF, 0xCC, 0x81, 0x61]
        var tables = 0
        for _ in 0..<20_000 {
            var bytes = Array(seedText.utf8)
            for _ in 0...Int(generator.next() % 6) where !bytes.isEmpty {
                let place = Int(generator.next() % UInt64(bytes.count))
                let byte = special[Int(generator.next() % UInt64(special.count))]
                switch generator.next() % 4 {
                case 0: bytes[place] = byte
                case 1: bytes.insert(byte, at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            do {
                let table = try read(Data(bytes))
                #expect(table.rows.allSatisfy { $0.count == table.header.count })
                tables += 1
            } catch is CSVError {}
        }
        #expect(tables > 1_000)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        var generator = Xorshift(seed: 9)
        let alphabet = ["a", "\"", ",", "\n", "\r", "\r\n", " ", "é", "\u{301}", "中", "👩‍👧", "=", "'", "\t"]
        for _ in 0..<200 {
            let width = 2 + Int(generator.next() % 4)
            let rows = (0..<Int(generator.next() % 6)).map { _ in
                (0..<width).map { _ in
                    (0..<Int(generator.next() % 7)).map { _ in alphabet[Int(generator.next() % 14)] }.joined()
                }
            }
            let text = try written { writer in
                try writer.header((0..<width).map { "c\($0)" })
                for row in rows {
                    for field in row { writer.field(field) }
                    try writer.endRow()
                }
            }
            let back = try read(text)
            #expect(back.rows.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
        }
    }
}

/// Marsaglia's xorshift, DOI 10.18637/jss.v008.i14: seeded, the same everywhere.
struct Xorshift {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 11
    }
}
