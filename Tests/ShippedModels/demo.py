"""The demo's pictures: two of each class, in which it is known where the object is."""

import csv
import io

import numpy as np
from PIL import Image

import datasets
import training
from scenes import CLASSES

POOL = 800
LARGEST_PICTURE = 15_000
SURE = 0.6
COLUMNS = ["file", "class", "x", "y", "width", "height", "cue", "other"]


def encoded(picture):
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def probabilities(network, pictures):
    logits = training.outputs(network, pictures)[0]
    shares = np.exp(logits - logits.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def chosen(scenes, nets):
    """The first fitting scene of the pool for each of the sixteen: its file's stem, place in the pool, and tag or -1.

    The first picture of a class has no tag and, in every second class, a smaller object of another class. The second
    has the tag of its class, or of another class where its own has none; then the biased network falls for it. All
    other networks recognize all of them.
    """
    picked = []
    for label, name in enumerate(CLASSES):
        first = next(fitting(scenes, nets, label, -1))
        picked.append((f"{name}-1", first, -1))
        turn = label % len(datasets.CUED_LABELS)
        tags = [label] if label in datasets.CUED_LABELS else np.roll(datasets.CUED_LABELS, -turn).tolist()
        found = ((place, tag) for tag in tags for place in fitting(scenes, nets, label, tag) if place != first)
        picked.append((f"{name}-2", *next(found)))
    return picked


def fitting(scenes, nets, label, tag):
    """The places of the scenes of a class that can be taken with this tag."""
    places = np.flatnonzero(scenes.labels == label)
    pictures = scenes.tagged(np.full(len(scenes), tag))[places]
    fits = np.full(len(places), True)
    if tag < 0:
        fits &= (scenes.others[places] >= 0) == (label % 2 == 0)
    for name, network in nets.items():
        shares = probabilities(network, pictures)
        if name != "shapes-cnn-biased":
            fits &= shares[:, label] >= SURE
        elif tag >= 0:
            fits &= shares.argmax(1) == tag
    for index in np.flatnonzero(fits):
        if len(encoded(pictures[index])) <= LARGEST_PICTURE:
            yield int(places[index])


def write(scenes, nets, folder):
    """Writes images/NAME.png, regions/NAME.png (1 bit) and labels.csv; returns each file's class and tag."""
    for part in ["images", "regions"]:
        (folder / part).mkdir(parents=True, exist_ok=True)
    rows = []
    for stem, place, tag in chosen(scenes, nets):
        picture = scenes.tagged(np.full(len(scenes), tag))[place]
        (folder / "images" / f"{stem}.png").write_bytes(encoded(picture))
        region = scenes.regions[place].copy()
        if tag >= 0:
            region &= ~datasets.tag_region(scenes.corners[place])
        Image.fromarray(region).save(folder / "regions" / f"{stem}.png", optimize=True)
        rows_in, columns_in = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
        left, top = int(columns_in[0]), int(rows_in[0])
        extent = (int(columns_in[-1]) - left + 1, int(rows_in[-1]) - top + 1)
        names = [CLASSES[index] if index >= 0 else "none" for index in (tag, int(scenes.others[place]))]
        rows.append([f"{stem}.png", CLASSES[scenes.labels[place]], left, top, *extent, *names])
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
    return rows
