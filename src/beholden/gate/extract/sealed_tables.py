"""The tables of an extract: staged, checked, objections left out, written in their own order.

The order of a sealed table is that of its own contents: the name of a key first, then a digest of
the whole row. So it says nothing of the source's order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, LookUp, Progress, Terms

from ..noted import Key, Noted
from .building import IMAGE, changed
from .column_types import sealed_value
from .looking_up import look_up_tables
from .members import MembersMade
from .naming import NUMBER, Names, given_out, names_of
from .objecting import LeftOut, marked_values
from .ordering import FewTexts, ordered
from .permitted import permitted_rows
from .quality import check_quality
from .sources import Opened, Source, drop_stage, open_source, stage
from .sql_text import quoted
from .standing_once import keys_standing_once
from .values_noted import values_at_most

# Stored so without a trial of the engine's other ways, which costs more than the sorting does.
_COMPRESSION = (
    (
        re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DATE|TIME.*|ENUM.*", re.DOTALL),
        "bitpacking",
    ),
    (re.compile("VARCHAR"), "dict_fsst"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows by dataset: those that were sealed, and those that were left out by reason.

    ``noted`` is what makes answers quick, found in what was sealed.
    """

    rows: Mapping[str, int]
    without_subject: Mapping[str, int]
    objected: Mapping[str, int]
    noted: Noted


@dataclass(frozen=True, slots=True)
class _Staged:
    """One dataset in the sealing connection: its view of what is sealed, and what was left out."""

    terms: DatasetTerms
    opened: Opened
    table: str
    without_subject: int
    objected: int
    rows: int


