"""Which training somebody still lacks: by certificate, version, grace and day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.learning import Certificate, Held, Published, expires_on, lacking

TODAY = date(2027, 3, 10)
VERSIONS = {
    "data": (Published(1, date(2026, 1, 1)), Published(2, date(2027, 3, 1))),
    "board": (Published(1, date(2026, 1, 1)),),
    "fast": (Published(1, date(2026, 1, 1)), Published(2, date(2027, 1, 1)), Published(3, TODAY)),
}
LATER, EARLIER = date(2027, 9, 1), date(2027, 3, 9)

CASES = [
    ("nothing is asked for", [], [], ()),
    ("no certificate", ["data"], [], ("data",)),
    ("the newest version", ["data"], [Held("data", 2, LATER)], ()),
    ("an older version, in its grace", ["data"], [Held("data", 1, LATER)], ()),
    ("its last day", ["data"], [Held("data", 2, TODAY)], ()),
    ("expired yesterday", ["data"], [Held("data", 2, EARLIER)], ("data",)),
    ("another course", ["board"], [Held("data", 2, LATER)], ("board",)),
    ("one of two", ["data", "board"], [Held("data", 2, LATER)], ("board",)),
    ("expired and a new one", ["data"], [Held("data", 1, EARLIER), Held("data", 2, LATER)], ()),
    # The grace of version 1 began with version 2; a third version does not begin it anew.
    ("two versions behind", ["fast"], [Held("fast", 1, LATER)], ("fast",)),
    ("one version behind", ["fast"], [Held("fast", 2, LATER)], ()),
    ("asked for twice", ["board", "board"], [], ("board",)),
]


@pytest.mark.parametrize(
    ("required", "held", "missing"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_is_lacking(required: list[str], held: list[Held], missing: tuple[str, ...]) -> None:
    found = lacking(required, held, versions=VERSIONS, grace_days=30, today=TODAY)
    assert found == missing


@pytest.mark.parametrize(("grace", "missing"), [(0, ("data",)), (9, ("data",)), (10, ()), (30, ())])
def test_grace_counts_from_the_day_of_the_version_after(
    grace: int, missing: tuple[str, ...]
) -> None:
    held = [Held("data", 1, LATER)]
    asked = lacking(["data"], held, versions=VERSIONS, grace_days=grace, today=TODAY)
    # Published on 1 March: ten days of grace end with 10 March.
    assert asked == missing


EXPIRY = [
    (date(2026, 11, 30), 12, date(2027, 11, 30)),
    (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2027, 11, 30), 3, date(2028, 2, 29)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 12, 31), 24, date(2028, 12, 31)),
]


@pytest.mark.parametrize(("issued", "months", "expires"), EXPIRY)
def test_a_certificate_counts_to_the_same_day_of_its_last_month(
    issued: date, months: int, expires: date
) -> None:
    assert expires_on(issued, months=months) == expires


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_certificate_always_counts_for_a_while(issued: date, months: int) -> None:
    assert 28 * months <= (expires_on(issued, months=months) - issued).days <= 31 * months


def _certificate(**other: object) -> Certificate:
    said = {
        "id": "certificate-1", "course": "data", "version": 1, "issued": TODAY,
        "expires": LATER, "holder": "code-analyst", "salt": "0" * 32,
    }  # fmt: skip
    return Certificate(**{**said, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"id": "certificate-2"}, {"course": "board"}, {"version": 2}, {"issued": LATER},
        {"expires": TODAY}, {"holder": "code-officer"}, {"salt": "1" * 32},
    ],
    ids=str,
)  # fmt: skip
def test_nothing_on_a_certificate_can_be_changed_unnoticed(other: dict[str, object]) -> None:
    assert _certificate(**other).fingerprint != _certificate().fingerprint
    assert _certificate().fingerprint == _certificate().fingerprint
