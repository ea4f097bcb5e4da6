"""What the scorecard is fitted on: real addresses, as they are and altered in stated ways."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from beholden.bench.habits import mistype, one_letter_wrong, other_sector

_SHORT = {
    "road": "Rd", "street": "St", "avenue": "Ave", "lane": "Ln", "close": "Cl", "drive": "Dr",
    "crescent": "Cres", "gardens": "Gdns", "terrace": "Terr", "court": "Ct", "house": "Hse",
    "square": "Sq", "saint": "St", "north": "N", "great": "Gt", "centre": "Ctr",
}  # fmt: skip
_UPRN = ("Unique property reference number", "uprn")
ASKED_SCHEMA = pa.schema(
    [("unique_id", pa.string()), ("address_concat", pa.string()), ("postcode", pa.string()),
     ("true_uprn", pa.int64())]
)  # fmt: skip


AS_IT_IS, TRUE_ROW_OUT = "as it is", "true row out"


@dataclass
class Examples:
    """A gazetteer, addresses with their truth, and of each its source and weight."""

    gazetteer: pa.Table
    asked: pa.Table
    group: np.ndarray
    kind: str
    weight: float
    labelled: bool


def _source(name: str) -> str:
    return {"library_taskforce": "library", "cheltenham_none": "cheltenham"}.get(name, name)


def asked_table(rows: Sequence[tuple[str, str | None, int | None]]) -> pa.Table:
    """Return addresses, each with its postcode and true UPRN (None: no answer), as one table."""
    return pa.table(
        [
            [str(n) for n in range(len(rows))],
            [text for text, _, _ in rows],
            [code for _, code, _ in rows],
            [uprn for _, _, uprn in rows],
        ],
        schema=ASKED_SCHEMA,
    )


def _numbers(table: pa.Table, name: str) -> pa.Array:
    return pc.cast(table[name], pa.int64())


def labelled_examples(gazetteer: pa.Table, labelled: pa.Table) -> Examples:
    rows = list(
        zip(
            labelled["address_concat"].to_pylist(), labelled["postcode"].to_pylist(),
            _numbers(labelled, "true_uprn").to_pylist(), strict=True,
        )
    )  # fmt: skip
    group = np.array([_source(s) for s in labelled["source"].to_pylist()], object)
    return Examples(gazetteer, asked_table(rows), group, AS_IT_IS, 4.0, True)


def with_postcodes(given: Examples, kind: str, draw: random.Random) -> Examples:
    """Return the examples with each postcode wrong (one letter, or its sector) or gone."""
    codes = given.asked["postcode"].to_pylist()
    if kind == "postcode gone":
        made: list[str | None] = [None] * len(codes)
    else:
        wrong = (one_letter_wrong, other_sector)
        made = [c and wrong[draw.random() < 0.3](c, draw) for c in codes]
    asked = given.asked.set_column(2, "postcode", pa.array(made, pa.string()))
    return replace(given, asked=asked, kind=kind, weight=1.0)


def without_true_rows(given: Examples, folds: int) -> list[Examples]:
    """Return the examples in folds, each with its true rows taken out of the gazetteer."""
    made = []
    truth = given.asked["true_uprn"]
    uprns = _numbers(given.gazetteer, "uprn")
    fold = np.arange(len(truth)) % folds
    for at in range(folds):
        mine = (fold == at) & truth.is_valid().to_numpy()
        out = pc.unique(truth.filter(pa.array(mine)).drop_null())
        kept = given.gazetteer.filter(pc.invert(pc.is_in(uprns, value_set=out.cast(pa.int64()))))
        asked = given.asked.filter(pa.array(mine))
        made.append(
            replace(given, gazetteer=kept, asked=asked, group=given.group[mine],
                    kind=TRUE_ROW_OUT, weight=0.3 * given.weight)
        )  # fmt: skip
    return made


# What registers of land and premises write in front of an address.
_DESCRIPTIONS = (
    "Land leased to {}", "Land between {} and the highway", "Site of {}",
    "Public car park - surface",
    "Verge and footpath near {}", "Open space", "Residential", "Land on the corner of {} and {}",
    "{} and {}", "Part of highways and verges", "Lock up shop with flat above", "Including {}",
    "Ground floor offices and stores at rear", "Depot, formerly {}", "{} Limited", "{}, lease",
    "1.25 acres of land adjoining {}", "Storage use at {}",
)  # fmt: skip


def _described(text: str, others: list[str], draw: random.Random) -> str:
    """Return an address with a description in front, which may name other places nearby."""
    words = [" ".join(draw.choice(others).replace(",", "").split()[:3]) for _ in range(2)]
    return draw.choice(_DESCRIPTIONS).format(*words) + ", " + text


def _another_town(words: list[str], others: list[str], draw: random.Random) -> list[str]:
    """Return an address whose last words, its locality or town, are another's."""
    tail = draw.choice(others).replace(",", " ,").split()[-draw.randint(1, 2) :]
    return [*words[: -len(tail)], *tail]


