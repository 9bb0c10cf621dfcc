"""What participants see of a picture, by Pillow: the center square of a scaled picture, or a large picture fitted.

Run: python make_views.py   (NumPy 2.4.6, Pillow 13.0.0); writes views.json, picture-*.png and view-*.png
beside itself.

The square follows torchvision's Resize and CenterCrop on PIL images (antialiased bilinear; margins rounded half to
even), except that the longer side is rounded where torchvision truncates it.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
BILINEAR = Image.Resampling.BILINEAR


def picture(width, height, seed):
    """Smooth colors with a little noise, so that an error of one row or one filter tap shows."""
    random = np.random.default_rng(seed)
    v, u = np.mgrid[0:height, 0:width]
    waves = [127.5 + 110 * np.sin(u / (7 + 3 * c) + v / (11 - 2 * c) + c) for c in range(3)]
    noisy = np.stack(waves, axis=-1) + random.normal(scale=6, size=(height, width, 3))
    return Image.fromarray(np.clip(np.round(noisy), 0, 255).astype(np.uint8))


def center_square(image, shorter_side, size):
    shorter = min(image.size)
    scaled = [shorter_side if side == shorter else round(side * shorter_side / shorter) for side in image.size]
    image = image.resize(scaled, BILINEAR)
    left, top = (round((side - size) / 2) for side in image.size)
    return image.crop((left, top, left + size, top + size))


def fitted(image, bound):
    scale = bound / max(image.size)
    return image.resize([max(1, round(side * scale)) for side in image.size], BILINEAR)


def main():
    views = []

    def add(picture, shorter_side, size, view):
        name = f"view-{picture}-{shorter_side}-{size}.png"
        view.save(FOLDER / name, optimize=True)
        views.append({"picture": f"picture-{picture}.png", "view": name, "shorterSide": shorter_side, "size": size})

    for name, width, height, seed in (("landscape", 97, 70, 1), ("portrait", 61, 84, 2), ("square", 64, 64, 3)):
        image = picture(width, height, seed)
        image.save(FOLDER / f"picture-{name}.png", optimize=True)
        shorter = min(width, height)
        for shorter_side, size in ((56, 49), (33, 32), (shorter, 50), (shorter, 33)):
            add(name, shorter_side, size, center_square(image, shorter_side, size))
        if name == "portrait":
            add(name, 256, 224, center_square(image, 256, 224))
    for name, width, height in (("wide", 1200, 12), ("high", 11, 1025)):
        image = picture(width, height, 4)
        image.save(FOLDER / f"picture-{name}.png", optimize=True)
        add(name, 0, 0, fitted(image, 1024))
    (FOLDER / "views.json").write_text(json.dumps({"peer": "Pillow 13.0.0", "views": views}, indent=1) + "\n")


if __name__ == "__main__":
    main()
