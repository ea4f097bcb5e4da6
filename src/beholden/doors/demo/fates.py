"""How far the answer about libraries is from the truth, where both published keys tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...actions import Council
from ...records import reading
from .measuring import Difference, difference

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]

_FATES = """
create temp table fates as
with pairs as (
    select l.row, l.local_authority, l.published, l.found,
        string_agg(distinct t.operation_23, ' + ' order by t.operation_23) as truth
    from left_list l join right_list t on l.published = t.published
    group by all
), ours as (
    select l.row, string_agg(distinct r.operation_23, ' + ' order by r.operation_23) as ours
    from left_list l join right_list r on l.found = r.found group by all
)
select p.*, o.ours, p.published in (select uprn from gazetteer) as findable
from pairs p left join ours o using (row)"""
_COUNTS = """
select l.local_authority, r.operation_23, count(distinct l.{key})
from left_list l join right_list r on l.{key} = r.{key}
where l.row in (select row from fates) group by all"""
_COVERAGE = """
select operation_23, count(*), count(found) from right_list
where operation_23 is not null group by 1 order by 2 desc"""
_ALIKE = """
select count(*) filter (where same), count(*) from (
    select l.row, bool_or(lower(l.written) = lower(r.written)) as same
    from left_list l join right_list r on l.published = r.published group by all)"""


@dataclass(frozen=True, slots=True)
class Fates:
    """The answer beside the truth, for libraries whose key both lists publish (``known``).

    ``not_in_gazetteer`` and ``missed`` were not answered; ``alike`` of ``known`` are written the
    same in both lists, letter for letter. ``in_scope`` counts rows that the agreement gives, and
    ``placed`` those of them that got a UPRN. Totals are by who runs the library in 2023;
    ``coverage`` has for each of those the rows of the 2023 list and how many got a UPRN.
    """

    in_scope: int
    placed: int
    known: int
    alike: int
    right: int
    wrong: int
    missed: int
    not_in_gazetteer: int
    ours: Mapping[str, int]
    truth: Mapping[str, int]
    by_authority: Difference
    authorities: int
    authorities_exact: int
    coverage: tuple[tuple[str, int, int], ...]


def fates(
    council: Council,
    *,
    tables: Tables,
    published: Mapping[str, Sequence[str | None]],
    gazetteer: frozenset[str],
) -> Fates:
    """Compare the answer with what the published keys give, under the agreement's own conditions.

    The rows and the bands of the agreement in force are used, so that ours and the truth differ by
    the match alone.
    """
    import duckdb

    connection = duckdb.connect()
    _load(connection, council, tables, published, gazetteer)
    connection.execute(_FATES)
    scope = connection.sql("select count(*), count(found) from left_list").fetchall()[0]
    alike = connection.sql(_ALIKE).fetchall()[0]
    ours, truth = (_counts(connection, key) for key in ("found", "published"))
    exact = {name for name, _ in {*ours, *truth}}
    wrong_at = {at[0] for at in {*ours, *truth} if ours.get(at, 0) != truth.get(at, 0)}
    return Fates(
        in_scope=scope[0],
        placed=scope[1],
        known=alike[1],
        alike=alike[0],
        right=_number(connection, "ours = truth"),
        wrong=_number(connection, "ours <> truth"),
        missed=_number(connection, "ours is null and findable"),
        not_in_gazetteer=_number(connection, "ours is null and not findable"),
        ours=_by_status(ours),
        truth=_by_status(truth),
        by_authority=difference(ours, truth),
        authorities=len(exact),
        authorities_exact=len(exact - wrong_at),
        coverage=tuple(connection.sql(_COVERAGE).fetchall()),
    )


def _load(
    connection: duckdb.DuckDBPyConnection,
    council: Council,
    tables: Tables,
    published: Mapping[str, Sequence[str | None]],
    gazetteer: frozenset[str],
) -> None:
    import pyarrow as pa

    with council.at_work():
        terms = reading.agreement("libraries-then-and-now-agreement").terms
    connection.register("gazetteer", pa.table({"uprn": sorted(gazetteer)}))
    for side, dataset in zip(("left_list", "right_list"), terms["datasets"], strict=True):
        table = tables[dataset["name"]]
        keys = pa.array(published[dataset["name"]], pa.string())
        rows = pa.array(range(table.num_rows), pa.int64())
        table = table.rename_columns({"uprn": "found"})
        table = table.append_column("published", keys).append_column("row", rows)
        connection.register(f"whole_{side}", table)
        address = [name for name in table.column_names if "address" in name or "name" in name]
        columns = ", ".join(_as_given(column) for column in dataset["columns"])
        written = f"concat_ws(' ', {', '.join(address)}, postcode)"
        connection.execute(
            f"create temp table {side} as "  # noqa: S608
            f"select row, published, found, {written} as written, {columns} "
            f"from whole_{side} where {dataset['rows']}"
        )


def _as_given(column: Mapping[str, Any]) -> str:
    """Return a column of the agreement as SQL: values in bands become labels, others null."""
    name = "found" if column["name"] == "uprn" else column["name"]
    if not column["bands"]:
        return f"{name} as {column['name']}"
    cases = " ".join(
        f"when {name} in ({', '.join(map(_text, values))}) then {_text(label)}"
        for label, values in column["bands"]
    )
    return f"case {cases} end as {column['name']}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _counts(connection: duckdb.DuckDBPyConnection, key: str) -> dict[tuple[str, str], int]:
    rows = connection.sql(_COUNTS.format(key=key)).fetchall()
    return {(authority, status): count for authority, status, count in rows}


def _by_status(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (_, status), count in counts.items():
        totals[status] = totals.get(status, 0) + count
    return totals


def _number(connection: duckdb.DuckDBPyConnection, condition: str) -> int:
    found = connection.sql(f"select count(*) from fates where {condition}").fetchall()  # noqa: S608
    return int(found[0][0])
