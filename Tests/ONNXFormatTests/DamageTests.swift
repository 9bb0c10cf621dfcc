import Foundation
import ONNXFormat
import Testing

/// Whatever the bytes, reading ends with a model or with an error of this format.
struct DamageTests {
    /// Reads the structure and the tensors, and says what came of the structure: the code of the error, or `ok`.
    @discardableResult
    private func readAll(_ bytes: [UInt8]) -> String {
        do {
            let model = try ONNXModel.decode(bytes, limits: ONNXLimits(elements: 1_000_000))
            for tensor in model.graph.initializers {
                do {
                    #expect(try tensor.floats().count == tensor.elementCount)
                    #expect(try tensor.integers().count == tensor.elementCount)
                } catch {
                    #expect((error as? ONNXError)?.code == .wrongType)
                }
            }
            return "ok"
        } catch {
            #expect(error is ONNXError)
            return (error as? ONNXError)?.code.rawValue ?? "\(error)"
        }
    }

    @Test(arguments: ["torchscript", "dynamo", "types", "attributes", "functions", "external"])
    func survivesDamage(name: String) throws {
        let original = try Fixture.bytes("\(name).onnx")
        var random = SeededGenerator(state: 1)
        for _ in 0..<2_000 { readAll(random.damaged(original)) }
    }

    /// What the fuzzer of `Tests/Fuzz` came across; files are named after what has to come of them.
    @Test func survivesWhatTheFuzzerFound() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.path("fuzz")).sorted()
        #expect(!names.isEmpty)
        for name in names {
            let outcome = readAll(try Fixture.bytes("fuzz/\(name)"))
            #expect(name.hasPrefix("\(outcome)-"), "\(name)")
        }
    }
}
