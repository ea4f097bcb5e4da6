"""Made-up people for the tests of self-service, and fitted tables of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from beholden.kernel import (
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    SelfServiceOutput,
    Terms,
)
from beholden.selfservice import (
    Fitted,
    FittedPlan,
    Subjects,
    coded,
    make_fitted,
    one_row_each,
    plan_tables,
)

SECRET = bytes(range(32))
DAY = date(2026, 12, 10)
DOMAINS = {"ward": ("A", "B", "C", "D", "E"), "age": ("old", "young"), "tenure": ("own", "rent")}
CAPS: dict[str, float | None] = {"in_arrears": None, "arrears": 1000.0}


def events(version: int) -> dict[str, Any]:
    """Return the public events of a seal of so many versions."""
    return {"datasets": {"council_tax": version}}


def output(**changed: Any) -> SelfServiceOutput:
    said: dict[str, Any] = {
        "to": ("all staff",),
        "measures": ("in_arrears", "arrears"),
        "by": ("ward", "age", "tenure"),
        "guess_bound": 65,
        "known": ("ward", "age"),
        "caps": (("arrears", 1000.0),),
        **changed,
    }
    return SelfServiceOutput(**said)


def terms(**changed: Any) -> Terms:
    given = output(**changed)
    names = (*DOMAINS, "in_arrears")
    columns = tuple(ColumnTerms(name, ColumnRole.DIMENSION) for name in names)
    return Terms(
        agreement="warm-homes-2026",
        use="warm-homes",
        purpose="To help.",
        between=("Revenues",),
        starts=date(2026, 12, 1),
        ends=date(2027, 3, 31),
        subject="household",
        subject_column="uprn",
        datasets=(DatasetTerms("council_tax", "Revenues", columns),),
        group_rules=(GroupRule(10, "the agreement"),),
        self_service=given,
    )


def rows(count: int = 400, *, seed: int = 1, rate: float = 0.2) -> pa.Table:
    """Return made-up households, one row each."""
    draw = np.random.default_rng(seed)
    columns = {name: draw.choice(values, count) for name, values in DOMAINS.items()}
    in_arrears = draw.random(count) < rate
    return pa.table(
        {
            "_subject": np.arange(count),
            **columns,
            "in_arrears": in_arrears,
            "arrears": np.where(in_arrears, draw.gamma(2.0, 300.0, count), 0.0),
        }
    )


def subjects(table: pa.Table, given: SelfServiceOutput) -> Subjects:
    caps = {name: CAPS[name] for name in given.measures}
    held = one_row_each([table], dimensions=given.by, caps=caps)
    domains = {name: DOMAINS[name] for name in given.by}
    known = [name for name in given.by if name in given.known]
    return coded(held, domains=domains, known=known, caps=caps)


def planned(people: Subjects, given: SelfServiceOutput) -> FittedPlan:
    return plan_tables(given, sizes={n: len(v) for n, v in people.domains.items()})


def fitted(
    table: pa.Table | None = None, *, secret: bytes = SECRET, version: int = 1, **changed: Any
) -> Fitted:
    given = output(**changed)
    people = subjects(rows() if table is None else table, given)
    return make_fitted(people, planned(people, given), secret=secret, events=events(version))
