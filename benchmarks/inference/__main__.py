"""How well one person's flag can be guessed: the fitted table beside the usual protections.

    python -m benchmarks.inference [--subjects 50000] [--boroughs 5] [--many 30] [--bound 60]
        [--picture FILE] [--out FILE] [--only questions,fitted,release,search,many,small,halves]

Printed is a table: for each protection and attack, how many flags in 100 were guessed right after
10 to 10,000 questions, and twice the sampling error. What each attack does is said in its module:
``attacks`` (by many questions), ``fitted`` (on the fitted table itself), ``released`` (on a
release) and ``searching`` (an outside attacker that finds its own questions). ``many`` has the
figures that are held against the goals, over ``--many`` boroughs: what the best outsider can do is
worked out, not drawn (``outsiders``). ``small`` has how exact the tables of small councils are,
over as many. ``halves`` tries it in many runs of one borough, and shows
how much worse the worst targets look in the runs that they were chosen by.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.uprn.bars import write_json

from . import fitted, outsiders, released
from .attacks import ATTACKS, QUESTIONS, Attack, Scores, Victim, knowing
from .borough import (
    FIRST,
    MANY_WARDS,
    RANDOM,
    SMALL,
    WORST,
    Borough,
    Sealed,
    borough,
    errors,
    sealed,
)
from .goals import bars, spread_of
from .picture import picture
from .protections import FITTED, USUAL, Protection
from .rights import Rights
from .searching import searched

PARTS = ("questions", "fitted", "release", "search", "many", "small", "halves")
MANY, MANY_FROM = 30, 100
SECRET = bytes(range(32))
_FEWER = 60  # targets of the attacks that take the longest, of the usual protections
_WITH_SHADOWS, _WITH_A_YEAR, _WITH_RELEASES = 3, 1, 2


def by_questions(made: Borough, told: Sealed, found: Rights, draw: np.random.Generator) -> None:
    """Ask many questions of the usual protections and of the fitted table."""
    alone = np.setdiff1d(made.alone(), np.concatenate(list(made.targets.values())))
    for protection in (*USUAL, FITTED):
        values = told.expected if protection.adaptive else made.flags.astype(float)
        for kind in (WORST, RANDOM) if protection.adaptive else (WORST,):
            chosen = made.targets[kind]
            for name, attack in _attacks_on(protection):
                some = chosen if protection.adaptive else chosen[:_FEWER]
                victims = [Victim(values[t], values[alone], made.rate) for t in some]
                scores = [attack(victim, protection, draw) for victim in victims]
                label = f"{protection.name}, {kind} targets" if protection.adaptive else None
                _note(found, label or protection.name, name, scores, made.flags[some], protection)


def _attacks_on(protection: Protection) -> Iterator[tuple[str, Attack]]:
    yield from ((n, a) for n, a in ATTACKS.items() if not protection.adaptive or "shadow" not in n)
    if not protection.adaptive:
        yield "knows 99 in 100 of the others", knowing


def _note(
    found: Rights,
    label: str,
    name: str,
    scores: Sequence[Scores],
    flags: np.ndarray,
    protection: Protection,
) -> None:
    for n in scores[0]:
        told = np.array([score[n] for score in scores])
        # Sums of expected values have no middle of their own: it is taken over all targets.
        middle = np.median(told) if protection.adaptive else 0.5
        found.add(label, name, n, (told > middle) == flags)


def on_fitted(made: Borough, told: Sealed, found: Rights, *, bound: int, seed: int) -> None:
    """Attack the fitted table by shadows, by collusion and over a year."""
    draw = np.random.default_rng(seed)
    if seed < _WITH_SHADOWS:
        for kind, by in fitted.by_shadows(made, told, bound, seed=seed).items():
            few, all_ = by[10], by[max(by)]
            for n in QUESTIONS:
                _note_flat(found, kind, "shadow data sets", n, few if n == 10 else all_, made)
    for known, name in ((0.99, "knows 99 in 100 of the others"), (1.0, "knows all others")):
        leaning = fitted.knowing_others(made, bound, secret=SECRET, known=known, draw=draw)
        _note_all(found, name, leaning, made, zero=True)
    _note_all(
        found,
        "knows all others, twelve seals in a year",
        fitted.over_a_year(made, bound, secret=SECRET),
        made,
        zero=True,
    )
    if seed < _WITH_A_YEAR:
        year = fitted.year_of_an_outsider(made, bound, secret=SECRET, draw=draw)
        _note_all(found, "twelve seals in a year", year, made)


def _note_all(
    found: Rights, name: str, scores: np.ndarray, made: Borough, *, zero: bool = False
) -> None:
    for kind, chosen in made.targets.items():
        for n in QUESTIONS:
            _note_flat(found, kind, name, n, scores[chosen], made, zero=zero)


def _note_flat(
    found: Rights,
    kind: str,
    name: str,
    n: int,
    scores: np.ndarray,
    made: Borough,
    *,
    zero: bool = False,
) -> None:
    middle = 0.0 if zero else np.median(scores)
    right = (scores > middle) == made.flags[made.targets[kind]]
    found.add(f"{FITTED.name}, {kind} targets", name, n, right)


def on_release(made: Borough, found: Rights, draw: np.random.Generator) -> str:
    """Attack a release of three tables; return what it showed."""
    tables = released.release(made)
    told = released.figures(made, tables)
    outsider = released.by_an_outsider(made, told)
    everybody = released.by_who_knows_all(made, told, draw)
    for kind, chosen in made.targets.items():
        flags = made.flags[chosen]
        label = f"release of three tables, {kind} targets"
        middle = np.median(outsider[chosen])
        found.add(label, "an outsider", QUESTIONS[0], (outsider[chosen] > middle) == flags)
        found.add(label, "knows all others", QUESTIONS[0], (everybody[chosen] > 0) == flags)
    shown = sum(row.shown for table in tables for row in table.rows)
    return f"{shown} of {sum(len(table.rows) for table in tables)} figures shown"


def over_many(subjects: int, bound: int, boroughs: int) -> Mapping[str, Sequence[float]]:
    """Return the figures of the goals, one for each of many boroughs."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in range(MANY_FROM, MANY_FROM + boroughs):
        made, secret = borough(subjects, seed), seed.to_bytes(32, "big")
        told = sealed(made, bound, secret=secret)
        found["ward x age, median error in 100"].append(errors(made, told)[0] / 100)
        for kind, chosen in made.targets.items():
            score = told.expected[chosen]
            right = (score > np.median(score)) == made.flags[chosen]
            found[f"an outsider by the fitted value, {kind} targets"].append(float(right.mean()))
        for name, share in outsiders.worked_out(made, bound, secret=secret).items():
            found[f"worked out, {name}"].append(share)
        known = fitted.either_way(made, bound, secret=secret)
        found["who knows all others, everybody with either flag"].append(known)
    return found


