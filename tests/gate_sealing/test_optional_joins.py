"""An optional join that finds nothing: whether a question ends says nothing of an amount (S2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from beholden.gate import decide
from beholden.gate.running.engine import run
from beholden.gate.running.limits import Limits
from beholden.kernel import AggregateOutput, DatasetTerms, JoinTerms, Terms
from gate_sealing.made_up import JOIN, MEASURE, Bench, column, terms

HOUSES = 60
TAX = DatasetTerms(
    "council_tax",
    "Revenues",
    (
        column("uprn", JOIN),
        column("tenure"),
        column("place"),
        column("arrears", MEASURE, functions=("sum",)),
    ),
)
ENERGY = DatasetTerms("energy", "Housing", (column("uprn", JOIN), column("rating")))


def agreed() -> Terms:
    return terms(
        TAX,
        ENERGY,
        joins=(JoinTerms("uprn", ("council_tax", "energy")),),
        aggregate=AggregateOutput(("Revenues",)),
    )


# The engine took such sums for numbers of a byte, and stopped at one that is none.
@pytest.mark.parametrize("owed", [127, 128, -129, 10**6])
@pytest.mark.parametrize("finds_nothing", ["rating = 'zzz'", "rating is null"])
def test_an_amount_of_one_household_stops_no_question(
    tmp_path: Path, owed: int, finds_nothing: str
) -> None:
    bench = Bench(tmp_path)
    uprns = [*range(HOUSES), 5]  # one account twice: no key stands once
    tax = {
        "uprn": uprns,
        "tenure": ["boat" if n == 7 else "owned" for n in uprns],
        "place": [("A", "B")[n % 2] for n in uprns],
        "arrears": [owed if n == 7 else 0 for n in uprns],
    }
    energy = {"uprn": [*range(HOUSES), 9], "rating": ["cold"] * (HOUSES + 1)}
    sources = {"council_tax": bench.source("council_tax", tax)}
    extract = bench.seal(agreed(), sources | {"energy": bench.source("energy", energy)})
    question = (
        "select place, sum(arrears) from council_tax left join energy"
        f" on council_tax.uprn = energy.uprn and {finds_nothing}"
        " where tenure = 'boat' group by place"
    )
    plan = decide(question, agreed(), today=date(2026, 12, 10)).plan
    assert plan is not None
    cells = run(plan, extract, keys=bench.keys, limits=Limits()).table
    assert cells.num_rows == 1  # too few to be shown, which treating says
