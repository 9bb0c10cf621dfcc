"""Prints the colormap tables of Sources/Imaging/Colormaps as Swift source.

viridis and inferno are the data of matplotlib (by N. Smith, S. van der Walt and E. Firing, CC0), read from
matplotlib 3.11.2. The diverging table is computed here: in CAM02-UCS, the space of perceived differences (Luo, Cui and
Li 2006, doi:10.1002/col.20227), straight lines lead from a blue and a red of equal lightness and colorfulness to a
neutral near-white, so that every step differs as much as every other.

Beside itself it writes uniformity.json, the coordinates of every eighth color in that space by colorspacious 1.1.2.

Run: python make_colormaps.py FOLDER   (NumPy 2.4.6, matplotlib 3.11.2)
"""

import json
import sys
from pathlib import Path

import numpy as np
from colorspacious import cspace_convert
from matplotlib import colormaps


def polar(lightness, colorfulness, degrees):
    angle = np.radians(degrees)
    return np.array([lightness, colorfulness * np.cos(angle), colorfulness * np.sin(angle)])


def diverging():
    blue, red = polar(42, 32, 255), polar(42, 32, 28)
    middle = cspace_convert([0.955, 0.955, 0.955], "sRGB1", "CAM02-UCS")
    position = np.linspace(-1, 1, 256)[:, None]
    points = middle + np.where(position < 0, -position * (blue - middle), position * (red - middle))
    colors = cspace_convert(points, "CAM02-UCS", "sRGB1")
    assert colors.min() > 0 and colors.max() < 1, (colors.min(0), colors.max(0))
    return colors


SOURCES = {
    "viridis": "matplotlib 3.11.2, by N. Smith, S. van der Walt and E. Firing, CC0 1.0",
    "inferno": "matplotlib 3.11.2, by N. Smith and S. van der Walt, CC0 1.0",
    "blueWhiteRed": "Tests/ImagingTests/Fixtures/make_colormaps.py, straight lines in CAM02-UCS from (42, 32, 255°) "
    "over gray 0.955 to (42, 32, 28°)",
}


def jet():
    position = np.arange(256) / 255
    return np.stack([np.clip(1.5 - 4 * np.abs(position - center), 0, 1) for center in (0.75, 0.5, 0.25)], axis=1)


def uniformity(tables):
    points = {}
    for name, colors in tables.items():
        index = np.r_[0:256:8, 255]
        samples = np.floor(colors[index] * 255 + 0.5).astype(int)
        coordinates = cspace_convert(samples / 255, "sRGB1", "CAM02-UCS").round(4)
        points[name] = [
            {"index": int(i), "color": c.tolist(), "cam02ucs": p.tolist()}
            for i, c, p in zip(index, samples, coordinates)
        ]
    Path(__file__).with_name("uniformity.json").write_text(json.dumps(points, separators=(",", ":")) + "\n")


def main(folder):
    tables = {name: colormaps[name](np.arange(256))[:, :3] for name in ("viridis", "inferno")}
    tables["blueWhiteRed"] = diverging()
    uniformity(tables | {"jet": jet()})
    for name, colors in tables.items():
        digits = np.floor(colors * 255 + 0.5).astype(np.uint8).tobytes().hex()
        rows = "\n".join("        " + digits[i : i + 96] for i in range(0, len(digits), 96))
        text = (
            f"extension Colormap {{\n    /// 256 colors as hexadecimal RGB.\n    ///\n"
            f"    /// Source: {SOURCES[name]}.\n"
            f'    static let {name}Digits = """\n{rows}\n        """\n}}\n'
        )
        file = name[0].upper() + name[1:]
        Path(folder, f"Colormap+{file}.swift").write_text(text)


main(sys.argv[1])
