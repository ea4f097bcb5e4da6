"""The council's own thresholds: a file in its home, by which every release is checked."""

from __future__ import annotations

import pytest

from beholden.kernel import BadInput

from .ashmere import ANALYST, QUESTION, until_requested
from .councils import state_of


def shown(council, release_id):
    with council.at_work():
        from beholden.records.models import Release

        checked = Release.objects.get(pk=release_id).checked
    return checked["facts"]["smallest_group"], checked["facts"]["shown"]


def test_a_release_is_checked_by_the_councils_own_thresholds(sealed):
    assert shown(sealed, until_requested(sealed)) == (20, 2)
    (sealed.directory / "thresholds.toml").write_text("[LowCount]\nsmallest_group = 500\n", "utf-8")
    assert shown(sealed, until_requested(sealed)) == (500, 0)


def test_a_threshold_that_nobody_knows_stops_a_release_and_leaves_nothing(sealed):
    (sealed.directory / "thresholds.toml").write_text("[LowCount]\nsmalest_group = 5\n", "utf-8")
    receipt = sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION).receipt
    before = state_of(sealed)
    with pytest.raises(BadInput):
        sealed.request_release(by=ANALYST, receipt=receipt.id, name="table", title="Table")
    assert state_of(sealed) == before
