"""Krippendorff's alpha as a Python user computes it: csv module, NumPy, PyPI `krippendorff`.

    krippendorff_peer.py RATINGS.csv LEVEL            prints alpha
    krippendorff_peer.py RATINGS.csv LEVEL --median   prints alpha and the median ms of the computation alone, first
                                                      from the matrix of ratings, then from counts per item and value
"""

import csv
import statistics
import sys
import time

import krippendorff
import numpy


def read(path):
    participants, items, rows, columns, values = {}, {}, [], [], []
    with open(path, newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for participant, item, value in reader:
            rows.append(participants.setdefault(participant, len(participants)))
            columns.append(items.setdefault(item, len(items)))
            values.append(float(value))
    matrix = numpy.full((len(participants), len(items)), numpy.nan)
    matrix[rows, columns] = values
    return matrix


def median_ms(compute, runs=21):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        compute()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


path, level = sys.argv[1:3]
ratings = read(path)
alpha = krippendorff.alpha(reliability_data=ratings, level_of_measurement=level)
if "--median" in sys.argv:
    domain = numpy.unique(ratings[~numpy.isnan(ratings)])
    counts = (ratings.T[:, :, numpy.newaxis] == domain).sum(axis=1)
    from_matrix = median_ms(lambda: krippendorff.alpha(reliability_data=ratings, level_of_measurement=level))
    from_counts = median_ms(
        lambda: krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level)
    )
    print(level, alpha, from_matrix, from_counts)
else:
    print(alpha)
