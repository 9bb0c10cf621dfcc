import Foundation
public import StudyModel
public import StudyWire

/// Lets a participant answer a study in the terminal.
///
/// On a terminal it draws pictures and reads single keys. Where standard input or output is piped, or `TERM` is
/// `dumb`, it reads one line for each screen that asks, so that a session can be scripted.
///
/// Where `NO_COLOR` is set the texts have no color; the pictures keep theirs, since they are the stimulus.
public struct ParticipantTerminal: Sendable {
    /// How a sitting ended.
    public enum Outcome: Sendable, Equatable {
        /// Every trial is answered.
        case finished
        /// The participant left, or the input ended; the session can be resumed.
        case left
        /// Consent was refused.
        case declined
    }

    private let connection: any StudyConnection
    private let graphics: GraphicsChoice
    private let resumeHint: @Sendable (ParticipantCode) -> String

    /// Prepares a sitting.
    /// - Parameters:
    ///   - connection: The study.
    ///   - graphics: How pictures are to be drawn.
    ///   - resumeHint: The command with which a participant resumes.
    public init(
        connection: any StudyConnection,
        graphics: GraphicsChoice,
        resumeHint: @escaping @Sendable (ParticipantCode) -> String
    ) {
        self.connection = connection
        self.graphics = graphics
        self.resumeHint = resumeHint
    }

    /// Joins the study, or resumes, and runs until its end or until the participant leaves.
    ///
    /// The terminal is given back as it was, whatever happens. How to resume, or the completion code, is printed on
    /// the standard output.
    /// - Parameter code: The participant's code; `nil` makes a new participant.
    /// - Throws: ``ParticipantTerminalError``; what the study throws on joining.
    public func run(code: ParticipantCode?) async throws -> Outcome {
        let environment = ProcessInfo.processInfo.environment
        let painter = makePainter()
        try checkGraphics(painter)
        let welcome = try await connection.join(code: code)
        let resumeCommand = resumeHint(welcome.code)

        let ending: SessionEnding
        if TerminalConsole.isAvailable && environment["TERM"] != "dumb" {
            ending = try await runOnTerminal(welcome, resumeCommand, painter, environment)
        } else {
            let view = LineView(port: StandardPort())
            ending = try await runFlow(welcome, resumeCommand, view)
        }

        let port = StandardPort()
        switch ending {
        case .finished(let completionCode):
            port.show("Completion code: \(completionCode)")
            return .finished
        case .left:
            port.show("Your answers are stored. Your code: \(welcome.code)\nResume with: \(resumeCommand)")
            return .left
        case .declined:
            port.show("You did not agree to take part. Nothing was asked or stored beyond that.")
            return .declined
        }
    }

    private func runOnTerminal(
        _ welcome: Welcome,
        _ resumeCommand: String,
        _ painter: (any PicturePainter)?,
        _ environment: [String: String]
    ) async throws -> SessionEnding {
        let console = try TerminalConsole.open()
        defer { console.close() }
        var probe = TerminalProbe()
        do {
            try await probe.ask(console)
        } catch is Departure {
            try? await connection.leave()
            return .left
        }
        var capabilities = TerminalCapabilities(
            environment: environment,
            known: painter?.knownModes(environment: environment) ?? []
        )
        capabilities.add(deviceAttributes: probe.deviceAttributes)
        let mode = painter == nil ? .none : capabilities.mode(for: graphics)
        let view = InteractiveView(
            console: console,
            welcome: welcome,
            mode: mode,
            painter: painter,
            probe: probe,
            colors: (environment["NO_COLOR"] ?? "").isEmpty,
            graphicsNotice: Self.notice(mode, chosen: graphics)
        )
        return try await runFlow(welcome, resumeCommand, view)
    }

    private func runFlow(
        _ welcome: Welcome,
        _ resumeCommand: String,
        _ view: some SessionView
    ) async throws -> SessionEnding {
        var flow = SessionFlow(connection: connection, welcome: welcome, resumeCommand: resumeCommand, view: view)
        return try await flow.run()
    }

    private func checkGraphics(_ painter: (any PicturePainter)?) throws {
        guard painter == nil, graphics != .auto, graphics != .none else { return }
        throw ParticipantTerminalError(
            .graphicsUnavailable,
            "This build draws no pictures (\(graphics.rawValue) was asked for). Use none, or build with the package "
                + "trait NativeLibraries."
        )
    }

    /// What the first screen says where pixels cannot be drawn.
    private static func notice(_ mode: GraphicsMode, chosen: GraphicsChoice) -> String? {
        switch mode {
        case .kitty, .iterm, .sixel: nil
        case .symbols where chosen == .symbols: "Pictures are drawn with characters."
        case .symbols:
            "Pictures are drawn with characters only; use --graphics kitty|iterm|sixel if your terminal can."
        case .none: "Pictures are not drawn."
        }
    }
}
