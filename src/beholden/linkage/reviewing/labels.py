"""What people decided about pairs, read from a table that a reviewer filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from beholden.kernel import BadInput

if TYPE_CHECKING:
    import pyarrow as pa

Pair = tuple[int | str, str]
_NUMBER = re.compile(r"0*([0-9]+)(?:\.0+)?")
_ODD = re.compile(r"[\W_]+")
_SHOWN = 10

# The reasons that matches of places, and links of people, bear where a person decided them.
DECIDED_SAME = "a person decided that it is this place"
FOUND_SAME = "a reviewer found them to be one person"


class Answer(StrEnum):
    """What a person says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Label:
    """One decided pair: the row (its number, or its own id), the candidate, the answer."""

    row: int | str
    candidate: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one table, with the rows left blank and the rows that repeat another."""

    labels: tuple[Label, ...]
    blank: int = 0
    repeated: int = 0


def answer_of(text: str) -> Answer | None:
    """Return the answer that a word means, in capitals or with hyphens too; None for no answer."""
    plain = " ".join(re.sub(r"[-_]", " ", text).casefold().split())
    return next((answer for answer in Answer if answer.value == plain), None)


def read_decisions(
    table: pa.Table,
    *,
    row: str,
    candidate: str,
    proposed: Callable[[str], Collection[str]],
    shown: Callable[[str, str], str] | None = None,
) -> Decisions:
    """Return the decisions of a table with the columns ``row``, ``candidate`` and ``decision``.

    ``proposed`` gives the candidates that the linkage had for a row's name; ``shown`` a pair's own
    address, with whose letters and digits a column ``address`` must agree, where there is one.
    Names and numbers are taken with an apostrophe before them, zeros in front or ``.0`` behind, as
    spreadsheets leave them. Raises BadInput, naming the lines but no value, where a column is
    missing, a decision is no answer, a pair is not one of the linkage's or was decided on another
    address, or two lines contradict each other: then none of the table is taken.
    """
    _refuse_missing(table, (row, candidate, "decision"))
    columns = [_texts(table, name) for name in (row, candidate, "decision")]
    beside = shown is not None and "address" in table.column_names
    addresses = _texts(table, "address") if beside else [None] * table.num_rows
    return _judged(zip(*columns, addresses, strict=True), proposed, shown)


def _judged(
    lines: Iterable[tuple[Any, ...]],
    proposed: Callable[[str], Collection[str]],
    shown: Callable[[str, str], str] | None,
) -> Decisions:
    taken: dict[tuple[str, str], Label] = {}
    blank = repeated = 0
    faults: list[str] = []
    for number, (name, place, said, address) in enumerate(lines, start=1):
        if not said.strip():
            blank += 1
            continue
        answer, pair = answer_of(said), _pair(name, place, proposed)
        if answer is None or pair is None:
            faults.append(f"line {number} {_UNREAD if answer is None else _UNKNOWN}")
        elif shown is not None and address is not None and not _agree(address, shown(*pair)):
            faults.append(f"line {number} {_OTHER}")
        elif pair not in taken:
            taken[pair] = Label(*pair, answer)
        elif taken[pair].answer is answer:
            repeated += 1
        else:
            faults.append(f"line {number} contradicts another about the same pair")
    _refuse(faults)
    return Decisions(tuple(taken.values()), blank, repeated)


_UNREAD = "has no answer that is known (same, different, cannot tell)"
_OTHER = "was decided on another address than the row has now"
_UNKNOWN = "names a pair that this linkage did not propose"


def _agree(one: str, other: str) -> bool:
    """Return whether two texts have the same letters and digits in their order."""
    return _ODD.sub("", one).casefold() == _ODD.sub("", other).casefold()


def _pair(
    name: str, place: str, proposed: Callable[[str], Collection[str]]
) -> tuple[str, str] | None:
    """Return a pair under the names that the linkage gave it, or None for one it did not make."""
    for known in dict.fromkeys((name, *_forms(name))):
        wanted = {place, *_forms(place)}
        found = next((c for c in proposed(known) if c in wanted or wanted & set(_forms(c))), None)
        if found is not None:
            return known, found
    return None


def _forms(text: str) -> tuple[str, ...]:
    """Return how a name may have been written before a spreadsheet took it."""
    plain = text.strip().removeprefix("'")
    number = _NUMBER.fullmatch(plain)
    return (plain, number[1]) if number else (plain,)


def _refuse_missing(table: pa.Table, names: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise BadInput(
            f"The decisions have no column {' or '.join(missing)}.",
            why=f"They need {', '.join(names)}, as the list for review has them.",
            next_step="Fill in the column decision of the list that was written for review.",
        )


def _refuse(faults: list[str]) -> None:
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise BadInput(
            f"{len(faults)} of the decisions cannot be taken; none was.",
            why=f"{'; '.join(faults[:_SHOWN])}{more}. The first line under the header is line 1.",
            next_step="Mend these lines, then give the file again.",
        )


def _texts(table: pa.Table, name: str) -> list[str]:
    return ["" if value is None else str(value) for value in table[name].to_pylist()]
