import Foundation

/// Expected values that `Golden/make_golden.py` wrote from peer packages.
enum Golden {
    static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Golden/\(name)"))
        return try JSONDecoder().decode(type, from: data)
    }
}

/// Whether two numbers agree to a relative tolerance.
func isClose(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-10) -> Bool {
    guard let a else { return false }
    return a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
}

/// Whether two numbers agree to an absolute tolerance.
func isNear(_ a: Double?, _ b: Double, _ tolerance: Double) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance
}
