import TerminalText

/// A text to read, page by page, with the keys that end it on its last page.
package struct TextScreen: Sendable {
    /// A key that ends the screen.
    package struct Choice: Sendable, Equatable {
        /// The keys that make it.
        package var keys: Set<Key>
        /// The key as printed.
        package var name: String
        /// What it does.
        package var label: String
        /// What the screen returns.
        package var reply: Reply

        package init(keys: Set<Key>, name: String, label: String, reply: Reply) {
            self.keys = keys
            self.name = name
            self.label = label
            self.reply = reply
        }
    }

    /// How a screen was ended.
    package enum Reply: Sendable, Equatable {
        case proceed
        case back
        case yes
        case no
    }

    /// The first line.
    package var title: String
    /// The text; line feeds are kept.
    package var body: String
    /// A line above the keys, about the client itself.
    package var notice: String?
    /// What ends the screen.
    package var choices: [Choice]
    /// Whether `q` leaves from here.
    package var canLeave: Bool

    package init(title: String, body: String, notice: String? = nil, choices: [Choice], canLeave: Bool = true) {
        self.title = title
        self.body = body
        self.notice = notice
        self.choices = choices
        self.canLeave = canLeave
    }

    /// Space or Enter goes on; arrows do not, since they may be left over from an answer.
    package static let proceed = Choice(
        keys: [.enter, .character(" "), .pageDown],
        name: "Space",
        label: "continue",
        reply: .proceed
    )

    /// `b` goes back.
    package static let back = Choice(
        keys: [.character("b"), .backspace, .pageUp],
        name: "b",
        label: "back",
        reply: .back
    )

    /// The pages for a window.
    /// - Returns: `nil` where the window is too small.
    package func pages(in window: WindowSize) -> [[String]]? {
        guard !window.isTooSmall else { return nil }
        let lines = TextWrap.lines(body, width: bodyWidth(window))
        let height = window.rows - 4 - noticeLines(window).count
        guard height >= 1 else { return nil }
        return stride(from: 0, to: max(lines.count, 1), by: height).map { start in
            Array(lines[start..<min(start + height, lines.count)])
        }
    }

    /// The frame of one page.
    /// - Parameter page: The page from 0; beyond the last, the last is drawn.
    /// - Returns: `nil` where the window is too small.
    package func frame(page: Int, in window: WindowSize) -> Frame? {
        guard let pages = pages(in: window) else { return nil }
        let page = min(page, pages.count - 1)
        let width = window.columns - 2
        var frame = Frame(window: window)
        let position = pages.count > 1 ? "  (page \(page + 1) of \(pages.count))" : ""
        let titleWidth = width - DisplayWidth.of(position)
        frame.put(TextWrap.line(title, width: titleWidth) + position, row: 1, column: 2, style: .bold)
        for (offset, line) in pages[page].enumerated() where !line.isEmpty {
            frame.put(line, row: 3 + offset, column: 2)
        }
        let notices = noticeLines(window)
        for (offset, line) in notices.enumerated() {
            frame.put(line, row: window.rows - notices.count + offset, column: 2, style: .dim)
        }
        frame.status = legend(page: page, of: pages.count)
        return frame
    }

    /// What a key does on a page.
    /// - Returns: The reply that ends the screen, or the page to turn to; `nil` where the key does nothing.
    package func effect(of key: Key, page: Int, in window: WindowSize) -> Effect? {
        let last = (pages(in: window)?.count ?? 1) - 1
        let page = min(page, last)
        if page < last, Self.proceed.keys.contains(key) { return .turn(page + 1) }
        if page > 0, Self.back.keys.contains(key) { return .turn(page - 1) }
        guard let choice = choices.first(where: { $0.keys.contains(key) }) else { return nil }
        // Agreement and going on need the whole text to have been shown.
        return page == last || choice.reply == .no || choice.reply == .back ? .reply(choice.reply) : nil
    }

    /// What a key does.
    package enum Effect: Sendable, Equatable {
        case turn(Int)
        case reply(Reply)
    }

    private func bodyWidth(_ window: WindowSize) -> Int {
        min(window.columns - 2, 88)
    }

    private func noticeLines(_ window: WindowSize) -> [String] {
        notice.map { TextWrap.lines($0, width: bodyWidth(window)) } ?? []
    }

    private func legend(page: Int, of count: Int) -> String {
        var items: [String] = []
        if page < count - 1 {
            items.append("[Space] next page")
            items += choices.filter { $0.reply == .no }.map { "[\($0.name)] \($0.label)" }
        } else {
            items += choices.filter { $0.reply != .back || page == 0 }.map { "[\($0.name)] \($0.label)" }
        }
        if page > 0 { items.append("[b] previous page") }
        if canLeave { items.append("[q] leave") }
        return items.joined(separator: "   ")
    }
}
