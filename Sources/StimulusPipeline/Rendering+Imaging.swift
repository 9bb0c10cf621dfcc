import Imaging
import StudyModel

extension Rendering {
    /// The study's rendering in the terms of ``Imaging``.
    var imaging: StimulusRendering {
        StimulusRendering(
            style: imagingStyle,
            colormap: imagingColormap,
            opacity: opacity,
            normalization: imagingNormalization
        )
    }

    var imagingNormalization: MapNormalization {
        let scale: MapNormalization.Scale =
            switch normalization {
            case .minMax: .minMax
            case .maxAbs: .maxAbs
            case .none: .none
            }
        return MapNormalization(scale: scale, clipPercentile: clipPercentile)
    }

    private var imagingStyle: StimulusRendering.Style {
        switch style {
        case .overlay: .overlay
        case .sideBySide: .sideBySide
        case .mapAlone: .mapAlone
        case .contour: .contour
        }
    }

    private var imagingColormap: Imaging.Colormap {
        switch colormap {
        case .viridis: .viridis
        case .inferno: .inferno
        case .diverging: .blueWhiteRed
        case .gray: .gray
        case .jet: .jet
        }
    }
}
