#!/usr/bin/env python3
"""Runs Beholder's benchmarks and prints their medians; see README.md beside this file.

    benchmark.py [--beholder PATH] [--peer-python PYTHON] [--work FOLDER] [--runs 5]
                 [simulate] [store] [export] [agreement]

Whole processes are timed from start to exit, in turn with what they are compared with. Peak memory is the operating
system's account of the finished process.
"""

import argparse
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build" / "release"
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def run(command):
    """Wall s, CPU s and peak MiB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(runs, field=0):
    return statistics.median(result[field] for result in runs)


def make_study(work):
    """The example study with 40 trials a participant (2 practice, 32 main, 4 repeats, 2 checks) and no quota."""
    folder = work / "study"
    shutil.copytree(ROOT / "StudyDefinitions" / "examples" / "scenes", folder, dirs_exist_ok=True)
    definition = json.loads((folder / "scenes.study.json").read_text())
    definition["id"] = "forty"
    definition.pop("$schema", None)
    definition["participants"].pop("quota")
    main = definition["blocks"][1]
    main["trialsPerParticipant"], main["repeats"] = 32, 4
    path = folder / "forty.study.json"
    path.write_text(json.dumps(definition))
    return str(path)


def fresh_database(work, arguments, name):
    for leftover in work.glob(f"{name}*"):
        leftover.unlink()
    database = str(work / name)
    run([arguments.beholder, "create", make_study(work), "--database", database])
    return database


def simulate(work, arguments, participants, name="simulate.sqlite"):
    database = fresh_database(work, arguments, name)
    return run([arguments.beholder, "simulate", "forty", "--database", database, "--participants", str(participants)])


def benchmark_simulate(work, arguments):
    thousand = [simulate(work, arguments, 1_000) for _ in range(arguments.runs)]
    print(f"simulate 1,000 × 40: {40_000 / median(thousand):,.0f} responses/s, peak {median(thousand, 2):.1f} MiB")
    for participants in [3_000, 10_000]:
        wall, _, peak = simulate(work, arguments, participants)
        print(f"simulate {participants:,} × 40: {participants * 40 / wall:,.0f} responses/s, peak {peak:.1f} MiB")


def benchmark_store(work, arguments):
    database = fresh_database(work, arguments, "store.sqlite")
    print(subprocess.run([BUILD / "StoreBenchmark", database, "forty"], check=True, text=True, stdout=-1).stdout)


def benchmark_export(work, arguments):
    database = work / "export.sqlite"
    if not database.exists():
        simulate(work, arguments, 25_000, name=database.name)
    runs = []
    for _ in range(arguments.runs):
        target = work / "export"
        shutil.rmtree(target, ignore_errors=True)
        export = [arguments.beholder, "export", "forty", "--database", str(database), "--to", str(target), "--include-simulated"]
        runs.append(run(export))
    rows = 0
    for table in (work / "export").glob("*.csv"):
        with open(table, "rb") as file:
            rows += sum(1 for _ in file) - 1
    wall = median(runs)
    print(
        f"export: {wall:.2f} s, {1_000_000 / wall:,.0f} responses/s, {rows / wall:,.0f} rows/s in all tables, "
        f"CPU {median(runs, 1):.2f} s, peak {median(runs, 2):.1f} MiB"
    )


def make_ratings(path):
    """2,000 items × 50 raters on five steps, sorted by rater."""
    generator = random.Random(1)
    quality = [generator.gauss(3, 1) for _ in range(2_000)]
    with open(path, "w") as file:
        file.write("participant,item,value\n")
        for rater in range(1, 51):
            leniency = generator.gauss(0, 0.5)
            for item, value in enumerate(quality, 1):
                grade = min(5, max(1, round(value + leniency + generator.gauss(0, 0.8))))
                file.write(f"P{rater:02d},item-{item:04d},{grade}\n")


def make_pairs(path, items=100, spread=1):
    """20,000 comparisons of items, none a tie."""
    generator = random.Random(2)
    worths = [generator.gauss(0, spread) for _ in range(items)]
    with open(path, "w") as file:
        file.write("participant,left,right,winner\n")
        for answer in range(20_000):
            left, right = generator.sample(range(items), 2)
            share = 1 / (1 + math.exp(worths[right] - worths[left]))
            winner = "left" if generator.random() < share else "right"
            file.write(f"P{answer // 100:03d},item-{left:02d},item-{right:02d},{winner}\n")


def make_rankings(path):
    """10,000 rankings of 6 among 12 items."""
    generator = random.Random(3)
    worths = [generator.gauss(0, 1) for _ in range(12)]
    with open(path, "w") as file:
        file.write("participant,item,rank\n")
        for ranking in range(10_000):
            chosen = generator.sample(range(12), 6)
            # The order of exponential times with the worths as rates is Plackett and Luce's.
            chosen.sort(key=lambda item: generator.expovariate(math.exp(worths[item])))
            for rank, item in enumerate(chosen, 1):
                file.write(f"P{ranking:05d},item-{item:02d},{rank}\n")


def benchmark_agreement(work, arguments):
    ratings = str(work / "ratings.csv")
    make_ratings(ratings)
    peer = [arguments.peer_python, str(Path(__file__).with_name("krippendorff_peer.py")), ratings]
    for level in LEVELS:
        ours = [arguments.beholder, "analyze", "agreement", ratings, "--statistic", "krippendorff-alpha"]
        ours += ["--level", level, "--bootstrap", "0", "--json"]
        run(ours), run(peer + [level])
        pairs = [(run(ours), run(peer + [level])) for _ in range(2 * arguments.runs + 1)]
        wall = statistics.median(b[0] / a[0] for a, b in pairs)
        cpu = statistics.median(b[1] / a[1] for a, b in pairs)
        mine, theirs = median([a for a, _ in pairs]), median([b for _, b in pairs])
        print(f"alpha {level}: {mine * 1e3:.1f} ms, Python {theirs * 1e3:.1f} ms: {wall:.1f}× (CPU {cpu:.1f}×)")
    pairs = str(work / "pairs.csv")
    make_pairs(pairs)
    sparse, rankings = str(work / "sparse.csv"), str(work / "rankings.csv")
    make_pairs(sparse, 1000, 0.5)  # closer together, so that nobody wins all
    make_rankings(rankings)
    tables = [ratings, pairs, sparse, rankings]
    inside = BUILD / "StatisticsBenchmark"
    print(subprocess.run([inside, *tables], check=True, text=True, stdout=-1).stdout, end="")
    for level in LEVELS:
        print("Python", subprocess.run(peer + [level, "--median"], check=True, text=True, stdout=-1).stdout, end="")
    others = [arguments.peer_python, str(Path(__file__).with_name("statistics_peer.py")), *tables]
    print(subprocess.run(others, check=True, text=True, stdout=-1).stdout, end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", help="which to run; all by default")
    parser.add_argument("--beholder", default=str(BUILD / "beholder"), help="the program")
    parser.add_argument("--peer-python", default=sys.executable, help="a Python with the packages of the README")
    parser.add_argument("--work", type=Path, default=ROOT / ".build" / "benchmarks", help="where files are made")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    benchmarks = {
        "simulate": benchmark_simulate,
        "store": benchmark_store,
        "export": benchmark_export,
        "agreement": benchmark_agreement,
    }
    for name in arguments.which or benchmarks:
        benchmarks[name](arguments.work, arguments)


main()
