import ParticipantTerminal
import StudyModel
import StudyWire

/// Runs a study through the interactive view with a scripted terminal.
func play(
    _ study: FakeStudy,
    _ console: ScriptedConsole,
    mode: GraphicsMode = .none,
    probe: TerminalProbe = TerminalProbe()
) async throws -> SessionEnding {
    let welcome = try await study.join(code: nil)
    let view = InteractiveView(
        console: console,
        welcome: welcome,
        mode: mode,
        painter: makePainter(),
        probe: probe,
        colors: false
    )
    var flow = SessionFlow(connection: study, welcome: welcome, resumeCommand: "resume ABCD", view: view)
    return try await flow.run()
}

/// Runs a study through lines.
func play(_ study: FakeStudy, _ port: ScriptedPort) async throws -> SessionEnding {
    let welcome = try await study.join(code: nil)
    var flow = SessionFlow(
        connection: study,
        welcome: welcome,
        resumeCommand: "resume ABCD",
        view: LineView(port: port)
    )
    return try await flow.run()
}
