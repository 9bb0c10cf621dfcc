"""The demo's pictures: two of each class, in which it is known where the object is."""

import csv
import io

import numpy as np
from PIL import Image

import datasets
import training
from scenes import CLASSES

POOL = 480
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
    biased = nets["shapes-cnn-biased"]
    rest = [network for name, network in nets.items() if network is not biased]
    picked = []
    for label, name in enumerate(CLASSES):
        cue = label if label in datasets.CUED_LABELS else int(datasets.CUED_LABELS[label % len(datasets.CUED_LABELS)])
        for number, tag in [(1, -1), (2, cue)]:
            tags = np.full(len(scenes), tag)
            pictures = scenes.tagged(tags)
            fits = scenes.labels == label
            if number == 1:
                fits &= (scenes.others >= 0) == (label % 2 == 0)
            for network in rest:
                fits &= probabilities(network, pictures)[:, label] >= SURE
            if number == 2:
                fits &= probabilities(biased, pictures).argmax(1) == tag
            fits &= ~np.isin(np.arange(len(scenes)), [place for _, place, _ in picked])
            place = next(place for place in np.flatnonzero(fits) if len(encoded(pictures[place])) <= LARGEST_PICTURE)
            picked.append((f"{name}-{number}", int(place), tag))
    return picked


def write(scenes, nets, folder):
    """Writes images/NAME.png, regions/NAME.png (1 bit) and labels.csv; returns each file's class and tag."""
    for part in ["images", "regions"]:
        (folder / part).mkdir(parents=True, exist_ok=True)
    rows = []
    for stem, place, tag in chosen(scenes, nets):
        picture = scenes.tagged(np.full(len(scenes), tag))[place]
        (folder / "images" / f"{stem}.png").write_bytes(encoded(picture))
        region = scenes.regions[place]
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
