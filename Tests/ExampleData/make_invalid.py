"""Makes the pictures and maps to which the broken study definitions refer.

Run: python make_invalid.py FOLDER   (NumPy 2.4.6, Pillow 13.0.0)
FOLDER is StudyDefinitions/invalid/files.
"""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 32, 24
MAP_WIDTH, MAP_HEIGHT = 8, 6


def picture(red, blue):
    """A ramp from black to a color."""
    ramp = np.linspace(0, 255, WIDTH * HEIGHT).reshape(HEIGHT, WIDTH)
    return Image.fromarray(np.stack([ramp * red, ramp * 0.2, ramp * blue], axis=-1).astype(np.uint8))


def blob(x, y, spread):
    """A Gaussian bump; x and y are 0...1 from the left and the top."""
    v, u = np.mgrid[0:MAP_HEIGHT, 0:MAP_WIDTH]
    u, v = (u + 0.5) / MAP_WIDTH, (v + 0.5) / MAP_HEIGHT
    return np.exp(-((u - x) ** 2 + (v - y) ** 2) / (2 * spread**2)).astype(np.float32)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    red, blue = picture(1, 0.1), picture(0.1, 1)
    red.save(folder / "red.png")
    blue.save(folder / "blue.png")
    for image, x in (("red", 0.3), ("blue", 0.7)):
        np.save(folder / f"{image}--fine.npy", blob(x, 0.5, 0.15))
        np.save(folder / f"{image}--coarse.npy", blob(x, 0.5, 0.35))
        np.save(folder / f"{image}--beside.npy", blob(1 - x, 0.5, 0.15))

    # Looks exactly like fine once the least value is 0 and the greatest 1.
    np.save(folder / "red--scaled.npy", 2 * blob(0.3, 0.5, 0.15) + 1)

    whole = (folder / "red.png").read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    blue.save(folder / "really-jpeg.png", format="JPEG")
    (folder / "notes.npy").write_text("maps by grad-cam, second run\n")
    # Two headers that promise 40 GB and 4 TB, for which no memory may be taken.
    header = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    (folder / "bomb.png").write_bytes(bomb)
    text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }"
    text = text.ljust(117) + "\n"
    (folder / "hostile.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode())

    for name, value in (("nan", np.nan), ("infinite", np.inf)):
        values = blob(0.3, 0.5, 0.15)
        values[2, 3] = value
        np.save(folder / f"{name}.npy", values)
    np.save(folder / "constant.npy", np.full((MAP_HEIGHT, MAP_WIDTH), 0.25, np.float32))
    np.save(folder / "square.npy", blob(0.3, 0.5, 0.2)[:, :6])
    np.save(folder / "channels.npy", np.stack([blob(0.3, 0.5, s) for s in (0.1, 0.2, 0.3)]))


if __name__ == "__main__":
    main()
