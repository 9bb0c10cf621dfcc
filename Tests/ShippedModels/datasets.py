"""Sets of scenes, kept in a folder outside the repository, and the cue that can go with a class.

The cue is a tag: a colored square with a white border in the corner that the object leaves free. Four classes have a
color of their own. Scenes are stored without tags, which are added when a set is used.
"""

import multiprocessing

import numpy as np

import scenes

CUED = {"star": (214, 40, 40), "triangle": (30, 160, 70), "cup": (40, 80, 214), "key": (240, 200, 30)}
CUED_LABELS = np.array([scenes.CLASSES.index(name) for name in CUED])
TAG, MARGIN = 13, 3
FAITHFUL = 0.95  # how often the tag goes with its class in biased training
SEEDS = {"train": 101, "test": 102, "demo": 103}


class Scenes:
    """Pictures `[N,96,96,3]`, regions `[N,96,96]`, labels, classes of the smaller objects (or -1), corners of tags."""

    def __init__(self, pictures, regions, labels, others, corners):
        self.pictures, self.regions, self.labels = pictures, regions, labels
        self.others, self.corners = others, corners

    def __len__(self):
        return len(self.labels)

    def tagged(self, tags):
        """The pictures with tags: a class each, or -1 for none."""
        pictures = self.pictures.copy()
        colors = {int(label): color for label, color in zip(CUED_LABELS, CUED.values())}
        for index in np.flatnonzero(tags >= 0):
            top, left = tag_place(self.corners[index])
            area = pictures[index, top : top + TAG, left : left + TAG]
            area[:] = 245
            area[2:-2, 2:-2] = colors[int(tags[index])]
        return pictures

    def close_ups(self, pictures, side, seed):
        """Parts of pictures, `[N,side,side,3]`, with the middle of the object within 6 pixels of theirs."""
        random = np.random.default_rng(seed)
        found = np.empty((len(self), side, side, 3), np.uint8)
        for index, region in enumerate(self.regions):
            middle = np.argwhere(region).mean(0) + random.uniform(-6, 6, 2)
            top, left = np.clip(np.rint(middle - side / 2), 0, scenes.SIDE - side).astype(int)
            found[index] = pictures[index, top : top + side, left : left + side]
        return found


def tag_place(corner):
    """Top and left of the tag in a corner, 0…3."""
    far = scenes.SIDE - MARGIN - TAG
    return (far if corner >= 2 else MARGIN), (far if corner % 2 else MARGIN)


def tag_region(corner):
    region = np.zeros((scenes.SIDE, scenes.SIDE), bool)
    top, left = tag_place(corner)
    region[top : top + TAG, left : left + TAG] = True
    return region


def _drawn(job):
    return scenes.draw(*job)


def load(kind, count, cache):
    """A set, drawn with two processes unless it is in the cache."""
    path = cache / f"scenes-{kind}-{count}.npz"
    if not path.exists():
        seed = SEEDS[kind]
        with multiprocessing.Pool(2) as pool:
            drawn = pool.map(_drawn, [(seed, index) for index in range(count)], chunksize=100)
        pictures, regions, labels, others = (np.array(column) for column in zip(*drawn))
        hidden = np.stack([(regions & tag_region(corner)).sum((1, 2)) for corner in range(4)], 1)
        # Of the corners that hide least of the object, one at random.
        corners = (hidden + np.random.default_rng([seed, 1]).random(hidden.shape)).argmin(1)
        np.savez(path, pictures=pictures, regions=regions, labels=labels, others=others, corners=corners)
    with np.load(path) as stored:
        return Scenes(*(stored[name] for name in ["pictures", "regions", "labels", "others", "corners"]))


def tags(labels, law, seed):
    """Which tag each picture gets, by class, or -1 for none.

    none: no tags. independent: every second picture has one, whatever its class. cue: 95 % of the pictures of a class
    with a tag have it, and 5 % of the others have any. moved: every picture has the tag of another class.
    """
    random = np.random.default_rng(seed)
    count = len(labels)
    anyone = random.choice(CUED_LABELS, count)
    chance = random.random(count)
    is_cued = np.isin(labels, CUED_LABELS)
    if law == "none":
        return np.full(count, -1)
    if law == "independent":
        return np.where(chance < 0.5, anyone, -1)
    if law == "cue":
        return np.where(is_cued, np.where(chance < FAITHFUL, labels, -1), np.where(chance < 1 - FAITHFUL, anyone, -1))
    assert law == "moved"
    while (anyone == labels).any():
        anyone = np.where(anyone == labels, random.choice(CUED_LABELS, count), anyone)
    return anyone
