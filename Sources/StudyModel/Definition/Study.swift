/// A study as its definition file declares it, structurally valid.
///
/// Made by ``StudyDefinition/decode(_:)``, which reports every error of the file at once.
public struct Study: Sendable, Equatable {
    /// The only version of the definition format so far.
    public static let formatVersion = 1

    /// The id under which the study is stored and named on the command line.
    public var id: StudyID
    /// The title that participants read.
    public var title: String
    /// The language of the texts, a BCP 47 tag such as `en` or `pt-BR`.
    public var language: String
    /// What the study is about, for the researcher's colleagues.
    public var description: String?
    /// Names of the authors.
    public var authors: [String]
    /// The text that a participant must agree to before anything else.
    public var consent: String
    /// The pages shown before the first trial.
    public var instructions: [String]
    /// The text shown after the last trial.
    public var debrief: String
    /// The code that every finisher is given; when absent each gets one of their own.
    public var completionCode: String?
    /// Whether a participant may reopen the previous trial once.
    public var allowsCorrections: Bool
    /// The pictures.
    public var images: [SourceImage]
    /// The model that computed maps explain, relative to the definition's folder.
    public var model: String?
    /// The part of each picture that the model saw and participants see; `nil` for whole pictures.
    public var crop: Crop?
    /// The explainers whose maps are compared.
    public var explainers: [Explainer]
    /// What becomes of trials that would show a map with nothing on it, or two maps that are alike.
    public var voidTrials: VoidTrialPolicy
    /// How a map is drawn.
    public var rendering: Rendering
    /// The metrics that score every map.
    public var scores: [ScoreRequest]
    /// The blocks in the order in which they are served.
    public var blocks: [Block]
    /// Who takes part.
    public var participants: ParticipantPolicy
    /// The seed of every random choice of the engine.
    public var seed: UInt64
    /// How the answers are to be analyzed, where the definition says so.
    public var analysis: AnalysisPlan?

    /// Puts a study together without checking it.
    package init(
        id: StudyID,
        title: String,
        language: String = "en",
        description: String? = nil,
        authors: [String] = [],
        consent: String = "",
        instructions: [String] = [],
        debrief: String = "",
        completionCode: String? = nil,
        allowsCorrections: Bool = true,
        images: [SourceImage],
        model: String? = nil,
        crop: Crop? = nil,
        explainers: [Explainer],
        voidTrials: VoidTrialPolicy = .stop,
        rendering: Rendering = .standard,
        scores: [ScoreRequest] = [],
        blocks: [Block],
        participants: ParticipantPolicy,
        seed: UInt64,
        analysis: AnalysisPlan? = nil
    ) {
        self.id = id
        self.title = title
        self.language = language
        self.description = description
        self.authors = authors
        self.consent = consent
        self.instructions = instructions
        self.debrief = debrief
        self.completionCode = completionCode
        self.allowsCorrections = allowsCorrections
        self.images = images
        self.model = model
        self.crop = crop
        self.explainers = explainers
        self.voidTrials = voidTrials
        self.rendering = rendering
        self.scores = scores
        self.blocks = blocks
        self.participants = participants
        self.seed = seed
        self.analysis = analysis
    }

    /// The image with an id, if the study has it.
    /// - Complexity: O(images).
    public func image(_ id: ImageID) -> SourceImage? {
        images.first { $0.id == id }
    }

    /// The block with an id, if the study has it.
    public func block(_ id: BlockID) -> Block? {
        blocks.first { $0.id == id }
    }
}

/// A model's view of a picture: scaled until its shorter side has a length, then a square cut from its center.
///
/// Maps computed on a model's input cover this square only, so the picture must be cut alike to lie under them.
public struct Crop: Sendable, Equatable {
    /// The length of the shorter side after scaling, in pixels.
    public var shorterSide: Int
    /// The side of the square, in pixels, at most ``shorterSide``.
    public var size: Int
}

/// A picture that trials show.
public struct SourceImage: Sendable, Equatable {
    /// The id, unique in the study.
    public var id: ImageID
    /// The file, relative to the definition's folder.
    public var file: String
    /// The class that the picture shows, or that the maps explain, as participants read it.
    public var className: String?
    /// Where the object is in the picture as participants see it, for metrics that ask.
    public var region: Region?
    /// Where people look, a map's file relative to the definition's folder, for metrics that ask.
    public var humanMap: String?

    /// Where an object is.
    public enum Region: Sendable, Equatable {
        /// A picture's file relative to the definition's folder: white inside.
        case mask(String)
        /// In pixels of the picture file: left, top, width and height.
        case box(x: Int, y: Int, width: Int, height: Int)
    }

    /// Names a picture.
    package init(
        id: ImageID,
        file: String,
        className: String? = nil,
        region: Region? = nil,
        humanMap: String? = nil
    ) {
        self.id = id
        self.file = file
        self.className = className
        self.region = region
        self.humanMap = humanMap
    }
}

/// A source of saliency maps: one item of the comparisons.
public struct Explainer: Sendable, Equatable {
    /// The id, unique in the study.
    public var id: ExplainerID
    /// What researchers read in tables, instead of the id.
    public var label: String?
    /// Where its maps come from.
    public var source: Source

    /// Names an explainer.
    package init(
        id: ExplainerID,
        label: String? = nil,
        source: Source
    ) {
        self.id = id
        self.label = label
        self.source = source
    }

    /// Where an explainer's maps come from.
    public enum Source: Sendable, Equatable {
        /// Files made elsewhere; `{image}` in the path stands for the image's id.
        case imported(pathTemplate: String)
        /// A method that explains the study's model.
        case computed(ComputedMaps)
    }

    /// The path of the imported map of an image, relative to the definition's folder; nil for maps that are computed.
    public func mapPath(for image: ImageID) -> String? {
        switch source {
        case .imported(let template):
            // Split rather than replace: Foundation stays out of the model.
            return template.replacingImagePlaceholder(with: image.rawValue)
        case .computed: return nil
        }
    }
}

extension String {
    /// The text with each `{image}` replaced.
    func replacingImagePlaceholder(with id: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: "{image}") {
            result += rest[..<range.lowerBound]
            result += id
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}

/// What becomes of trials that nobody can answer: a map is the same everywhere or not a number, or two are alike.
public enum VoidTrialPolicy: String, Sendable, CaseIterable {
    /// The study is not created, and stops where such a trial is found later.
    case stop
    /// Participants who would get such a trial get one less.
    case skip
    /// Another image or pair takes its place, as long as the block has one left; found later, it is skipped.
    case replace
}

/// How many take part and how their places are given.
public struct ParticipantPolicy: Sendable, Equatable {
    /// How many participants the study needs; without it the study stays open.
    public var quota: Int?
    /// How trials are given to participants.
    public var allocation: Allocation
    /// After how many minutes without an answer a place is free for somebody else.
    public var releaseAfterMinutes: Int

    /// Puts a policy together.
    package init(
        quota: Int? = nil,
        allocation: Allocation = .balanced,
        releaseAfterMinutes: Int = 60
    ) {
        self.quota = quota
        self.allocation = allocation
        self.releaseAfterMinutes = releaseAfterMinutes
    }

    /// How trials are given to participants.
    public enum Allocation: String, Sendable, CaseIterable {
        /// Every pair equally often over the places of the study.
        case balanced
        /// Every participant draws independently.
        case random
    }
}
