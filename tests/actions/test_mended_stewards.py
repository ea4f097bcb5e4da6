"""A dataset is registered, delivered anew and handed over by its own steward's organisation."""

from __future__ import annotations

from typing import Any

import pytest

from beholden.actions import Council
from beholden.actions.fewer_rows import ROWS_LOST
from beholden.kernel import BadInput, Refused

from .ashmere import CODES, HOUSING, REVENUES
from .councils import entries_of, state_of

REVENUES_STEWARD, HOUSING_STEWARD = CODES["revenues"], CODES["housing"]


@pytest.fixture
def data(tmp_path):
    """Give a file of made-up homes."""
    file = tmp_path / "homes.csv"
    file.write_text("uprn,tenure\n100010000019,owned\n", encoding="utf-8")
    return file


def registered(council: Council, data: Any, **said: Any) -> Any:
    about = {"by": HOUSING_STEWARD, "name": "homes", "steward": HOUSING, **said}
    return council.register(source=data, **about)


def on_record(council: Council) -> Any:
    from beholden.records.models import Dataset

    with council.at_work():
        return Dataset.objects.get(name="homes")


def test_another_departments_new_dataset(founded, data):
    before = state_of(founded)
    with pytest.raises(Refused) as refused:
        registered(founded, data, by=REVENUES_STEWARD)
    assert refused.value.refusal.clause == "datasets › steward"
    assert HOUSING in refused.value.refusal.ask
    assert state_of(founded) == before


@pytest.mark.parametrize("steward", [HOUSING, REVENUES])
def test_another_departments_next_version(founded, data, steward):
    registered(founded, data)
    before = state_of(founded)
    data.write_text("uprn,tenure\n100010000019,rented\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        registered(founded, data, by=REVENUES_STEWARD, steward=steward)
    assert refused.value.refusal.clause == "datasets › steward"
    assert state_of(founded) == before


def test_handing_over(founded, data):
    registered(founded, data)
    assert registered(founded, data, steward=REVENUES).version == 1
    assert on_record(founded).steward == REVENUES
    with pytest.raises(Refused):
        registered(founded, data)
    data.write_text("uprn,tenure\n100010000019,rented\n", encoding="utf-8")
    made = registered(founded, data, by=REVENUES_STEWARD, steward=REVENUES)
    assert made.version == 2


def test_what_is_not_said_again_is_kept(founded, data):
    registered(founded, data, title="Homes we let", retention="6 years", made_up=True)
    data.write_text("uprn,tenure\n100010000019,rented\n", encoding="utf-8")
    assert registered(founded, data).version == 2
    held = on_record(founded)
    assert (held.title, held.retention, held.made_up) == ("Homes we let", "6 years", True)


@pytest.mark.parametrize(
    "said", [{"title": "Homes we let"}, {"retention": "6 years"}, {"made_up": True}]
)
def test_saying_something_else_is_a_change(founded, data, said):
    registered(founded, data)
    entries = len(entries_of(founded))
    made = registered(founded, data, **said)
    assert (made.version, made.already_there) == (1, False)
    ((key, value),) = said.items()
    assert getattr(on_record(founded), key) == value
    assert len(entries_of(founded)) == entries + 1
    assert registered(founded, data, **said).already_there
    assert len(entries_of(founded)) == entries + 1


def test_what_was_made_up_stays_so(founded, data):
    registered(founded, data, made_up=True)
    with pytest.raises(BadInput) as fault:
        registered(founded, data, made_up=False)
    assert "made up" in fault.value.what
    assert on_record(founded).made_up


def test_a_version_that_lost_over_half_its_rows_is_found_wanting(founded, data):
    rows = [f"{100010000019 + i},owned" for i in range(10)]
    for kept, lost in ((10, False), (5, False), (1, True), (1, False), (9, False)):
        data.write_text("\n".join(("uprn,tenure", *rows[:kept])) + f"\n1,{kept}{lost}\n", "utf-8")
        made = registered(founded, data)
        codes = [one.code for one in made.inspected.findings]
        assert (ROWS_LOST in codes, bool(made.rows_lost)) == (lost, lost), kept
        assert not lost or "version" in made.rows_lost


def test_columns_that_the_next_version_lacks_are_told(founded, data):
    assert registered(founded, data).gone == ()
    data.write_text("uprn,rooms\n100010000019,3\n", encoding="utf-8")
    assert registered(founded, data).gone == ("tenure",)
    data.write_text("uprn,rooms,tenure\n100010000019,3,owned\n", encoding="utf-8")
    assert registered(founded, data).gone == ()
