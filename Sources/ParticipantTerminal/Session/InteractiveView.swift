import Imaging
import StudyModel
package import StudyWire

/// A session on a terminal: pictures, single keys, redrawn when the window changes.
package struct InteractiveView: SessionView {
    let console: any Console
    let welcome: Welcome
    let mode: GraphicsMode
    let painter: (any PicturePainter)?
    let colors: Bool
    /// What the first screen says about the drawing, if anything.
    private let graphicsNotice: String?
    /// One cell in pixels as the terminal said at the beginning.
    private let reportedCell: PixelSize?

    var queries: CursorQueries
    /// What is on the screen; `nil` while the window is too small for it.
    var frame: Frame?
    /// The trial that is on the screen, and since when.
    var shown: ShownTrial?
    private var pushedBack: ConsoleEvent?

    package init(
        console: any Console,
        welcome: Welcome,
        mode: GraphicsMode,
        painter: (any PicturePainter)?,
        probe: TerminalProbe,
        colors: Bool,
        graphicsNotice: String? = nil
    ) {
        self.console = console
        self.welcome = welcome
        self.mode = mode
        self.painter = painter
        self.colors = colors
        self.graphicsNotice = graphicsNotice
        reportedCell = probe.cell
        queries = probe.queries
    }

    package var drawsPictures: Bool { mode != .none }

    package mutating func welcomeBack(_ welcome: Welcome) async throws {
        let text = "Welcome back.\n\n\(welcome.answered) of \(welcome.trialCount) trials are answered."
        try await read(
            TextScreen(title: welcome.title, body: text, notice: graphicsNotice, choices: [TextScreen.proceed])
        )
    }

    package mutating func consent(to text: String, _ welcome: Welcome) async throws -> Bool {
        let choices = [
            TextScreen.Choice(keys: [.character("y"), .character("Y")], name: "y", label: "I agree", reply: .yes),
            TextScreen.Choice(
                keys: [.character("n"), .character("N")],
                name: "n",
                label: "I do not take part",
                reply: .no
            ),
        ]
        let notice = ["Your code: \(welcome.code)", graphicsNotice].compactMap(\.self).joined(separator: "\n")
        let screen = TextScreen(title: welcome.title, body: text, notice: notice, choices: choices)
        return try await read(screen) == .yes
    }

    package mutating func instructions(_ pages: [String]) async throws {
        var page = 0
        while page < pages.count {
            let position = pages.count > 1 ? " \(page + 1)/\(pages.count)" : ""
            let choices = page > 0 ? [TextScreen.proceed, TextScreen.back] : [TextScreen.proceed]
            let screen = TextScreen(title: "Instructions\(position)", body: pages[page], choices: choices)
            page += try await read(screen) == .back ? -1 : 1
        }
    }

    package mutating func pause(before screen: TrialScreen) async throws {
        let text = "\(screen.number - 1) of \(screen.count) trials are answered. Go on whenever you like."
        try await read(TextScreen(title: "Time for a short break", body: text, choices: [TextScreen.proceed]))
    }

    package mutating func feedback(_ feedback: Receipt.Feedback) async throws {
        try await read(
            TextScreen(title: feedback.title, body: feedback.text ?? "", choices: [TextScreen.proceed])
        )
    }

    package mutating func debrief(_ text: String, completionCode: String) async throws {
        let body = "\(text)\n\nYour completion code: \(completionCode)"
        let end = TextScreen.Choice(
            keys: TextScreen.proceed.keys.union([.character("q"), .escape]),
            name: "Space",
            label: "end",
            reply: .proceed
        )
        try await read(TextScreen(title: "Thank you", body: body, choices: [end], canLeave: false))
    }

    package mutating func waitToRetry(after error: any Error, milliseconds: Int) async throws {
        try await tell("The study did not answer (\(error)); trying again.")
        let deadline = console.now() + UInt64(milliseconds) * 1_000_000
        while let left = console.milliseconds(until: deadline) {
            if let event = await nextEvent(within: left) {
                try settle(event)
            }
        }
    }

    /// Writes a message in the last row; an empty one brings the keys back.
    mutating func tell(_ message: String?) async throws {
        guard let frame else { return }
        try await console.writeOrDepart(frame.statusBytes(message: message))
    }

    /// The window now, its cell measured as well as can be.
    func window() -> WindowSize {
        var window = console.window()
        window.cell = window.cell ?? reportedCell
        return window
    }
}

