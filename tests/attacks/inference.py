"""Inference on self-service, a short share: is anybody's flag guessed better than was promised.

``python -m attacks.inference [--whole]`` with ``tests`` and the project on the path: one borough of
12,000 in a minute or two of processor time, or with ``--whole`` five of 50,000 and six targets
searched for. The attacks themselves, and how well they do on the usual protections, are in
``benchmarks/inference``. A fault is an attack that is right over the bound by more than three
sampling errors, or one that is not right where a threshold alone protects: then it tries nothing.
So is an outsider who, as worked out, is right of anybody by more than 2 in 100 over the aim.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from beholden.selfservice.bound import accuracy_of, aim_of
from benchmarks.inference import outsiders
from benchmarks.inference.__main__ import SECRET, by_questions, by_search, on_fitted
from benchmarks.inference.borough import borough, sealed
from benchmarks.inference.protections import FITTED, THRESHOLD
from benchmarks.inference.rights import Rights

BOUND = 60
SUBJECTS, BOROUGHS, SEARCHED = 12_000, 1, 1
WHOLE = {"subjects": 50_000, "boroughs": 5, "searched": 6}
_OVER_THE_AIM = 0.02


def tried(
    *, subjects: int = SUBJECTS, boroughs: int = BOROUGHS, searched: int = SEARCHED
) -> Rights:
    """Attack small boroughs by every attack."""
    found = Rights()
    for seed in range(boroughs):
        made, draw = borough(subjects, seed), np.random.default_rng(1000 + seed)
        told = sealed(made, BOUND, secret=SECRET)
        by_questions(made, told, found, draw)
        on_fitted(made, told, found, bound=BOUND, seed=seed)
    if searched:
        by_search(found, bound=BOUND, targets=searched)
    return found


def verdicts(found: Rights) -> list[tuple[str, bool]]:
    """Return a line for each attack on the fitted table, and whether it held."""
    lines = []
    for (protection, attack), by in found.found.items():
        right = {n: np.concatenate(some) for n, some in by.items()}
        worst = max(right.values(), key=lambda some: float(some.mean()))
        share, error = float(worst.mean()), 1.5 / np.sqrt(len(worst))
        if protection.startswith(FITTED.name):
            said = f"{protection}, {attack}: right {100 * share:.1f} in 100, promised {BOUND}"
            lines.append((said, share <= BOUND / 100 + error))
        elif protection == THRESHOLD.name:
            said = f"{protection}, {attack}: right {100 * share:.1f} in 100, as it should be"
            lines.append((said, share >= 0.9))
    return lines


def worked_out(*, subjects: int = SUBJECTS) -> tuple[str, bool]:
    """Return a line on the best that an outsider can do of anybody, and whether it is the aim."""
    told = outsiders.worked_out(borough(subjects, 0), BOUND, secret=SECRET)
    right, aim = told["the single worst of everybody"], accuracy_of(aim_of(BOUND))
    said = f"the best outsider, worst of everybody: right {100 * right:.1f}, aim {100 * aim:.0f}"
    return said, right <= aim + _OVER_THE_AIM


def main(arguments: list[str]) -> int:
    """Try them all; return 1 where one is over the bound."""
    parser = argparse.ArgumentParser(prog="python -m attacks.inference")
    parser.add_argument("--whole", action="store_true", help="all at full size: half an hour")
    size = WHOLE if parser.parse_args(arguments).whole else {}
    alone = {name: size[name] for name in size if name == "subjects"}
    found = [worked_out(**alone), *verdicts(tried(**size))]
    sys.stdout.write("\n".join(f"{said}{'' if held else ' !'}" for said, held in found) + "\n")
    return int(not all(held for _, held in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
