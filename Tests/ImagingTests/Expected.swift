import Foundation

/// What the peers make of the fixtures: `expected.json`, written by `make_fixtures.py`, which names their versions.
struct Expected: Decodable {
    struct Picture: Decodable {
        var width: Int
        var height: Int
        var channels: Int
        var pixels: String
    }

    struct Map: Decodable {
        var shape: [Int]
        var values: [Float]
    }

    struct Resize: Decodable {
        var interpolation: String
        var shape: [Int]
        var values: [Float]
        var width: Int
        var height: Int
        var output: [Float]
    }

    struct PictureResize: Decodable {
        var channels: Int
        var width: Int
        var height: Int
        var pixels: String
        var outputWidth: Int
        var outputHeight: Int
        var output: String
    }

    struct Percentile: Decodable {
        var percent: Double
        var values: [Float]
        var output: Float
    }

    var pictures: [String: Picture]
    var maps: [String: Map]
    var resize: [Resize]
    var picturesResized: [PictureResize]
    var percentiles: [Percentile]

    static func load() throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: fixture("expected.json"))))
    }
}

/// The path of a fixture.
func fixture(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Fixtures/\(name)").path
}

/// The bytes that hexadecimal digits stand for.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// The greatest difference of two lists of samples; 256 if their lengths differ.
func greatestDifference(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard left.count == right.count else { return 256 }
    return zip(left, right).map { abs(Int($0) - Int($1)) }.max() ?? 0
}
