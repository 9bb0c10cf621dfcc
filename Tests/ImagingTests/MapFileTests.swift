import Foundation
import Imaging
import Tensor
import Testing

struct MapFileTests {
    private static let arrays = ["map.npy", "map-3d.npy", "map-4d.npy"]
    private static let pictures = [
        "map-1.png", "map-2.png", "map-4.png", "map-8.png", "gray-16.png", "gray-16-gamma.png",
    ]

    /// The samples that the script stored, divided by the greatest of their depth: 16 bits stay 16 bits.
    #if NativeLibraries
    @Test(arguments: arrays + pictures)
    func readsStoredValues(name: String) throws {
        let expected = try #require(try Expected.load().maps[name])
        let map = try MapFile.read(fixture(name))
        #expect(map.shape == expected.shape)
        #expect(zip(map.values, expected.values).allSatisfy { abs($0 - $1) < 1e-7 })
    }
    #else
    @Test(arguments: arrays)
    func readsArraysWithoutLibraries(name: String) throws {
        let expected = try #require(try Expected.load().maps[name])
        #expect(try MapFile.read(fixture(name)) == Tensor(shape: expected.shape, values: expected.values))
    }
    #endif

    @Test(arguments: arrays + pictures)
    func dimensionsComeFromTheHeader(name: String) throws {
        let expected = try #require(try Expected.load().maps[name])
        let size = try MapFile.dimensions(of: fixture(name))
        #expect([size.height, size.width] == expected.shape)
    }

    @Test(arguments: [
        ("rgb-8.png", ImagingError.Code.unsupportedFormat), ("gray-alpha-8.png", .unsupportedFormat),
        ("gray.jpg", .unsupportedFormat), ("bad-channels.npy", .invalidShape), ("bad-vector.npy", .invalidShape),
        ("bad-empty.npy", .invalidShape), ("bad-bomb.png", .tooLarge), ("missing.npy", .unreadable),
    ])
    func refusesWhatIsNoMap(name: String, code: ImagingError.Code) {
        for refusal in [
            #expect(throws: ImagingError.self) { try MapFile.read(fixture(name)) },
            #expect(throws: ImagingError.self) { try MapFile.dimensions(of: fixture(name)) },
        ] {
            #expect(refusal?.code == code)
            #expect(refusal?.message.contains(name) == true)
        }
    }
}
