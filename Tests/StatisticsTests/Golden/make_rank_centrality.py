"""Values of choix 0.4.1 `rank_centrality` (alpha 0) for RankingScoresTests."""
import importlib.metadata, json, pathlib
import choix, numpy

cases = []
for seed, size in [(1, 3), (2, 6), (3, 12)]:
    wins = numpy.random.default_rng(seed).integers(1, 12, (size, size))
    numpy.fill_diagonal(wins, 0)
    data = [(i, j) for i in range(size) for j in range(size) for _ in range(wins[i, j])]
    cases.append({"wins": wins.tolist(), "expected": choix.rank_centrality(size, data, alpha=0).tolist()})
path = pathlib.Path(__file__).with_name("rank_centrality.json")
path.write_text(json.dumps({"peer": "choix " + importlib.metadata.version("choix"), "cases": cases}) + "\n")
