"""The two sides of the pairs under review, as little of them as a decision needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..linkage import reviewing
from .matched_tables import shown_places
from .under_review import Reviewed

if TYPE_CHECKING:
    import pyarrow as pa


LINKAGE = "linkage"


@dataclass(frozen=True, slots=True)
class ReviewList:
    """Pairs to be decided, a row each, as little as a decision needs; ``left`` are still to come.

    ``withheld`` counts the pairs left out because the other row is another department's.
    """

    dataset: str
    version: int
    key: str
    pairs: tuple[dict[str, Any], ...]
    left: int
    withheld: int = 0


def first_of(
    reviewed: Reviewed, pairs: pa.Table, limit: int, *, everything: bool, blind: bool
) -> ReviewList:
    """Return the first of the pairs that whoever looks may see, and how many come after them."""
    seen = pairs.filter(reviewed.visible(pairs, everything=everything))
    chosen = seen.slice(0, max(0, limit))
    shown, _ = sides_of(reviewed, chosen, everything=everything, blind=blind)
    left = seen.num_rows - chosen.num_rows
    return list_of(reviewed, shown, left, pairs.num_rows - seen.num_rows)


def list_of(
    reviewed: Reviewed, shown: Sequence[dict[str, Any]], left: int, withheld: int
) -> ReviewList:
    """Return pairs as a list that says of which linkage it is."""
    pairs = tuple(_named(pair, reviewed.names[0]) for pair in shown)
    return ReviewList(reviewed.dataset, reviewed.version, reviewed.column, pairs, left, withheld)


def _named(pair: dict[str, Any], name: str) -> dict[str, Any]:
    facts = {field: value for field, value in pair.items() if field != "decision"}
    return {**facts, LINKAGE: name, "decision": pair["decision"]}


def sides_of(
    reviewed: Reviewed, pairs: pa.Table, *, everything: bool, blind: bool
) -> tuple[tuple[dict[str, Any], ...], int]:
    """Return each pair as a row for whoever decides, and how many they may not see.

    ``blind`` leaves out what the linkage thought of it.
    """
    seen = pairs.filter(reviewed.visible(pairs, everything=everything))
    sides = _places(reviewed, seen) if reviewed.column == "uprn" else _people(reviewed, seen)
    rows = tuple(
        {"row": pair["row"], **side, **({} if blind else _thought(pair)), "decision": ""}
        for pair, side in zip(seen.to_pylist(), sides, strict=True)
    )
    return rows, pairs.num_rows - seen.num_rows


def _thought(pair: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "score": round(pair["probability"], 4),
        "matched": "yes" if pair["matched"] else "no",
        "reason": pair["reason"],
        "alike": pair["alike"],
    }


def _places(reviewed: Reviewed, pairs: pa.Table) -> list[dict[str, Any]]:
    own = _address_columns(reviewed.columns[reviewed.dataset])
    other = _address_columns(reviewed.columns[reviewed.gazetteer])
    candidates = pairs["candidate"].to_pylist()
    texts = shown_places(
        _rows(reviewed, reviewed.dataset, pairs["row"].to_pylist(), own),
        _table(reviewed, reviewed.gazetteer, other),
        candidates,
        address_columns=own,
        gazetteer_columns=other,
    )
    return [
        {"address": address, "uprn": uprn, "gazetteer": place}
        for (address, place), uprn in zip(texts, candidates, strict=True)
    ]


def addresses_of(
    reviewed: Reviewed, rows: Sequence[int]
) -> tuple[pa.Table, linkage.AddressColumns] | None:
    """Return where some rows (from 1) of the dataset are, and by which columns; None without any.

    Nothing else is read of them.
    """
    stated = reviewed.columns[reviewed.dataset]
    postcode = next(iter(stated["postcode"]), None)
    columns = linkage.AddressColumns(None, tuple(stated["address"]), postcode, None)
    if not (columns.address or columns.postcode):
        return None
    return _rows(reviewed, reviewed.dataset, rows, columns), columns


def _address_columns(stated: Mapping[str, Sequence[str]]) -> linkage.AddressColumns:
    def one(name: str) -> str | None:
        return next(iter(stated.get(name, ())), None)

    return linkage.AddressColumns(one("id"), tuple(stated["address"]), one("postcode"), one("uprn"))


def _table(reviewed: Reviewed, dataset: str, columns: linkage.AddressColumns) -> pa.Table:
    import pyarrow.parquet as pq

    names = [*columns.address, columns.postcode, columns.uprn or columns.id]
    wanted = list(dict.fromkeys(name for name in names if name))
    return pq.read_table(reviewed.data[dataset], columns=wanted)


def _rows(
    reviewed: Reviewed, dataset: str, rows: Sequence[int], columns: linkage.AddressColumns
) -> pa.Table:
    return reviewing.rows_at(_table(reviewed, dataset, columns), [row - 1 for row in rows])


def _people(reviewed: Reviewed, pairs: pa.Table) -> list[dict[str, Any]]:
    rows = [(reviewed.dataset, row) for row in pairs["row"].to_pylist()]
    others = [reviewing.row_of(candidate) for candidate in pairs["candidate"].to_pylist()]
    facts = _facts_of(reviewed, {*rows, *others})
    return [
        {"other": f"{other[0]}:{other[1]}", **reviewing.compared(facts[row], facts[other])}
        for row, other in zip(rows, others, strict=True)
    ]


def _facts_of(
    reviewed: Reviewed, wanted: set[tuple[str, int]]
) -> dict[tuple[str, int], dict[str, str | None]]:
    """Return what tells the person of each row, by what it tells."""
    import pyarrow.parquet as pq

    found: dict[tuple[str, int], dict[str, str | None]] = {}
    for name in {dataset for dataset, _ in wanted}:
        rows = sorted(row for dataset, row in wanted if dataset == name)
        held = set(pq.read_schema(reviewed.data[name]).names)
        fields = {f: [c for c in cs if c in held] for f, cs in reviewed.columns[name].items()}
        used = sorted({column for columns in fields.values() for column in columns})
        whole = pq.read_table(reviewed.data[name], columns=used)
        table = reviewing.rows_at(whole, [row - 1 for row in rows])
        for row, record in zip(rows, table.to_pylist(), strict=True):
            found[name, row] = {f: _joined(record, cs) for f, cs in fields.items() if cs}
    return found


def _joined(record: Mapping[str, Any], columns: Sequence[str]) -> str | None:
    parts = [str(record[name]).strip() for name in columns if record[name] is not None]
    return ", ".join(part for part in parts if part) or None
