"""How evenly linking finds the made-up people of the Borough of Ashmere, group by group.

    python -m benchmarks.people --only fairness

The vaccination list (20,000 households; some 50,000 rows, of which 3 in 100 people have a second
one with more faults) is linked with itself, once with NHS numbers and once without. The truth that
the borough is made with tells whether each row's links are right. Groups are by the origin that a
name was modelled on, by whether the row's address is not the person's home (a recent mover), by
flat or house, and by ward. The people and their names are made up: this says how the model bears
spellings, not how any real community fares.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from beholden.borough import Borough, make
from beholden.linkage.people import FairnessReport, fairness, link_people

_MEASURES = ("matched", "wrong", "missed")


def measure(*, households: int, seed: int) -> Iterator[tuple[str, float, FairnessReport]]:
    """Give for each way of linking its name, seconds of processor, and the report by group."""
    borough = make(households=households, seed=seed)
    whole, truth = borough.tables["vaccinations"], borough.truth["vaccinations"]
    groups = groups_of(borough)
    for name, table in (
        ("with NHS numbers", whole),
        ("without NHS numbers", whole.drop_columns(["nhs_number"])),
    ):
        began = time.process_time()
        links = link_people({"vaccinations": table})
        took = time.process_time() - began
        yield name, took, fairness(links.clusters, groups, truth=truth["person"])


def groups_of(borough: Borough) -> dict[str, list[Any]]:
    """Return the groups of each row of the vaccination list, as the borough was made."""
    truth, gazetteer = borough.truth["vaccinations"], borough.tables["gazetteer"]
    homes = truth["lives_at"].to_pylist()
    return {
        "origin of the name": truth["origin"].to_pylist(),
        "mover": ["moved" if moved else "at home" for moved in truth["moved"].to_pylist()],
        "flat or house": _of_homes(gazetteer, "property_type", homes),
        "ward": _of_homes(gazetteer, "ward", homes),
    }


def _of_homes(gazetteer: pa.Table, column: str, homes: list[str]) -> list[Any]:
    uprns, values = (gazetteer[name].to_pylist() for name in ("uprn", column))
    told = dict(zip(uprns, values, strict=True))
    return [told.get(home) for home in homes]


def lines(report: FairnessReport) -> Iterator[str]:
    """Give the report as lines: one per group, with the interval of what was missed."""
    yield (
        f"{'':20}{'group':24}{'matched':>10}  {'false links':>16}  {'recall':>20}  "
        "95% interval of recall"
    )
    told = {(f.column, f.group, f.measure): f for f in report.figures}
    for column, group in dict.fromkeys((f.column, f.group) for f in report.figures):
        matched, wrong, missed = (told[column, group, name] for name in _MEASURES)
        yield (
            f"{column:20}{group:24}{_share(matched.share):>10}  {_of(wrong.count, wrong.of):>16}  "
            + _recall(missed.count, missed.of, missed.low, missed.high)
        )
    yield from report.warnings or ("No group differs from the others by more than the margin.",)


def _share(share: float | None) -> str:
    return "withheld" if share is None else f"{share:.2%}"


def _of(count: int | None, of: int | None) -> str:
    return "withheld" if count is None else f"{count:,} of {of:,}"


def _recall(missed: int | None, of: int | None, low: float | None, high: float | None) -> str:
    if missed is None or of is None or low is None or high is None:
        return f"{'withheld':>20}"
    share = f"{1 - missed / of:.2%} of {of:,}"
    return f"{share:>20}  {1 - high:.1%} to {1 - low:.1%}"


def print_fairness(*, households: int, seed: int) -> list[dict[str, Any]]:
    """Measure, print the figures of every group with the warnings, and return them."""
    told = []
    for name, took, report in measure(households=households, seed=seed):
        print(f"\nvaccinations, linked {name} ({took:.1f} s of processor)")
        print(*lines(report), sep="\n")
        told.append({"linked": name, "cpu": took, **report.to_dict()})
    return told
