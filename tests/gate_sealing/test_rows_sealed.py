"""Rows as they are fetched: the given columns, in an order that tells nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from beholden.gate import RowsTable, fetch_rows
from beholden.kernel import RecordsOutput, Refused, Unavailable

from .made_up import COUNCIL_TAX, council_tax, sealed_rows, terms

GIVING = RecordsOutput(to=("Housing",), act="visit", columns=("uprn", "tenure"))


def _table(*names: str) -> RowsTable:
    return RowsTable("council_tax", tuple(COUNCIL_TAX.column(name) for name in names))


def _sealed(bench, of, data, **more):
    return bench.seal(of, {"council_tax": bench.source("council_tax", data)}, **more)


def test_rows_are_the_sealed_ones_with_fewer_columns(bench):
    extract = _sealed(bench, terms(COUNCIL_TAX, records=GIVING), council_tax())
    got = fetch_rows(extract, _table("uprn", "tenure"), keys=bench.keys).to_pylist()
    sealed = sealed_rows(extract, bench.keys, "council_tax")
    wanted = [{"uprn": row["uprn"], "tenure": row["tenure"]} for row in sealed]
    assert sorted(got, key=str) == sorted(wanted, key=str)


def test_their_order_is_that_of_the_given_values_alone(bench):
    """The sealed order is by pseudonym: given with a column, it would line two tables up."""
    extract = _sealed(bench, terms(COUNCIL_TAX), council_tax())
    got = fetch_rows(extract, _table("tenure"), keys=bench.keys).column("tenure").to_pylist()
    assert got == sorted(got, key=lambda value: (value is None, value))


def test_amounts_are_as_they_were_written(bench):
    data = council_tax()
    data["arrears"] = [f"{number}.10" for number in range(len(data["arrears"]))]
    extract = _sealed(bench, terms(COUNCIL_TAX), data)
    got = fetch_rows(extract, _table("arrears"), keys=bench.keys).column("arrears").to_pylist()
    assert Decimal("3.10") in got
    assert {type(value) for value in got} == {Decimal}


def test_a_number_of_one_seal_is_given_to_nobody(bench):
    extract = _sealed(bench, terms(COUNCIL_TAX), council_tax())
    with pytest.raises(Unavailable, match="no uprn that can be given"):
        fetch_rows(extract, _table("uprn", "tenure"), keys=bench.keys)


def test_a_key_that_is_given_is_the_same_after_the_next_seal(bench):
    found = []
    for homes in (30, 40):
        extract = _sealed(bench, terms(COUNCIL_TAX, records=GIVING), council_tax(homes))
        found.append(fetch_rows(extract, _table("uprn", "tenure"), keys=bench.keys).to_pylist())
    assert [row for row in found[0] if row not in found[1]] == []


def test_nothing_is_fetched_without_the_key(bench):
    extract = _sealed(bench, terms(COUNCIL_TAX), council_tax())
    bench.keys.destroy(extract.id)
    with pytest.raises(Refused):
        fetch_rows(extract, _table("tenure"), keys=bench.keys)
