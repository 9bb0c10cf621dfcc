#if NativeLibraries
import Attribution
import AttributionMetrics
import Imaging
import ModelInput
import ONNXFormat
import StimulusPipeline
import StudyModel
import StudyReport
import Tensor

/// Explains pictures by several methods and lays the maps out.
struct GalleryBuilder {
    let network: Network
    let recipes: [MapRecipe]
    /// What each map is scored by.
    let metrics: [MetricRecipe]
    let target: ExplanationTarget

    func page(of pictures: PictureFolder, progress: (_ maps: Int) -> Void) async throws -> GalleryPage {
        var rows: [GalleryPage.Row] = []
        var done = 0
        try await pictures.forEach(for: network) { file, picture, other in
            let prediction = try await network.prediction(target, of: picture)
            var maps: [GalleryPage.Figure] = []
            for recipe in recipes {
                maps.append(try await figure(recipe, picture, prediction, other))
                done += 1
                progress(done)
            }
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let image = GalleryPage.Figure(
                picture: try picture.picture.map { try ImageFile.encodePNG($0) },
                lines: [name, text(of: prediction)]
            )
            rows.append(GalleryPage.Row(image: image, maps: maps))
        }
        return GalleryPage(
            title: "Saliency maps of \(network.file.source.split(separator: "/").last ?? "")",
            facts: ["\(pictures.files.count) pictures, \(recipes.count) methods", "Beholder \(Beholder.version)"],
            methods: recipes.map { $0.traits.id },
            bars: [
                Self.bar("unsigned maps", .viridis, "least", "most"),
                Self.bar("signed maps", .blueWhiteRed, "against the class", "for the class"),
            ],
            rows: rows
        )
    }

    private func text(of prediction: ClassScores.Prediction) -> String {
        let name = prediction.label ?? "class \(prediction.index)"
        return "\(name), \(NumberText.fixed(100 * prediction.probability, 1)) %"
    }

    /// The map over its picture, or why there is none.
    private func figure(
        _ recipe: MapRecipe,
        _ picture: ExplainedPicture,
        _ prediction: ClassScores.Prediction,
        _ other: Tensor?
    ) async throws -> GalleryPage.Figure {
        let name = recipe.traits.id
        do {
            let result = try await recipe.map(
                of: picture,
                by: network,
                target: prediction,
                otherInput: other,
                version: Beholder.version
            )
            let (height, width) = (picture.input.shape[1], picture.input.shape[2])
            let isSigned = recipe.traits.isSigned && recipe.traits.map.keepsSign
            let map = recipe.traits.map.map(of: result.attribution, height: height, width: width)
            let drawn = try picture.picture.map {
                try ImageFile.encodePNG(MapDrawing.render(map, isSigned: isSigned, over: $0))
            }
            let scores = try await scores(of: result, recipe, picture, prediction, other)
            return GalleryPage.Figure(picture: drawn, lines: [name] + scores + result.provenance.notes)
        } catch let error as AttributionError {
            return GalleryPage.Figure(picture: nil, lines: [name, error.message])
        } catch let error as ImagingError {
            return GalleryPage.Figure(picture: nil, lines: [name, error.message])
        }
    }

    /// "dauc 0.123" for each metric.
    private func scores(
        of result: MapRecipe.Result,
        _ recipe: MapRecipe,
        _ picture: ExplainedPicture,
        _ prediction: ClassScores.Prediction,
        _ other: Tensor?
    ) async throws -> [String] {
        guard !metrics.isEmpty else { return [] }
        let subject = try picture.subject(before: network, target: prediction.index, recipe: recipe, otherInput: other)
        let evaluation = try Evaluation(
            recipe.traits.map.plane(of: result.attribution),
            of: PictureScores(subject),
            method: (recipe.explainer, recipe.traits.map),
            file: network.file
        )
        var lines: [String] = []
        for metric in metrics {
            let value = try await metric.score(evaluation).value
            lines.append("\(metric.id) \(value.map { NumberText.fixed($0, 3) } ?? "undefined")")
        }
        return [lines.joined(separator: ", ")]
    }

    private static func bar(_ title: String, _ colormap: Colormap, _ low: String, _ high: String)
        -> GalleryPage.ColorBar
    {
        let colors = stride(from: 0, through: 255, by: 17).map { index -> String in
            "#"
                + (0..<3).map { channel in
                    let value = String(colormap.colors[3 * index + channel], radix: 16)
                    return value.count < 2 ? "0" + value : value
                }.joined()
        }
        return GalleryPage.ColorBar(title: title, colors: colors, low: low, high: high)
    }
}
#endif
