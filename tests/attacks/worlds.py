"""Random councils: columns with random roles, terms, rows and questions, for the properties.

What the tables are stays the same here; ``schemas`` has councils whose tables are drawn too.
A world has two datasets of people, ``people`` and ``visits``, and one in which nobody is,
``places``. Every column is there in the data; the agreement gives some as dimensions, some as
measures, and withholds the others. Rows of people who have left are not given. People and visits
are joined on the person, and on the home under another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from beholden.gate import compile_terms
from beholden.kernel import Terms

IN_FORCE = date(2026, 12, 10)
TEXTS, NUMBERS = ("hill", "mill", "quay"), ("debt", "rent")
ROLES = st.sampled_from(["dimension", "dimension", "measure", "withheld", "not named"])
Row = dict[str, str | None]

text = st.sampled_from([None, "", "a", "a", "b", "b", "c", "yes", "no", "12", "x' --", "é"])
number = st.none() | st.integers(-(10**6), 10**6).map(str) | st.just("99999999999999")
secret = st.sampled_from([None, "", "7", "no", "a", "MADEUPSECRET", "9" * 30, "\t'\""])
gone = st.none() | st.just("left")


@dataclass(frozen=True)
class World:
    """The terms of a made-up council, its rows, and questions about them."""

    terms: Terms
    people: list[Row]
    visits: list[Row]
    questions: list[str]

    @property
    def tables(self) -> Mapping[str, tuple[Sequence[str], list[Row]]]:
        """Return the columns and rows of each table."""
        return {
            "people": (PEOPLE, self.people),
            "visits": (VISITS, self.visits),
            "places": (PLACES, ALL_PLACES),
        }

    @property
    def given(self) -> Mapping[str, str]:
        """Return the role of every column that the agreement gives."""
        return {c.name: c.role.value for d in self.terms.datasets for c in d.columns}

    def column_is_open(self, name: str) -> bool:
        """Return whether a column may change what is told."""
        return self.given.get(name, "withheld") != "withheld"


def as_table(rows: Sequence[Row], columns: Sequence[str]) -> pa.Table:
    """Return rows as a table of text, as a council's files have them."""
    return pa.table({c: pa.array([row[c] for row in rows], pa.string()) for c in columns})


PEOPLE = ("person", "home", "place", *TEXTS, *NUMBERS, "gone", "diary")
VISITS = ("person", "address", "why", "note")
PLACES = ("code", "area")
ALL_PLACES: list[Row] = [
    {"code": code, "area": area} for code, area in zip("abcd", ("x", "y", "x", None), strict=True)
]


