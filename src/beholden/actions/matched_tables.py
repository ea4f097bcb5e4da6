"""Matching of tables and files, where no council's home is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .. import linkage
from ..kernel import BadInput, Progress, silent
from ..linkage import reviewing
from .columns_found import columns_of_addresses, columns_of_places
from .header_names import plain_names

if TYPE_CHECKING:
    import pyarrow as pa

REVIEW_LIMIT = 500
_PROPOSED = ("unique_id", "uprn", "runner_up_uprn")


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """Matches, how their scores were calibrated, and how many rows people had decided.

    ``threshold`` is the least score of a match, as the scores are told.
    """

    matches: pa.Table
    calibration: reviewing.Calibration
    decided: int
    threshold: float


def match_tables(
    addresses: pa.Table,
    gazetteer: pa.Table,
    *,
    threshold: float | None = None,
    threads: int | None = None,
    address_columns: linkage.AddressColumns | None = None,
    gazetteer_columns: linkage.AddressColumns | None = None,
    progress: Progress = silent,
) -> pa.Table:
    """Match a table of addresses to a gazetteer; see ``linkage.match_addresses``."""
    built = linkage.Gazetteer.build(gazetteer, columns=gazetteer_columns)
    return linkage.match_addresses(
        addresses,
        built,
        threshold=linkage.DEFAULT_THRESHOLD if threshold is None else threshold,
        threads=threads,
        columns=address_columns,
        progress=progress,
    )


def match_as_decided(
    addresses: pa.Table,
    gazetteer: linkage.Gazetteer,
    *,
    labels: reviewing.PlaceLabels,
    known: Callable[[], set[str]],
    columns: linkage.AddressColumns,
    threshold: float | None = None,
    threads: int | None = None,
    progress: Progress = silent,
) -> MatchedTable:
    """Match addresses by scores that fit what people decided, and the decided pairs as decided.

    ``labels`` are the decisions so far; ``known`` gives the UPRNs that the gazetteer has. Where
    there is a decision, ``score_before`` holds the matcher's own score. A ``threshold`` is such a
    score, so that it means the same whatever was decided since; the default one is a probability.
    """
    calibration = _calibration(labels, gazetteer, threads)
    usual = linkage.DEFAULT_THRESHOLD
    least = calibration.score(usual) if threshold is None else threshold
    told = usual if threshold is None else float(calibration.probability(threshold))
    matches = linkage.match_addresses(
        addresses,
        gazetteer,
        threshold=least,
        threads=threads,
        columns=columns,
        progress=progress,
    )
    if not labels.candidates:
        return MatchedTable(matches, calibration, 0, told)
    texts = reviewing.texts_of(addresses, columns.address, columns.postcode)
    decided, changed = reviewing.decided_places(
        reviewing.with_calibration(matches, calibration), texts, labels=labels, known=known()
    )
    return MatchedTable(decided, calibration, changed, told)


def _calibration(
    labels: reviewing.PlaceLabels, gazetteer: linkage.Gazetteer, threads: int | None
) -> reviewing.Calibration:
    """Return what the decisions say of the matcher's scores as they are today."""
    import pyarrow as pa

    if not labels.candidates:
        return reviewing.Calibration()
    parts = [text.rpartition("\n") for text in labels.texts.to_pylist()]
    table = pa.table(
        {
            "address": pa.array([part[0].replace("\n", ", ") for part in parts], pa.string()),
            "postcode": pa.array([part[2] for part in parts], pa.string()),
        }
    )
    columns = linkage.AddressColumns(None, ("address",), "postcode", None)
    today = linkage.match_addresses(
        table, gazetteer, threshold=0.0, threads=threads, columns=columns
    )
    return reviewing.recalibrate(*_comparable(today, labels))


def _comparable(today: pa.Table, labels: reviewing.PlaceLabels) -> tuple[list[float], list[bool]]:
    """Return the scores and answers of the decided pairs that the matcher would propose today."""
    rows = zip(
        today["uprn"].to_pylist(),
        today["score"].to_pylist(),
        labels.candidates,
        labels.answers,
        strict=True,
    )
    told = [
        (score, answer is reviewing.Answer.SAME)
        for uprn, score, candidate, answer in rows
        if uprn == candidate and answer is not reviewing.Answer.CANNOT_TELL
    ]
    return [score for score, _ in told], [same for _, same in told]


def decisions_of_file(
    decisions: pa.Table, addresses: pa.Table, columns: linkage.AddressColumns, *, matches: pa.Table
) -> reviewing.PlaceLabels:
    """Return the decisions of a list that was written for review, for the addresses they are of.

    ``matches`` are today's, without decisions: a pair that they do not propose is refused, and so
    is one whose ``address`` in the list is no longer that row's. Raises BadInput as
    ``read_decisions`` does.
    """
    import pyarrow as pa

    proposed: dict[str, dict[str, int]] = {}
    for at, (name, *candidates) in enumerate(
        zip(*(matches[name].to_pylist() for name in _PROPOSED), strict=True)
    ):
        proposed.setdefault(str(name), {}).update({c: at for c in candidates if c is not None})
    read = reviewing.read_decisions(
        decisions,
        row="unique_id",
        candidate="uprn",
        proposed=lambda name: proposed.get(name, {}),
        shown=_shown(addresses, columns, proposed),
    )
    texts = reviewing.texts_of(addresses, columns.address, columns.postcode)
    rows = [proposed[str(label.row)][label.candidate] for label in read.labels]
    return reviewing.PlaceLabels(
        texts.take(pa.array(rows, pa.int64())),
        [label.candidate for label in read.labels],
        [label.answer for label in read.labels],
    )


