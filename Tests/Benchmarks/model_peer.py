#!/usr/bin/env python3
"""What Beholder's models are compared with, one measurement a process; prints JSON. `model_benchmark.py` calls it.

    model_peer.py save NAME FILE.pt
    model_peer.py matmul
    model_peer.py onnxruntime|torch --model FILE [--batch N] [--gradient | --occlusion | --first INPUT.npy]

Options: --threads N, --runs N and --seconds S (at least), --passive (threads sleep instead of spinning while they wait),
--channels-last (PyTorch). PyTorch's FILE is the whole module as `save` pickles it, which loads faster than building the
network and filling in its weights.
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

SIDE, WINDOW, STRIDE, TARGET = 224, 32, 16, 1


def save(name, path):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ModelZoo"))
    import networks
    import torch

    torch.save(networks.build(name), path)


def matmul(arguments):
    """Single-precision matrix multiplies of 2048²: the better of MKL (PyTorch) and OpenBLAS (NumPy), GFLOP/s."""
    import numpy
    import torch

    torch.set_num_threads(arguments.threads)
    size = 2048
    a, b = torch.randn(size, size), torch.randn(size, size)
    c, d = a.numpy(), b.numpy()
    target, other = torch.empty(size, size), numpy.empty((size, size), numpy.float32)
    times = {}
    for library, multiply in [
        ("torch", lambda: torch.mm(a, b, out=target)),
        ("numpy", lambda: numpy.matmul(c, d, out=other)),
    ]:
        multiply()
        times[library] = min(timed(multiply) for _ in range(arguments.runs + 5))
    rates = {library: 2 * size**3 / seconds / 1e9 for library, seconds in times.items()}
    return {"gigaflops": max(rates.values()), **rates}


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def repeated(work, arguments, images=1):
    """Times of repeated runs after one that warms up."""
    work()
    times = []
    while len(times) < arguments.runs or sum(times) < arguments.seconds:
        times.append(timed(work))
    return {
        "millisecondsPerImage": statistics.median(times) * 1e3 / images,
        "fastestMillisecondsPerImage": min(times) * 1e3 / images,
    }


def pictures(batch):
    import numpy

    return numpy.random.default_rng(1).standard_normal((batch, 3, SIDE, SIDE), numpy.float32)


def onnxruntime_peer(arguments):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    if arguments.passive:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(arguments.model, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    if arguments.first:
        session.run(None, {name: numpy.load(arguments.first)})
        return {}
    images = pictures(arguments.batch)
    return repeated(lambda: session.run(None, {name: images}), arguments, len(images))


def torch_peer(arguments):
    import torch

    torch.set_num_threads(arguments.threads)
    torch.backends.mha.set_fastpath_enabled(True)
    network = torch.load(arguments.model, weights_only=False)
    layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
    network = network.to(memory_format=layout)
    if arguments.first:
        import numpy

        with torch.inference_mode():
            network(torch.from_numpy(numpy.load(arguments.first)))
        return {}

    def prepared(batch):
        return torch.from_numpy(pictures(batch)).contiguous(memory_format=layout)

    if arguments.occlusion:
        image, batch = prepared(1), arguments.batch
        corners = [(y, x) for y in range(0, SIDE - WINDOW + 1, STRIDE) for x in range(0, SIDE - WINDOW + 1, STRIDE)]

        def occlude():
            with torch.inference_mode():
                scores = []
                for start in range(0, len(corners), batch):
                    part = corners[start : start + batch]
                    covered = image.expand(len(part), -1, -1, -1).clone(memory_format=layout)
                    for row, (y, x) in zip(covered, part):
                        row[:, y : y + WINDOW, x : x + WINDOW] = 0
                    scores.append(network(covered)[:, TARGET])
                return torch.cat(scores)

        return repeated(occlude, arguments)
    images = prepared(arguments.batch)
    if arguments.gradient:
        for parameter in network.parameters():
            parameter.requires_grad_(False)

        def work():
            inputs = images.detach().requires_grad_()
            return torch.autograd.grad(network(inputs)[:, TARGET].sum(), inputs)[0]

    else:

        def work():
            with torch.inference_mode():
                return network(images)

    return repeated(work, arguments, len(images))


def main():
    if sys.argv[1:2] == ["save"]:
        save(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=["matmul", "onnxruntime", "torch"])
    parser.add_argument("--model")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--passive", action="store_true")
    parser.add_argument("--channels-last", action="store_true")
    work = parser.add_mutually_exclusive_group()
    work.add_argument("--gradient", action="store_true")
    work.add_argument("--occlusion", action="store_true")
    work.add_argument("--first", metavar="INPUT.npy")
    arguments = parser.parse_args()
    if arguments.passive:
        os.environ["OMP_WAIT_POLICY"] = "passive"
    peers = {"matmul": matmul, "onnxruntime": onnxruntime_peer, "torch": torch_peer}
    print(json.dumps(peers[arguments.peer](arguments)))


if __name__ == "__main__":
    main()
