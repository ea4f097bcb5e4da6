"""From one load to the next: which rows are known, which links still hold, what is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.kernel import BadInput

from .clustering import Flags, Ints, Links
from .columns import PersonColumns
from .identity import SCHEMAS, Named, PersonKeys, name_people, places_of

if TYPE_CHECKING:
    import pyarrow as pa

_NOTHING = "\x00"
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The rows of a load: their digests, and what the keys know of them.

    ``fresh`` rows are new, changed, or were not in the last load; ``earlier`` is the key that a
    row had, None where it has never been seen.
    """

    row: list[str]
    content: list[str]
    dataset: list[str]
    fresh: Flags
    earlier: list[str | None]


def recognise(
    tables: Mapping[str, pa.Table],
    columns: Mapping[str, PersonColumns],
    keys: PersonKeys,
    *,
    row_ids: Mapping[str, str],
) -> Recognised:
    """Return which rows were there before.

    A row is known by its identifier where ``row_ids`` names a column of them for its table, and
    else by all that is read of it; rows alike are counted. Raise BadInput where that column is not
    there, or does not name every row once.
    """
    row: list[str] = []
    content: list[str] = []
    dataset: list[str] = []
    _check_names(tables, row_ids)
    for name, table in tables.items():
        told = _contents(table, columns[name])
        named = _identifiers(name, table, row_ids[name]) if name in row_ids else _numbered(told)
        row += [keys.digest("row", name, text) for text in named]
        content += [keys.digest("content", text) for text in told]
        dataset += [name] * table.num_rows
    known = places_of(keys.rows["row"], row)
    before = _looked_up(known, keys.rows["person"].to_pylist(), rows=len(row))
    was = _looked_up(known, keys.rows["content"].to_pylist(), rows=len(row))
    seen = _looked_up(known, keys.rows["seen"].to_pylist(), rows=len(row))
    fresh = [s != keys.load or w != c for s, w, c in zip(seen, was, content, strict=True)]
    return Recognised(row, content, dataset, np.array(fresh, dtype=bool), before)


def _looked_up(places: Ints, values: Sequence[Any], *, rows: int) -> list[Any]:
    """Return for each row of a load what the keys hold of it, None where they hold nothing."""
    found: list[Any] = [None] * rows
    for place, value in zip(places.tolist(), values, strict=True):
        if place >= 0:
            found[place] = value
    return found


def _check_names(tables: Mapping[str, pa.Table], row_ids: Mapping[str, str]) -> None:
    missing = [name for name, column in row_ids.items() if column not in _names(tables, name)]
    if missing:
        raise BadInput(
            "A column of row identifiers is not there.",
            why=f"Looked for in: {', '.join(sorted(missing))}.",
            next_step="Name a column of the table that says which row is which, or none.",
        )


def _names(tables: Mapping[str, pa.Table], name: str) -> Sequence[str]:
    return tables[name].column_names if name in tables else ()


def _identifiers(name: str, table: pa.Table, column: str) -> list[str]:
    import pyarrow as pa

    values = table.column(column).cast(pa.string()).to_pylist()
    missing = sum(value is None for value in values)
    repeated = len(values) - missing - len({value for value in values if value is not None})
    if missing or repeated:
        raise BadInput(
            f"The row identifiers of {name} do not name every row once.",
            why=f"Rows without one: {missing:,}; rows that repeat another's: {repeated:,}.",
            next_step="Name another column, or none: then rows are known by what is read of them.",
        )
    return [f"id{_BETWEEN}{value}" for value in values]


