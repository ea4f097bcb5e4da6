"""Fit the scorecard of the address matcher, and tell how well it does on sources it has not seen.

    python -m benchmarks.fit_scorecard GAZETTEER.parquet LABELLED.parquet [--libraries FOLDER]
        [--registers UNLABELLED.parquet] [--write]

GAZETTEER has uprn, address_concat, postcode, source; LABELLED has unique_id, address_concat,
postcode, true_uprn (null: no answer) and source. The tables that the tests use will do
(tests/linkage/data/gazetteer.parquet, labelled.parquet). UNLABELLED has unique_id, source, name,
address_concat and postcode of public registers (see fit_registers.py).

What it is fitted on: real labelled addresses; listed real addresses written otherwise (parts left
out, abbreviated, mistyped); places that two registers have; made-up addresses with dense
neighbours; all of them as they are, with the postcode wrong, with it gone, with the true row taken
out, and with a neighbour in its stead (see fit_neighbours.py). Each source weighs the same, the
made-up one twice that. The model is a conditional logit over the places found and "none of them",
with a ridge, rising lines kept at or above zero and falling ones at or below; what contradicts is
bounded by hand after the fit (see BOUNDS).
What it prints: right, matched and answers of each source with a card fitted without that source,
and the threshold that the other sources choose for it. `--write` writes the values into
scorecard.toml, with the threshold that all sources choose.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.optimize import minimize

from beholden import bench
from beholden.linkage.addresses import scorecard
from beholden.linkage.addresses import shapes as sh
from beholden.linkage.addresses.columns import AddressColumns
from beholden.linkage.addresses.gazetteer import Gazetteer
from beholden.linkage.addresses.search import search
from beholden.linkage.addresses.texts import read_texts
from benchmarks.fit_examples import AS_IT_IS, Examples, real_examples
from benchmarks.fit_neighbours import with_neighbours
from benchmarks.fit_registers import register_examples
from benchmarks.fit_threshold import THRESHOLDS, chosen, without_each

COLUMNS = AddressColumns(None, ("address_concat",), "postcode", "uprn")
ASKED = AddressColumns("unique_id", ("address_concat",), "postcode", None)
CARD = Path(scorecard.__file__).with_name("scorecard.toml")
HALVES, THIRDS, ENDS = (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0), (0.0, 1.0)
KNOTS = {
    "street": HALVES, "streets_differ": ENDS, "name_missed": HALVES, "name_hit": HALVES,
    "tail_missed": THIRDS, "evidence": HALVES, "inside": HALVES, "outside": THIRDS,
    "after": THIRDS, "type": THIRDS, "part": ENDS, "place_extra": THIRDS, "siblings": THIRDS,
    "neighbours": THIRDS, "names_differ": HALVES, "spread": THIRDS, "home": THIRDS,
    "place_missed": HALVES, "place_whole": (0.0, 0.5, 0.75, 1.0), "half_missed": THIRDS,
    "all_told": (0.0, 0.5, 0.875, 1.0), "address": THIRDS, "town": THIRDS, "adrift": ENDS,
    "towns_differ": ENDS, "afar": THIRDS, "opposed": ENDS, "places_differ": THIRDS,
}  # fmt: skip
FREE = 1 + len(scorecard.RELATION_NAMES)
HEAD = FREE + len(scorecard.POSTCODE_NAMES) - 1
SOURCE_WEIGHT, DENSE = 600.0, 2.0
REGISTERS = ("health", "trade", "schools")
ASKED_AGAIN = (AS_IT_IS, "written otherwise")  # of a gazetteer with neighbours instead
# What contradicts never counts for more than this, whatever the fit says: our sources have too few
# such rows. It is set after the fit, or the fit would make good elsewhere what is taken here. Of a
# line it is the most of each step.
BOUNDS = {
    # Numbers that differ, or are of a neighbour; 13A is mostly a house beside 13.
    "beside": -7.0, "conflict": -7.0, "suffix": -5.0,
    # The building, where other flats of it are listed and the one asked for is not, or is too.
    "siblings": -2.5,
    "part": -4.0, "adrift": -6.0, "neighbours": -3.0, "towns_differ": -2.5, "streets_differ": -3.0,
    "type": -3.0, "opposed": -6.0,
    # Another postcode, where the address's own has its street; a step each, as above.
    "home": -2.5,
    # Without a number and the same postcode: words of the place that the row lacks; no shared name.
    "place_extra": -1.5, "afar": -1.0,
}  # fmt: skip


@dataclass
class Tried:
    """What the kernel found for one set of examples: m places each, with features."""

    features: np.ndarray
    held: np.ndarray
    right: np.ndarray
    examples: Examples


def columns(features: np.ndarray) -> np.ndarray:
    """Return the card's columns for features (… × FEATURES): constant, categories, line steps."""
    shape = features.shape[:-1]
    flat = features.reshape(-1, sh.FEATURES)
    parts = [
        np.ones((len(flat), 1)),
        np.eye(sh.RELATIONS)[flat[:, sh.F_RELATION].astype(int)],
        postcode_columns(flat[:, sh.F_POSTCODE].astype(int)),
    ]
    for at, name in enumerate(scorecard.LINE_NAMES):
        low, high = np.array(KNOTS[name][:-1]), np.array(KNOTS[name][1:])
        parts.append(((flat[:, 2 + at, None] - low) / (high - low)).clip(0.0, 1.0))
    made = np.hstack(parts).astype(np.float32)
    return made.reshape(*shape, made.shape[1])