def review_list(
    matches: pa.Table,
    addresses: pa.Table,
    gazetteer: pa.Table,
    *,
    address_columns: linkage.AddressColumns,
    gazetteer_columns: linkage.AddressColumns,
    threshold: float | None = None,
    limit: int = REVIEW_LIMIT,
) -> pa.Table:
    """Return the pairs of matched tables that a person should see, the most informative first.

    One row a pair: ``unique_id``, ``address``, ``uprn``, ``gazetteer``, ``score``, ``matched``,
    ``reason``, ``alike``, and ``decision`` to be filled in. Pairs that a person has decided are
    not among them.
    """
    import pyarrow as pa

    threshold = linkage.DEFAULT_THRESHOLD if threshold is None else threshold
    pairs = reviewing.pairs_of_places(matches)
    chosen = reviewing.choose_pairs(pairs, threshold=threshold, limit=limit)
    rows = _from_nought(chosen["row"])
    columns = {"address_columns": address_columns, "gazetteer_columns": gazetteer_columns}
    candidates = chosen["candidate"].to_pylist()
    sides = shown_places(addresses.take(rows), gazetteer, candidates, **columns)
    return pa.table(
        {
            "unique_id": matches["unique_id"].take(rows),
            "address": [one for one, _ in sides],
            "uprn": chosen["candidate"],
            "gazetteer": [other for _, other in sides],
            "score": chosen["probability"],
            "matched": _yes_or_no(chosen["matched"]),
            "reason": chosen["reason"],
            "alike": chosen["alike"],
            "decision": pa.array([""] * chosen.num_rows, pa.string()),
        }
    )


def shown_places(
    addresses: pa.Table,
    gazetteer: pa.Table,
    candidates: list[str],
    *,
    address_columns: linkage.AddressColumns,
    gazetteer_columns: linkage.AddressColumns,
) -> list[tuple[str, str]]:
    """Return both texts of each pair: the address, and the nearest of the place's own texts."""
    texts = reviewing.texts_of_places(
        gazetteer,
        uprn=gazetteer_columns.uprn or gazetteer_columns.id or "",
        address=_with_postcode(gazetteer_columns),
        wanted=candidates,
    )
    own = _own_texts(addresses, address_columns)
    return [
        (text, reviewing.nearest_text(text, texts.get(candidate, [])))
        for text, candidate in zip(own, candidates, strict=True)
    ]


def _own_texts(addresses: pa.Table, columns: linkage.AddressColumns) -> list[str]:
    return [
        ", ".join(str(part).strip() for part in row.values() if part not in (None, ""))
        for row in addresses.select(list(_with_postcode(columns))).to_pylist()
    ]


def _shown(
    addresses: pa.Table,
    columns: linkage.AddressColumns,
    proposed: Mapping[str, Mapping[str, int]],
) -> Callable[[str, str], str]:
    """Return a function that gives a pair's address as the list for review shows it."""

    def of(name: str, candidate: str) -> str:
        return _own_texts(addresses.slice(proposed[name][candidate], 1), columns)[0]

    return of


def _with_postcode(columns: linkage.AddressColumns) -> tuple[str, ...]:
    return (*columns.address, *([columns.postcode] if columns.postcode else []))


def _from_nought(rows: pa.ChunkedArray) -> pa.Array:
    import pyarrow.compute as pc

    return pc.subtract(rows, 1)


def _yes_or_no(flags: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.if_else(flags, "yes", "no")


def address_columns(
    addresses: pa.Table,
    gazetteer: pa.Table,
    *,
    address_columns: str | None = None,
    postcode_column: str | None = None,
    id_column: str | None = None,
    uprn_column: str | None = None,
    names: tuple[str, str] = ("the addresses", "the gazetteer"),
) -> tuple[linkage.AddressColumns, linkage.AddressColumns]:
    """Return the columns to match by, of both tables: those that are named, else those found.

    The columns given speak of the addresses, ``uprn_column`` of the gazetteer; ``names`` are what
    errors call the two. A name is taken as
    the table has it, or as the header of the file that the table was registered from. Raises
    BadInput for a column that is not there.
    """
    given = (address_columns or "").split(",")
    named = tuple(_held(addresses, name.strip(), "addresses") for name in given if name.strip())
    postcode = _held(addresses, postcode_column, "addresses") if postcode_column else None
    identifier = _held(addresses, id_column, "addresses") if id_column else None
    uprn = _held(gazetteer, uprn_column, "gazetteer") if uprn_column else None
    # Only what is not named has to be found: a named address may have any name.
    known = ["address_concat" if name in named else name for name in addresses.column_names]
    found = columns_of_addresses(
        addresses.rename_columns(known) if named else addresses, of=names[0]
    )
    of_addresses = replace(
        found,
        id=identifier or found.id,
        address=named or found.address,
        postcode=postcode or found.postcode,
    )
    return of_addresses, columns_of_places(gazetteer, of=names[1], uprn=uprn)


def _held(table: pa.Table, name: str, which: str) -> str:
    """Return a named column as the table has it; raise BadInput where it has none."""
    if name in table.column_names:
        return name
    plain = plain_names([name])[0]
    if plain in table.column_names:
        return plain
    raise BadInput(
        f"The {which} have no column {name}."
        if which == "addresses"
        else f"The {which} has no column {name}.",
        why=f"The columns are {', '.join(table.column_names[:30])}.",
        next_step="Name one of these, or leave the option out to have the column found.",
    )
