"""Pairs from public registers: the same place as two of them write it, to fit the scorecard on.

No register has a UPRN, so a rule that knows nothing of the matcher tells which rows of two
registers are of one place: the same postcode, the same numbers, and a rarer word in common or three
words of any kind; without numbers, all the rarer words of one of them, two at least, and what they
begin with does not differ (two garages on one road are two places). Rows of one postcode whose
numbers lie apart are different places. Where the rule cannot tell, the address is left out, so
these pairs teach the ordinary and not the hard. Schools are asked with and without their name of
their own register, where the row is known.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fit_examples import (
    AS_IT_IS,
    ASKED_SCHEMA,
    Examples,
    with_postcodes,
    without_true_rows,
)

# Which registers make a gazetteer, and which are asked of it; where they are the same, each half.
_TRADES = (
    "gambling-commission", "companies-house", "charity-commission", "vehicle-testing-stations",
    "food-hygiene", "price-paid", "end-of-life-vehicles",
)  # fmt: skip
CROSSED = {
    "health": (
        ("general-medical-practices", "civil-marriage-venues", "jobcentre"),
        ("pharmacy", "general-dental-practices", "democracy-club-polling-stations"),
    ),
    "trade": (_TRADES, _TRADES),
}
_SCHOOLS, _LISTED, _MOST_ANSWERED = "edubase", 12_000, 1_800
_RARE, _FOLDS = 400, 2
UNNAMED = "without its name"
_SPELT = {
    "ROAD": "RD", "STREET": "ST", "SAINT": "ST", "AVENUE": "AVE", "LANE": "LN", "CLOSE": "CL",
    "DRIVE": "DR", "CENTRE": "CTR", "SQUARE": "SQ", "TERRACE": "TERR", "GARDENS": "GDNS",
    "HOUSE": "HSE", "COURT": "CT", "PLACE": "PL",
}  # fmt: skip
_FIRST_UPRN = 900_000_000_000


@dataclass(frozen=True)
class Row:
    """One row of a register: its name, address and postcode, its words and its numbers."""

    name: str
    address: str
    postcode: str
    words: frozenset[str]
    numbers: frozenset[str]

    @property
    def outward(self) -> str:
        return self.postcode[:-3]

    @property
    def figures(self) -> frozenset[int]:
        return frozenset(int(n.rstrip(ascii_uppercase)) for n in self.numbers if n[0].isdigit())

    @property
    def lead(self) -> frozenset[str]:
        """Return the words before the first comma, a name where there is one, without THE."""
        front = row_of(None, self.text(named=True).split(",")[0], self.postcode)
        return front.words - {"THE"}

    def text(self, *, named: bool) -> str:
        front = named and self.name and self.name.upper() not in self.address.upper()
        return f"{self.name}, {self.address}" if front else self.address


def row_of(name: str | None, address: str, postcode: str) -> Row:
    plain = f"{name or ''}, {address}".upper().replace("'", "").replace("`", "")
    found = re.findall(r"[A-Z0-9]+", plain)
    numbers = frozenset(w for w in found if re.fullmatch(r"\d{1,4}[A-Z]?|[A-Z]", w))
    words = frozenset(_SPELT.get(w, w) for w in found if w not in numbers)
    code = re.sub(r"[^A-Z0-9]", "", postcode.upper())
    return Row(name or "", address, code, words, numbers)


def read_registers(path: Path) -> dict[str, list[Row]]:
    """Return the rows with a postcode of each register, each text once."""
    rows: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for one in pq.read_table(path).to_pylist():
        if one["postcode"] and one["address_concat"] and len(one["postcode"].replace(" ", "")) > 4:
            made = row_of(one["name"], one["address_concat"], one["postcode"])
            rows[one["source"]][(made.text(named=True).upper(), made.postcode)] = made
    return {name: list(found.values()) for name, found in rows.items()}


def rare_words(registers: dict[str, list[Row]]) -> frozenset[str]:
    """Return the words that few rows of all registers hold."""
    counts = Counter(word for rows in registers.values() for row in rows for word in row.words)
    return frozenset(word for word, count in counts.items() if count <= _RARE)


def verdict(one: Row, other: Row, rare: frozenset[str]) -> bool | None:
    """Tell whether two rows of one postcode are of the same place; None where the rule cannot."""
    if (one.words, one.numbers) == (other.words, other.numbers):
        return True
    both = one.words & other.words
    if one.figures and other.figures:
        if one.numbers == other.numbers:
            return True if len(both & rare) >= 1 or len(both) >= 3 else None
        low, high = sorted((one.figures, other.figures), key=min)
        return False if max(low) < min(high) else None
    if one.numbers or other.numbers:
        return None
    mine, theirs = one.words & rare, other.words & rare
    shared = len(both & rare)
    all_told = shared >= 2 and shared == min(len(mine), len(theirs))
    return True if all_told and names_agree(one, other, rare) else None


def names_agree(one: Row, other: Row, rare: frozenset[str]) -> bool:
    """Tell whether what two rows begin with is one name, or is all told in the other row."""
    same = one.lead & other.lead & rare
    return bool(same or one.lead <= other.words or other.lead <= one.words)


def _may_be_listed(asked: Row, near: Iterable[Row], rare: frozenset[str]) -> bool:
    """Tell whether a row of the same first half of a postcode may be the place asked for."""
    return any(
        len(asked.words & row.words & rare) >= 2 and asked.numbers == row.numbers for row in near
    )


def _listed(rows: list[Row], rare: frozenset[str]) -> Iterator[tuple[Row, int]]:
    """Yield each row with its made-up UPRN: rows of one place have one."""
    by_code: dict[str, list[tuple[Row, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        same = (uprn for other, uprn in by_code[row.postcode] if verdict(row, other, rare))
        uprn = next(same, _FIRST_UPRN + number)
        by_code[row.postcode].append((row, uprn))
        yield row, uprn


def crossed(
    registers: dict[str, list[Row]], name: str, rare: frozenset[str], draw: random.Random
) -> Examples:
    """Return addresses of some registers asked of others', with what the rule says."""
    lists, asking = CROSSED[name]
    rows = [row for one in lists for row in registers[one]]
    wanted = [row for one in asking for row in registers[one]]
    draw.shuffle(rows)
    draw.shuffle(wanted)
    if lists == asking:
        rows, wanted = rows[::2], rows[1::2]
    codes = {row.postcode for row in wanted}
    rows.sort(key=lambda row: row.postcode not in codes)
    listed = list(_listed(rows[:_LISTED], rare))
    made = list(_answers(wanted, listed, rare))
    known = [one for one in made if one[1] is not None][:_MOST_ANSWERED]
    unknown = [one for one in made if one[1] is None][: len(known) // 2]
    asked = [(row.text(named=draw.random() < 0.6), row.postcode, u) for row, u in known + unknown]
    return _examples(listed, asked, name, draw)


def _answers(
    wanted: list[Row], listed: list[tuple[Row, int]], rare: frozenset[str]
) -> Iterator[tuple[Row, int | None]]:
    """Yield each address that the rule can judge, with its UPRN or None for no answer."""
    by_code, by_outward = defaultdict(list), defaultdict(list)
    for row, uprn in listed:
        by_code[row.postcode].append((row, uprn))
        by_outward[row.outward].append(row)
    for asked in wanted:
        told = [(verdict(asked, row, rare), uprn) for row, uprn in by_code[asked.postcode]]
        same = {uprn for what, uprn in told if what}
        if len(same) > 1 or any(what is None and uprn not in same for what, uprn in told):
            continue
        if same:
            yield asked, same.pop()
        elif not _may_be_listed(asked, by_outward[asked.outward], rare):
            yield asked, None


def schools(
    registers: dict[str, list[Row]], rare: frozenset[str], draw: random.Random, *, named: bool
) -> Examples:
    """Return schools listed with their name, asked with it or without it."""
    rows = draw.sample(registers[_SCHOOLS], _LISTED)
    listed = list(_listed(rows, rare))
    told = [one for one in _answers([row for row, _ in listed], listed, rare) if one[1]]
    asked = [
        (row.text(named=named), row.postcode, uprn) for row, uprn in told[: _MOST_ANSWERED // 2]
    ]
    kind = AS_IT_IS if named else UNNAMED
    return replace(_examples(listed, asked, "schools", draw), kind=kind)


def _examples(
    listed: list[tuple[Row, int]], asked: list[tuple[str, str, int | None]], name: str,
    draw: random.Random,
) -> Examples:  # fmt: skip
    gazetteer = pa.table(
        {
            "uprn": pa.array([str(uprn) for _, uprn in listed]),
            "address_concat": [row.text(named=draw.random() < 0.8) for row, _ in listed],
            "postcode": [row.postcode for row, _ in listed],
            "source": [name] * len(listed),
        }
    )
    table = pa.table(
        [[str(n) for n in range(len(asked))], *map(list, zip(*asked, strict=True))],
        schema=ASKED_SCHEMA,
    )
    return Examples(gazetteer, table, np.full(len(asked), name, object), AS_IT_IS, 1.0, False)


def register_examples(path: Path, seed: int = 5) -> list[Examples]:
    """Return the examples of all groups of registers: as they are, and altered.

    A school without its name is not asked without its postcode too: nobody could tell which it is.
    """
    draw = random.Random(seed)
    registers = read_registers(path)
    rare = rare_words(registers)
    given = [crossed(registers, name, rare, draw) for name in CROSSED]
    given += [schools(registers, rare, draw, named=named) for named in (True, False)]
    made = []
    for one in given:
        kinds = () if one.kind == UNNAMED else ("postcode wrong", "postcode gone")
        made += [one, *(with_postcodes(one, kind, draw) for kind in kinds)]
        made += without_true_rows(one, _FOLDS)
    return made
