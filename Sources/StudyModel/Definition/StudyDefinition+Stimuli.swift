extension StudyDefinition {
    package static let stimuliKeys = ["images", "explainers", "model", "crop", "voidTrials"]
    package static let cropKeys = ["shorterSide", "size"]
    package static let imageKeys = ["id", "file", "class", "mask", "box", "humanMap"]
    package static let explainerKeys = [
        "id", "label", "maps", "method", "parameters", "layer", "target", "seed",
    ]
    private static let explainerForm = "{\"id\", \"maps\"} or {\"id\", \"method\"}"

    mutating func readStimuli(_ stimuli: ObjectReader?) {
        study.crop = stimuli?["crop"].flatMap(Crop.init(reading:))
        study.model = stimuli?["model"]?.relativePath()
        study.voidTrials = stimuli?["voidTrials"]?.word() ?? .stop
        let images = stimuli?.required("images", "an array of {\"id\", \"file\", \"class\"}")
        let entries = images?.array(minimum: 1, of: "{\"id\", \"file\", \"class\"}")
        if entries?.isEmpty != false { imageIDs.reject(nil) }
        for entry in entries ?? [] { readImage(entry) }
        let explainers = stimuli?.required("explainers", "an array of \(Self.explainerForm)")?
            .array(minimum: 1, of: Self.explainerForm)
        if explainers?.isEmpty != false { explainerIDs.reject(nil) }
        for entry in explainers ?? [] { readExplainer(entry, imageCount: entries?.count ?? 0) }
    }

    private mutating func readImage(_ entry: DefinitionReader) {
        guard let object = entry.object(keys: Self.imageKeys) else { return imageIDs.reject(nil) }
        let id = object.required("id", "the image's id")?.id(ImageID.self)
        let file = object.required("file", "the picture's path in the study's folder")?.relativePath()
        let className = object["class"]?.text()
        let region = SourceImage.Region(reading: object)
        let humanMap = object["humanMap"]?.relativePath()
        guard let id else { return imageIDs.reject(object["id"]?.value) }
        guard imageIDs.insert(id) else {
            object["id"]?.note(.duplicateID, found: "a second image \"\(id)\"", expected: "an id of its own")
            return
        }
        imagePaths[id] = object["file"]?.path
        study.images.append(
            SourceImage(id: id, file: file ?? "", className: className, region: region, humanMap: humanMap)
        )
    }

    private mutating func readExplainer(_ entry: DefinitionReader, imageCount: Int) {
        guard let object = entry.object(keys: Self.explainerKeys) else { return explainerIDs.reject(nil) }
        let id = object.required("id", "the explainer's id")?.id(ExplainerID.self)
        let label = object["label"]?.text()
        let source =
            object["method"] == nil
            ? readImportedMaps(object, imageCount: imageCount) : readComputedMaps(object)
        guard let id else { return explainerIDs.reject(object["id"]?.value) }
        guard explainerIDs.insert(id) else {
            object["id"]?.note(.duplicateID, found: "a second explainer \"\(id)\"", expected: "an id of its own")
            return
        }
        explainerPaths[id] = (object["maps"] ?? object["method"])?.path
        study.explainers.append(Explainer(id: id, label: label, source: source))
    }

    private func readImportedMaps(_ object: ObjectReader, imageCount: Int) -> Explainer.Source {
        for key in ["parameters", "layer", "target", "seed"] {
            object[key]?.note(
                .invalidValue,
                found: "`\(key)` without a `method`",
                expected: "`method` in place of `maps`, or neither: imported maps are computed already"
            )
        }
        let maps = object.required(
            "maps",
            "a path with {image}, such as \"maps/{image}--grad-cam.npy\", or \"method\" to compute them"
        )
        let template = maps?.relativePath()
        if let template, !template.contains("{image}"), imageCount > 1 {
            maps?.note(.invalidValue, expected: "a path with {image} in it, which stands for the image's id")
        }
        // A path that stands for one image only would be read once for each.
        let isUsable = template?.contains("{image}") == true || imageCount == 1
        return .imported(pathTemplate: isUsable ? template ?? "" : "")
    }

    private func readComputedMaps(_ object: ObjectReader) -> Explainer.Source {
        object["maps"]?.note(
            .invalidValue,
            found: "`maps` beside `method`",
            expected: "either of them: maps are imported or computed"
        )
        if study.model == nil {
            object["method"]?.note(
                .missingKey,
                found: "a method without a model",
                expected: "\"model\": an ONNX file in the study's folder, in `stimuli`"
            )
        }
        return ComputedMaps(reading: object).map { .computed($0) } ?? .imported(pathTemplate: "")
    }
}

extension Crop {
    init?(reading reader: DefinitionReader) {
        guard let object = reader.object(keys: StudyDefinition.cropKeys) else { return nil }
        let side = object.required("shorterSide", "its length after scaling, in pixels")?.integer(in: 8...4096)
        let square = object.required("size", "the side of the square, in pixels")
        guard let size = square?.integer(in: 8...4096), let side else { return nil }
        guard size <= side else {
            square?.note(
                .outOfRange,
                expected: "at most `shorterSide`, \(side): the square is cut from the scaled picture"
            )
            return nil
        }
        self.init(shorterSide: side, size: size)
    }
}

extension SourceImage.Region {
    fileprivate init?(reading object: ObjectReader) {
        guard let box = object["box"] else {
            guard let mask = object["mask"]?.relativePath() else { return nil }
            self = .mask(mask)
            return
        }
        if object["mask"] != nil {
            box.note(
                .invalidValue,
                found: "`box` beside `mask`",
                expected: "either of them: both say where the object is"
            )
        }
        let form = "an array of x, y, width and height in pixels of the picture"
        guard let entries = box.array(of: "x, y, width and height in pixels of the picture") else { return nil }
        guard entries.count == 4 else {
            box.note(.outOfRange, expected: form)
            return nil
        }
        let numbers = entries.enumerated().compactMap { $1.integer(in: ($0 < 2 ? 0 : 1)...1_000_000) }
        guard numbers.count == 4 else { return nil }
        self = .box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}

extension DefinitionReader {
    /// A path that stays in the study's folder as far as its text tells; links are judged where files are read.
    fileprivate func relativePath() -> String? {
        let expected = "a path inside the folder of the study definition"
        guard let text = text(expected: expected) else { return nil }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            note(.invalidValue, expected: expected + ", without control characters")
            return nil
        }
        var depth = 0
        var leaves = text.hasPrefix("/") || text.hasPrefix("~")
        for part in text.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            leaves = leaves || depth < 0
        }
        if leaves {
            note(.pathOutsideFolder, expected: expected)
            return nil
        }
        return text
    }
}
