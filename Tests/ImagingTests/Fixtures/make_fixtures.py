"""Writes the pictures of the imaging tests beside itself, and expected.json with what the peers make of them.

Run with NumPy 2.4.6, Pillow 13.0.0 and OpenCV 5.0.0 (opencv-python-headless).
"""

import io
import json
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).parent
SIGNATURE = b"\x89PNG\r\n\x1a\n"
RANDOM = np.random.default_rng(20260802)
expected = {"pictures": {}, "maps": {}, "resize": [], "picturesResized": [], "percentiles": []}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def scanlines(samples, depth):
    """[H, samples a row] to filtered (type 0) and packed rows."""
    if depth == 16:
        rows = [row.astype(">u2").tobytes() for row in samples]
    elif depth == 8:
        rows = [row.astype(np.uint8).tobytes() for row in samples]
    else:
        bits = np.unpackbits(samples.astype(np.uint8)[:, :, None], axis=2)[:, :, 8 - depth :]
        rows = [np.packbits(row.reshape(-1)).tobytes() for row in bits]
    return b"".join(b"\0" + row for row in rows)


def png(samples, depth, color, before=b"", interlaced=False):
    """A PNG file from [H, W, channels]; written here because Pillow writes few of these kinds."""
    height, width, channels = samples.shape
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in passes]
        data = b"".join(scanlines(part.reshape(part.shape[0], -1), depth) for part in parts if part.size)
    else:
        data = scanlines(samples.reshape(height, -1), depth)
    return SIGNATURE + chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def note(name, picture):
    mode = "RGBA" if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info else "RGB"
    array = np.asarray(picture.convert(mode))
    expected["pictures"][name] = {
        "width": array.shape[1],
        "height": array.shape[0],
        "channels": array.shape[2],
        "pixels": array.tobytes().hex(),
    }


def picture(name, data):
    (HERE / name).write_bytes(data)
    note(name, ImageOps.exif_transpose(Image.open(io.BytesIO(data))))


def pngs():
    def noise(channels, limit=256):
        return RANDOM.integers(0, limit, (5, 7, channels))

    picture("gray-8.png", png(noise(1), 8, 0))
    picture("gray-1.png", png(noise(1, 2), 1, 0))
    picture("gray-2.png", png(noise(1, 4), 2, 0))
    picture("gray-4.png", png(noise(1, 16), 4, 0))
    picture("gray-alpha-8.png", png(noise(2), 8, 4))
    picture("rgb-8.png", png(noise(3), 8, 2))
    picture("rgba-8.png", png(noise(4), 8, 6))
    picture("rgb-interlaced.png", png(noise(3), 8, 2, interlaced=True))
    palette = chunk(b"PLTE", RANDOM.integers(0, 256, 48).astype(np.uint8).tobytes())
    picture("palette-4.png", png(noise(1, 16), 4, 3, palette))
    picture("palette-transparent.png", png(noise(1, 16), 8, 3, palette + chunk(b"tRNS", bytes([0, 128, 255, 40]))))
    gamma = chunk(b"gAMA", struct.pack(">I", 100_000))
    picture("rgb-gamma.png", png(noise(3), 8, 2, gamma))

    # Pillow halves the depth of 16-bit color by dropping bits, and cannot convert 16-bit gray; rounding is exact.
    for name, color, channels in (("gray-16", 0, 1), ("gray-alpha-16", 4, 2), ("rgb-16", 2, 3), ("rgba-16", 6, 4)):
        samples = noise(channels, 65_536)
        (HERE / f"{name}.png").write_bytes(png(samples, 16, color))
        eight = np.floor(samples * 255 / 65_535 + 0.5).astype(np.uint8)
        modes = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
        note(f"{name}.png", Image.fromarray(eight.squeeze(), modes[channels]))
        if channels == 1:
            (HERE / "gray-16-gamma.png").write_bytes(png(samples, 16, color, gamma))
            for file in ("gray-16.png", "gray-16-gamma.png"):
                expected["maps"][file] = {"shape": [5, 7], "values": (samples.reshape(-1) / 65_535).tolist()}
    for depth in (1, 2, 4, 8):
        samples = noise(1, 2**depth)
        (HERE / f"map-{depth}.png").write_bytes(png(samples, depth, 0))
        expected["maps"][f"map-{depth}.png"] = {
            "shape": [5, 7],
            "values": (samples.reshape(-1) / (2**depth - 1)).tolist(),
        }

    good = png(noise(3), 8, 2)
    (HERE / "bad-truncated.png").write_bytes(good[:-30])
    (HERE / "bad-end.png").write_bytes(good[:-12])
    damaged = bytearray(good)
    damaged[-20] ^= 0x55
    (HERE / "bad-checksum.png").write_bytes(damaged)
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    (HERE / "bad-bomb.png").write_bytes(
        SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    (HERE / "bad-zero.png").write_bytes(
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 4, 8, 2, 0, 0, 0)) + chunk(b"IEND", b"")
    )
    (HERE / "bad-really-png.jpg").write_bytes(good)


