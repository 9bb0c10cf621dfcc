"""Reads this export and computes the headline numbers anew, with Python alone.

python3 reproduce.py > reproduced.csv
The same numbers: beholder analyze preference pairs.csv --statistic bradley-terry,
and beholder analyze STUDY --statistic percent-agreement. Where wins separate the
items, which analyze says, worths are infinite and these are where the iteration ends.
"""
import csv
import glob
import math
import os
import sys
from collections import Counter, defaultdict

here = os.path.dirname(os.path.abspath(__file__))
table = (glob.glob(os.path.join(here, "pairs.csv")) + glob.glob(os.path.join(here, "data", "*pairs_data.csv")))[0]
with open(table, encoding="utf-8", newline="") as file:
    pairs = [row for row in csv.DictReader(file) if row["session"] == "1" and not row["excluded"]]
if not pairs:
    sys.exit("pairs.csv has no comparison")

# Bradley and Terry (1952) by Hunter's (2004) iteration; a tie is half a win for both.
wins, met, answers = Counter(), Counter(), defaultdict(Counter)
for row in pairs:
    left, right = row["left"], row["right"]
    share = {"left": 1, "tie": 0.5, "right": 0}[row["winner"]]
    wins[left] += share
    wins[right] += 1 - share
    met[left, right] += 1
    met[right, left] += 1
    chosen = {"left": left, "right": right, "tie": "tie"}[row["winner"]]
    answers[row["unit"], min(left, right), max(left, right)][chosen] += 1
items = sorted(wins)
worth = dict.fromkeys(items, 1.0)
for _ in range(100_000):
    new = {i: wins[i] / sum(met[i, j] / (worth[i] + worth[j]) for j in items if met[i, j]) for i in items}
    change = max(abs(new[i] / sum(new.values()) - worth[i] / sum(worth.values())) for i in items)
    worth = new
    if change < 1e-15:
        break
mean = sum(map(math.log, worth.values())) / len(worth)

# The share of pairs of participants who agree, mean over comparisons that at least two answered.
shares = []
for counts in answers.values():
    n = sum(counts.values())
    if n > 1:
        shares.append(sum(c * (c - 1) for c in counts.values()) / (n * (n - 1)))

print("statistic,item,value")
for item in items:
    print(f"bradley-terry,{item},{math.log(worth[item]) - mean:.12g}")
if shares:
    print(f"percent-agreement,,{sum(shares) / len(shares):.12g}")
