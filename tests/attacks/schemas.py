"""Councils whose tables are drawn too: how many, which columns of what kind, roles and treatment.

The first table is of people, and so is the second where there is one, under a key by a name of its
own; in the last, where it is there, nobody is. A dimension may be given coarsened (a band of a
number, a month of a day, a sector of a postcode): then what it hides of a value is not given
either, so it may be another in the other world. Rows of people who have left may be kept back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from attacks.worlds import Row, number, secret, text
from beholden.gate import compile_terms
from beholden.kernel import Terms

# What a council may call a column: a word of SQL's own, two words, another letter, a dot.
NAMES = (
    *("ward", "band", "order", "Group", "two words", "straße", "a.b", "1st", "select", "p"),
    *("kind", "COUNT", "from", "x'y", "rate%", "é", "key2", "sum"),
)
KEYS, TABLES = ("person", "ref no", "Uprn"), ("people", "order-lines", "visits_2", "group")
AMOUNTS = (("sum",), ("avg",), ("sum", "avg"), ("sum", "avg", "stddev"), ("count", "sum"))
GONE = "left on"
_ROLES = st.sampled_from(
    ["dimension", "dimension", "dimension", "measure", "withheld", "not named"]
)


@dataclass(frozen=True)
class Kind:
    """A kind of column: its values, how a dimension of it may be treated, and what that hides.

    ``hides`` gives, for a treatment, another value that is the same once it is treated.
    """

    values: st.SearchStrategy[str | None]
    treatments: tuple[Mapping[str, Any], ...] = ({},)
    hides: st.SearchStrategy[str] | None = None
    kept: int = 0

    def another(self, value: str | None) -> st.SearchStrategy[str | None]:
        """Return values that are told as this one is."""
        if value is None or self.hides is None:
            return st.just(value)
        return self.hides.map(lambda end: value[: self.kept] + end)


_digit, _letters = st.sampled_from("0123456789"), st.sampled_from(["AA", "QZ", "LT"])
_few = st.sampled_from("123")
KINDS = {
    "word": Kind(
        text, ({}, {"bands": {"first": ["a", "b"], "rest": ["c", "yes"]}}, {"treatment": "clear"})
    ),
    "number": Kind(
        st.none() | st.builds("{}{}".format, _few, _digit),
        ({"treatment": {"number": {"width": 10, "top": 30}}},), _digit, 1,
    ),
    "count": Kind(st.sampled_from([None, "0", "1", "2"])),
    "day": Kind(
        st.none() | st.builds("2026-0{}-1{}".format, _few, _digit),
        ({"treatment": {"date": "month"}}, {"treatment": {"date": "quarter"}}), _digit, 9,
    ),
    "postcode": Kind(
        st.none() | st.builds("AB{} {}{}".format, _few, _few, _letters),
        ({"treatment": {"postcode": "sector"}},), _letters, 5,
    ),
    "yes or no": Kind(st.sampled_from([None, "yes", "yes", "no"])),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a table: what the agreement says of it, or nothing where it names it not."""

    name: str
    kind: str
    role: str
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_given(self) -> bool:
        """Return whether it may change what is told."""
        return self.role in ("dimension", "measure")

    @property
    def values(self) -> st.SearchStrategy[str | None]:
        return number if self.role == "measure" else KINDS[self.kind].values

    def in_other_world(self, value: str | None, *, measures: bool) -> st.SearchStrategy[str | None]:
        """Return values that it may have where what is not given is another."""
        if not self.is_given:
            return secret
        if self.role == "measure":
            return number if measures else st.just(value)
        hidden = set(self.said) - {"role"}
        return KINDS[self.kind].another(value) if hidden else st.just(value)


@dataclass(frozen=True)
class Table:
    """A table: its name, its key where people are in it, its columns, which rows are kept back."""

    name: str
    key: str
    columns: tuple[Column, ...]
    keeps_back: bool = False

    @property
    def all_columns(self) -> tuple[str, ...]:
        own = tuple(column.name for column in self.columns)
        return (*([self.key] if self.key else []), *own, *([GONE] if self.keeps_back else []))

    @property
    def quoted(self) -> str:
        return f'"{self.name}"'

    @property
    def listed(self) -> str:
        """The first column that is given as a dimension."""
        return next(column.name for column in self.columns if column.role == "dimension")

    def named(self, role: str) -> list[str]:
        return [f'"{column.name}"' for column in self.columns if column.role == role]

    def rows(self, *, at_least: int, at_most: int) -> st.SearchStrategy[list[Row]]:
        """Return rows of people of whom some have several, or of things."""
        own: dict[str, st.SearchStrategy[Any]] = {c.name: c.values for c in self.columns}
        own |= {self.key: st.integers(1, 14).map(str)} if self.key else {}
        own |= {GONE: st.none() | st.just("2026")} if self.keeps_back else {}
        return st.lists(st.fixed_dictionaries(own), min_size=at_least, max_size=at_most)

    def as_agreed(self) -> Mapping[str, Any]:
        """Return what the agreement says of it."""
        columns = {
            c.name: {"role": c.role, **c.said} for c in self.columns if c.role != "not named"
        }
        columns |= {self.key: {"role": "join"}} if self.key else {}
        rows = {"rows": f'"{GONE}" is null'} if self.keeps_back else {}
        return {"columns": columns, **rows, **({} if self.key else {"reference": True})}


