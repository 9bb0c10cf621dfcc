import Foundation
import Imaging

/// What `Golden/make_golden.py` wrote from Pillow and torchvision, whose versions the files name.
enum Golden {
    struct Picture: Decodable {
        var width: Int
        var height: Int
        var pixels: Data

        var image: RasterImage { RasterImage(width: width, height: height, layout: .rgb, pixels: [UInt8](pixels)) }
    }

    struct Resizing: Decodable {
        struct Output: Decodable {
            var on: String
            var interpolation: String
            var antialias: Bool
            var output: Data
        }

        struct Case: Decodable {
            var width: Int
            var height: Int
            var pixels: Data
            var outputWidth: Int
            var outputHeight: Int
            var outputs: [Output]

            var image: RasterImage { RasterImage(width: width, height: height, layout: .rgb, pixels: [UInt8](pixels)) }
        }

        var cases: [Case]
    }

    struct Prepared: Decodable {
        struct Case: Decodable {
            var name: String
            var picture: Int
            var description: String
            var inputShape: [Int?]
            var shape: [Int]
            var output: Data
        }

        var cropStarts: [[Int]]
        var pictures: [Picture]
        var cases: [Case]
    }

    static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let path = file("Golden/\(name)")
        return try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// A path from the folder of these tests.
func file(_ relative: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(relative).path
}

/// Little-endian floats of 4 bytes.
func floats(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
}

/// The greatest difference of two lists; infinity if their lengths differ or a value is no number.
func greatestDifference(_ left: [Float], _ right: [Float]) -> Float {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).reduce(0) { greatest, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(greatest, difference)
    }
}

/// A folder that is removed with its files when the body ends.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ModelInputTests-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}