def _another_street(words: list[str], others: list[str], draw: random.Random) -> list[str]:
    """Return an address with two words in its middle, its street's perhaps, those of another."""
    theirs = draw.choice(others).replace(",", " ,").split()
    at = draw.randrange(2, len(words) - 2)
    return [*words[:at], *theirs[2:4], *words[at + 2 :]]


def _shortened(words: list[str], draw: random.Random) -> list[str]:
    """Return an address with words left out: at its end, at its beginning, or in the middle."""
    if draw.random() < 0.35 and len(words) > 4:
        words = words[: -draw.randint(1, 2)]
    if draw.random() < 0.2 and len(words) > 5:
        at = draw.randrange(1, len(words) - 2)
        words = words[:at] + words[at + draw.randint(1, 3) :]
    if draw.random() < 0.1 and len(words) > 5 and not words[0][:1].isdigit():
        words = words[1:]
    return words


def _otherwise(text: str, others: list[str], draw: random.Random) -> str:
    """Return a listed address as another office may write it."""
    words = text.replace(",", " ,").split()
    if draw.random() < 0.5:
        words = [_SHORT.get(w.lower(), w) if draw.random() < 0.7 else w for w in words]
    words = _shortened(words, draw)
    if draw.random() < 0.1 and len(words) > 5 and words[0].isalpha():
        words = _another_street(words, others, draw)
    if draw.random() < 0.15 and len(words) > 4:
        words = _another_town(words, others, draw)
    long = [i for i, w in enumerate(words) if len(w) >= 5 and w.isalpha()]
    if long and draw.random() < 0.2:
        at = draw.choice(long)
        words[at] = mistype(words[at], draw)
    made = " ".join(words).replace(" ,", ",")
    return _described(made, others, draw) if draw.random() < 0.3 else made


def altered_listing(gazetteer: pa.Table, draw: random.Random) -> Examples:
    """Return every listed address written otherwise; other places named are of its own source."""
    texts, sources = gazetteer["address_concat"].to_pylist(), gazetteer["source"].to_pylist()
    of_source = {name: [t for t, s in zip(texts, sources, strict=True) if s == name]
                 for name in set(sources)}  # fmt: skip
    rows = [
        (_otherwise(text, of_source[source], draw), code, int(uprn))
        for text, source, code, uprn in zip(
            texts, sources, gazetteer["postcode"].to_pylist(), gazetteer["uprn"].to_pylist(),
            strict=True,
        )
    ]  # fmt: skip
    group = np.array([_source(s) for s in sources], object)
    return Examples(gazetteer, asked_table(rows), group, "written otherwise", 1.0, False)


def library_rows(path: Path) -> list[tuple[int, str, str, str]]:
    """Return UPRN, name, rest of the address and postcode of each library in a list."""
    table = pv.read_csv(path, convert_options=pv.ConvertOptions(strings_can_be_null=True))
    names = {name.lower().replace(" ", ""): name for name in table.column_names}
    uprn = next(
        names[n.lower().replace(" ", "")] for n in _UPRN if n.lower().replace(" ", "") in names
    )
    wanted = [uprn, names.get("libraryname") or names["name"], names["address1"],
              names["address2"], names["address3"], names["postcode"]]  # fmt: skip
    made = []
    for number, name, *parts, code in zip(
        *(table[w].cast(pa.string()).to_pylist() for w in wanted), strict=True
    ):
        digits = (number or "").strip().lstrip("0")
        if digits.isdigit() and code:
            made.append((int(digits), name or "", ", ".join(p for p in parts if p), code))
    return made


def library_examples(gazetteer: pa.Table, folder: Path, draw: random.Random) -> Examples:
    """Return libraries as other years' lists write them, with the name or without it."""
    known = set(_numbers(gazetteer, "uprn").to_pylist())
    rows: dict[tuple[str, str], tuple[str, str | None, int | None]] = {}
    for path in sorted(folder.glob("libraries_england*.csv")):
        for uprn, name, rest, code in library_rows(path):
            text = f"{name}, {rest}" if draw.random() < 0.7 or not rest else rest
            rows[(text, code)] = (text, code, uprn if uprn in known else None)
    made = list(rows.values())
    group = np.full(len(made), "library", object)
    return Examples(gazetteer, asked_table(made), group, "other lists", 1.0, False)


def real_examples(
    gazetteer: pa.Table, labelled: pa.Table, libraries: Path | None
) -> list[Examples]:
    draw = random.Random(1)
    sets = [labelled_examples(gazetteer, labelled), altered_listing(gazetteer, draw)]
    if libraries is not None:
        sets.append(library_examples(gazetteer, libraries, draw))
    made = list(sets)
    for given in sets:
        made += [with_postcodes(given, kind, draw) for kind in ("postcode wrong", "postcode gone")]
        made += without_true_rows(given, 5)
    return made
