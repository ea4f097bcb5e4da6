"""The borough's answers beside its kept-apart truth: how far faults of linkage move them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .measuring import Difference, difference

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]
Counts = Mapping[tuple[str, ...], int]

_KEYS = ("uprn", "person")
_IN_NEED = """
select places.neighbourhood, council_tax.tenure, count(distinct council_tax.uprn)
from council_tax join places using (uprn) join energy_certificates using (uprn)
left join support_scheme using (uprn)
where liable_to is null and in_arrears and rating in ('D', 'E', 'F', 'G')
  and enrolled is not true
group by all"""
_INVITED = """
select neighbourhood, count(distinct person)
from vaccinations join places using (uprn) where {which} group by all"""
_REALLY_IN_NEED = """
select count(*) from households
where in_arrears and rating in ('D', 'E', 'F', 'G') and not enrolled"""


@dataclass(frozen=True, slots=True)
class Compared:
    """An exact answer beside the same question with every row's true keys, by cell.

    ``off`` is how far apart the two are. ``really`` is the number in the borough as it is, where
    that is another than the lists can tell (None where it is not).
    """

    ours: Counts
    truth: Counts
    off: Difference
    really: int | None = None
    rates: tuple[tuple[str, float, float], ...] = ()


def compare_warm_homes(tables: Tables, truth: Tables) -> Compared:
    """Compare the households in need by neighbourhood and tenure."""
    ours, true = _counts(tables, _IN_NEED), _counts(_with_true_keys(tables, truth), _IN_NEED)
    really = _rows({"households": truth["households"]}, _REALLY_IN_NEED)
    return Compared(ours, true, difference(ours, true), really=really[0][0])


def compare_uptake(tables: Tables, truth: Tables) -> Compared:
    """Compare the vaccinated by neighbourhood; ``rates`` has both shares of those invited, 0–1."""
    true_tables = _with_true_keys(tables, truth)
    took, invited = (_INVITED.format(which=which) for which in ("vaccinated", "true"))
    ours, true = _counts(tables, took), _counts(true_tables, took)
    all_ours, all_true = _counts(tables, invited), _counts(true_tables, invited)
    rates = tuple(
        (at[0], ours.get(at, 0) / all_ours[at], true.get(at, 0) / all_true[at])
        for at in sorted(all_ours)
        if all_true.get(at)
    )
    return Compared(ours, true, difference(ours, true), rates=rates)


def _with_true_keys(tables: Tables, truth: Tables) -> dict[str, pa.Table]:
    corrected = {}
    for name, table in tables.items():
        for key in _KEYS:
            if name in truth and key in table.column_names:
                place = table.column_names.index(key)
                table = table.set_column(place, key, truth[name][key])
        corrected[name] = table
    return corrected


def _counts(tables: Tables, question: str) -> dict[tuple[str, ...], int]:
    return {tuple(row[:-1]): row[-1] for row in _rows(tables, question)}


def _rows(tables: Tables, question: str) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(question).fetchall()
