/// What a study shows of one image.
public struct ShownImage: Sendable, Equatable {
    /// The image.
    public var image: ImageID
    /// The explainers whose maps of it are shown, in the order in which they are first met.
    public var explainers: [ExplainerID]
    /// The pairs that meet in a trial; the sides are not told apart.
    public var pairs: [ExplainerPair]

    /// Puts together what is shown of an image.
    package init(image: ImageID, explainers: [ExplainerID], pairs: [ExplainerPair]) {
        (self.image, self.explainers, self.pairs) = (image, explainers, pairs)
    }
}

extension Study {
    /// What the study's blocks show, image by image in the order of the definition; unused images are left out.
    /// - Complexity: O(trials that the blocks can draw).
    public var shownImages: [ShownImage] {
        var shown: [ImageID: ShownImage] = [:]
        func add(_ image: ImageID, _ pair: ExplainerPair) {
            var entry = shown[image] ?? ShownImage(image: image, explainers: [], pairs: [])
            for explainer in [pair.first, pair.second] where !entry.explainers.contains(explainer) {
                entry.explainers.append(explainer)
            }
            let reversed = ExplainerPair(pair.second, pair.first)
            if !entry.pairs.contains(pair), !entry.pairs.contains(reversed) { entry.pairs.append(pair) }
            shown[image] = entry
        }
        for block in blocks {
            for unit in block.units { add(unit.image, unit.pair) }
            var listed = block.attentionChecks?.trials ?? []
            if case .listed(let trials) = block.content { listed += trials }
            for trial in listed { add(trial.image, ExplainerPair(trial.left, trial.right)) }
        }
        return images.compactMap { shown[$0.id] }
    }
}
