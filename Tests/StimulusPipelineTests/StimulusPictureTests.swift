import Digest
import Foundation
import Imaging
import StimulusPipeline
import StudyModel
import Testing

#if NativeLibraries
/// What is stored of a stimulus and what is drawn from it later.
@Suite struct StimulusPictureTests {
    private func valid() throws -> (TemporaryStudy, StimulusPipeline.Examination) {
        let study = try TemporaryStudy()
        try study.writePicture()
        let examination = try study.examine()
        try #require(examination.issues.isEmpty, "\(examination.issues)")
        return (study, examination)
    }

    @Test func eachShownPictureIsRecordedOnce() throws {
        let (study, examination) = try valid()
        #expect(examination.stimuli.map(\.explainer) == [nil, "a", "b"])
        #expect(examination.stimuli.map(\.picture?.file) == ["one.png", "one--a.npy", "one--b.npy"])
        #expect(examination.stimuli.allSatisfy { $0.picture?.width == 32 && $0.picture?.height == 24 })
        #expect(Set(examination.stimuli.map(\.picture?.pixelsSHA256)).count == 3)
        #expect(try study.examine().stimuli == examination.stimuli)
    }

    @Test func thePictureIsTheOneRecorded() throws {
        let (study, examination) = try valid()
        for stimulus in examination.stimuli {
            let png = try study.picture(stimulus, of: examination.study)
            let picture = try ImageFile.decode(png)
            #expect(picture.pixelHash.hex == stimulus.picture?.pixelsSHA256)
            #expect(
                (picture.width as Int?, picture.height as Int?) == (stimulus.picture?.width, stimulus.picture?.height)
            )
        }
    }

    @Test func aChangedPictureIsRefusedForItselfAndItsMaps() throws {
        let (study, examination) = try valid()
        try study.writePicture(start: 1)
        for stimulus in examination.stimuli {
            let error = #expect(throws: StimulusError.self) {
                try study.picture(stimulus, of: examination.study)
            }
            #expect(error?.code == .changed)
        }
    }

    @Test func aChangedMapIsRefusedAlone() throws {
        let (study, examination) = try valid()
        try study.write(TemporaryStudy.map { x, y in x * y * y }, named: "one--a.npy")
        let codes = examination.stimuli.map { stimulus -> StimulusError.Code? in
            do {
                _ = try study.picture(stimulus, of: examination.study)
                return nil
            } catch {
                return (error as? StimulusError)?.code
            }
        }
        #expect(codes == [nil, .changed, nil])
    }

    @Test(arguments: ["one.png", "one--a.npy"])
    func aMissingFileIsRefused(name: String) throws {
        let (study, examination) = try valid()
        try FileManager.default.removeItem(at: study.folder.appendingPathComponent(name))
        let error = #expect(throws: StimulusError.self) {
            try study.picture(examination.stimuli[1], of: examination.study)
        }
        #expect(error?.code == .missing)
        #expect(error?.message.contains(name) == true)
    }
}
#endif
