import Imaging
import StudyModel
package import StudyWire
import TerminalText

/// Lays out a trial: progress, question, pictures with captions, keys.
package struct TrialFrame: Sendable {
    /// The trial.
    package var screen: TrialScreen
    /// Whether pictures are drawn, or only named.
    package var drawsPictures: Bool
    /// Whether the previous trial may be reopened.
    package var allowsCorrections: Bool

    package init(screen: TrialScreen, drawsPictures: Bool, allowsCorrections: Bool) {
        self.screen = screen
        self.drawsPictures = drawsPictures
        self.allowsCorrections = allowsCorrections
    }

    /// The frame for a window.
    /// - Returns: `nil` where the window is too small for the texts and pictures.
    package func frame(in window: WindowSize) -> Frame? {
        guard !window.isTooSmall else { return nil }
        let width = window.columns - 2
        var frame = Frame(window: window)
        putProgress(in: &frame, width: width)

        let question = TextWrap.lines(screen.question, width: width)
        for (offset, line) in question.enumerated() {
            frame.put(line, row: 2 + offset, column: 2, style: .bold)
        }

        let keys = AnswerKeys(screen)
        let legend = Legend.lines(keys.choices, width: width)
        let firstLegendRow = window.rows - legend.count
        for (offset, line) in legend.enumerated() {
            frame.put(line, row: firstLegendRow + offset, column: 2)
        }
        frame.status = commands

        let firstRow = 2 + question.count
        let free = firstLegendRow - firstRow
        guard drawsPictures else {
            let captions = (["image"] + keys.captions).joined(separator: ", ")
            let lines = TextWrap.lines("Pictures are not drawn: \(captions).", width: width)
            guard lines.count < free else { return nil }
            for (offset, line) in lines.enumerated() {
                frame.put(line, row: firstRow + 1 + offset, column: 2, style: .dim)
            }
            return frame
        }
        let sizes = ([screen.original] + screen.candidates).map { PixelSize(width: $0.width, height: $0.height) }
        guard let layout = PictureLayout(sizes: sizes, window: window, firstRow: firstRow, rows: free) else {
            return nil
        }
        frame.pictures = layout.pictures
        for (caption, picture) in zip(["image"] + keys.captions, layout.pictures) {
            let text = TextWrap.line(caption, width: max(picture.columns, 1))
            let indent = (picture.columns - DisplayWidth.of(text)) / 2
            frame.put(text, row: picture.row - 1, column: picture.column + max(indent, 0), style: .dim)
        }
        return frame
    }

    /// "Trial 7 of 24  ████░░░", practice and corrections named.
    private func putProgress(in frame: inout Frame, width: Int) {
        var title = "Trial \(screen.number) of \(screen.count)"
        if screen.isPractice { title += "  practice" }
        if screen.supersedes != nil { title += "  correction" }
        frame.put(TextWrap.line(title, width: width), row: 1, column: 2)
        let free = width - DisplayWidth.of(title) - 2
        guard free >= 5 else { return }
        let bar = min(free, 40)
        let done = bar * max(0, screen.number - 1) / max(screen.count, 1)
        frame.put(
            String(repeating: "█", count: done) + String(repeating: "░", count: bar - done),
            row: 1,
            column: 4 + DisplayWidth.of(title),
            style: .accent
        )
    }

    private var commands: String {
        var commands: [String] = []
        if screen.kind == .comparison { commands.append("Answer with a number key, not with arrows.") }
        if screen.supersedes != nil {
            commands.append("[Backspace] keep the earlier answer")
        } else if allowsCorrections && screen.number > 1 {
            commands.append("[Backspace] previous trial")
        }
        return (commands + ["[q] leave"]).joined(separator: "   ")
    }
}
