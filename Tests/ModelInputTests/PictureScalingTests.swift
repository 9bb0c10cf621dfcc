import Imaging
import Tensor
import Testing

/// Pillow 13.0.0 and torchvision 0.29.2 on pictures of up to 53×31 pixels, larger and smaller, down to one pixel.
struct PictureScalingTests {
    private func scaling(_ output: Golden.Resizing.Output) throws -> PictureScaling {
        PictureScaling(
            interpolation: try #require(Interpolation(rawValue: output.interpolation)),
            antialias: output.antialias,
            arithmetic: try #require(PictureScaling.Arithmetic(rawValue: output.on))
        )
    }

    @Test func pixelsAreThoseOfPillow() throws {
        var compared = 0
        for item in try Golden.load("resize.json", as: Golden.Resizing.self).cases {
            for output in item.outputs where output.on == "pixels" && output.antialias {
                let size = PixelSize(width: item.outputWidth, height: item.outputHeight)
                let resized = item.image.resized(to: size, by: try scaling(output))
                #expect(resized.pixels == [UInt8](output.output), "\(output.interpolation) \(item.image.size) \(size)")
                compared += 1
            }
        }
        #expect(compared == 30)
    }

    /// torchvision computes bytes without antialiasing in fixed point of its own.
    @Test func pixelsWithoutAntialiasingAreWithinOneOfTorchvision() throws {
        for item in try Golden.load("resize.json", as: Golden.Resizing.self).cases {
            for output in item.outputs where output.on == "pixels" && !output.antialias {
                let size = PixelSize(width: item.outputWidth, height: item.outputHeight)
                let resized = item.image.resizedSamples(to: size, by: try scaling(output))
                let difference = greatestDifference(resized.values, output.output.map { Float($0) })
                #expect(difference <= 1, "\(output.interpolation) \(item.image.size) \(size)")
            }
        }
    }

    @Test func floatsAreThoseOfTorchvision() throws {
        for item in try Golden.load("resize.json", as: Golden.Resizing.self).cases {
            for output in item.outputs where output.on == "floats" {
                let size = PixelSize(width: item.outputWidth, height: item.outputHeight)
                let resized = item.image.resizedSamples(to: size, by: try scaling(output))
                #expect(resized.shape == [size.height, size.width, 3])
                let difference = greatestDifference(resized.values, floats(output.output))
                #expect(difference < 1e-3, "\(output.interpolation) \(output.antialias) \(item.image.size) \(size)")
            }
        }
    }

    @Test(arguments: Interpolation.allCases, PictureScaling.Arithmetic.allCases)
    func keepsConstantsAndSizes(interpolation: Interpolation, arithmetic: PictureScaling.Arithmetic) {
        let flat = RasterImage(width: 9, height: 5, layout: .rgb, pixels: [UInt8](repeating: 201, count: 135))
        for antialias in [false, true] {
            let scaling = PictureScaling(interpolation: interpolation, antialias: antialias, arithmetic: arithmetic)
            for size in [PixelSize(width: 4, height: 13), flat.size] {
                let resized = flat.resized(to: size, by: scaling)
                #expect(resized.size == size)
                #expect(resized.pixels.allSatisfy { $0 == 201 })
            }
        }
    }

    @Test func whatIsTransparentIsWhite() {
        let clear = RasterImage(width: 1, height: 1, layout: .rgba, pixels: [9, 9, 9, 0])
        let resized = clear.resized(to: PixelSize(width: 2, height: 2), by: PictureScaling())
        #expect(resized.pixels == [UInt8](repeating: 255, count: 12))
    }

    @Test func lumaIsThatOfPillow() {
        // Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0)), Pillow 13.0.0.
        let colors: [([UInt8], UInt8)] = [
            ([255, 0, 0], 76), ([0, 255, 0], 150), ([0, 0, 255], 29), ([255, 255, 255], 255), ([12, 200, 77], 130),
            ([201, 201, 201], 201),
        ]
        for (color, luma) in colors {
            let picture = RasterImage(width: 1, height: 1, layout: .rgb, pixels: color)
            #expect(picture.grayscale().pixels == [luma, luma, luma])
        }
    }
}