def _row(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({"person": st.integers(1, 14).map(str), **more})


home = st.none() | st.integers(1, 6).map(str)
people = st.lists(
    _row(
        **dict.fromkeys(TEXTS, text),
        **dict.fromkeys(NUMBERS, number),
        home=home,
        place=st.sampled_from([None, *"abcde"]),
        gone=gone,
        diary=secret,
    ),
    min_size=5,
    max_size=30,
)
visits = st.lists(_row(why=text, address=home, note=secret), max_size=12)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Draw what an agreement gives of people and visits."""
    roles = {name: draw(ROLES.filter(lambda role: role != "measure")) for name in TEXTS}
    roles |= {name: draw(ROLES) for name in NUMBERS}
    given = {
        name: {"role": role} | ({"functions": ["sum", "avg"]} if role == "measure" else {})
        for name, role in roles.items()
        if role != "not named"
    }
    return compile_terms(
        {
            "agreement": "worlds",
            "use": "worlds",
            "between": ["Tests"],
            "personal_data": False,
            "from": "2026-12-01",
            "until": "2026-12-31",
            "subject": "person",
            "datasets": {
                "people": {
                    "rows": draw(st.sampled_from(["gone is null", "not (gone = 'left')"])),
                    "columns": {
                        "person": {"role": "join"},
                        "home": {"role": "join"},
                        "place": {"role": "dimension"},
                        **given,
                    },
                },
                "visits": {
                    "columns": {
                        "person": {"role": "join"},
                        "address": {"role": "join"},
                        "why": {"role": "dimension"},
                    }
                },
                "places": {
                    "reference": True,
                    "columns": {"code": {"role": "dimension"}, "area": {"role": "dimension"}},
                },
            },
            "joins": [
                {"key": "person", "among": ["people", "visits"]},
                {"key": "home", "among": {"people": "home", "visits": "address"}},
                {"key": "place", "among": {"people": "place", "places": "code"}},
            ],
            "outputs": {
                "aggregate": {
                    "to": "tests",
                    "smallest_group": draw(st.integers(1, 4)),
                    "round_to": draw(st.sampled_from([1, 5])),
                    "largest_share": draw(st.sampled_from([0.5, 1])),
                }
            },
        },
        purpose="p",
        stewards=dict.fromkeys(("people", "visits", "places"), "Tests"),
        columns={"people": set(PEOPLE), "visits": set(VISITS), "places": set(PLACES)},
    )


ANY = st.sampled_from([*TEXTS, *NUMBERS, "diary", "gone", "p.person", "p.home", "nowhere"])
SOURCES = st.sampled_from(
    [
        *("people p", "people p", "people p left join visits v using (person)"),
        "people p join places w on p.place = w.code",
        "people p join visits v on p.person = v.person and p.home = v.address",
        "people p join visits v on p.home = v.address",  # another person's rows: refused
        "people p join places w on p.hill = w.code",
    ]
)
# Rows that are chosen by other rows, by results, and in ways in which none may be chosen.
CHOSEN = st.sampled_from(
    [
        "p.person in (select person from visits where why = 'a')",
        "p.person not in (select x.person from visits x join people y using (person))",
        "exists (select 1 from visits x where x.person = p.person and x.why <> p.place)",
        "not exists (select 1 from people x where x.person = p.person and x.place <> p.place)",
        "p.home in (select address from visits)",
        "exists (select 1 from visits x where x.address = p.home)",
        "exists (select 1 from people x where x.place = p.place)",
        "p.place in (select code from places where area = 'x')",
        "p.place in (select place from people group by 1 having count(*) > 1)",
        "p.place >= (select min(place) from people)",
        "p.place = (select max(x.place) from people x where x.place = p.place)",
        "p.place > (select avg(x.area) from places x where x.code = p.place)",
        "1 > (select sum(x.code) from places x where p.place = x.code and x.area <> 'y')",
        "p.place = (select avg(x.code) from places x where x.area = p.debt)",
        "p.place = (select diary from people limit 1)",
        "p.debt > (select avg(debt) from people)",
    ]
)

# A wide decimal says only of what type a number is; a narrow one would choose by it.
CASTS = st.sampled_from(["double", "decimal(12, 2)", "decimal(18, 4)", "decimal(9, 2)", "int"])


def conditions(name: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return conditions on columns: what may choose, and now and then what may not."""
    one = st.one_of(
        st.builds("{} = '{}'".format, name, st.sampled_from("abc")),
        st.builds("{} is null".format, name),
        st.builds("lower({}) like '%a%'".format, name),
    )
    return st.one_of(one, CHOSEN, st.builds("({} or not {})".format, one, st.one_of(one, CHOSEN)))


def questions(wanted: Terms) -> st.SearchStrategy[str]:
    """Return questions that often ask for what these terms give, and now and then for more."""
    given: dict[str, list[str]] = {"dimension": [], "measure": []}
    for column in wanted.datasets[0].columns:
        given.setdefault(column.role.value, []).append(column.name)
    usual = st.sampled_from(given["dimension"] or list(TEXTS))
    name = st.one_of(usual, usual, usual, usual, ANY)
    amount = st.sampled_from(given["measure"] * 6 + list(NUMBERS))
    where = conditions(name)
    taken = st.one_of(
        st.just("count(*)"),
        st.builds("count(*) filter (where {})".format, where),
        st.builds("{}({})".format, st.sampled_from(["sum", "avg", "sum", "avg", "max"]), amount),
        st.builds("sum(case when {} then {} end)".format, where, amount),
        st.builds("sum(cast({} as {}))".format, amount, CASTS),
    )
    both = st.builds(
        "select {} as a, {} as b from {}".format, name, st.one_of(name, amount), SOURCES
    )
    return st.one_of(
        st.builds("select {}, {} from {} group by 1".format, name, taken, SOURCES),
        st.builds("select {}, {} from {} where {} group by 1".format, name, taken, SOURCES, CHOSEN),
        st.builds("select {0}, {1} from {2} group by rollup ({0})".format, name, taken, SOURCES),
        st.builds(
            "select {} as a, {} as n, sum(count(*)) over (), rank() over (order by count(*))"
            " from {} group by 1 order by n, a".format,
            name,
            taken,
            SOURCES,
        ),
        st.builds(
            "select a, sum(b), count(*) from ({} union all {}) group by a".format, both, both
        ),
        st.builds(
            "select median(n), mode(a), quantile_cont(n, 0.9), quantile_disc(n, 0.1), kurtosis(n),"
            " stddev_pop(n), corr(n, n * n), regr_slope(n, sqrt(n)), arg_max(a, n), max(ln(n)),"
            " min(power(n, 3)), sum(trunc(exp(n / 100.0))) from (select {} as a, {} as n from {}"
            " group by 1)".format,
            name,
            taken,
            SOURCES,
        ),
        st.builds("select count(a), min(a) from ({}) where a <> 'b'".format, both),
        st.builds(
            "with w as (select {} as a, {} as n from {} group by 1) select area, a, n from places"
            " left join w on a = code union select 'all', code, 0 from places"
            " order by 1, 2, 3".format,
            name,
            taken,
            SOURCES,
        ),
        st.builds("select {}, {} from {}".format, taken, taken, SOURCES),
        st.builds("select {} from {} where {}".format, taken, SOURCES, where),
        st.builds(
            "select {}, {} as n from {} group by 1 having n > 1 order by 2 desc, 1 limit 3".format,
            name,
            taken,
            SOURCES,
        ),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a council, its rows and ten questions."""
    wanted = draw(terms())
    asked = draw(st.lists(questions(wanted), min_size=6, max_size=10))
    return World(wanted, draw(people), draw(visits), asked)


@st.composite
def other_secrets(draw: st.DrawFn, world: World, *, measures: bool = False) -> World:
    """Draw the same world with other values of all that the agreement does not give.

    With ``measures`` the measures are other ones too. Rows come in another order, and those who
    have left are changed in every way, more or fewer.
    """
    chosen = {name: draw(st.randoms(use_true_random=False)) for name in ("p", "v")}
    staying = [dict(row) for row in world.people if row["gone"] is None]
    for row in staying:
        row["diary"] = draw(secret)
        for name in (*TEXTS, *NUMBERS):
            is_measure = measures and world.given.get(name) == "measure"
            if is_measure or not world.column_is_open(name):
                row[name] = draw(number if is_measure else secret)
    leaving = [{**row, "gone": "left"} for row in draw(people)]
    rows = [*staying, *leaving]
    chosen["p"].shuffle(rows)
    visited = [{**row, "note": draw(secret)} for row in world.visits]
    chosen["v"].shuffle(visited)
    return World(world.terms, rows, visited, world.questions)
