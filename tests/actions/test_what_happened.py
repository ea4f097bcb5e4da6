"""The pages tell every act in words, alike acts on end once, and an agreement as it was written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import beholden.actions
from beholden.actions.what_happened import act_in_words, what_happened
from beholden.records.reading import LedgerEntryView

from .ashmere import CODES, Case

ACTIONS = Path(beholden.actions.__file__).parent
NAMED = re.compile(r"acting\((?:[^()]|\([^()]*\))*?\bname=\"([a-z-]+)\"", re.S)
ACTS = sorted({name for file in ACTIONS.rglob("*.py") for name in NAMED.findall(file.read_text())})
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def entry(index: int, act: str, days: int = 0) -> LedgerEntryView:
    return LedgerEntryView(
        index=index, act=act, use="warm-homes", body="{}", written_at=NOON + timedelta(days=days)
    )


def test_there_are_acts_to_tell():
    assert len(ACTS) > 40


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_told_in_words(act):
    assert act_in_words(act) != act.replace("-", " ").capitalize(), "add it to what_happened.py"


def test_alike_acts_on_end_on_one_day_are_told_once():
    told = what_happened(
        [
            entry(3, "agreement-offered"),
            entry(5, "agreement-signed"),
            entry(6, "agreement-signed"),
            entry(9, "agreement-signed", days=1),
        ]
    )
    assert [(one.entry, one.until, one.times) for one in told] == [
        (3, None, 1),
        (5, 6, 2),
        (9, None, 1),
    ]


def test_a_law_is_told_as_it_was_written(agreed):
    (agreement,) = agreed.public_use(name="warm-homes").agreements
    assert "Local Government Act 2000" in agreement.lawful_basis
    assert agreement.lawful_basis.startswith("Article 6: public task; ")


def test_a_version_that_another_came_after_is_an_earlier_one(agreed, tmp_path):
    stated = Case(tmp_path).agreement
    rounded = {**stated["outputs"]["aggregate"], "round_to": 10}
    changed = {**stated, "outputs": {**stated["outputs"], "aggregate": rounded}}
    agreed.state_agreement(by=CODES["dpo"], document=changed)
    for who in ("revenues", "housing", "partner"):
        agreed.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    told = agreed.public_use(name="warm-homes").agreements
    assert [(one.earlier, one.changes != ()) for one in told] == [(True, False), (False, True)]
