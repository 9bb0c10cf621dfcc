import Foundation
import Imaging
import ModelInput
import Tensor
import Testing

/// Photos and the inputs that Pillow makes of them, JPEG decoding included, from the data beside the repository.
struct SharedDataTests {
    private static let data = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/data").path

    @Test(arguments: ["n01770393_scorpion", "n02058221_albatross"])
    func photosAreWithinOneGrayLevel(name: String) throws {
        let golden = "\(Self.data)/goldens/\(name)--input.npy"
        guard FileManager.default.fileExists(atPath: golden) else {
            try Test.cancel("there is no \(golden)")
        }
        #if NativeLibraries
        let description = try ModelDescription.read(file("Fixtures/squeezenet1_1.model.json"))
        let preparation = try InputPreparation(description, inputShape: [nil, 3, 224, 224])
        let input = try preparation.tensor(from: ImageFile.read("\(Self.data)/images/\(name).jpg"))
        let expected = try NPYFile.read(golden)
        #expect(input.shape == expected.shape)
        let difference = greatestDifference(input.values, expected.values)
        #expect(difference <= 1, "\(difference) gray levels")
        #else
        try Test.cancel("this build has no JPEG reader")
        #endif
    }
}