def jpegs():
    y, x = np.mgrid[0:12, 0:18]
    scene = np.stack([x * 14, y * 21, 255 - x * 7 - y * 10], axis=2).astype(np.uint8)
    scene[2:6, 3:8] = (230, 40, 30)

    def jpeg(image, **options):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", **options)
        return buffer.getvalue()

    rgb = Image.fromarray(scene)
    picture("rgb.jpg", jpeg(rgb, quality=92, subsampling=0))
    picture("rgb-420.jpg", jpeg(rgb, quality=90, subsampling=2))
    picture("rgb-progressive.jpeg", jpeg(rgb, quality=90, progressive=True))
    picture("gray.jpg", jpeg(rgb.convert("L"), quality=95))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif.endian = "<" if orientation % 2 else ">"
        exif[0x010F] = "Maker"
        exif[0x0112] = orientation
        picture(f"orientation-{orientation}.jpg", jpeg(rgb, quality=92, subsampling=0, exif=exif))

    cmyk = jpeg(rgb.convert("CMYK"), quality=95)
    picture("cmyk-adobe.jpg", cmyk)
    marker = cmyk.index(b"Adobe")
    picture("ycck-adobe.jpg", cmyk[: marker + 11] + b"\2" + cmyk[marker + 12 :])
    picture("cmyk-plain.jpg", cmyk[: marker - 4] + cmyk[marker + 12 :])

    good = jpeg(rgb, quality=92)
    (HERE / "bad-truncated.jpg").write_bytes(good[:-60])
    (HERE / "bad-header.jpg").write_bytes(good[:100])
    frame = good.index(b"\xff\xc0")
    (HERE / "bad-bomb.jpg").write_bytes(good[: frame + 5] + b"\xff\xdc\xff\xdc" + good[frame + 9 :])
    (HERE / "bad-really-jpeg.png").write_bytes(good)
    buffer = io.BytesIO()
    rgb.save(buffer, "WEBP")
    (HERE / "bad-really-webp.png").write_bytes(buffer.getvalue())
    (HERE / "bad-text.png").write_bytes(b"Not found\n")
    (HERE / "bad-nothing.png").write_bytes(b"")


def arrays():
    values = RANDOM.normal(size=(4, 6)).astype(np.float32)
    for name, array in (("map.npy", values), ("map-3d.npy", values[None]), ("map-4d.npy", values[None, None])):
        np.save(HERE / name, array)
        expected["maps"][name] = {"shape": [4, 6], "values": values.reshape(-1).tolist()}
    np.save(HERE / "bad-channels.npy", np.zeros((3, 4, 6), np.float32))
    np.save(HERE / "bad-vector.npy", np.zeros(6, np.float32))
    np.save(HERE / "bad-empty.npy", np.zeros((0, 6), np.float32))


def resizing():
    kinds = {"nearest": cv2.INTER_NEAREST, "bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC}
    for shape, size in (((3, 4), (9, 7)), ((7, 7), (16, 20)), ((13, 9), (5, 6)), ((1, 5), (10, 3)), ((2, 2), (4, 4))):
        values = RANDOM.random(shape)
        for name, flag in kinds.items():
            output = cv2.resize(values, size, interpolation=flag)
            expected["resize"].append(
                {
                    "interpolation": name,
                    "shape": shape,
                    "values": values.reshape(-1).tolist(),
                    "width": size[0],
                    "height": size[1],
                    "output": output.reshape(-1).tolist(),
                }
            )
    for channels, size in ((3, (7, 5)), (3, (40, 33)), (3, (20, 4)), (4, (6, 7)), (4, (31, 21))):
        pixels = RANDOM.integers(0, 256, (19, 23, channels)).astype(np.uint8)
        if channels == 4:
            pixels[:, :, 3] = np.maximum(pixels[:, :, 3], 128)
        output = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))
        expected["picturesResized"].append(
            {
                "channels": channels,
                "width": 23,
                "height": 19,
                "pixels": pixels.tobytes().hex(),
                "outputWidth": size[0],
                "outputHeight": size[1],
                "output": output.tobytes().hex(),
            }
        )
    for percent in (50, 90, 97.5, 99):
        values = RANDOM.normal(size=50).astype(np.float32)
        expected["percentiles"].append(
            {"percent": percent, "values": values.tolist(), "output": float(np.percentile(values, percent))}
        )


def main():
    pngs()
    jpegs()
    arrays()
    resizing()
    (HERE / "expected.json").write_text(json.dumps(expected, indent=None, separators=(",", ":")) + "\n")


main()