def postcode_columns(level: np.ndarray) -> np.ndarray:
    """Return steps down from the same postcode to another, then whether one is missing."""
    told = level < sh.PC_MISSING
    steps = [told & (level >= step) for step in range(1, sh.PC_MISSING)]
    missing = [level == sh.PC_MISSING, level == sh.PC_ROW_MISSING]
    return np.column_stack([*steps, *missing]).astype(float)


def card_of(values: np.ndarray) -> sh.Card:
    relations, postcodes, steps = _named(values)
    return scorecard.card_of(
        float(values[0]), relations, postcodes, scorecard.lines_of(KNOTS, steps)
    )


def values_of(path: Path) -> np.ndarray:
    """Return the values of a written card, in the order of the fit."""
    stated = tomllib.loads(path.read_text("utf-8"))
    postcodes = [stated["postcode"][name] for name in scorecard.POSTCODE_NAMES]
    told = [*np.diff(postcodes[: sh.PC_MISSING]), *postcodes[sh.PC_MISSING :]]
    relations = [stated["relation"][name] for name in scorecard.RELATION_NAMES]
    steps = [step for name in scorecard.LINE_NAMES for step in stated["line"][name]["steps"]]
    return np.array([stated["constant"], *relations, *told, *steps], float)


def _named(
    values: np.ndarray,
) -> tuple[dict[str, float], dict[str, float], dict[str, tuple[float, ...]]]:
    numbers = iter(float(v) for v in values[1:])
    relations = {name: next(numbers) for name in scorecard.RELATION_NAMES}
    steps_down = np.cumsum([0.0, *(next(numbers) for _ in range(sh.PC_MISSING - 1))])
    told = [*map(float, steps_down), next(numbers), next(numbers)]
    postcodes = dict(zip(scorecard.POSTCODE_NAMES, told, strict=True))
    steps = {name: tuple(next(numbers) for _ in KNOTS[name][1:]) for name in scorecard.LINE_NAMES}
    return relations, postcodes, steps


def tried(examples: Examples, card: sh.Card) -> Tried:
    ready = Gazetteer.build(examples.gazetteer, columns=COLUMNS)
    texts, postcodes = read_texts(examples.asked, ASKED)
    found = search(
        texts, postcodes, ready.index, card=card, threads=None, progress=lambda *_: None,
        depth=sh.HELD,
    )  # fmt: skip
    truth = pc.fill_null(pc.cast(examples.asked["true_uprn"], pa.int64()), -1).to_numpy()
    held = found.rows >= 0
    uprns = ready.index.uprns[np.where(held, found.rows, 0)]
    return Tried(found.features, held, held & (uprns == truth[:, None]), examples)


def weights(parts: list[Tried]) -> np.ndarray:
    """Give every source the same weight in all; real labels as they are count four times."""
    group = np.concatenate([p.examples.group for p in parts])
    flat = np.concatenate([np.full(len(p.right), p.examples.weight) for p in parts])
    for name in set(group):
        flat[group == name] *= SOURCE_WEIGHT / flat[group == name].sum()
        flat[group == name] *= DENSE if name == "made up" else 1.0
    return flat


