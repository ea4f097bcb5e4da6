"""Libraries as one year's list writes them, asked of another year's: the same UPRN, other texts.

    python -m benchmarks.library_years FOLDER GAZETTEER.parquet LABELLED.parquet
        [--registers UNLABELLED.parquet] [--asked 2016] [--listed 2023]

FOLDER has the lists of English libraries of 2016, 2022 and 2023 (Arts Council England, Open
Government Licence; see fit_examples.py). Every library of the one list is asked of the other, with
its name and without it, as it is, with the postcode wrong and gone, and with its row taken out.
Two cards answer: the shipped one, whose fit has seen library lists, and one fitted without any
library on the other tables, which are those of fit_scorecard.py. Both take the shipped threshold.

The lists' own faults count as errors: a library that moved and kept its UPRN, one that stayed and
has another one since, and UPRNs of more than twelve digits, which are left out.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beholden.bench.intervals import share
from beholden.linkage.addresses import scorecard
from benchmarks import fit_scorecard as fitting
from benchmarks.fit_examples import (
    AS_IT_IS,
    TRUE_ROW_OUT,
    Examples,
    asked_table,
    library_rows,
    with_postcodes,
    without_true_rows,
)

LISTS = {
    "2016": "libraries_england.csv",
    "2022": "libraries_england_2022.csv",
    "2023": "libraries_england_2023.csv",
}
_LONGEST = 10**12
_LIBRARY = "library"
Library = tuple[int, str, str, str]


def libraries(folder: Path, year: str) -> list[Library]:
    """Return UPRN, name, rest of the address and postcode of each library with a true UPRN."""
    return [one for one in library_rows(folder / LISTS[year]) if one[0] < _LONGEST]


def between(asked: list[Library], listed: list[Library], *, named: bool) -> Examples:
    """Return one list's libraries, with their names or without, asked of another list."""
    known = {uprn for uprn, *_ in listed}
    rows: dict[tuple[str, str], tuple[str, str | None, int | None]] = {}
    for uprn, name, rest, code in asked:
        text = f"{name}, {rest}" if named else rest
        if text:
            rows.setdefault((text, code), (text, code, uprn if uprn in known else None))
    gazetteer = pa.table(
        {
            "uprn": [str(uprn) for uprn, *_ in listed],
            "address_concat": [f"{name}, {rest}" for _, name, rest, _ in listed],
            "postcode": [code for *_, code in listed],
        }
    )
    group = np.full(len(rows), _LIBRARY, object)
    return Examples(gazetteer, asked_table(list(rows.values())), group, AS_IT_IS, 1.0, True)


def copies(given: Examples) -> list[Examples]:
    """Return the addresses as they are, with postcodes wrong and gone, and with their rows out."""
    draw = random.Random(7)
    altered = [with_postcodes(given, kind, draw) for kind in ("postcode wrong", "postcode gone")]
    return [given, *altered, *without_true_rows(given, 5)]


def told(parts: list[fitting.Tried], values: np.ndarray, threshold: float) -> list[str]:
    """Return a line of precision and recall for each kind of copy."""
    sums: dict[str, np.ndarray] = {}
    for part in parts:
        mine = np.ones(len(part.right), bool)
        counts = fitting.counts_of(part, mine, values, threshold)
        sums[part.examples.kind] = sums.get(part.examples.kind, np.zeros(3)) + counts
    return [_line(kind, *(int(n) for n in counts)) for kind, counts in sums.items()]


def _line(kind: str, right: int, matched: int, answers: int) -> str:
    if kind == TRUE_ROW_OUT:
        return f"  {kind:15s} matched all the same {matched} of {answers}"
    good, found = share(right, matched), share(right, answers)
    precise = f"P {right / matched:.4f} ({good.low:.3f}-{good.high:.3f}), {right} of {matched}"
    recall = f"R {right / answers:.4f} ({found.low:.3f}-{found.high:.3f}), of {answers}"
    return f"  {kind:15s} {precise}; {recall}"


def cards(args: argparse.Namespace) -> dict[str, np.ndarray]:
    """Return the values of the shipped card and of one that has seen no library."""
    sets = fitting.all_examples(
        pq.read_table(args.gazetteer), pq.read_table(args.labelled), None, args.registers
    )
    card = scorecard.load_scorecard().card
    parts = [fitting.tried(one, card) for one in sets]
    without = fitting.fit(*fitting.stack(parts, _LIBRARY))
    return {"shipped card": fitting.values_of(fitting.CARD), "card without libraries": without}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--registers", type=Path)
    parser.add_argument("--asked", choices=LISTS, default="2016")
    parser.add_argument("--listed", choices=LISTS, default="2023")
    args = parser.parse_args()
    threshold, by_card = scorecard.load_scorecard().threshold, cards(args)
    asked, listed = (libraries(args.folder, year) for year in (args.asked, args.listed))
    for named in (True, False):
        given = between(asked, listed, named=named)
        parts = [fitting.tried(one, scorecard.load_scorecard().card) for one in copies(given)]
        for name, values in by_card.items():
            how = "with names" if named else "without names"
            print(f"{args.asked} asked of {args.listed}, {how}, {name}")
            print("\n".join(told(parts, values, threshold)))


if __name__ == "__main__":
    main()
