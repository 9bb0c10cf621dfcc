"""Writes resize.json and prepared.json beside itself: what Pillow and torchvision make of small pictures.

Run: python make_golden.py   (NumPy 2.4.6, Pillow 13.0.0, PyTorch 2.15.0, torchvision 0.29.2)
"""

import base64
import json
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import functional as F
from torchvision.transforms import transforms as T
from torchvision.transforms._presets import ImageClassification
from torchvision.transforms.functional import InterpolationMode

HERE = Path(__file__).parent
RANDOM = np.random.default_rng(20261124)
VERSIONS = {
    "numpy": np.__version__,
    "pillow": PIL.__version__,
    "torch": torch.__version__.split("+")[0],
    "torchvision": torchvision.__version__.split("+")[0],
}
MODES = {
    "nearest": (Image.Resampling.NEAREST, InterpolationMode.NEAREST),
    "bilinear": (Image.Resampling.BILINEAR, InterpolationMode.BILINEAR),
    "bicubic": (Image.Resampling.BICUBIC, InterpolationMode.BICUBIC),
}


def picture(width, height):
    """A gradient with noise and hard edges, so that overshoot and clipping occur. [H, W, 3] uint8."""
    y, x = np.mgrid[0:height, 0:width]
    gradient = np.stack([x * 255 / max(width - 1, 1), y * 255 / max(height - 1, 1), (x * 7 + y * 13) % 256], axis=2)
    noise = RANDOM.integers(-60, 61, (height, width, 3))
    samples = np.clip(gradient + noise, 0, 255)
    samples[(x // 3 + y // 4) % 5 == 0] = 255
    samples[(x // 4 + y // 3) % 7 == 0] = 0
    return samples.astype(np.uint8)


def text(array):
    """The bytes of an array in C order, little-endian, as base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def write(name, content):
    (HERE / name).write_text(json.dumps({"versions": VERSIONS, **content}, separators=(",", ":")) + "\n")


def tensor(samples):
    return torch.from_numpy(samples.copy()).permute(2, 0, 1)


def resize():
    """Pillow, which always antialiases and knows bytes only; torchvision on tensors of floats and of bytes."""
    cases = []
    pairs = [
        ((17, 11), (5, 4)), ((7, 5), (18, 13)), ((9, 20), (4, 23)), ((1, 9), (3, 4)), ((8, 1), (3, 2)),
        ((1, 1), (4, 3)), ((6, 7), (1, 1)), ((14, 14), (14, 5)), ((14, 14), (3, 14)), ((53, 31), (10, 6)),
    ]
    for (width, height), (new_width, new_height) in pairs:
        samples = picture(width, height)
        outputs = []

        def add(on, interpolation, antialias, array):
            outputs.append(
                {"on": on, "interpolation": interpolation, "antialias": antialias, "output": text(array)}
            )

        for name, (pillow, mode) in MODES.items():
            resized = Image.fromarray(samples).resize((new_width, new_height), pillow)
            add("pixels", name, True, np.asarray(resized))
            for antialias in [False] if name == "nearest" else [False, True]:
                floats = F.resize(tensor(samples).float(), [new_height, new_width], mode, antialias=antialias)
                add("floats", name, antialias, floats.permute(1, 2, 0).numpy().astype("<f4"))
            if name != "nearest":
                rounded = F.resize(tensor(samples), [new_height, new_width], mode, antialias=False)
                add("pixels", name, False, rounded.permute(1, 2, 0).numpy())
        cases.append(
            {
                "width": width,
                "height": height,
                "pixels": text(samples),
                "outputWidth": new_width,
                "outputHeight": new_height,
                "outputs": outputs,
            }
        )
    write("resize.json", {"cases": cases})


def crop_starts():
    """Where torchvision's CenterCrop begins, for every small pair of extents; negative where it pads."""
    starts = []
    for extent in range(1, 12):
        for crop in range(1, 12):
            ramp = torch.arange(1, extent + 1).reshape(1, extent, 1)
            cut = F.center_crop(ramp, [crop, 1]).flatten().tolist()
            first = next(index for index, value in enumerate(cut) if value > 0)
            starts.append([extent, crop, cut[first] - 1 - first])
    return starts


def shorter_side(image, side):
    """To the nearest length, halves upward; torchvision would drop the fraction."""
    scale = side / min(image.size)
    width, height = (side if s == min(image.size) else int(s * scale + 0.5) for s in image.size)
    return image.resize((width, height), Image.Resampling.BILINEAR)


def caffe(image, side, size):
    cut = F.center_crop(shorter_side(image, side), [size, size])
    return np.asarray(cut, np.float32)[:, :, ::-1].transpose(2, 0, 1) - np.float32([104, 117, 123])[:, None, None]


def clip(size):
    """clip.clip._transform of openai/CLIP."""
    return T.Compose(
        [
            T.Resize(size, interpolation=InterpolationMode.BICUBIC),
            T.CenterCrop(size),
            lambda image: image.convert("RGB"),
            T.ToTensor(),
            T.Normalize((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)),
        ]
    )


def tensorflow(samples, size):
    """tf.image.resize has half-pixel centers and no antialiasing, as torch's bilinear without align_corners."""
    floats = F.resize(tensor(samples).float(), [size, size], InterpolationMode.BILINEAR, antialias=False)
    return floats.permute(1, 2, 0).numpy() / np.float32(127.5) - 1


def on_tensors(samples, mode):
    steps = T.Compose([T.Resize(13, mode, antialias=True), T.CenterCrop([9, 11]), T.Normalize([0.5] * 3, [0.25] * 3)])
    return steps(tensor(samples).float() / 255).numpy()


def prepared():
    pictures, cases = [], []

    def add(name, description, shape, output):
        output = np.asarray(output, "<f4")[None]
        cases.append(
            {
                "name": name,
                "picture": len(pictures) - 1,
                "description": json.dumps({"formatVersion": 1, **description}),
                "inputShape": shape,
                "shape": list(output.shape),
                "output": text(output),
            }
        )

    for width, height in [(61, 40), (23, 38), (5, 33)]:
        samples = picture(width, height)
        pictures.append({"width": width, "height": height, "pixels": text(samples)})
        image = Image.fromarray(samples)
        square = [1, 3, 14, 14]
        add("torchvision", {"preset": "torchvision"}, square,
            ImageClassification(crop_size=14, resize_size=16, antialias=True)(image))
        add("caffe", {"preset": "caffe"}, square, caffe(image, 16, 14))
        add("clip", {"preset": "clip"}, square, clip(14)(image))
        add("tensorflow", {"preset": "tensorflow"}, [None, 12, 12, 3], tensorflow(samples, 12))
        add("unit", {"preset": "unit"}, square,
            T.ToTensor()(image.resize((14, 14), Image.Resampling.BILINEAR)))
        add("larger crop than picture",
            {"preset": "torchvision", "resize": {"shorterSide": 8}, "crop": {"size": [13, 11]}}, [1, 3, 13, 11],
            T.Compose([T.Resize(8), T.CenterCrop([13, 11]), T.ToTensor(),
                       T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])(image))
        for name, (_, mode) in list(MODES.items())[1:]:
            add(f"{name} on floats",
                {"layout": "nchw", "channels": "rgb", "scale": "1/255", "mean": 0.5, "std": 0.25,
                 "crop": {"size": [9, 11]}, "resize": {"shorterSide": 13, "interpolation": name, "on": "floats"}},
                [None, 3, None, None], on_tensors(samples, mode))
        add("gray", {"preset": "unit", "channels": "gray"}, [1, 1, 9, 14],
            T.ToTensor()(image.convert("L").resize((14, 9), Image.Resampling.BILINEAR)))
    write("prepared.json", {"cropStarts": crop_starts(), "pictures": pictures, "cases": cases})


resize()
prepared()