@dataclass(frozen=True)
class DrawnWorld:
    """A made-up council: its tables with their rows, its terms, and questions about it."""

    terms: Terms = field(repr=False)
    schema: tuple[Table, ...]
    rows: Mapping[str, list[Row]]
    questions: list[str]

    @property
    def tables(self) -> Mapping[str, tuple[tuple[str, ...], list[Row]]]:
        """Return the columns and rows of each table."""
        return {t.name: (t.all_columns, self.rows[t.name]) for t in self.schema}


@st.composite
def _column(draw: st.DrawFn, name: str, *, reference: bool) -> Column:
    kind = draw(st.sampled_from(sorted(KINDS)))
    role = "dimension" if reference else draw(_ROLES)
    if role == "measure":
        return Column(name, kind, role, {"functions": list(draw(st.sampled_from(AMOUNTS)))})
    if role != "dimension" or reference:
        return Column(name, kind, role)
    return Column(name, kind, role, draw(st.sampled_from(KINDS[kind].treatments)))


@st.composite
def schemas(draw: st.DrawFn) -> tuple[Table, ...]:
    """Draw one to three tables."""
    names = list(draw(st.permutations(TABLES)))
    count = draw(st.integers(1, 3))
    reference = count > 1 and draw(st.booleans())
    found = []
    for number_of, name in enumerate(names[:count]):
        is_reference = reference and number_of == count - 1
        wanted = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique_by=str.lower))
        key = "" if is_reference else draw(st.sampled_from(KEYS))
        columns = tuple(draw(_column(n, reference=is_reference)) for n in wanted)
        found.append(Table(name, key, columns, bool(key) and draw(st.booleans())))
    first = found[0]
    if not first.named("dimension"):
        given = replace(first.columns[0], role="dimension", said={})
        found[0] = replace(first, columns=(given, *first.columns[1:]))
    return tuple(found)


@st.composite
def terms_of(draw: st.DrawFn, schema: tuple[Table, ...]) -> Terms:
    """Draw what an agreement says of what may be told of these tables."""
    return agreed(
        schema,
        smallest_group=draw(st.integers(1, 4)),
        round_to=draw(st.sampled_from([1, 5])),
        largest_share=draw(st.sampled_from([0.5, 1])),
    )


def agreed(schema: tuple[Table, ...], **told: float) -> Terms:
    """Return the terms of an agreement that gives these tables."""
    return compile_terms(
        {
            "agreement": "drawn", "use": "drawn", "between": ["Tests"], "personal_data": False,
            "from": "2026-12-01", "until": "2026-12-31",
            "subject": {"what": "person", "column": schema[0].key},
            "datasets": {table.name: table.as_agreed() for table in schema},
            **_joins(schema),
            "outputs": {"aggregate": {"to": "tests", **told}},
        },
        purpose="p",
        stewards={table.name: "Tests" for table in schema},
        columns={table.name: set(table.all_columns) for table in schema},
    )  # fmt: skip


def _joins(schema: tuple[Table, ...]) -> Mapping[str, Any]:
    """Return on what tables are joined: people on their key, things on what is listed of them."""
    first, people = schema[0], [table for table in schema if table.key]
    found = []
    if people[1:]:
        found.append({"key": first.key, "among": {table.name: table.key for table in people}})
    for table in schema:
        if not table.key:
            sides = {first.name: first.listed, table.name: table.listed}
            found.append({"key": first.listed, "among": sides})
    return {"joins": found} if found else {}


