"""Measures what was trained, and writes it down."""

import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import PIL
import torch
from torch.nn import functional

import datasets
import export
import training
from scenes import SIDE

GOAL = 0.9
LAWS = {"cue": "tags as in biased training", "none": "no tags", "moved": "the tag of another class"}


@dataclass
class Row:
    name: str
    network: torch.nn.Module
    path: Path
    seconds: float
    difference: float


def scores(network, test):
    """Accuracy of test scenes by law of the tags: of all, and of the classes that have a tag."""
    cued = np.isin(test.labels, datasets.CUED_LABELS)
    found = {}
    for law in LAWS:
        pictures = test.tagged(datasets.tags(test.labels, law, training.SEED))
        right = training.outputs(network, pictures)[0].argmax(1) == test.labels
        found[law] = (float(right.mean()), float(right[cued].mean()))
    return found


def fine(maps):
    """Maps `[N,h,w]` at the size of pictures, bilinear."""
    scaled = functional.interpolate(torch.from_numpy(maps)[:, None], (SIDE, SIDE), mode="bilinear", align_corners=False)
    return scaled[:, 0].numpy()


def class_maps(network, pictures, labels):
    """CAM of a network that ends in global average pooling and a linear layer: positive part, no bias."""
    with torch.inference_mode():
        parts = [network.trunk(training.prepared(pictures[at : at + 250])) for at in range(0, len(pictures), 250)]
    weights = network.head.weight.detach().numpy()[labels]
    return np.maximum(np.einsum("nchw,nc->nhw", torch.cat(parts).numpy(), weights), 0)


def own_maps(name, network, pictures, labels):
    """The map that a network with attention or prototypes decides by; None where it has none."""
    found = dict(zip(network.outputs, training.outputs(network, pictures)))
    if name == "shapes-abn":
        return found["attention"][:, 0]
    if name == "shapes-br-npa":
        return found["attention"][:, 0] * np.linalg.norm(found["features"], axis=1)
    if name == "shapes-protopnet":
        own = network.classes.numpy()[None] == labels[:, None]
        best = np.where(own, found["prototypes"].max((2, 3)), -np.inf).argmax(1)
        return found["prototypes"][np.arange(len(labels)), best]
    return None


def shares(maps, regions):
    """The mean share of the maps' mass in regions, and how often the maximum is in them."""
    total = maps.sum((1, 2)) + 1e-12
    inside = ((maps * regions).sum((1, 2)) / total)[total > 1e-9]
    peaks = maps.reshape(len(maps), -1).argmax(1)
    return float(inside.mean()), float(regions.reshape(len(maps), -1)[np.arange(len(maps)), peaks].mean())


def percent(value):
    return f"{100 * value:.1f} %"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def report(rows, nets, test, pictures, folder, beholder):
    """The text of RESULTS.md, and whether all bounds are kept."""
    kept = True
    accuracies = {row.name: scores(row.network, test) for row in rows}
    first, second, third = [], [], []
    for row in rows:
        name, network = row.name, row.network
        usual = "cue" if name == "shapes-cnn-biased" else "none"
        kept &= accuracies[name][usual][0] >= GOAL
        layer = beholder.layer(row.path) if beholder else "–"
        values = sum(parameter.numel() for parameter in network.parameters())
        first.append(
            [name, f"{values:,}", f"{row.path.stat().st_size:,}", percent(accuracies[name][usual][0])]
            + [f"{row.seconds:.0f} s", f"{row.difference:.0e}", layer]
        )
        second.append([name, *(percent(value) for law in LAWS for value in accuracies[name][law])])
        if beholder:
            images = folder / "examples" / "shapes" / "images"
            said = {picture[0]: beholder.label(row.path, images / picture[0]) for picture in pictures}
            right = sum(said[picture[0]] == picture[1] for picture in pictures)
            fooled = sum(said[picture[0]] == picture[6] != picture[1] for picture in pictures)
            kept &= right == len(pictures) or name == "shapes-cnn-biased"
            third.append([name, f"{right} of {len(pictures)}", fooled])
    area, tag = percent(float(test.regions.mean())), percent(datasets.TAG**2 / SIDE**2)
    laws = [head for law in LAWS.values() for head in (law, "the four")]
    text = f"""# The shipped models

Written by `make_shipped_models.py`; what is trained and how is in README.md.

{versions(beholder)}

Seeds: {", ".join(f"{kind} scenes {seed}" for kind, seed in datasets.SEEDS.items())}; training {training.SEED} plus a
checksum of the name.

## What they reach

Accuracy on {len(test):,} test scenes; those of `shapes-cnn-biased` with the cue as in its training, of the others
without tags. Seconds of training on two busy cores. The difference is max|a−b| of all outputs between ONNX Runtime and
PyTorch.

{table(["model", "parameters", "bytes", "accuracy", "training", "difference", "Beholder's layer for maps"], first)}
## With and without the cue

Accuracy of all test scenes and, beside it, of those of the four classes that have a tag.

{table(["model", *laws], second)}
## Where they look

Maps scaled bilinearly to the picture's size, over all test scenes with the tags of biased training: the share of a map's
mass within the object and within the tag (of the pictures that have one), and how often its maximum lies within the
object. By area, {area} of a picture are the object, {tag} the tag.

{table(["model", "map", "in the object", "maximum in the object", "in the tag"], looks(nets, test))}
## The demo's pictures, by Beholder

{table(["model", "right", "misled by the tag of another class"], third)}"""
    return text, kept


def versions(beholder):
    parts = [f"{module.__name__} {module.__version__}" for module in (torch, onnx, onnxruntime, np, PIL)]
    parts += [f"Python {platform.python_version()}", f"Beholder {beholder.version()}" if beholder else "no Beholder"]
    return ", ".join(parts) + "."


def looks(nets, test):
    tags = datasets.tags(test.labels, "cue", training.SEED)
    pictures = test.tagged(tags)
    places = np.stack([datasets.tag_region(corner) for corner in test.corners])
    lines = []
    for name, network in nets.items():
        kind = {"shapes-abn": "attention", "shapes-br-npa": "first attention × norm of features"}.get(name)
        maps = own_maps(name, network, pictures, test.labels)
        if maps is None and hasattr(network, "trunk"):
            kind, maps = "CAM of the true class", class_maps(network, pictures, test.labels)
        if maps is None:
            continue
        maps = fine(np.maximum(maps, 0))
        inside, peak = shares(maps, test.regions)
        tagged, _ = shares(maps[tags >= 0], places[tags >= 0])
        kind = kind or "best prototype of the true class"
        lines.append([name, kind, percent(inside), percent(peak), percent(tagged)])
    return lines
