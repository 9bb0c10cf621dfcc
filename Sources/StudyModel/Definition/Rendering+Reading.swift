extension Rendering {
    package static let keys = ["style", "colormap", "opacity", "normalization", "clipPercentile"]

    init?(reading reader: DefinitionReader) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        let standard = Rendering.standard
        self.init(
            style: object["style"]?.word() ?? standard.style,
            colormap: object["colormap"]?.word() ?? standard.colormap,
            opacity: object["opacity"]?.number(in: 0...1) ?? standard.opacity,
            normalization: object["normalization"]?.word() ?? standard.normalization,
            clipPercentile: object["clipPercentile"]?.number(in: 50...100) ?? standard.clipPercentile
        )
        if colormap == .diverging, normalization == .minMax {
            if object["normalization"] == nil {
                normalization = .maxAbs
            } else {
                object["normalization"]?.note(
                    .invalidValue,
                    expected: "`maxAbs` with the diverging colormap, whose middle is zero"
                )
            }
        }
    }
}

extension ParticipantPolicy {
    package static let keys = ["quota", "allocation", "releaseAfterMinutes"]

    init?(reading reader: DefinitionReader) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        self.init(
            quota: object["quota"]?.integer(in: 1...1_000_000),
            allocation: object["allocation"]?.word() ?? .balanced,
            releaseAfterMinutes: object["releaseAfterMinutes"]?.integer(in: 1...100_000) ?? 60
        )
    }
}
