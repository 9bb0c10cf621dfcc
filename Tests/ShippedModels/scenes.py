"""Draws scenes of 96 × 96 pixels: one object of eight classes on a textured background, and what distracts from it.

A scene depends on (seed, index) alone; its class is index modulo 8. The object has any place, size, rotation and color.
Scribbles, plain shapes and, in two of five scenes, one smaller object of another class are drawn beside it.
"""

import colorsys

import numpy as np
from PIL import Image, ImageDraw

SIDE = 96
FINE = 4  # drawn so many times finer, then reduced
CLASSES = ["star", "disc", "ring", "triangle", "cross", "cup", "key", "heart"]
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) + 0.5


def polygon(corners, radius=1.0, x=0.0, y=0.0, inner=None):
    """A regular polygon; with an inner radius, a star."""
    angles = np.arange(corners if inner is None else 2 * corners) * 2 * np.pi
    angles = angles / len(angles) - np.pi / 2
    reach = np.full(len(angles), radius)
    if inner is not None:
        reach[1::2] = inner
    return np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)


def box(left, top, right, bottom):
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def heart():
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([x, -y - 2], 1) / 17


# What is painted, in order: outlines that are filled (1) or cut out (0), all within a radius of about 1.
SHAPES = {
    "star": [(polygon(5, inner=0.42), 1)],
    "disc": [(polygon(60, 0.82), 1)],
    "ring": [(polygon(60, 0.92), 1), (polygon(60, 0.52), 0)],
    "triangle": [(polygon(3), 1)],
    "cross": [(box(-0.95, -0.3, 0.95, 0.3), 1), (box(-0.3, -0.95, 0.3, 0.95), 1)],
    "cup": [
        (polygon(40, 0.45, 0.45, -0.08), 1),
        (polygon(40, 0.25, 0.45, -0.08), 0),
        (np.array([(-0.8, -0.68), (0.42, -0.68), (0.26, 0.72), (-0.64, 0.72)]), 1),
    ],
    "key": [
        (box(-0.4, -0.11, 1.0, 0.11), 1),
        (box(0.5, 0, 0.67, 0.42), 1),
        (box(0.82, 0, 1.0, 0.42), 1),
        (polygon(40, 0.42, -0.58, 0), 1),
        (polygon(40, 0.2, -0.58, 0), 0),
    ],
    "heart": [(heart(), 1)],
}
LEAN = {"cup": 40, "heart": 60}  # how far a shape leans from upright, in degrees; others have any rotation
PLAIN = [[(box(-0.7, -0.7, 0.7, 0.7), 1)], [(box(-1, -0.22, 1, 0.22), 1)], [(polygon(6, 0.9), 1)]]


def coverage(parts, x, y, radius, degrees, stretch=1.0, mirrored=False):
    """How much of each pixel a shape covers, 0…1, `[96,96]`."""
    canvas = Image.new("L", (SIDE * FINE, SIDE * FINE))
    pen = ImageDraw.Draw(canvas)
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([(cosine, sine), (-sine, cosine)])
    scale = np.array([-stretch if mirrored else stretch, 1 / stretch]) * radius
    for outline, value in parts:
        points = ((outline * scale) @ turn + (x, y)) * FINE
        pen.polygon([tuple(point) for point in points], fill=255 * value)
    return np.asarray(canvas.reduce(FINE), np.float32) / 255


def random_color(random, saturation=(0.15, 0.9), value=(0.25, 0.95)):
    return 255 * np.array(colorsys.hsv_to_rgb(random.random(), random.uniform(*saturation), random.uniform(*value)))


def color_unlike(random, others, distance):
    """A color that is at least so far from others, or the farthest of forty."""
    found, reach = None, -1.0
    for _ in range(40):
        color = random_color(random)
        nearest = min(np.linalg.norm(color - other) for other in others)
        if nearest >= distance:
            return color
        if nearest > reach:
            found, reach = color, nearest
    return found


def over(canvas, color, alpha):
    canvas += alpha[..., None] * (color - canvas)


