"""Paints the example study's pictures and makes maps of known quality for them.

Ten scenes (the last two for practice trials), each with one object whose region is known, something that distracts
from it, and four maps a scene that imitate explainers:

    precise   the object's region, slightly blurred      28 x 28
    coarse    a broad blob around the object             14 x 14
    shifted   the region, moved off the object           28 x 28
    noise     smooth noise that knows nothing of it      14 x 14

Run: python make_example.py FOLDER   (NumPy 2.4.6, Pillow 13.0.0)
FOLDER gets images/ID.jpg, maps/ID--EXPLAINER.npy and regions/ID.png.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 224
FINE = 3 * SIZE  # painted three times finer, then reduced
Y, X = (np.mgrid[0:FINE, 0:FINE] + 0.5) / FINE


def blur(values, sigma):
    """Gaussian blur, sigma in samples, edges repeated."""
    reach = max(1, int(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        padded = np.pad(values, [(reach, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        values = sum(w * np.take(padded, range(i, i + values.shape[axis]), axis) for i, w in enumerate(kernel))
    return values


def noise(random, cells_x, cells_y=None, octaves=4):
    """Fractal noise of mean 0 and deviation 1."""
    total = np.zeros((FINE, FINE))
    for octave in range(octaves):
        shape = (max(2, (cells_y or cells_x) << octave), max(2, cells_x << octave))
        grid = Image.fromarray(random.normal(size=shape).astype(np.float32))
        total += np.asarray(grid.resize((FINE, FINE), Image.Resampling.BICUBIC)) * 0.55**octave
    return (total - total.mean()) / total.std()


def fill(distance):
    """Coverage of a shape from its signed distance (negative inside), antialiased."""
    return np.clip(0.5 - distance * FINE, 0, 1)


def circle(x, y, radius):
    return np.hypot(X - x, Y - y) - radius


def ellipse(x, y, wide, high, degrees=0.0):
    u, v = turned(x, y, degrees)
    ratio = np.hypot(u / wide, v / high)
    return (ratio - 1) * min(wide, high)


def turned(x, y, degrees):
    angle = np.radians(degrees)
    return ((X - x) * np.cos(angle) + (Y - y) * np.sin(angle), (Y - y) * np.cos(angle) - (X - x) * np.sin(angle))


def polygon(*points):
    """Signed distance of a convex polygon whose corners run clockwise on screen."""
    sides = []
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        length = np.hypot(bx - ax, by - ay)
        sides.append(((X - ax) * (by - ay) - (Y - ay) * (bx - ax)) / length)
    return np.max(sides, axis=0)


def color(*rgb):
    return np.array(rgb, float) / 255


def shade(rgb, light):
    """A color under light 0...2: 1 is the color itself, beyond it turns white."""
    light = np.asarray(light)[..., None]
    return np.where(light <= 1, rgb * light, rgb + (1 - rgb) * (light - 1))


def over(canvas, paint, coverage):
    return canvas + (paint - canvas) * np.asarray(coverage)[..., None]


def shadow(canvas, x, y, wide, high, strength=0.55, softness=0.012):
    return canvas * (1 - strength * blur(fill(ellipse(x, y, wide, high)), softness * FINE))[..., None]


def sphere_light(x, y, radius, power=28):
    """Light from the upper left on a sphere: diffuse, with a highlight and a dark rim."""
    u, v = (X - x) / radius, (Y - y) / radius
    depth = np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    facing = np.clip((-0.5 * u - 0.62 * v + 0.6 * depth), 0, 1)
    mirror = np.clip(-0.38 * u - 0.45 * v + 0.81 * depth, 0, 1) ** power
    return 0.32 + 0.75 * facing + 0.75 * mirror


def grass(random, horizon=0.0):
    blades = noise(random, 90, 14, 3)
    patches = noise(random, 5)
    ground = shade(color(92, 138, 58), 0.85 + 0.16 * blades + 0.10 * patches + 0.18 * (Y - 0.5))
    if horizon == 0:
        return ground
    haze = np.clip((Y - horizon) / 0.25, 0, 1)
    ground = over(ground, color(168, 190, 130), 0.55 * (1 - haze))
    return over(sky(random), ground, fill(horizon + 0.006 * noise(random, 6, 1, 3) - Y))


def sky(random):
    canvas = over(np.ones((FINE, FINE, 3)) * color(84, 146, 214), color(206, 226, 240), np.clip(Y * 1.5, 0, 1))
    clouds = np.clip(0.75 * noise(random, 4, 7, 5) - 0.35, 0, 1)
    return over(canvas, color(250, 250, 252), 0.85 * clouds)


def wood(random):
    lines = noise(random, 3, 60, 3)
    warp = noise(random, 4)
    rings = np.sin((Y * 34 + 1.6 * warp) * 2 * np.pi / 3)
    plank = 1 - 0.5 * np.exp(-((((Y * 3.2) % 1 - 0.02) / 0.012) ** 2))
    return shade(color(178, 128, 82), (0.92 + 0.05 * rings + 0.07 * lines) * plank + 0.12 * (0.5 - X))


def wall(random, rgb):
    return shade(rgb, 0.95 + 0.03 * noise(random, 30, 30, 3) + 0.25 * (0.45 - np.hypot(X - 0.25, Y - 0.15)))


def table(random, rgb, edge=0.5):
    canvas = over(wall(random, rgb), wood(random), fill(edge - Y))
    return canvas * (1 - 0.25 * np.exp(-(((Y - edge) / 0.02) ** 2)))[..., None]


def sea(random, horizon):
    swell = noise(random, 7, 70, 4)
    water = over(
        np.ones((FINE, FINE, 3)) * color(36, 106, 148),
        color(120, 176, 196),
        np.clip(1.3 - 2 * (Y - horizon), 0, 1) * 0.6,
    )
    water = shade(water, 0.95 + 0.11 * swell)
    return over(sky(random), water, fill(horizon - Y))


def underwater(random):
    canvas = over(np.ones((FINE, FINE, 3)) * color(70, 170, 190), color(10, 62, 98), np.clip(Y * 1.15, 0, 1))
    rays = np.clip(noise(random, 12, 1, 3) * 0.5, 0, 1)
    u = np.clip(X + 0.35 * Y, 0, 0.999)
    rays = rays[0][(u / 1.35 * FINE).astype(int)]
    canvas = over(canvas, color(214, 244, 240), 0.30 * rays * np.clip(1 - Y, 0, 1))
    sand = 0.86 + 0.03 * noise(random, 4, 1, 3)
    return over(canvas, shade(color(150, 150, 118), 0.8 + 0.1 * noise(random, 60, 60, 3)), fill(sand - Y))


def stones(random, canvas, places):
    for x, y, wide in places:
        high = 0.66 * wide
        canvas = shadow(canvas, x + 0.01, y + 0.75 * high, wide, 0.35 * high)
        light = sphere_light(x, y, wide, 8) * 0.85 + 0.08 * noise(random, 26, 26, 3)
        canvas = over(canvas, shade(color(150, 146, 140), light), fill(ellipse(x, y, wide, high, -8)))
    return canvas


def ball(random):
    canvas = stones(random, grass(random, 0.36), [(0.18, 0.60, 0.075)])
    x, y, radius = 0.60, 0.62, 0.19
    canvas = shadow(canvas, x + 0.05, y + radius * 0.93, 0.20, 0.045)
    region = fill(circle(x, y, radius))
    angle = np.arctan2(Y - y + 0.07, X - x - 0.05)
    segments = np.sin(3 * angle + 0.5) > 0
    base = np.where(segments[..., None], color(222, 52, 44), color(246, 240, 226))
    base = over(base, color(40, 92, 190), fill(circle(x + 0.05, y - 0.07, 0.035)))
    return over(canvas, shade(base, sphere_light(x, y, radius)), region), region


def cup(random):
    canvas = table(random, color(196, 206, 198), 0.50)
    canvas = shadow(canvas, 0.78, 0.72, 0.10, 0.03)
    canvas = over(canvas, shade(color(226, 190, 70), sphere_light(0.77, 0.66, 0.08)), fill(circle(0.77, 0.66, 0.075)))
    x, top, bottom, wide = 0.40, 0.37, 0.72, 0.155
    canvas = shadow(canvas, x + 0.06, bottom + 0.01, 0.21, 0.05)
    handle = np.abs(ellipse(x - 0.165, 0.52, 0.075, 0.095)) - 0.017
    across = (X - x) / wide
    light = 0.62 + 0.5 * np.exp(-(((across + 0.45) / 0.35) ** 2)) - 0.25 * np.clip(across, 0, 1) ** 2
    body = np.maximum(
        np.abs(X - x) - wide + 0.05 * np.clip((Y - top) / (bottom - top), 0, 1) ** 2, np.maximum(top - Y, Y - bottom)
    )
    body = np.minimum(body, ellipse(x, bottom, wide - 0.05, 0.035))
    glaze = over(np.ones((FINE, FINE, 3)) * color(44, 112, 158), color(238, 234, 222), fill(np.abs(Y - 0.53) - 0.045))
    canvas = over(canvas, shade(color(44, 112, 158), np.full((FINE, FINE), 0.8) + 0.3 * (0.5 - Y)), fill(handle))
    canvas = over(canvas, shade(glaze, light), fill(body))
    rim = ellipse(x, top, wide, 0.042)
    canvas = over(canvas, shade(color(60, 130, 176), 1.15 + 0.2 * (x - X) / wide), fill(rim))
    canvas = over(canvas, color(74, 42, 24), fill(ellipse(x, top + 0.006, wide - 0.018, 0.032)))
    steam = (
        np.exp(-(((X - x - 0.02 * np.sin(Y * 40)) / 0.016) ** 2))
        * np.clip((top - Y) / 0.1, 0, 1)
        * np.clip((Y - 0.1) / 0.2, 0, 1)
    )
    return over(canvas, color(255, 255, 255), 0.28 * steam), fill(np.minimum(np.minimum(body, rim), handle))


def leaf(random):
    canvas = shade(color(112, 106, 102), 0.9 + 0.12 * noise(random, 40, 40, 4) + 0.1 * noise(random, 4))
    canvas = stones(random, canvas, [(0.20, 0.24, 0.08), (0.83, 0.80, 0.06)])
    u, v = turned(0.52, 0.53, -38)
    along = np.clip((u + 0.30) / 0.60, 0, 1)
    half = 0.165 * np.sin(np.pi * along**0.85) ** 0.8 + 0.006 * np.sin(along * 60)
    blade = np.maximum(np.abs(v) - half, np.abs(u) - 0.30)
    stem = np.maximum(np.abs(v + 0.25 * (u + 0.3) ** 2) - 0.008, np.maximum(u + 0.28, -0.42 - u))
    shape = np.minimum(blade, stem)
    dark = blur(fill(np.roll(np.roll(shape, int(0.025 * FINE), 0), int(0.02 * FINE), 1)), 0.012 * FINE)
    canvas = canvas * (1 - 0.55 * dark)[..., None]
    veins = np.exp(-((v / 0.006) ** 2)) + 0.6 * np.exp(-(((((u - 0.7 * np.abs(v)) * 17) % 1 - 0.5) / 0.07) ** 2))
    tint = over(
        np.ones((FINE, FINE, 3)) * color(214, 92, 30),
        color(232, 178, 48),
        np.clip(along + 0.25 * noise(random, 5) - 0.2, 0, 1),
    )
    light = 0.92 + 0.22 * np.sign(-v) * np.clip(np.abs(v) / 0.1, 0, 1) + 0.05 * noise(random, 40, 40, 2)
    canvas = over(canvas, shade(over(tint, color(250, 222, 130), 0.5 * np.clip(veins, 0, 1)), light), fill(shape))
    return canvas, fill(shape)


def fish(random):
    canvas = stones(random, underwater(random), [(0.80, 0.86, 0.09), (0.92, 0.89, 0.06)])
    for x, height in ((0.12, 0.40), (0.17, 0.30), (0.22, 0.36)):
        sway = x + 0.018 * np.sin(Y * 26 + x * 60)
        weed = np.maximum(np.abs(X - sway) - 0.012, 0.93 - height - Y)
        canvas = over(canvas, shade(color(46, 124, 74), 0.8 + 0.3 * (0.9 - Y)), fill(weed) * (Y < 0.93))
    x, y = 0.57, 0.46
    body = ellipse(x, y, 0.20, 0.115)
    tail = polygon((x - 0.31, y - 0.12), (x - 0.15, y + 0.012), (x - 0.27, y + 0.012))
    tail = np.minimum(tail, polygon((x - 0.27, y - 0.012), (x - 0.15, y - 0.012), (x - 0.31, y + 0.12)))
    fin = polygon((x - 0.08, y - 0.09), (x - 0.05, y - 0.19), (x + 0.06, y - 0.09))
    shape = np.minimum(np.minimum(body, tail), fin)
    light = 0.75 + 0.5 * np.clip((y - Y) / 0.12, -0.8, 1) + 0.03 * noise(random, 60, 60, 2)
    scales = 0.07 * np.sin((X - x) * 190) * np.sin((Y - y) * 190)
    base = over(
        np.ones((FINE, FINE, 3)) * color(240, 128, 30),
        color(252, 246, 232),
        fill(np.abs(X - x - 0.07 + 2 * (Y - y) ** 2) - 0.022),
    )
    base = over(base, color(252, 246, 232), fill(np.abs(X - x + 0.06 - 2 * (Y - y) ** 2) - 0.018))
    canvas = over(canvas, shade(base, light + scales), fill(shape))
    canvas = over(canvas, color(250, 250, 245), fill(circle(x + 0.135, y - 0.025, 0.022)))
    canvas = over(canvas, color(16, 18, 22), fill(circle(x + 0.140, y - 0.025, 0.013)))
    for bx, by, radius in ((0.84, 0.34, 0.018), (0.87, 0.25, 0.012), (0.85, 0.17, 0.022)):
        canvas = over(canvas, color(220, 244, 250), 0.7 * fill(np.abs(circle(bx, by, radius)) - 0.003))
    return canvas, fill(shape)


def apple(random):
    canvas = table(random, color(206, 182, 160), 0.42)
    canvas = shadow(canvas, 0.23, 0.74, 0.13, 0.03)
    book = polygon((0.08, 0.60), (0.34, 0.60), (0.34, 0.74), (0.08, 0.74))
    canvas = over(
        canvas, shade(color(60, 92, 104), 0.85 + 0.3 * (0.7 - Y) + 0.03 * noise(random, 50, 50, 2)), fill(book)
    )
    canvas = over(
        canvas, color(232, 226, 208), fill(polygon((0.08, 0.705), (0.335, 0.705), (0.335, 0.73), (0.08, 0.73)))
    )
    x, y, radius = 0.64, 0.58, 0.175
    canvas = shadow(canvas, x + 0.05, y + 0.155, 0.18, 0.045)
    dent = 0.03 * np.exp(-(((X - x) / 0.045) ** 2)) * (Y < y)
    shape = ellipse(x, y, radius, 0.162) + dent
    streaks = np.clip(0.45 + 0.25 * noise(random, 34, 3, 3) + 0.8 * (y - Y), 0, 1)
    skin = over(np.ones((FINE, FINE, 3)) * color(196, 32, 36), color(232, 170, 60), 0.55 * streaks)
    canvas = over(canvas, shade(skin, sphere_light(x, y, radius, 40)), fill(shape))
    stalk = np.maximum(np.abs(X - x - 0.35 * (y - 0.14 - Y) ** 1) - 0.008, np.maximum(Y - y + 0.125, y - 0.215 - Y))
    canvas = over(canvas, color(84, 58, 34), fill(stalk))
    green = ellipse(x + 0.085, y - 0.195, 0.06, 0.022, -22)
    canvas = over(canvas, shade(color(84, 148, 52), 1.0 + 2.5 * (y - 0.195 - Y)), fill(green))
    return canvas, fill(np.minimum(np.minimum(shape, stalk), green))


def mushroom(random):
    canvas = grass(random) * (0.62 + 0.25 * Y)[..., None]
    canvas = stones(random, canvas, [(0.80, 0.74, 0.10), (0.90, 0.66, 0.05)])
    x, y = 0.42, 0.47
    canvas = shadow(canvas, x + 0.03, 0.80, 0.13, 0.035)
    stem = np.maximum(np.abs(X - x) - 0.05 - 0.09 * np.clip(Y - 0.55, 0, 1), np.maximum(0.45 - Y, Y - 0.80))
    canvas = over(
        canvas,
        shade(
            color(238, 228, 204),
            0.98
            - 2.4 * np.clip(X - x, 0, 1)
            - 0.4 * np.exp(-(((Y - 0.5) / 0.04) ** 2))
            + 0.03 * noise(random, 50, 6, 2),
        ),
        fill(stem),
    )
    cap = np.maximum(ellipse(x, y, 0.23, 0.20), Y - y - 0.035 * (1 - ((X - x) / 0.23) ** 2))
    canvas = over(canvas, shade(color(206, 44, 36), sphere_light(x, y + 0.02, 0.25)), fill(cap))
    for dx, dy, radius in (
        (-0.10, -0.06, 0.028),
        (0.02, -0.12, 0.032),
        (0.11, -0.05, 0.026),
        (-0.02, -0.02, 0.022),
        (-0.16, -0.005, 0.018),
        (0.18, -0.01, 0.015),
        (-0.07, -0.145, 0.017),
    ):
        spot = np.maximum(ellipse(x + dx, y + dy, radius, radius * 0.8), cap)
        canvas = over(canvas, shade(color(250, 244, 232), 1.0 + 0.4 * (y - 0.1 - Y)), fill(spot))
    tufts = np.maximum(np.abs(((X * 34) % 1) - 0.5) / 34 - 0.008 * np.clip((Y - 0.755) / 0.06, 0, 1), Y - 0.86)
    canvas = over(
        canvas, shade(color(70, 112, 44), 0.8 + 0.1 * noise(random, 60, 8, 2)), 0.9 * fill(tufts) * (Y > 0.755)
    )
    return canvas, fill(np.minimum(stem, cap))


def boat(random):
    canvas = sea(random, 0.56)
    island = Y - 0.56 + 0.075 * np.exp(-(((X - 0.14) / 0.10) ** 2)) + 0.004 * noise(random, 20, 1, 3)
    canvas = over(canvas, color(96, 116, 104), fill(np.maximum(-island, Y - 0.562)))
    x, y = 0.60, 0.66
    canvas = over(canvas, color(232, 240, 240), 0.5 * blur(fill(ellipse(x, y + 0.055, 0.17, 0.012)), 0.006 * FINE))
    hull = polygon((x - 0.17, y), (x + 0.18, y), (x + 0.12, y + 0.06), (x - 0.13, y + 0.06))
    mast = np.maximum(np.abs(X - x) - 0.006, np.maximum(0.17 - Y, Y - y))
    main = polygon((x + 0.015, 0.19), (x + 0.16, 0.62), (x + 0.015, 0.62))
    jib = polygon((x - 0.015, 0.24), (x - 0.015, 0.62), (x - 0.14, 0.62))
    canvas = over(canvas, color(92, 62, 40), fill(mast))
    folds = 1.0 + 0.12 * np.sin((X - x) * 26 + Y * 9) + 0.1 * (x - X)
    canvas = over(canvas, shade(color(248, 244, 232), folds), fill(main))
    canvas = over(canvas, shade(color(214, 66, 52), folds * 1.02), fill(jib))
    canvas = over(canvas, shade(color(124, 66, 40), 0.95 - 4 * (Y - y - 0.01)), fill(hull))
    canvas = over(canvas, color(240, 232, 214), fill(np.maximum(hull, Y - y - 0.014)))
    return canvas, fill(np.minimum(np.minimum(hull, mast), np.minimum(main, jib)))


def ladybird(random):
    veins = np.exp(-(((((X - 0.5 * Y) * 5) % 1 - 0.5) / 0.02) ** 2)) + 1.3 * np.exp(
        -(((X + 0.9 * Y - 0.72) / 0.014) ** 2)
    )
    canvas = shade(
        color(98, 158, 66), 0.9 + 0.05 * noise(random, 30, 30, 4) + 0.16 * np.clip(veins, 0, 1) + 0.2 * (0.5 - Y)
    )
    drop = circle(0.20, 0.76, 0.065)
    canvas = shadow(canvas, 0.215, 0.79, 0.065, 0.055, 0.35)
    canvas = over(canvas, shade(color(150, 200, 120), sphere_light(0.20, 0.76, 0.065, 60) + 0.2), 0.75 * fill(drop))
    x, y = 0.57, 0.45
    canvas = shadow(canvas, x + 0.035, y + 0.045, 0.20, 0.165, 0.5)
    u, v = turned(x, y, -30)
    legs = np.min(
        [
            np.maximum(np.abs(u - place - 0.25 * (np.abs(v) - 0.13)) - 0.010, np.abs(v) - 0.20)
            for place in (-0.07, 0.02, 0.11)
        ],
        axis=0,
    )
    canvas = over(canvas, color(24, 22, 22), fill(legs))
    body = ellipse(x, y, 0.19, 0.15, -30)
    head = np.hypot(u - 0.175, v) - 0.075
    canvas = over(canvas, shade(color(28, 26, 28), sphere_light(x + 0.15, y - 0.09, 0.09)), fill(head))
    canvas = over(canvas, color(244, 240, 228), fill(np.hypot(u - 0.205, np.abs(v) - 0.042) - 0.015))
    canvas = over(canvas, shade(color(218, 40, 28), sphere_light(x, y, 0.195, 36)), fill(body))
    spots = np.minimum(np.hypot(u - 0.05, np.abs(v) - 0.075) - 0.030, np.hypot(u + 0.075, np.abs(v) - 0.065) - 0.034)
    spots = np.minimum(spots, np.minimum(np.abs(v) - 0.004, np.hypot(u - 0.13, v) - 0.028))
    canvas = over(canvas, color(26, 20, 20), 0.95 * fill(np.maximum(spots, body)))
    return canvas, fill(np.minimum(np.minimum(body, head), legs))


def balloon(random):
    canvas = sky(random)
    hills = 0.82 + 0.03 * noise(random, 3, 1, 3)
    canvas = over(canvas, shade(color(92, 128, 84), 0.9 + 0.08 * noise(random, 40, 20, 3)), fill(hills - Y))
    x, y, radius = 0.42, 0.36, 0.19
    shape = np.minimum(
        circle(x, y, radius),
        polygon((x - 0.165, y + 0.09), (x + 0.165, y + 0.09), (x + 0.045, y + 0.27), (x - 0.045, y + 0.27)),
    )
    taper = np.clip(1 - np.clip(Y - y - 0.09, 0, 1) / 0.25, 0.3, 1)
    stripe = np.sin(np.arcsin(np.clip((X - x) / (radius * taper), -1, 1)) * 5.0) > 0
    base = np.where(stripe[..., None], color(236, 170, 40), color(196, 50, 70))
    canvas = over(canvas, shade(base, sphere_light(x, y, 0.24)), fill(shape))
    ropes = np.maximum(np.abs(np.abs(X - x) - 0.032) - 0.003, np.abs(Y - y - 0.295) - 0.03)
    basket = np.maximum(np.abs(X - x) - 0.04, np.abs(Y - y - 0.345) - 0.028)
    canvas = over(canvas, color(70, 50, 36), fill(ropes))
    canvas = over(canvas, shade(color(150, 104, 60), 0.9 + 0.15 * np.sin(X * 500) * np.sin(Y * 500)), fill(basket))
    bird = np.abs(Y - 0.24 + 0.35 * np.abs(np.abs(X - 0.80) - 0.028)) - 0.005
    canvas = over(canvas, color(52, 58, 70), fill(np.maximum(bird, np.abs(X - 0.80) - 0.055)))
    return canvas, fill(np.minimum(np.minimum(shape, ropes), basket))


def lemon(random):
    canvas = table(random, color(150, 172, 186), 0.36)
    canvas = shadow(canvas, 0.76, 0.56, 0.11, 0.03)
    glass = polygon((0.67, 0.28), (0.85, 0.28), (0.83, 0.56), (0.69, 0.56))
    canvas = over(canvas, color(214, 232, 236), 0.42 * fill(glass))
    canvas = over(
        canvas, color(255, 255, 255), 0.6 * fill(np.maximum(np.abs(X - 0.70) - 0.007, np.abs(Y - 0.42) - 0.10))
    )
    x, y = 0.38, 0.64
    canvas = shadow(canvas, x + 0.04, y + 0.12, 0.20, 0.04)
    u, v = turned(x, y, -14)
    half = 0.135 * np.sqrt(np.clip(1 - (u / 0.20) ** 2, 0, 1)) + 0.022 * np.exp(-(((np.abs(u) - 0.20) / 0.028) ** 2))
    shape = np.maximum(np.abs(v) - half, np.abs(u) - 0.225)
    light = sphere_light(x, y, 0.20, 30) + 0.035 * noise(random, 70, 70, 2)
    return over(canvas, shade(color(244, 208, 44), light), fill(shape)), fill(shape)


SCENES = {
    "ball": ball,
    "cup": cup,
    "leaf": leaf,
    "fish": fish,
    "apple": apple,
    "mushroom": mushroom,
    "boat": boat,
    "ladybird": ladybird,
    "practice-balloon": balloon,
    "practice-lemon": lemon,
}


def reduced(values, size):
    image = Image.fromarray(values.astype(np.float32))
    return np.asarray(image.resize((size, size), Image.Resampling.BOX), float)


def maps(random, region):
    fine = reduced(region, 28)
    rows, columns = np.mgrid[0:28, 0:28]
    y, x = (rows * fine).sum() / fine.sum(), (columns * fine).sum() / fine.sum()
    spread = 0.75 * np.sqrt(fine.sum())
    blob = np.exp(-0.5 * ((rows - y) ** 2 + (columns - x) ** 2) / spread**2)
    # Away from the object, toward the corner that is farthest from it.
    down, right = (9 if y < 14 else -9), (9 if x < 14 else -9)
    moved = np.zeros((28, 28))
    moved[max(down, 0) : 28 + min(down, 0), max(right, 0) : 28 + min(right, 0)] = fine[
        max(-down, 0) : 28 - max(down, 0), max(-right, 0) : 28 - max(right, 0)
    ]

    def grain(values, amount):
        size = len(values)
        return np.clip(values + amount * blur(random.normal(size=(size, size)), 0.8), 0, None)

    return {
        "precise": grain(blur(fine, 0.8), 0.05),
        "coarse": grain(blob.reshape(14, 2, 14, 2).mean((1, 3)), 0.08),
        "shifted": grain(blur(moved, 1.2), 0.06),
        "noise": blur(random.normal(size=(14, 14)), 1.3) + 1,
    }


def main(folder):
    for part in ("images", "maps", "regions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, (name, paint) in enumerate(SCENES.items()):
        random = np.random.default_rng([2023, number])
        canvas, region = paint(random)
        vignette = 1 - 0.22 * np.clip(np.hypot(X - 0.5, Y - 0.5) - 0.35, 0, 1) / 0.36
        small = np.stack([reduced(np.clip(channel, 0, 1) * vignette, SIZE) for channel in np.moveaxis(canvas, 2, 0)], 2)
        grainy = small * 255 + random.normal(scale=2.0, size=small.shape[:2] + (1,))
        Image.fromarray(np.clip(grainy + 0.5, 0, 255).astype(np.uint8)).save(folder / f"images/{name}.jpg", quality=88)
        mask = Image.fromarray((reduced(region, SIZE) >= 0.5).astype(np.uint8) * 255).convert("1", dither=0)
        mask.save(folder / f"regions/{name}.png", optimize=True)
        for explainer, values in maps(random, region).items():
            np.save(folder / f"maps/{name}--{explainer}.npy", values.astype("<f4"))


main(Path(sys.argv[1]))
