"""Fit the scorecard of the address matcher, and tell how well it does on sources it has not seen.

    python -m benchmarks.fit_scorecard GAZETTEER.parquet LABELLED.parquet [--write]

GAZETTEER has uprn, address_concat, postcode; LABELLED has unique_id, address_concat, postcode,
true_uprn (null: no answer) and source. The tables that the tests use will do
(tests/linkage/data/gazetteer.parquet, labelled.parquet).

What it is fitted on: the labelled addresses as they are; the same with the postcode wrong, with the
postcode gone, and with the true row taken out of the gazetteer; and made-up addresses with dense
neighbours. Each source's labels weigh the same in all, the made-up ones as much as one source.
What it prints: precision and recall for each source with a card fitted without that source.
`--write` writes the values into scorecard.toml.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden.linkage.addresses import scorecard
from beholden.linkage.addresses.columns import AddressColumns
from beholden.linkage.addresses.gazetteer import Gazetteer
from beholden.linkage.addresses.search import search
from beholden.linkage.addresses.texts import read_texts
from benchmarks.made_up_addresses import made_up, wrong_or_gone

COLUMNS = AddressColumns(None, ("address_concat",), "postcode", "uprn")
ASKED = AddressColumns("unique_id", ("address_concat",), "postcode", None)
CARD = Path(scorecard.__file__).with_name("scorecard.toml")
KNOTS = {
    "forward": (0.3, 0.5, 0.7, 0.85, 1.0), "back": (0.3, 0.5, 0.7, 0.85, 1.0),
    "evidence": (0.2, 0.6, 1.0, 1.6, 2.4), "gap": (0.0, 0.15, 0.4, 0.8, 1.4, 2.2, 3.0),
    "outside": (0.0, 0.35, 0.7, 1.0), "fuzzy": (0.0, 0.25, 0.6), "leftover": (0.0, 1.0),
    "type": (0.0, 1.0), "kind": (0.0, 1.0), "anchor": (0.0, 1.0), "siblings": (0.0, 1.0, 2.0),
    "missed": (0.2, 0.45, 0.75, 1.0),
}  # fmt: skip


@dataclass
class Examples:
    """Best candidates, whether each is right, its source (`group`), how it was altered (`kind`)."""

    features: np.ndarray
    gap: np.ndarray
    right: np.ndarray
    group: np.ndarray
    kind: str
    answers: np.ndarray


def rank() -> np.ndarray:
    import tomllib

    return scorecard.rank_of(tomllib.loads(CARD.read_text("utf-8"))["rank"])


def examples(gazetteer: pa.Table, asked: pa.Table, group: np.ndarray, kind: str) -> Examples:
    ready = Gazetteer.build(gazetteer, columns=COLUMNS)
    texts, postcodes = read_texts(asked, ASKED)
    found = search(
        texts, postcodes, ready.index, rank=rank(), threads=None, progress=lambda *_: None
    )
    uprns = np.array(ready.uprns.to_pylist(), object)
    truth = np.array(asked["true_uprn"].to_pylist(), object)
    known = set(uprns)
    best = found.picks[:, 0]
    top = np.where(best >= 0, uprns[ready.index.places[best]], "")
    answers = np.array([t is not None and t in known for t in truth])
    has = best >= 0
    gap = scorecard.gaps(found.picks, found.features)
    return Examples(
        found.features[has, 0], gap[has], (top == truth)[has], group[has], kind,
        np.array([answers[group == g].sum() for g in group[has]]),
    )  # fmt: skip


def altered(labelled: pa.Table, draw: random.Random, gone: float) -> pa.Table:
    codes = labelled["postcode"].to_pylist()
    made = [c and wrong_or_gone(c, draw, wrong=1.0 - gone, gone=gone) for c in codes]
    at = labelled.schema.get_field_index("postcode")
    return labelled.set_column(at, "postcode", pa.array(made, pa.string()))


def real_examples(gazetteer: pa.Table, labelled: pa.Table) -> list[Examples]:
    draw = random.Random(1)
    sources = [s.replace("_none", "") for s in labelled["source"].to_pylist()]
    group = np.array(sources, object)
    made = [
        examples(gazetteer, labelled, group, "as it is"),
        examples(gazetteer, altered(labelled, draw, 0.0), group, "postcode wrong"),
        examples(gazetteer, altered(labelled, draw, 1.0), group, "postcode gone"),
    ]
    truth = labelled["true_uprn"].drop_null().to_pylist()
    for half in (0, 1):
        out = pa.array([t for i, t in enumerate(truth) if i % 2 == half])
        kept = gazetteer.filter(pc.invert(pc.is_in(gazetteer["uprn"], value_set=out)))
        asked = pc.is_in(labelled["true_uprn"], value_set=out)
        rows = labelled.filter(asked)
        made.append(examples(kept, rows, group[asked.to_numpy()], "true row out"))
    return made


def weights_of(parts: list[Examples], groups: set[str]) -> np.ndarray:
    """Give every source the same weight in all; as it is counts twice an alteration."""
    each = [np.where(p.kind == "as it is", 2.0, 1.0) * np.ones(len(p.right)) for p in parts]
    group = np.concatenate([p.group for p in parts])
    flat = np.concatenate(each)
    for name in groups:
        flat[group == name] *= 500.0 / max(flat[group == name].sum(), 1.0)
    return flat


def fit(
    columns: np.ndarray, right: np.ndarray, weight: np.ndarray, ridge: float = 1.0
) -> np.ndarray:
    """Return the values by accelerated projected gradient: log loss, ridge, signs of the lines."""
    low = np.full(columns.shape[1], -np.inf)
    high = np.full(columns.shape[1], np.inf)
    at = 1 + len(scorecard.RELATION_NAMES) + len(scorecard.POSTCODE_NAMES)
    for name in scorecard.LINE_NAMES:
        steps = len(KNOTS[name]) - 1
        (low if name in scorecard.RISING else high)[at : at + steps] = 0.0
        at += steps
    penalty = np.full(columns.shape[1], ridge)
    penalty[0] = 0.0
    step = 1.0 / (0.25 * np.linalg.norm(columns * np.sqrt(weight)[:, None], 2) ** 2 + ridge)
    values = np.zeros(columns.shape[1])
    ahead, momentum = values.copy(), 1.0
    for _ in range(6000):
        chance = 1.0 / (1.0 + np.exp(-(columns @ ahead)))
        gradient = columns.T @ (weight * (chance - right)) + penalty * ahead
        new = np.clip(ahead - step * gradient, low, high)
        following = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
        ahead = new + (momentum - 1.0) / following * (new - values)
        values, momentum = new, following
    return values


def stack(parts: list[Examples], without: str | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    columns = np.vstack([scorecard.columns(p.features, p.gap, KNOTS) for p in parts])
    right = np.concatenate([p.right for p in parts]).astype(float)
    group = np.concatenate([p.group for p in parts])
    weight = weights_of(parts, set(group))
    kept = group != without if without else np.ones(len(right), bool)
    return columns[kept], right[kept], weight[kept]


def tell(parts: list[Examples], cards: dict[str, np.ndarray], labelled: pa.Table) -> None:
    sources = [s.replace("_none", "") for s in labelled["source"].to_pylist()]
    answers = {
        g: sum(
            s == g and t is not None
            for s, t in zip(sources, labelled["true_uprn"].to_pylist(), strict=True)
        )
        for g in set(sources)
    }
    for threshold in (0.5, 0.7, 0.8, 0.85, 0.87, 0.9, 0.95):
        print(f"threshold {threshold}")
        for kind in ("as it is", "postcode wrong", "postcode gone", "true row out"):
            total = np.zeros(3)
            line = []
            for name in sorted(answers):
                counts = np.zeros(3)
                for part in (p for p in parts if p.kind == kind):
                    mine = part.group == name
                    logits = (
                        scorecard.columns(part.features[mine], part.gap[mine], KNOTS) @ cards[name]
                    )
                    taken = 1 / (1 + np.exp(-logits)) >= threshold
                    counts += (taken.sum(), (taken & part.right[mine]).sum(), 0)
                counts[2] = answers[name]
                total += counts
                line.append(f"{name} {counts[1]:.0f}/{counts[0]:.0f}/{counts[2]:.0f}")
            precision, recall = total[1] / max(total[0], 1), total[1] / total[2]
            print(
                f"  {kind:15s} P {precision:.4f} R {recall:.4f}"
                f"  (right/matched/answers: {', '.join(line)})"
            )


def written(values: np.ndarray, threshold: float) -> str:
    numbers = iter(round(float(v), 3) + 0.0 for v in values)
    lines = [
        "[card]",
        f"threshold = {threshold}",
        f"constant = {next(numbers)}",
        "",
        "[card.relation]",
    ]
    lines += [f"{name} = {next(numbers)}" for name in scorecard.RELATION_NAMES]
    lines += ["", "[card.postcode]"]
    lines += [f"{name} = {next(numbers)}" for name in scorecard.POSTCODE_NAMES]
    for name in scorecard.LINE_NAMES:
        steps = [next(numbers) for _ in KNOTS[name][1:]]
        lines += ["", f"[card.{name}]", f"knots = {list(KNOTS[name])}", f"steps = {steps}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    gazetteer, labelled = (pq.read_table(path) for path in sys.argv[1:3])
    parts = real_examples(gazetteer, labelled)
    made_gazetteer, made_asked = made_up(40_000, queries=8_000, seed=11, unknown=0.25)
    group = np.full(made_asked.num_rows, "made up", object)
    parts.append(examples(made_gazetteer, made_asked, group, "made up"))
    sources = sorted({name for p in parts[:1] for name in p.group})
    cards = {name: fit(*stack(parts, name)) for name in sources}
    tell(parts, cards, labelled)
    made = parts[-1]
    for name, card in (("all real sources and made up", fit(*stack(parts, None))),):
        chance = 1 / (1 + np.exp(-(scorecard.columns(made.features, made.gap, KNOTS) @ card)))
        for threshold in (0.7, 0.85, 0.95):
            taken = chance >= threshold
            print(
                f"made up, card of {name}, {threshold}: matched {taken.sum()}, "
                f"right {(taken & made.right).sum()} of {made.answers[0]}"
            )
        if "--write" in sys.argv:
            threshold = float(sys.argv[sys.argv.index("--write") + 1])
            head = CARD.read_text("utf-8").split("\n[card]\n")[0].rstrip()
            CARD.write_text(head + "\n\n" + written(card, threshold), "utf-8")


if __name__ == "__main__":
    main()