class Tables:
    """The work of one seal on a building engine.

    ``left_out`` are those who objected; ``members`` takes down who is sealed, where that is kept.
    """

    def __init__(
        self,
        connection: Any,
        terms: Terms,
        *,
        secret: bytes,
        left_out: Sequence[LeftOut],
        members: MembersMade | None = None,
    ) -> None:
        self.connection = connection
        self.terms = terms
        self.secret = secret
        self.left_out = left_out
        self.members = members
        self.things = terms.things()
        self.names: Mapping[str, Names] = {}
        self.once: dict[str, tuple[Key, ...]] = {}
        self.numbers: dict[str, dict[str, int]] = {}
        self.values: dict[str, dict[str, int]] = {}

    def write(self, sources: Mapping[str, Source], progress: Progress) -> Counted:
        """Write the sealed tables into the image; return how many rows they have.

        Raises BadInput for a source that does not fit the terms, Refused for one that is not as
        good as was agreed, Unavailable where two key values come to one pseudonym.
        """
        staged, rows = [], {}
        for number, dataset in enumerate(self.terms.datasets):
            progress(f"read {dataset.name}", number, len(self.terms.datasets))
            staged.append(self._staged(dataset, sources[dataset.name]))
        look_ups = look_up_tables(self.connection, self.terms, sources)
        self.names = self._named(staged)
        for number, part in enumerate(staged):
            progress(f"seal {part.terms.name}", number, len(staged))
            rows[part.terms.name] = self._write(part, look_ups)
        without = {part.terms.name: part.without_subject for part in staged}
        objected = {part.terms.name: part.objected for part in staged}
        noted = Noted(self.once, self.numbers, self.values)
        return Counted(rows, without, objected, noted)

    def _staged(self, dataset: DatasetTerms, source: Source) -> _Staged:
        opened = open_source(self.connection, source, dataset=dataset.name)
        rows = permitted_rows(dataset.rows, opened, dataset=dataset.name) if dataset.rows else None
        subject = self.terms.subject_column
        table = stage(self.connection, opened, dataset, subject=subject, rows=rows)
        check_quality(self.connection, table, dataset, self.terms)
        return self._leave_out(dataset, opened, table)

    def _leave_out(self, dataset: DatasetTerms, opened: Opened, table: str) -> _Staged:
        """Keep out the rows that name no subject, then those of subjects that objected."""
        missing = [f"{quoted(n)} IS NULL" for n in _keys_of(dataset, self.terms)]
        without = " OR ".join(missing) or "false"
        objected = " OR ".join(self._objecting(dataset, table)) or "false"
        counts = self.connection.execute(
            f"SELECT count(*) FILTER ({without}),"  # noqa: S608
            f" count(*) FILTER (NOT ({without}) AND ({objected})), count(*) FROM {table}"
        ).fetchall()[0]
        kept = quoted(f"kept {dataset.name}")
        self.connection.execute(
            f"CREATE TEMP VIEW {kept} AS FROM {table} WHERE NOT ({without}) AND NOT ({objected})"
        )
        unnamed, objecting, rows = map(int, counts)
        return _Staged(dataset, opened, kept, unnamed, objecting, rows - unnamed - objecting)

    def _objecting(self, dataset: DatasetTerms, table: str) -> list[str]:
        """Return the SQL that says, by key column, whether a row is of somebody who objected."""
        names = _keys_of(dataset, self.terms, ColumnRole.JOIN, ColumnRole.IDENTITY)
        found = {name: self._marked(dataset, table, name) for name in names}
        # A missing key is nobody's.
        return [
            f"coalesce(CAST({quoted(name)} AS VARCHAR) IN (FROM {marked}), false)"
            for name, marked in found.items()
            if marked
        ]

    def _marked(self, dataset: DatasetTerms, table: str, name: str) -> str | None:
        thing = self.things[dataset.name, name.lower()]
        return marked_values(self.connection, table, name, thing=thing, left_out=self.left_out)

    def _named(self, staged: Sequence[_Staged]) -> dict[str, Names]:
        """Make the names of every key of which only names are sealed, by what it is a key of."""
        columns: dict[str, list[tuple[str, str]]] = {}
        for part in staged:
            for name in _named_in(part.terms, self.terms):
                columns.setdefault(self._thing(part, name), []).append((part.table, name))
        shown = given_out(self.terms)
        return {
            thing: names_of(self.connection, held, thing=thing, secret=self.secret, shown=shown)
            for thing, held in columns.items()
        }

    def _thing(self, part: _Staged, name: str) -> str:
        return self.things[part.terms.name, name.lower()]

    def _write(self, part: _Staged, look_ups: Mapping[LookUp, str]) -> int:
        """Write one sealed table, sorted by its own contents; return how many rows it has."""
        values, tables = self._selected(part, look_ups)
        selected = f"SELECT {', '.join(f'{v} AS {quoted(n)}' for n, v in values.items())} {tables}"
        described = self.connection.execute(f"DESCRIBE {selected}").fetchall()
        kinds = {name: kind for name, kind, *_ in described}
        as_staged = [n for n, v in values.items() if kinds[n] == "VARCHAR" and v == quoted(n)]
        few = FewTexts.of(self.connection, part.table, as_staged)
        carried = ", ".join(few.number(name, kinds[name]) for name in values)
        carried = f"SELECT {carried} FROM ({selected})"  # noqa: S608
        first, target = self._first(part), f"{IMAGE}.{quoted(part.terms.name)}"
        plain = {n for n in self._names(part) if n != first and kinds[n] != NUMBER}
        stored = _columns(kinds | few.kinds(), plain=plain)
        self.connection.execute(f"CREATE TABLE {target} ({stored})")
        query = ordered(carried, list(values), first=first, few=few)
        self.connection.execute(f"INSERT INTO {target} {query}")
        (written,) = self.connection.execute(f"SELECT count(*) FROM {target}").fetchall()[0]  # noqa: S608
        if written != part.rows:  # a row whose key was not there at first has no name
            raise changed()
        self._note(part, target, few)
        self._take_down(part)
        self.connection.execute(f"DROP VIEW {part.table}")
        drop_stage(self.connection, part.opened, part.terms)
        return part.rows

    def _first(self, part: _Staged) -> str:
        """Return by which column a sealed table is sorted first.

        It is the key with the most values of those that other datasets have too: where two tables
        lie in the same order, they are joined in half the time. Else it is the subject or a key.
        """
        subject, names = self.terms.subject_columns(part.terms), self._names(part)
        shared = {column: of.count for column, of in names.items() if of.shared}
        given = [column.name for column in _given(part.terms)]
        return min(given, key=lambda n: (-shared.get(n, 0), n not in subject, n not in names))

    def _note(self, part: _Staged, target: str, few: FewTexts) -> None:
        """Note what makes answers quick, of the rows as they are sealed."""
        named, dataset = self._names(part), part.terms.name
        names = {column: of.count for column, of in named.items()}
        once = keys_standing_once(self.connection, target, part.terms, self.terms, names=names)
        if once:
            self.once[dataset] = once
        numbers = {c: of.count for c, of in named.items() if of.kind == NUMBER and of.count}
        if numbers:
            self.numbers[dataset] = numbers
        values = values_at_most(self.connection, target, part.terms, few=few.counts)
        if values:
            self.values[dataset] = values

    def _take_down(self, part: _Staged) -> None:
        """Take down who is sealed; several columns that tell a subject apart name no one thing."""
        subject = self.terms.subject_columns(part.terms)
        if self.members is None or len(subject) != 1:
            return
        distinct = f"SELECT DISTINCT {quoted(subject[0])} AS s FROM {part.table}"  # noqa: S608
        subjects = self.connection.sql(distinct).to_arrow_table().column("s")
        self.members.add(part.terms.name, subjects.combine_chunks())

    def _names(self, part: _Staged) -> dict[str, Names]:
        """Return the names that stand in each column of keys."""
        named = _named_in(part.terms, self.terms)
        return {name: self.names[self._thing(part, name)] for name in named}

    def _selected(
        self, part: _Staged, look_ups: Mapping[LookUp, str]
    ) -> tuple[dict[str, str], str]:
        """Return the SQL of each value of a dataset as it is sealed, and where all come from."""
        names, values, joins = self._names(part), {}, []
        for number, column in enumerate(_given(part.terms)):
            name = quoted(column.name)
            if column.name in names:
                value, join = names[column.name].joined(part.table, column.name, alias=f"k{number}")
                joins.append(join)
            elif column.look_up:
                value, table = quoted(f"l{number} instead"), look_ups[column.look_up]
                # Under names that no column has, for those of the dataset stand without its name.
                columns = f"l{number}({quoted(f'l{number} value')}, {value})"
                text = f"CAST(s.{name} AS VARCHAR)"
                joins.append(
                    f"LEFT JOIN {table} AS {columns} ON {quoted(f'l{number} value')} = {text}"
                )
            else:
                value = sealed_value(self.connection, part.table, column, dataset=part.terms.name)
            values[column.name] = value
        return values, f"FROM {part.table} AS s {' '.join(joins)}"