def texture(random):
    """A pattern of two colors, 0…1, `[96,96]`."""
    kind = random.integers(4)
    angle, phase = random.uniform(0, np.pi), random.uniform(0, 2 * np.pi)
    along = COLUMNS * np.cos(angle) + ROWS * np.sin(angle)
    across = ROWS * np.cos(angle) - COLUMNS * np.sin(angle)
    if kind == 0:
        total = np.zeros((SIDE, SIDE), np.float32)
        for cells, weight in [(4, 1.0), (9, 0.6), (22, 0.35)]:
            grid = Image.fromarray(random.normal(size=(cells, cells)).astype(np.float32))
            total += weight * np.asarray(grid.resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        return np.clip(0.5 + 0.3 * total, 0, 1)
    if kind == 1:
        return (along - along.min()) / (along.max() - along.min())
    pitch = random.uniform(7, 20)
    waves = np.sin(2 * np.pi * along / pitch + phase)
    if kind == 3:
        waves = waves * np.sin(2 * np.pi * across / pitch + phase)
    return np.clip(0.5 + random.uniform(1.5, 4) * waves, 0, 1)


def scribble(random):
    """A winding line, as coverage."""
    canvas = Image.new("L", (SIDE * FINE, SIDE * FINE))
    steps = random.integers(5, 14)
    headings = random.uniform(0, 2 * np.pi) + np.cumsum(random.normal(0, 0.7, steps))
    strides = random.uniform(4, 9, steps)[:, None] * np.stack([np.cos(headings), np.sin(headings)], 1)
    points = (random.uniform(0, SIDE, 2) + np.cumsum(strides, 0)) * FINE
    width = int(random.integers(4, 9))
    ImageDraw.Draw(canvas).line([tuple(point) for point in points], fill=255, width=width, joint="curve")
    return np.asarray(canvas.reduce(FINE), np.float32) / 255


def shaded(random, color, x, y, radius):
    """A color that lightens in one direction, `[96,96,3]`."""
    angle = random.uniform(0, 2 * np.pi)
    slope = ((COLUMNS - x) * np.cos(angle) + (ROWS - y) * np.sin(angle)) / radius
    return np.clip(color * (1 + 0.22 * slope[..., None]), 0, 255)


def place_beside(random, taken, radius):
    """A place clear of circles (x, y, radius), or None after thirty trials."""
    for _ in range(30):
        x, y = random.uniform(radius + 1, SIDE - radius - 1, 2)
        if all(np.hypot(x - other[0], y - other[1]) > radius + other[2] for other in taken):
            return x, y
    return None


def draw_object(random, canvas, name, x, y, radius, colors):
    lean = LEAN.get(name, 180)
    alpha = coverage(
        SHAPES[name], x, y, radius, random.uniform(-lean, lean), random.uniform(0.88, 1.14), random.random() < 0.5
    )
    color = color_unlike(random, colors, 100)
    over(canvas, shaded(random, color, x, y, radius), alpha)
    return alpha


def draw(seed, index):
    """A scene.

    Returns the picture, uint8 `[96,96,3]`; the object's region, bool `[96,96]`; its class, and that of the smaller
    object or -1.
    """
    random = np.random.default_rng([seed, index])
    label = index % len(CLASSES)
    first = random_color(random)
    second = np.clip(first + random.normal(0, 45, 3), 10, 245)
    colors = [first, second]
    canvas = (first + texture(random)[..., None] * (second - first)).astype(np.float32)

    radius = random.uniform(17, 29)
    x, y = random.uniform(radius + 1, SIDE - radius - 1, 2)
    taken = [(x, y, radius)]
    other = -1
    for _ in range(random.integers(0, 3)):
        over(canvas, color_unlike(random, colors, 60), scribble(random))
    for _ in range(random.integers(0, 3)):
        size = random.uniform(4, 9)
        place = place_beside(random, taken, size)
        if place is not None:
            taken.append((*place, size))
            parts = PLAIN[random.integers(len(PLAIN))]
            over(canvas, color_unlike(random, colors, 60), coverage(parts, *place, size, random.uniform(0, 360)))
    if random.random() < 0.4:
        size = max(7.5, radius * random.uniform(0.4, 0.52))
        place = place_beside(random, taken, size)
        if place is not None:
            other = (label + int(random.integers(1, len(CLASSES)))) % len(CLASSES)
            draw_object(random, canvas, CLASSES[other], *place, size, colors)
    alpha = draw_object(random, canvas, CLASSES[label], x, y, radius, colors)
    if random.random() < 0.25:
        over(canvas, random_color(random), 0.9 * scribble(random))
    return np.clip(canvas + 0.5, 0, 255).astype(np.uint8), alpha > 0.5, label, other