def over_small(bound: int, councils: int, subjects: int = 5_000) -> Mapping[str, Sequence[float]]:
    """Return how exact the tables of small councils are, one figure for each of many."""
    found: dict[str, list[float]] = defaultdict(list)
    for sizes in (SMALL, MANY_WARDS):
        for seed in range(MANY_FROM, MANY_FROM + councils):
            made = borough(subjects, seed, targets=20, sizes=sizes)
            told = sealed(made, bound, secret=seed.to_bytes(32, "big"))
            where = f"{subjects:,} people, {sizes['ward']} wards"
            off = {one: errors(made, told, one)[0] / 100 for one in combinations(made.by, 2)}
            for name, error in (
                ("ward", errors(made, told, ("ward",))[0] / 100),
                ("ward x age", off[FIRST]),
                ("all tables of two, on average", float(np.mean(list(off.values())))),
            ):
                found[f"{where}: {name}, median error in 100"].append(error)
    return found


def _in_words(many: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Yield each figure with twice its standard error over the boroughs."""
    for name, shares in many.items():
        error = spread_of(shares)
        yield f"{name}: {100 * np.mean(shares):.1f} ± {100 * error:.1f} ({len(shares)} boroughs)"


def _in_halves(subjects: int, bound: int) -> Iterator[str]:
    made = borough(subjects, MANY_FROM)
    return outsiders.halves(made, bound, secret=MANY_FROM.to_bytes(32, "big"))


def by_search(found: Rights, *, bound: int, subjects: int = 3_000, targets: int = 6) -> None:
    """Let the searching attackers loose on small councils."""
    for (protection, name, n), right in searched(
        subjects=subjects, targets=targets, bound=bound, seed=1
    ).items():
        found.add(f"{protection}, council of {subjects:,}", name, n, right)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subjects", type=int, default=50_000)
    parser.add_argument("--boroughs", type=int, default=5)
    parser.add_argument("--bound", type=int, default=60)
    parser.add_argument("--many", type=int, default=MANY, help="boroughs of the part many")
    parser.add_argument("--picture", type=Path, help="write the picture to this file")
    parser.add_argument("--out", type=Path, help="write the bars to this file as JSON")
    parser.add_argument("--only", type=_named, default=PARTS, help="some of the parts, by commas")
    return parser.parse_args()


def _named(words: str) -> tuple[str, ...]:
    named = tuple(words.split(","))
    if unknown := [one for one in named if one not in PARTS]:
        told = f"there is no part {unknown[0]}; the parts are {', '.join(PARTS)}"
        raise argparse.ArgumentTypeError(told)
    return named


def _attacked(stated: argparse.Namespace, found: Rights) -> str:
    """Attack so many boroughs; return in words how exact their tables are, and what was shown."""
    off, said = [], []
    for seed in range(stated.boroughs):
        made, draw = borough(stated.subjects, seed), np.random.default_rng(1000 + seed)
        told = sealed(made, stated.bound, secret=SECRET)
        off.append(errors(made, told))
        if "questions" in stated.only:
            by_questions(made, told, found, draw)
        if "fitted" in stated.only:
            on_fitted(made, told, found, bound=stated.bound, seed=seed)
        if "release" in stated.only and seed < _WITH_RELEASES:
            said.append(on_release(made, found, draw))
    median, tail = np.mean(off, axis=0)
    error = f"ward x age error: median {median:.1f} %, 95th {tail:.1f} %"
    return "; ".join((error, f"{stated.subjects:,} subjects", *said))


def main() -> None:
    """Attack, and print the table."""
    stated, found, searches = _arguments(), Rights(), Rights()
    said = _attacked(stated, found)
    if "search" in stated.only:
        by_search(searches, bound=stated.bound)
    many = (
        dict(over_many(stated.subjects, stated.bound, stated.many)) if "many" in stated.only else {}
    )
    many |= over_small(stated.bound, stated.many) if "small" in stated.only else {}
    halves = _in_halves(stated.subjects, stated.bound) if "halves" in stated.only else ()
    head = " | ".join(f"{n:,}" for n in QUESTIONS)
    print(f"| protection | attack | {head} |\n| --- | --- |{' --- |' * len(QUESTIONS)}")
    print("\n".join((*found.rows(), *searches.rows(), "", *_in_words(many), *halves)))
    print(f"\n{said}; {time.process_time():.0f} s of CPU")
    if stated.picture:
        picture(found.best(), stated.picture)
    if stated.out:
        write_json(bars(found, searches, many), {"bound": stated.bound}, stated.out)


if __name__ == "__main__":
    main()