def _contents(table: pa.Table, columns: PersonColumns) -> list[str]:
    """Return all that is read of each row, as one text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not table.num_rows:
        return []
    texts = [pc.fill_null(table.column(c).cast(pa.string()), _NOTHING) for c in columns.used()]
    joined: list[str] = pc.binary_join_element_wise(*texts, _BETWEEN).to_pylist()
    return joined


def _numbered(texts: Sequence[str]) -> list[str]:
    """Return texts with how often each was there before, so that rows alike are told apart."""
    count: dict[str, int] = {}
    numbered = []
    for text in texts:
        count[text] = count.get(text, 0) + 1
        numbered.append(f"{count[text]}{_BETWEEN}{text}")
    return numbered


def remembered_links(links: pa.Table, rows: Recognised) -> Links:
    """Return the links of the last load (``PersonKeys``) between rows that are as they were."""
    left = places_of(links["left"], rows.row)
    right = places_of(links["right"], rows.row)
    still = np.append(~rows.fresh, False)
    held = np.flatnonzero(still[left] & still[right])
    reasons = links["reason"].take(held).combine_chunks().dictionary_encode()
    return Links(
        left[held],
        right[held],
        links["score"].to_numpy()[held],
        links["strength"].to_numpy()[held],
        reasons.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        tuple(reasons.dictionary.to_pylist()),
    )


def remembered_decisions(keys: PersonKeys, rows: Recognised) -> list[tuple[int, int, bool | None]]:
    """Return what reviewers said earlier of pairs of rows that are both here."""
    left = places_of(keys.decisions["left"], rows.row).tolist()
    right = places_of(keys.decisions["right"], rows.row).tolist()
    said = zip(left, right, keys.decisions["same"].to_pylist(), strict=True)
    return [(one, other, same) for one, other, same in said if one >= 0 and other >= 0]


def parted_on_other_evidence(keys: PersonKeys, rows: Recognised) -> set[tuple[int, int]]:
    """Return the pairs that were told apart when one of their rows held something else.

    Where nobody knows what they held then, it may have been something else.
    """
    here = remembered_decisions(keys, rows)
    then = {_pair(row["left"], row["right"]): row["evidence"] for row in keys.decisions.to_pylist()}
    pairs = [(min(one, other), max(one, other)) for one, other, same in here if same is False]
    of = {pair: then[_pair(rows.row[pair[0]], rows.row[pair[1]])] for pair in pairs}
    return {pair for pair in pairs if of[pair] != _evidence(keys, rows, pair)}


def _evidence(keys: PersonKeys, rows: Recognised, pair: tuple[int, int]) -> str:
    return keys.digest("evidence", *sorted(rows.content[row] for row in pair))


def next_keys(
    keys: PersonKeys,
    rows: Recognised,
    *,
    first: Ints,
    links: Links,
    near: Links,
    decisions: Mapping[tuple[int, int], bool | None],
    said_now: Collection[tuple[int, int]],
    model: Mapping[str, Any] | None,
) -> tuple[PersonKeys, Named]:
    """Return the keys after a load, and the key of each of its rows with what changed.

    ``said_now`` are those of the decisions that are of this load's rows and not remembered.
    """
    since = dict(
        zip(keys.persons["person"].to_pylist(), keys.persons["since"].to_pylist(), strict=True)
    )
    named = name_people(first, rows=rows.row, earlier=rows.earlier, since=since, secret=keys.secret)
    load = keys.load + 1
    after = replace(
        keys,
        load=load,
        rows=_rows_after(keys, rows, named, load=load),
        persons=_persons_after(keys, named, load=load),
        links=_links_after(links, rows),
        near=_links_after(near, rows),
        decisions=_decisions_after(keys, rows, decisions, said_now),
        model=model,
    )
    return after, named


def _links_after(links: Links, rows: Recognised) -> pa.Table:
    """Return links with their rows by digest."""
    import pyarrow as pa

    ends = [pa.array(rows.row, pa.string()).take(pa.array(at)) for at in (links.left, links.right)]
    words = pa.array(links.words, pa.string()).take(pa.array(links.reason))
    kept = [*ends, pa.array(links.score), pa.array(links.strength), words]
    return pa.Table.from_arrays(kept, schema=SCHEMAS["links"]())


def _rows_after(keys: PersonKeys, rows: Recognised, named: Named, *, load: int) -> pa.Table:
    """Return every row ever seen: those of this load, and those that are gone with their keys."""
    import pyarrow as pa

    joined = {key: other for key, change, other in named.changes if change == "joined"}
    known = {row["row"]: row for row in keys.rows.to_pylist()}
    here = zip(rows.row, rows.dataset, rows.content, named.person, strict=True)
    for row, dataset, content, person in here:
        since = known.get(row, {}).get("since", load)
        known[row] = {
            "row": row, "dataset": dataset, "content": content, "person": person,
            "since": since, "seen": load,
        }  # fmt: skip
    for row in known.values():
        row["person"] = joined.get(row["person"], row["person"])
    return pa.Table.from_pylist(list(known.values()), schema=SCHEMAS["rows"]())


def _persons_after(keys: PersonKeys, named: Named, *, load: int) -> pa.Table:
    import pyarrow as pa

    joined = {key: other for key, change, other in named.changes if change == "joined"}
    persons = [
        row | {"until": load, "into": joined[row["person"]]} if row["person"] in joined else row
        for row in keys.persons.to_pylist()
    ]
    persons += [
        {"person": key, "since": load, "until": None, "into": None}
        for key, change, _ in named.changes
        if change in ("new", "split")
    ]
    return pa.Table.from_pylist(persons, schema=SCHEMAS["persons"]())


def _decisions_after(
    keys: PersonKeys,
    rows: Recognised,
    decisions: Mapping[tuple[int, int], bool | None],
    said_now: Collection[tuple[int, int]],
) -> pa.Table:
    """Return all decisions, the latest of each pair; none where it was taken back."""
    import pyarrow as pa

    said = {_pair(row["left"], row["right"]): row for row in keys.decisions.to_pylist()}
    for pair, same in decisions.items():
        ends = _pair(*(rows.row[row] for row in pair))
        remembered = pair not in said_now and ends in said
        evidence = said[ends]["evidence"] if remembered else _evidence(keys, rows, pair)
        said[ends] = {"left": ends[0], "right": ends[1], "same": same, "evidence": evidence}
    table = [said[ends] for ends in sorted(said) if said[ends]["same"] is not None]
    return pa.Table.from_pylist(table, schema=SCHEMAS["decisions"]())


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
