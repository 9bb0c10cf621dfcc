#!/usr/bin/env python3
"""Trains the models that the project ships and draws the demo's pictures; see README.md beside this file.

    make_shipped_models.py --cache FOLDER [--models a,b] [--retrain] [--beholder PATH] [--to FOLDER]

FOLDER keeps the scenes and what was trained; what is there is not trained again without --retrain. Written are
models/ and examples/shapes/ in StudyDefinitions (or --to), and RESULTS.md. The exit code is 1 where a bound is missed.
"""

import argparse
import time
from pathlib import Path

import torch

import datasets
import demo
import export
import results
import training

TRAIN, TEST = 8_000, 2_000
ROOT = Path(__file__).resolve().parents[2]


def obtain(name, scenes, teacher, cache, retrain):
    """The network, from the cache or trained, and the seconds that its training took."""
    path = cache / f"{name}.pt"
    network = training.MODELS[name][0]()
    if path.exists() and not retrain:
        stored = torch.load(path, weights_only=True)
        network.load_state_dict(stored["state"])
        return network.eval(), stored["seconds"]
    print(name, flush=True)
    start = time.monotonic()
    network = training.trained(name, scenes, teacher)
    seconds = time.monotonic() - start
    torch.save({"state": network.state_dict(), "seconds": seconds}, path)
    return network.eval(), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--models", help="names, separated by commas; all by default")
    parser.add_argument("--retrain", action="store_true")
    parser.add_argument("--beholder", type=Path, help="the program, to run what was written")
    parser.add_argument("--to", type=Path, default=ROOT / "StudyDefinitions")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    arguments.cache.mkdir(parents=True, exist_ok=True)
    folder = arguments.to / "models"
    folder.mkdir(parents=True, exist_ok=True)
    names = arguments.models.split(",") if arguments.models else list(training.MODELS)
    train = datasets.load("train", TRAIN, arguments.cache)
    test = datasets.load("test", TEST, arguments.cache)

    nets, rows, teacher = {}, [], None
    for name in dict.fromkeys([training.TEACHER, *names]):
        retrain = arguments.retrain and name in names
        network, seconds = obtain(name, train, teacher, arguments.cache, retrain)
        if name == training.TEACHER:
            teacher = network
        nets[name] = network
        path = export.write(name, network, folder)
        difference = export.largest_difference(path, network, test.pictures[:50])
        rows.append(results.Row(name, network, path, seconds, difference))
        print(f"{name}: {path.stat().st_size} bytes, {seconds:.0f} s, {difference:.1e}", results.scores(network, test))
    if len(nets) < len(training.MODELS):
        return 0
    pictures = demo.write(datasets.load("demo", demo.POOL, arguments.cache), nets, arguments.to / "examples" / "shapes")
    beholder = export.Beholder(arguments.beholder) if arguments.beholder else None
    text, kept = results.report(rows, nets, test, pictures, arguments.to, beholder)
    if beholder:
        Path(__file__).with_name("RESULTS.md").write_text(text)
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
