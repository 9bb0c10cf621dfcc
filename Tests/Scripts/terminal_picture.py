#!/usr/bin/env python3
"""Draws a captured terminal screen as an HTML page, from which a browser makes the README's picture.

    tmux new-session -d -s picture -x 132 -y 34 'COLORTERM=truecolor beholder participate scenes --graphics symbols'
    tmux capture-pane -e -p -t picture | python3 Tests/Scripts/terminal_picture.py > screen.html
    chromium --headless --hide-scrollbars --screenshot=terminal.png --window-size=1212,640 screen.html
"""

import html
import re
import sys

INK, PAGE = "#d7dce2", "#11151a"
STYLE = re.compile(r"\x1b\[([0-9;:]*)m")
BASE = ["#2b3138", "#d2625f", "#5fae6b", "#c9a94b", "#5b8fd6", "#a974c4", "#4fa9b3", INK]
BRIGHT = ["#6b7480", "#ff8a86", "#85d692", "#f0cf6a", "#84b4ff", "#cf9be8", "#78d3de", "#ffffff"]


def indexed(number):
    """The color of an index of the 256-color palette."""
    if number < 16:
        return (BASE + BRIGHT)[number]
    if number < 232:
        levels = [0, 95, 135, 175, 215, 255]
        number -= 16
        return "#%02x%02x%02x" % (levels[number // 36], levels[number // 6 % 6], levels[number % 6])
    return "#%02x%02x%02x" % ((8 + 10 * (number - 232),) * 3)


class Pen:
    """The colors in force while a screen is read."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.ink, self.page, self.bold, self.inverse = INK, PAGE, False, False

    def apply(self, codes):
        codes = iter(codes)
        for code in codes:
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code in (7, 27):
                self.inverse = code == 7
            elif code in (38, 48):
                color = "#%02x%02x%02x" % (next(codes), next(codes), next(codes)) if next(codes) == 2 else indexed(next(codes))
                if code == 38:
                    self.ink = color
                else:
                    self.page = color
            elif code in (39, 49):
                self.ink, self.page = (INK, self.page) if code == 39 else (self.ink, PAGE)
            elif 30 <= code < 38 or 90 <= code < 98:
                self.ink = BASE[code - 30] if code < 38 else BRIGHT[code - 90]
            elif 40 <= code < 48 or 100 <= code < 108:
                self.page = BASE[code - 40] if code < 48 else BRIGHT[code - 100]

    def cell(self, character):
        ink, page = (self.page, self.ink) if self.inverse else (self.ink, self.page)
        weight = ";font-weight:bold" if self.bold else ""
        return f'<b style="color:{ink};background:{page}{weight}">{html.escape(character)}</b>'


def main():
    pen = Pen()
    print("<!doctype html><meta charset=utf-8><style>")
    print(f"body{{margin:12px;background:{PAGE}}}pre{{margin:0;font:15px/18px 'DejaVu Sans Mono',monospace}}")
    print("b{display:inline-block;width:9px;height:18px;vertical-align:top;font-weight:normal}</style><pre>")
    for line in sys.stdin.read().split("\n"):
        position, cells = 0, []
        while position < len(line):
            style = STYLE.match(line, position)
            if style:
                pen.apply(int(code or 0) for code in re.split("[;:]", style.group(1)))
                position = style.end()
                continue
            if line[position] == "\x1b":
                position += 3
                continue
            cells.append(pen.cell(line[position]))
            position += 1
        print("".join(cells))
    print("</pre>")


main()