def _columns(kinds: Mapping[str, str], *, plain: set[str]) -> str:
    """Return columns of these kinds as a new table has them; in ``plain`` nothing repeats."""
    return ", ".join(
        f"{quoted(name)} {kind}{_stored(kind, plain=name in plain)}" for name, kind in kinds.items()
    )


def _stored(kind: str, *, plain: bool) -> str:
    """Return how a column is stored, empty where the engine is to try what is best."""
    ways = (way for kinds, way in _COMPRESSION if kinds.fullmatch(kind))
    way = "uncompressed" if plain else next(ways, "")
    return f" USING COMPRESSION {way}" if way else ""


def _given(dataset: DatasetTerms) -> list[ColumnTerms]:
    return [c for c in dataset.columns if c.role is not ColumnRole.WITHHELD]


def _keys_of(dataset: DatasetTerms, terms: Terms, *roles: ColumnRole) -> list[str]:
    """Return the names of the given columns with these roles, and the subject's."""
    subject = {terms.subject_column.lower(), *map(str.lower, terms.subject_columns(dataset))}
    return [c.name for c in _given(dataset) if c.role in roles or c.name.lower() in subject]


def _named_in(dataset: DatasetTerms, terms: Terms) -> list[str]:
    """Return the given columns of keys, of which only names are sealed."""
    subject = terms.subject_column.lower()
    return [c.name for c in _given(dataset) if c.is_pseudonym or c.name.lower() == subject]
