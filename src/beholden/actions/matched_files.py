"""Matching one file to another: read, matched, and the doubtful pairs for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import BadInput, Progress, silent
from ..linkage import reviewing
from .columns_found import left_out, postcode_missed
from .columns_read import check_held, columns_told
from .keys_kept import Matched, exact_levels
from .matched_tables import (
    REVIEW_LIMIT,
    MatchedTable,
    address_columns,
    decisions_of_file,
    match_as_decided,
    review_list,
)
from .places_opened import Places, open_places
from .table_files import read_list, read_table, rounded

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class MatchedFile:
    """A file's matches in its own order, the pairs for review where asked, and the counts.

    Scores have four places.
    """

    matches: pa.Table
    review: pa.Table | None
    matched: Matched


def match_files(
    addresses: str | Path,
    gazetteer: str | Path,
    *,
    decided: Sequence[str | Path] = (),
    groups: Sequence[str] = (),
    review: bool = False,
    review_limit: int = REVIEW_LIMIT,
    threshold: float | None = None,
    threads: int | None = None,
    columns: Mapping[str, str | None] | None = None,
    progress: Progress = silent,
) -> MatchedFile:
    """Match a file of addresses to a gazetteer: a table, a listing's folder or a built index.

    ``decided`` are lists for review that were filled in, the oldest first; ``groups`` are columns
    of the addresses to tell fairness by; ``columns`` names what is not to be found, as
    ``address_columns`` takes it. Raises BadInput for a file, a column or a decision that cannot be
    used, and for a review list where the gazetteer is an index alone; else as ``open_places`` does.
    """
    files = _opened(addresses, gazetteer, columns or {}, progress=progress)
    _refuse_doubles(files.doubles, decided)
    check_held(files.own, groups, of="the addresses")
    texts = files.places.texts() if review else None
    how: dict[str, Any] = {"threshold": threshold, "threads": threads, "progress": progress}
    built = files.places.build(files.of_places)
    made = _as_decided(files.own, built, decided, columns=files.of_own, **how)
    listed = None if texts is None else review_list(
        made.matches, files.own, texts, address_columns=files.of_own,
        gazetteer_columns=files.of_places, threshold=made.threshold, limit=review_limit,
    )  # fmt: skip
    counts = _told(files, made, built, groups)
    return MatchedFile(rounded(made.matches), None if listed is None else rounded(listed), counts)


@dataclass(frozen=True, slots=True)
class _Files:
    """Two files that were read: the addresses and the places, their names and columns.

    ``remarks`` are what reading them told; ``doubles`` says how far addresses cannot be told apart.
    """

    own: pa.Table
    places: Places
    names: tuple[str, str]
    of_own: linkage.AddressColumns
    of_places: linkage.AddressColumns
    remarks: tuple[str, ...]
    doubles: str


def _opened(
    addresses: str | Path,
    gazetteer: str | Path,
    columns: Mapping[str, str | None],
    *,
    progress: Progress,
) -> _Files:
    """Read both files and find their columns."""
    progress("reading", 0, 0)
    read, places = read_list(addresses), open_places(gazetteer, progress=progress)
    names = (Path(addresses).name, Path(gazetteer).name)
    of_own, of_places = address_columns(read.table, places.head, names=names, **columns)
    doubles = _told_apart(read.table, of_own.id, names[0])
    remarks = (*read.remarks, *places.remarks)
    return _Files(read.table, places, names, of_own, of_places, remarks, doubles)


def _told(
    files: _Files, made: MatchedTable, built: linkage.Gazetteer, groups: Sequence[str]
) -> Matched:
    """Return what is told of a match: counts, columns, worries, and how it fell on groups."""
    own, names = files.own, files.names
    fair = linkage.fairness_of_places(
        made.matches, own, files.of_own, more=own.select(groups) if groups else None
    )
    missed = (
        postcode_missed(own, files.of_own, of=names[0]),
        postcode_missed(files.places.head, files.of_places, of=names[1], of_places=True),
    )
    without = left_out(built, of=names[1])
    return replace(
        _counts(names[0], made),
        warnings=tuple(filter(None, (*files.remarks, without, *missed, files.doubles))),
        columns=_columns(names, files.of_own, files.of_places if files.places.read else None),
        fairness=fair.to_dict() if fair else None,
    )


def _columns(
    names: tuple[str, str], own: linkage.AddressColumns, places: linkage.AddressColumns | None
) -> dict[str, dict[str, list[str]]]:
    """Return by file the columns that were read of it; an index alone has none."""
    told = {names[0]: columns_told(own, named="id")}
    if places is not None:
        name = names[1] if names[1] not in told else f"{names[1]} (the gazetteer)"
        told[name] = columns_told(places, named="uprn")
    return told


def _as_decided(
    addresses: pa.Table,
    gazetteer: linkage.Gazetteer,
    decided: Sequence[str | Path],
    *,
    columns: linkage.AddressColumns,
    threshold: float | None,
    threads: int | None,
    progress: Progress,
) -> MatchedTable:
    """Match addresses to a gazetteer as the filled-in lists decided."""
    return match_as_decided(
        addresses,
        gazetteer,
        labels=_labels(decided, addresses, columns, gazetteer, threads),
        known=lambda: set(gazetteer.uprns.to_pylist()),
        columns=columns,
        threshold=threshold,
        threads=threads,
        progress=progress,
    )


def _counts(name: str, made: MatchedTable) -> Matched:
    rows, missing = made.matches.num_rows, made.matches["uprn"].null_count
    because = made.calibration.because if made.calibration.labels else ""
    levels = exact_levels(made.matches)
    return Matched(name, "uprn", rows, rows - missing, levels, made.decided, because)


def _refuse_doubles(doubles: str, decided: Sequence[str | Path]) -> None:
    if doubles and decided:
        raise BadInput(
            "Decisions cannot be given back: they do not say of which row they are.",
            why=doubles,
            next_step="Name a column that tells the rows apart: --id-column COLUMN.",
        )


def _told_apart(addresses: pa.Table, identifier: str | None, name: str) -> str:
    """Return in words how far a column fails to tell rows apart; nothing where it does not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if identifier is None:
        return ""
    held = pc.utf8_trim_whitespace(pc.cast(addresses[identifier], pa.string())).drop_null()
    named = held.filter(pc.not_equal(held, ""))
    counts = pc.value_counts(named.combine_chunks()).field("counts")
    repeated = pc.sum(counts.filter(pc.greater(counts, 1))).as_py() or 0
    blank = addresses.num_rows - len(named)
    if not (blank or repeated):
        return ""
    amiss = " and ".join(filter(None, (_blank(blank), _repeated(repeated))))
    return (
        f"In the column {identifier} of {name}, {amiss}; decisions on them could not be told apart."
    )


def _blank(rows: int) -> str:
    return f"{_rows(rows)} {'is' if rows == 1 else 'are'} blank" if rows else ""


def _repeated(rows: int) -> str:
    return f"{_rows(rows)} share their value with another" if rows else ""


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _labels(
    decided: Sequence[str | Path],
    addresses: pa.Table,
    columns: linkage.AddressColumns,
    gazetteer: linkage.Gazetteer,
    threads: int | None,
) -> reviewing.PlaceLabels:
    """Return the decisions of every list, in their order."""
    import pyarrow as pa

    if not decided:
        return reviewing.PlaceLabels(pa.array([], pa.large_string()), (), ())
    matches = linkage.match_addresses(addresses, gazetteer, threads=threads, columns=columns)
    each = [decisions_of_file(read_table(d), addresses, columns, matches=matches) for d in decided]
    return reviewing.PlaceLabels(
        pa.concat_arrays([labels.texts for labels in each]),
        [candidate for labels in each for candidate in labels.candidates],
        [answer for labels in each for answer in labels.answers],
    )
