"""Releases of two uses over the same households are checked against each other."""

from __future__ import annotations

import pytest

from .ashmere import ANALYST, CODES, DPO, Case, approve, register
from .test_keys_of_other_uses import OfOther

QUESTION = "select tenure, count(*) as n from council_tax group by 1"
AGREEMENTS = {"warm-homes": "warm-homes-2026", "other": "other-2026"}


@pytest.fixture
def two_uses(founded, tmp_path):
    """Give a council with two uses; the second's agreement gives those who are liable, too."""
    case, other = Case(tmp_path / "stated"), OfOther(tmp_path / "other")
    register(founded, case)
    for one, rows in ((case, "liable_to is null"), (other, None)):
        approve(founded, one)
        use = one.use["use"]
        said = one.agreement | {"use": use, "agreement": AGREEMENTS[use]}
        said["outputs"]["aggregate"]["round_to"] = 1
        said["datasets"]["council_tax"].pop("rows")
        if rows:
            said["datasets"]["council_tax"]["rows"] = rows
        founded.state_agreement(by=DPO, document=said)
        for who in ("revenues", "housing", "partner"):
            founded.sign_agreement(by=CODES[who], agreement=AGREEMENTS[use])
        founded.seal(by=DPO, use=use)
    return founded


def requested(council, *, use, name):
    receipt = council.ask(by=ANALYST, use=use, question=QUESTION).receipt
    return council.request_release(by=ANALYST, receipt=receipt.id, name=name, title="Households")


def test_the_few_whom_one_agreement_gives_and_another_does_not_are_not_told_apart(two_uses):
    """Each table is safe; less the first, the second is of the five who are liable."""
    alone = requested(two_uses, use="other", name="all")
    assert all(row.shown for row in alone.checked.rows)

    first = requested(two_uses, use="warm-homes", name="not-liable")
    two_uses.review_release(
        by=CODES["reviewer"], release_id=first.id, approve=True, because="Safe."
    )
    two_uses.publish(by=CODES["publisher"], release_id=first.id)
    shown = {row.at: row.values[0] for row in first.checked.rows if row.shown}

    second = requested(two_uses, use="other", name="all-again")
    assert second.checked.facts["together"]["earlier"] == ["not-liable"]
    apart = [
        row.values[0] - shown[row.at]
        for row in second.checked.rows
        if row.shown and row.at in shown
    ]
    assert not [few for few in apart if 0 < few < 10]
    assert "Differencing" in {row.reason for row in second.checked.rows}
