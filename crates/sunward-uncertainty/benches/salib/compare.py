"""Sobol's indices of Ishigami's function by SALib, beside ours.

    python3 -m venv /tmp/salib
    /tmp/salib/bin/pip install -r crates/sunward-uncertainty/benches/salib/requirements.txt
    /tmp/salib/bin/python crates/sunward-uncertainty/benches/salib/compare.py

Both sides draw their points, evaluate the function and work out first order, total and second order with intervals of 95 %, on
the same number of evaluations: 2^17 base points, 1,048,576 evaluations. SALib draws rows again, 100 times, for its intervals, as is
its default; ours takes them from 16 replicates of 8,192 points that are scrambled independently. What is timed is seconds of the
processor, which other work on the machine does not lengthen, and includes the start of our program, but not that of
Python nor its imports; of several rounds the fastest counts.

One long sequence is nearer the truth for so smooth a function than sixteen short ones, and SALib's values show it; its intervals do not
know, since they take the rows for independent. Ours say how far off the values are. Every index has to lie near the analytic value, and the ratio has to
reach what we claim.
"""

import math
import os
import pathlib
import resource
import subprocess
import sys
import time

import numpy
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

BASE = 2**17
REPLICATES = 16
ROUNDS = 2
OUR_ROUNDS = 7
CLAIM = 50.0
# Both sides know an index of a million evaluations to about a thousandth.
NEAR = 5e-3
ROOT = pathlib.Path(__file__).resolve().parents[4]


def ishigami(x):
    """The function on whole columns, as one who knows numpy writes it."""
    first = numpy.sin(x[:, 0])
    return first + 7 * numpy.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * first


def known():
    """The analytic indices."""
    one = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2
    two = 49 / 8
    both = 8 * 0.01 * math.pi**8 / 225
    all = one + two + both
    return {
        "S1": one / all, "S2": two / all, "S3": 0.0,
        "T1": (one + both) / all, "T2": two / all, "T3": both / all,
        "S12": 0.0, "S13": both / all, "S23": 0.0,
    }


def theirs():
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-math.pi, math.pi]] * 3}
    start = time.process_time()
    points = sample.sample(problem, BASE, calc_second_order=True, seed=1)
    outcome = ishigami(points)
    found = analyze.analyze(problem, outcome, calc_second_order=True, num_resamples=100, seed=1)
    seconds = time.process_time() - start
    indices = {}
    for i in range(3):
        indices[f"S{i + 1}"] = (found["S1"][i], found["S1_conf"][i])
        indices[f"T{i + 1}"] = (found["ST"][i], found["ST_conf"][i])
        for j in range(i + 1, 3):
            indices[f"S{i + 1}{j + 1}"] = (found["S2"][i, j], found["S2_conf"][i, j])
    return seconds, len(outcome), indices


def program():
    """Builds our bench and gives its path."""
    build = ["cargo", "bench", "-p", "sunward-uncertainty", "--bench", "sensitivity", "--no-run"]
    said = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stderr
    path = said.rsplit("(", 1)[1].split(")", 1)[0]
    return ROOT / path


def ours(path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        [path, "indices", str(BASE // REPLICATES), str(REPLICATES)], check=True, capture_output=True, text=True
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    lines = (line.split() for line in said.splitlines())
    return seconds, {name: (float(value), float(half)) for name, value, half in lines}


def main():
    # One thread on their side too: ours has one.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        if os.environ.get(name) != "1":
            os.environ[name] = "1"
            os.execv(sys.executable, [sys.executable, *sys.argv])
    path = program()
    rounds = [theirs() for _ in range(ROUNDS)]
    their_seconds, evaluations, their_indices = min(rounds, key=lambda round: round[0])
    our_seconds, our_indices = min((ours(path) for _ in range(OUR_ROUNDS)), key=lambda round: round[0])
    ratio = their_seconds / our_seconds
    print(f"{evaluations:,} evaluations, with intervals")
    print(f"{'':>6}{'known':>10}{'SALib':>12}{'half width':>12}{'ours':>12}{'half width':>12}")
    for name, value in known().items():
        their, their_half = their_indices[name]
        our, our_half = our_indices[name]
        print(f"{name:>6}{value:>10.5f}{their:>12.5f}{their_half:>12.5f}{our:>12.5f}{our_half:>12.5f}")
        if abs(their - value) > NEAR or abs(our - value) > NEAR:
            sys.exit(f"{name} is not what it is known to be")
    print(f"SALib {their_seconds:.2f} s of the processor, ours {our_seconds:.3f} s: {ratio:.0f} times")
    if ratio < CLAIM:
        sys.exit(f"less than {CLAIM:.0f} times")


main()
