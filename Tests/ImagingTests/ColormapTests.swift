import Foundation
import Imaging
import Testing

struct ColormapTests {
    @Test(arguments: Colormap.allCases)
    func has256Colors(colormap: Colormap) {
        #expect(colormap.colors.count == 768)
    }

    /// Ends and middle of the data of matplotlib 3.11.2.
    @Test func endsAreThePublishedOnes() {
        #expect(Colormap.viridis.color(at: 0) == (0x44, 0x01, 0x54))
        #expect(Colormap.viridis.color(at: 128 / 255) == (0x21, 0x91, 0x8C))
        #expect(Colormap.viridis.color(at: 1) == (0xFD, 0xE7, 0x25))
        #expect(Colormap.inferno.color(at: 0) == (0x00, 0x00, 0x04))
        #expect(Colormap.inferno.color(at: 128 / 255) == (0xBC, 0x37, 0x54))
        #expect(Colormap.inferno.color(at: 1) == (0xFC, 0xFF, 0xA4))
    }

    /// OpenCV 5.0.0, `applyColorMap(…, COLORMAP_JET)`, which rounds some ties the other way.
    @Test(arguments: [
        (0, [0, 0, 128]), (1, [0, 0, 132]), (31, [0, 0, 252]), (96, [2, 255, 254]), (128, [130, 255, 126]),
        (255, [128, 0, 0]),
    ])
    func jetIsOpenCVs(index: Int, expected: [UInt8]) {
        let color = Colormap.jet.color(at: Float(index) / 255)
        #expect(greatestDifference([color.red, color.green, color.blue], expected) <= 1)
    }

    /// The stored colors are the ones that colorspacious 1.1.2 was given, so that its coordinates are theirs.
    @Test(arguments: measured)
    func measurementsAreOfTheseColors(colormap: Colormap) throws {
        for point in try points(colormap) {
            #expect(Array(colormap.colors[3 * point.index..<3 * point.index + 3]) == point.color)
        }
    }

    @Test(arguments: [Colormap.viridis, .inferno])
    func lightnessRisesEvenly(colormap: Colormap) throws {
        let lightness = try points(colormap).dropLast().map(\.lightness)
        let steps = zip(lightness.dropFirst(), lightness).map { $0 - $1 }
        let mean = steps.reduce(0, +) / Double(steps.count)
        for step in steps { #expect(abs(step / mean - 1) < 0.15) }
    }

    /// Steps of eight colors differ by the same in CAM02-UCS, but for the rounding to 8 bits.
    @Test(arguments: [Colormap.viridis, .inferno, .blueWhiteRed])
    func stepsAreNearlyEqual(colormap: Colormap) throws {
        let steps = try steps(colormap)
        let mean = steps.reduce(0, +) / Double(steps.count)
        for step in steps { #expect(abs(step / mean - 1) < 0.15) }
    }

    @Test func jetIsNotUniform() throws {
        let steps = try steps(.jet)
        #expect((steps.max() ?? 0) / (steps.min() ?? 1) > 2.5)
    }

    @Test func divergingMapIsBrightestInTheMiddle() throws {
        let lightness = try points(.blueWhiteRed).map(\.lightness)
        for index in 1...15 { #expect(lightness[index] > lightness[index - 1]) }
        for index in 17..<lightness.count { #expect(lightness[index] < lightness[index - 1]) }
        #expect(abs(lightness[0] - lightness[lightness.count - 1]) < 3)
    }

    @Test func positionsBeyondTheEndsAreClamped() {
        #expect(Colormap.viridis.color(at: -3) == Colormap.viridis.color(at: 0))
        #expect(Colormap.viridis.color(at: 3) == Colormap.viridis.color(at: 1))
    }

    private static let measured = [Colormap.viridis, .inferno, .blueWhiteRed, .jet]

    private struct Point: Decodable {
        var index: Int
        var color: [UInt8]
        var cam02ucs: [Double]

        var lightness: Double { cam02ucs[0] }
    }

    private func points(_ colormap: Colormap) throws -> [Point] {
        let data = try Data(contentsOf: URL(fileURLWithPath: fixture("uniformity.json")))
        return try #require(try JSONDecoder().decode([String: [Point]].self, from: data)[colormap.rawValue])
    }

    /// Distances between every eighth color; the one across the middle of a diverging map is left out.
    private func steps(_ colormap: Colormap) throws -> [Double] {
        let points = try points(colormap).dropLast()
        return zip(points, points.dropFirst()).compactMap { near, far in
            if colormap.isDiverging, near.index < 128, far.index >= 128 { return nil }
            return zip(near.cam02ucs, far.cam02ucs).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
        }
    }
}