def questions(schema: tuple[Table, ...]) -> st.SearchStrategy[str]:
    """Return questions that mostly ask for what is given of the first table, now and then more."""
    first = schema[0]
    every = [f'a0."{name}"' for name in first.all_columns]
    every += [f'a1."{schema[1].all_columns[-1]}"', '"nowhere"'] if schema[1:] else []
    usual = st.sampled_from([f"a0.{name}" for name in first.named("dimension")])
    name = st.one_of(*[usual] * 9, st.sampled_from(every))
    measures = [f"a0.{name}" for name in first.named("measure")]
    amount = st.sampled_from([*measures * 9, *every[:2]])
    source = st.sampled_from(_sources(schema))
    own = _conditions(name)
    where = st.one_of(own, own, st.sampled_from(_chosen(schema)))
    counts = st.just("count(*)") | st.builds("count(*) filter (where {})".format, where)
    amounts = st.one_of(
        st.builds("{}({})".format, st.sampled_from(["sum", "avg", "stddev", "count"]), amount),
        st.builds("sum(case when {} then {} end)".format, where, amount),
        st.builds("sum({0}) filter (where {1}) / nullif(sum({0}), 0)".format, amount, where),
    )
    taken = counts | amounts if measures else counts
    forms = (
        "select {0}, {1} as n from {2} group by 1",
        "select {0}, {1} as n from {2} where {3} group by 1 having n > 1 order by n desc limit 3",
        "select {0}, {1} as n from {2} group by rollup ({0})",
        "select {1} as n, {4} as m from {2} where {3}",
        "with w as (select {0} as a, {1} as n from {2} group by 1) select a, n, sum(n) over (),"
        " rank() over (order by n) from w where n is not null",
        "select max(n), median(n), count(distinct a) from (select {0} as a, {1} as n from {2}"
        " where {3} group by 1)",
        "select a, count(*) from (select {0} as a from {2} union all select {0} from {2} where {3})"
        " group by a",
    )
    form = st.sampled_from(forms)
    return st.builds(lambda f, *parts: f.format(*parts), form, name, taken, source, where, taken)


def _sources(schema: tuple[Table, ...]) -> list[str]:
    first = schema[0]
    own = f"{first.quoted} a0"
    found = [own]
    for table in schema[1:]:
        theirs = f"{table.quoted} a1"
        key, mine = table.key or table.listed, first.key if table.key else first.listed
        found += [f'{own} {how} join {theirs} on a0."{mine}" = a1."{key}"' for how in ("", "left")]
    return found


def _conditions(name: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    value = st.sampled_from(["a", "first", "yes", "1", "2026-01", "AB1 1"])
    one = st.one_of(
        st.builds("{} = '{}'".format, name, value),
        st.builds("{} is null".format, name),
        st.builds("{} <> '{}'".format, name, value),
        st.builds("{} in ('{}', '{}')".format, name, value, value),
    )
    both = st.sampled_from(["({} or {})", "({} and not {})"])
    return one | st.builds(lambda form, a, b: form.format(a, b), both, one, one)


def _chosen(schema: tuple[Table, ...]) -> list[str]:
    """Return conditions by other rows, by results, and in a way in which none may be chosen."""
    first, last = schema[0], schema[-1]
    dimension = first.named("dimension")[0]
    key = last.key or last.listed
    inner = f'select x."{key}" from {last.quoted} x'
    return [
        f'a0."{first.key}" in ({inner})',
        f'a0."{first.key}" not in ({inner})',
        f'exists (select 1 from {last.quoted} x where x."{key}" = a0."{first.key}")',
        f"a0.{dimension} in ({_common(dimension, first)})",
        f"a0.{dimension} >= (select min({dimension}) from {first.quoted})",
        f'a0."{first.all_columns[-1]}" > (select 1)',
    ]


def _common(dimension: str, table: Table) -> str:
    return f"select {dimension} from {table.quoted} group by 1 having count(*) > 1"


@st.composite
def drawn_worlds(draw: st.DrawFn) -> DrawnWorld:
    """Draw a council's tables, its agreement, its rows and some questions."""
    schema = draw(schemas())
    rows = {
        t.name: draw(t.rows(at_least=5 if t is schema[0] else 0, at_most=24 if t.key else 6))
        for t in schema
    }
    asked = draw(st.lists(questions(schema), min_size=5, max_size=8))
    return DrawnWorld(draw(terms_of(schema)), schema, rows, asked)


@st.composite
def other_drawn(draw: st.DrawFn, world: DrawnWorld, *, measures: bool = False) -> DrawnWorld:
    """Draw the same world with other values of all that the agreement does not give.

    With ``measures`` the measures are other ones too. Rows come in another order.
    """
    rows = {
        t.name: draw(_other_rows(t, world.rows[t.name], measures=measures)) for t in world.schema
    }
    return replace(world, rows=rows)


@st.composite
def _other_rows(draw: st.DrawFn, table: Table, rows: list[Row], *, measures: bool) -> list[Row]:
    found = []
    for row in rows:
        if table.keeps_back and row[GONE] is not None:
            continue
        other = {
            c.name: draw(c.in_other_world(row[c.name], measures=measures)) for c in table.columns
        }
        found.append({**row, **other})
    if table.keeps_back:
        found += [{**row, GONE: "2025"} for row in draw(table.rows(at_least=0, at_most=6))]
    if table.key:
        draw(st.randoms(use_true_random=False)).shuffle(found)
    return found