def signs() -> list[tuple[float | None, float | None]]:
    """Return the bounds of the fit: evidence only rises or only falls."""
    made: list[tuple[float | None, float | None]] = [(None, None)] * HEAD
    made[FREE : HEAD - 2] = [(None, 0.0)] * (HEAD - 2 - FREE)
    for name in scorecard.LINE_NAMES:
        one = (0.0, None) if name in scorecard.RISING else (None, 0.0)
        made += [one] * (len(KNOTS[name]) - 1)
    return made


def bounded(values: np.ndarray) -> np.ndarray:
    """Return the values with those of BOUNDS at most what is said there."""
    names = ["", *scorecard.RELATION_NAMES, *[""] * (HEAD - FREE)]
    names += [name for name in scorecard.LINE_NAMES for _ in KNOTS[name][1:]]
    return np.minimum(values, [BOUNDS.get(name, np.inf) for name in names])


def fit(x: np.ndarray, held: np.ndarray, right: np.ndarray, weight: np.ndarray,
        ridge: float = 0.5) -> np.ndarray:  # fmt: skip
    """Return the values of the least weighted log loss of the conditional logit with "none".

    Those of BOUNDS are bounded afterwards.
    """
    none = ~right.any(axis=1)
    penalty = np.full(x.shape[2], ridge)
    penalty[0] = 0.0

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        score = np.where(held, x @ values.astype(np.float32), -np.inf).astype(np.float64)
        top = np.maximum(score.max(axis=1), 0.0)[:, None]
        parts = np.exp(score - top)
        total = np.exp(-top[:, 0]) + parts.sum(axis=1)
        chance = parts / total[:, None]
        of_right = np.where(none, np.exp(-top[:, 0]) / total, (chance * right).sum(axis=1))
        pull = weight[:, None] * (chance - right)
        gradient = np.einsum("nk,nkc->c", pull.astype(np.float32), x).astype(np.float64)
        value = -(weight * np.log(of_right.clip(1e-12))).sum() + 0.5 * (penalty * values**2).sum()
        return float(value), gradient + penalty * values

    start = np.zeros(x.shape[2])
    made = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=signs(),
                    options={"maxiter": 600, "maxfun": 900})  # fmt: skip
    return bounded(made.x)