extension InteractiveView {
    /// Shows a text until a key ends it.
    @discardableResult
    mutating func read(_ screen: TextScreen) async throws -> TextScreen.Reply {
        shown = nil
        var page = 0
        try await draw(screen, page)
        while true {
            let (key, _) = try await nextKey(canLeave: screen.canLeave) { try await $0.draw(screen, page) }
            switch screen.effect(of: key, page: page, in: window()) {
            case .reply(let reply)?: return reply
            case .turn(let next)?:
                page = next
                try await draw(screen, page)
            case nil: break
            }
        }
    }

    private mutating func draw(_ screen: TextScreen, _ page: Int) async throws {
        let window = window()
        try await show(screen.frame(page: page, in: window), in: window, pictures: [])
    }

    /// Draws a frame with its pictures, or says that the window is too small for it.
    mutating func show(_ frame: Frame?, in window: WindowSize, pictures: [RasterImage]) async throws {
        self.frame = frame
        // Kitty keeps pictures apart from characters: clearing the window does not take them away.
        var bytes = mode == .kitty ? Array("\u{1B}_Ga=d,q=2\u{1B}\\".utf8) : []
        if let frame {
            bytes += frame.bytes(colors: colors)
            bytes += await paint(pictures, frame, cell: window.cell)
        } else {
            let smallest = WindowSize.smallest
            var sign = Frame(window: window)
            let text = "The window is too small. Please enlarge it to at least \(smallest.columns)×\(smallest.rows)."
            for (offset, line) in TextWrap.lines(text, width: max(window.columns, 2)).enumerated() {
                sign.put(line, row: 1 + offset, column: 1)
            }
            bytes += sign.bytes(colors: colors)
        }
        try await console.writeOrDepart(bytes)
    }

    @concurrent
    private func paint(_ pictures: [RasterImage], _ frame: Frame, cell: PixelSize?) async -> [UInt8] {
        guard let painter else { return [] }
        return zip(pictures, frame.pictures).flatMap { picture, place in
            painter.paint(picture, in: place, mode: mode, cell: cell ?? .assumedCell)
        }
    }

    /// Waits for a key while it redraws and lets the participant leave.
    mutating func nextKey(
        canLeave: Bool = true,
        redraw: (inout Self) async throws -> Void
    ) async throws -> (key: Key, at: UInt64) {
        var isLeaving = false
        while true {
            guard let event = await nextEvent(within: nil) else { continue }
            switch event.kind {
            case .redraw:
                await skipRedraws()
                try await redraw(&self)
                if isLeaving { try await askWhetherToLeave() }
            case .input(.key(let key)) where isLeaving:
                if [.character("y"), .character("Y")].contains(key) { throw Departure.asked }
                isLeaving = false
                try await tell(nil)
            case .input(.key(.character("q"))) where canLeave, .input(.key(.character("Q"))) where canLeave:
                guard frame != nil else { throw Departure.asked }
                isLeaving = true
                try await askWhetherToLeave()
            case .input(.key(let key)) where frame != nil:
                return (key, event.at)
            default:
                try settle(event)
            }
        }
    }

    private mutating func askWhetherToLeave() async throws {
        try await tell("Leave? What you answered is kept, and you can resume later. [y] leave  [n] stay")
    }

    /// Keeps an event for the next wait.
    mutating func putBack(_ event: ConsoleEvent) {
        pushedBack = event
    }

    /// Waits for an event, first for one that was taken too early.
    mutating func nextEvent(within milliseconds: Int?) async -> ConsoleEvent? {
        if let event = pushedBack {
            pushedBack = nil
            return event
        }
        return await console.nextEvent(within: milliseconds)
    }

    /// Ends the session where an event asks for it, and keeps account of reports; other events mean nothing here.
    mutating func settle(_ event: ConsoleEvent) throws {
        switch event.kind {
        case .interrupted: throw Departure.asked
        case .closed: throw Departure.inputEnded
        case .input(.cursorReport): _ = queries.noteReport()
        case .input, .redraw: break
        }
    }

    /// Dragging a window's edge sends many sizes; only the last is drawn.
    private mutating func skipRedraws() async {
        while let event = await console.nextEvent(within: 30) {
            if event.kind != .redraw {
                pushedBack = event
                return
            }
        }
    }
}
