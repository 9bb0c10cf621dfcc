extension StudyDefinition {
    static let stimuliKeys = ["images", "explainers", "crop"]
    static let cropKeys = ["shorterSide", "size"]
    static let imageKeys = ["id", "file", "class"]
    static let explainerKeys = ["id", "label", "maps"]

    mutating func readStimuli(_ stimuli: ObjectReader) {
        study.crop = stimuli["crop"].flatMap(Crop.init(reading:))
        for entry in stimuli.required("images", "an array of {\"id\", \"file\", \"class\"}")?.array(minimum: 1) ?? [] {
            guard let object = entry.object(keys: Self.imageKeys) else { continue }
            let id = object.required("id", "the image's id")?.id(ImageID.self)
            let file = object.required("file", "the picture's path in the study's folder")?.relativePath()
            let className = object["class"]?.text()
            guard let id else { continue }
            guard imagePaths[id] == nil else {
                entry.note(.duplicateID, found: "a second image \"\(id)\"", expected: "ids that differ")
                continue
            }
            imagePaths[id] = entry.path
            study.images.append(SourceImage(id: id, file: file ?? "", className: className))
        }
        for entry in stimuli.required("explainers", "an array of {\"id\", \"maps\"}")?.array(minimum: 1) ?? [] {
            guard let object = entry.object(keys: Self.explainerKeys) else { continue }
            let id = object.required("id", "the explainer's id")?.id(ExplainerID.self)
            let reader = object.required("maps", "a path with {image}, such as \"maps/{image}--grad-cam.npy\"")
            let template = reader?.relativePath()
            if let template, !template.contains("{image}"), study.images.count > 1 {
                reader?.note(.invalidValue, expected: "a path with {image} in it, which stands for the image's id")
            }
            guard let id else { continue }
            guard explainerPaths[id] == nil else {
                entry.note(.duplicateID, found: "a second explainer \"\(id)\"", expected: "ids that differ")
                continue
            }
            explainerPaths[id] = entry.path
            study.explainers.append(
                Explainer(id: id, label: object["label"]?.text(), source: .imported(pathTemplate: template ?? ""))
            )
        }
    }
}

extension Crop {
    init?(reading reader: DefinitionReader) {
        guard let object = reader.object(keys: StudyDefinition.cropKeys) else { return nil }
        let side = object.required("shorterSide", "its length after scaling, in pixels")?.integer(in: 8...4096)
        guard let side, let size = object.required("size", "the side of the square")?.integer(in: 8...side) else {
            return nil
        }
        self.init(shorterSide: side, size: size)
    }
}

extension DefinitionReader {
    /// A path that stays in the study's folder as far as its text tells; links are judged where files are read.
    fileprivate func relativePath() -> String? {
        guard let text = text() else { return nil }
        var depth = 0
        var leaves = text.hasPrefix("/") || text.hasPrefix("~")
        for part in text.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            leaves = leaves || depth < 0
        }
        if leaves {
            note(.pathOutsideFolder, expected: "a path inside the folder of the study definition")
            return nil
        }
        return text
    }
}
