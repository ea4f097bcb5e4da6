"""S6 for persons: what is kept of them for a use goes with the last agreement of the use."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beholden.actions.persons_kept import keep_persons, kept_persons
from beholden.kernel import Terms

from .ashmere import DPO
from .councils import opened

AGREEMENT = "warm-homes-2026"
KEPT = "links/warm-homes/person.keys"


@pytest.fixture
def linked(sealed):
    """Give a council that keeps persons for a use with an agreement, and for one without."""
    keep(sealed, ["accounts", "visits"], use="warm-homes")
    keep(sealed, ["visits"], use="")
    return sealed


def keep(council, datasets, *, use):
    with council.at_work():
        kept = kept_persons(council, datasets=datasets, use=use)
        keep_persons(council, kept, replace(kept.keys, load=1))


def test_persons_stay_while_the_agreement_does(linked):
    opened(linked.directory)
    assert linked.path(KEPT).exists()


def test_persons_of_a_use_go_when_its_agreement_is_ended(linked):
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert not linked.path(KEPT).exists()
    assert linked.path("datasets/visits/person.keys").exists()


def test_persons_of_a_use_go_when_the_calendar_ends_its_agreement(linked):
    from beholden.records.models import Agreement

    with linked.at_work():
        terms = Terms.from_dict(Agreement.objects.get(state="in_force").terms)
    opened(linked.directory, terms.ends + timedelta(days=1))
    assert not linked.path(KEPT).exists()


def test_persons_stay_while_another_agreement_of_the_use_is_open(linked):
    from beholden.records.models import Agreement

    with linked.at_work():
        first = Agreement.objects.get(state="in_force")
        offered = {"version": first.version + 1, "state": "offered", "pk": None}
        for name, value in offered.items():
            setattr(first, name, value)
        first.name = "warm-homes-2027"
        first.save(force_insert=True)
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    assert linked.path(KEPT).exists()
    linked.end_agreement(by=DPO, agreement="warm-homes-2027", because="A test.")
    assert not linked.path(KEPT).exists()


def test_a_kill_between_the_record_and_the_persons_is_made_good(linked):
    persons = linked.path(KEPT).read_bytes()
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    # As if the process had been killed before it destroyed them.
    linked.path(KEPT).write_bytes(persons)
    opened(linked.directory)
    assert not linked.path(KEPT).exists()


def test_after_the_end_persons_begin_under_another_secret(linked):
    with linked.at_work():
        before = kept_persons(linked, datasets=["accounts", "visits"], use="warm-homes").keys
    linked.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with linked.at_work():
        after = kept_persons(linked, datasets=["accounts", "visits"], use="warm-homes").keys
    assert (before.load, after.load) == (1, 0)
    assert after.secret != before.secret