def stack(
    parts: list[Tried], without: str | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    group = np.concatenate([p.examples.group for p in parts])
    weight = weights(parts)
    kept = group != without if without else np.ones(len(group), bool)
    x = np.concatenate([columns(p.features) for p in parts])[kept]
    held = np.concatenate([p.held for p in parts])[kept]
    right = np.concatenate([p.right for p in parts])[kept]
    return x, held, right, weight[kept]


def scores_of(part: Tried, values: np.ndarray) -> np.ndarray:
    scores = np.where(part.held, columns(part.features) @ values, -np.inf)
    return scorecard.probabilities(scores)


def judged(part: Tried, name: str) -> bool:
    """Tell whether a source's rows say how well it does: labelled by hand, or by two registers."""
    real = part.examples.labelled or part.examples.group[0] in REGISTERS
    return real and bool((part.examples.group == name).any())


Counts = dict[tuple[str, str, float], np.ndarray]  # right, matched, answers


def counted(parts: list[Tried], cards: dict[str, np.ndarray]) -> Counts:
    """Return right, matched and answers of each source, kind and threshold, by its own card."""
    counts: Counts = {}
    for name, values in cards.items():
        for part in (p for p in parts if judged(p, name)):
            for threshold in THRESHOLDS:
                key = (name, part.examples.kind, threshold)
                found = counts_of(part, part.examples.group == name, values, threshold)
                counts[key] = counts.get(key, np.zeros(3)) + found
    return counts


def tell(counts: Counts, sources: tuple[str, ...]) -> None:
    """Print right, matched and answers of each source under the card that has not seen it."""
    kinds = dict.fromkeys(kind for _, kind, _ in counts)
    for threshold in THRESHOLDS:
        print(f"threshold {threshold}")
        for kind in kinds:
            line = [
                f"{name} {'/'.join(f'{n:.0f}' for n in counts[name, kind, threshold])}"
                for name in sources if (name, kind, threshold) in counts
            ]  # fmt: skip
            print(f"  {kind:15s} {', '.join(line)}")
    for name, threshold in without_each(counts, sources).items():
        print(f"threshold for {name}, by the others: {threshold}")


def counts_of(part: Tried, mine: np.ndarray, values: np.ndarray, threshold: float) -> np.ndarray:
    """Return how many of ``mine`` are right, matched, and have an answer, under a card's values."""
    chance = np.where(part.held, scores_of(part, values), -1.0)
    best = chance.argmax(axis=1)
    rows = np.arange(len(best))
    taken = (chance[rows, best] >= threshold) & mine
    answers = part.examples.asked["true_uprn"].is_valid().to_numpy() & mine
    return np.array([(taken & part.right[rows, best]).sum(), taken.sum(), answers.sum()])


def written(values: np.ndarray, threshold: float) -> str:
    relations, postcodes, steps = _named(values)
    lines = [f"constant = {values[0]:.3f}", f"threshold = {threshold}", "", "[relation]"]
    lines += [f"{name} = {value:.3f}" for name, value in relations.items()]
    lines += ["", "[postcode]"] + [f"{name} = {value:.3f}" for name, value in postcodes.items()]
    lines += ["", "[line]"]
    for name in scorecard.LINE_NAMES:
        told = ", ".join(f"{step + 0.0:.3f}" for step in steps[name])
        lines.append(f"{name} = {{knots = {list(KNOTS[name])}, steps = [{told}]}}")
    return "\n".join(lines) + "\n"


def made_up_examples(rows: int, queries: int, seed: int) -> list[Examples]:
    made = bench.make(rows, queries=queries, seed=seed)
    group = np.full(made.addresses.num_rows, "made up", object)
    return [Examples(made.gazetteer, made.addresses, group, "made up", 1.0, False)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--libraries", type=Path)
    parser.add_argument("--registers", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    gazetteer, labelled = pq.read_table(args.gazetteer), pq.read_table(args.labelled)
    sets = all_examples(gazetteer, labelled, args.libraries, args.registers)
    card = scorecard.load_scorecard().card
    for turn in range(args.rounds):
        parts = [tried(one, card) for one in sets]
        best = fit(*stack(parts, None))
        card = card_of(best)
        print(
            f"round {turn + 1}: fitted on {sum(len(p.right) for p in parts)} addresses", flush=True
        )
    sources = sources_of(parts)
    counts = counted(parts, {name: fit(*stack(parts, name)) for name in sources})
    tell(counts, sources)
    tell_made_up(parts[-1], best)
    if args.write:
        head = "# The scorecard of the address matcher: see scorecard.py. Written by\n"
        head += "# benchmarks/fit_scorecard.py, whose first lines say what it was fitted on.\n"
        CARD.write_text(head + written(best, chosen(counts, sources)), "utf-8")


def all_examples(
    gazetteer: pa.Table, labelled: pa.Table, libraries: Path | None, registers: Path | None
) -> list[Examples]:
    """Return everything that the card is fitted on, the made-up addresses last."""
    sets = real_examples(gazetteer, labelled, libraries)
    sets += register_examples(registers) if registers is not None else []
    draw = random.Random(3)
    sets += [with_neighbours(one, draw) for one in sets if one.kind in ASKED_AGAIN]
    return sets + made_up_examples(60_000, 12_000, 11)


def sources_of(parts: list[Tried]) -> tuple[str, ...]:
    """Return the sources that say how well they do under a card that has not seen them."""
    names = {name for part in parts for name in part.examples.group}
    return tuple(sorted(name for name in names if any(judged(part, name) for part in parts)))


def tell_made_up(made: Tried, values: np.ndarray) -> None:
    """Print how the made-up addresses do under the card that has seen them."""
    answers = made.examples.asked["true_uprn"].is_valid().to_numpy()
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        n = counts_of(made, np.ones(len(answers), bool), values, threshold)
        wrong = (scores_of(made, values)[~answers].max(axis=1) >= threshold).sum()
        print(f"made up, {threshold}: P {n[0] / n[1]:.4f} R {n[0] / n[2]:.4f}; "
              f"no answer, yet matched {wrong} of {(~answers).sum()}")  # fmt: skip


if __name__ == "__main__":
    main()
