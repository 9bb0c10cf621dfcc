import Imaging
import StudyModel
package import StudyWire

/// A trial on the screen.
struct ShownTrial: Sendable {
    var layout: TrialFrame
    /// The image, then the candidates; empty where pictures are not drawn.
    var pictures: [RasterImage]
    var onset: Onset

    /// When the trial was completely drawn for the first time.
    struct Onset: Sendable {
        /// In ns of the monotonic clock.
        var at: UInt64
        /// Wall time, in µs since 1970.
        var wall: Int64
        var source: Response.Onset
    }
}

extension InteractiveView {
    package mutating func answer(_ screen: TrialScreen, pictures: [[UInt8]]) async throws -> TrialReply {
        let layout = TrialFrame(
            screen: screen,
            drawsPictures: drawsPictures,
            allowsCorrections: welcome.allowsCorrections
        )
        let pictures = try await Self.decode(pictures, welcome.code)
        try await draw(layout, pictures)
        while frame == nil {
            // The window is too small; the trial begins when it is large enough.
            guard let event = await nextEvent(within: nil) else { continue }
            if event.kind == .input(.key(.character("q"))) { throw Departure.asked }
            if event.kind == .redraw { try await draw(layout, pictures) } else { try settle(event) }
        }
        let trial = ShownTrial(layout: layout, pictures: pictures, onset: try await onset())
        shown = trial
        return try await reply(to: trial)
    }

    package mutating func continueTrial(_ screen: TrialScreen, message: String) async throws -> TrialReply {
        guard let shown, shown.layout.screen == screen else {
            preconditionFailure("Trial \(screen.trial) is not the one that is shown.")
        }
        try await tell(message)
        return try await reply(to: shown)
    }

    private mutating func reply(to trial: ShownTrial) async throws -> TrialReply {
        let keys = AnswerKeys(trial.layout.screen)
        while true {
            let (key, at) = try await nextKey { try await $0.draw(trial.layout, trial.pictures) }
            // What was pressed before the picture was there cannot be an answer to it.
            guard at >= trial.onset.at else { continue }
            if key == .backspace {
                return .back
            }
            if let answer = keys.answer(key) {
                return .answer(answer, timing(of: at, since: trial.onset), display())
            }
            let expected = keys.choices.map(\.key).joined(separator: " ")
            try await tell("That key is no answer here. Keys: \(expected)")
        }
    }

    private func timing(of key: UInt64, since onset: ShownTrial.Onset) -> AnswerTiming {
        AnswerTiming(
            rt: (Double(key - onset.at) / 1000).rounded() / 1000,
            onset: onset.source,
            shownAt: onset.wall,
            submittedAt: console.wallClock() - Int64((console.now() - key) / 1000)
        )
    }

    private mutating func draw(_ layout: TrialFrame, _ pictures: [RasterImage]) async throws {
        let window = window()
        try await show(layout.frame(in: window), in: window, pictures: pictures)
    }

    /// When the trial that was just written is on the screen: the terminal's reply, else the end of the write.
    private mutating func onset() async throws -> ShownTrial.Onset {
        let written = ShownTrial.Onset(at: console.now(), wall: console.wallClock(), source: .writeEnd)
        guard queries.isAnswered != false else { return written }
        try await console.writeOrDepart(CursorQueries.query)
        queries.noteQuery()
        let deadline = console.now() + UInt64(queries.patience) * 1_000_000
        var missed: ConsoleEvent?
        defer { if let missed { putBack(missed) } }
        while let left = console.milliseconds(until: deadline), let event = await nextEvent(within: left) {
            switch event.kind {
            case .input(.cursorReport):
                if queries.noteReport() {
                    let since = Int64((console.now() - event.at) / 1000)
                    return ShownTrial.Onset(at: event.at, wall: console.wallClock() - since, source: .cursorReply)
                }
            case .redraw: missed = event
            default: try settle(event)
            }
        }
        queries.noteSilence()
        return written
    }

    /// On what the candidates were drawn last.
    private func display() -> Display {
        let window = window()
        let candidate = frame?.pictures.last
        let unit = window.cell ?? PixelSize(width: 1, height: 1)
        return Display(
            graphics: mode.name,
            columns: window.columns,
            rows: window.rows,
            pictureWidth: (candidate?.columns ?? 0) * unit.width,
            pictureHeight: (candidate?.rows ?? 0) * unit.height
        )
    }

    /// The one place where bytes become pixels.
    @concurrent
    private static func decode(_ pictures: [[UInt8]], _ participant: ParticipantCode) async throws -> [RasterImage] {
        do {
            return try pictures.map { try ImageFile.decode($0) }
        } catch {
            throw ParticipantTerminalError(
                .unreadablePicture,
                "A picture of the trial cannot be shown: \(error). Tell the researcher; your answers are stored.",
                participant: participant,
                cause: error
            )
        }
    }
}
