"""What was stated and signed keeps the office's name of that day, whatever it is called since."""

from __future__ import annotations

from datetime import timedelta

from beholden.kernel import HeldClock
from beholden.records import reading

from .ashmere import ADMIN, DAY, REVENUES, STEWARD_OF


def renamed(council, code, office, *, days):
    """Give an office another name, some days after the case was told."""
    later = council.holding(HeldClock.on(DAY + timedelta(days=days)))
    with council.at_work():
        held = next(one for one in reading.people() if one.code == code)
    later.add_person(
        by=ADMIN, code=code, office=office, organisation=held.organisation, roles=held.roles
    )
    return held.office


def signed(council) -> str:
    """Return as what the steward of Revenues is told to have signed."""
    with council.at_work():
        (agreement,) = reading.use("warm-homes").agreements
    return next(str(one.office) for one in agreement.signatures if one.party == REVENUES)


def test_a_renamed_office_is_told_with_the_name_under_which_it_signed(on_each_database):
    council, steward = on_each_database, STEWARD_OF[REVENUES]
    first = renamed(council, steward, "Head of Income", days=3)
    assert signed(council) == f"{first} (who later became Head of Income)"
    renamed(council, steward, "Head of Money", days=9)
    assert signed(council) == f"{first} (who later became Head of Money)"
    renamed(council, steward, first, days=12)
    assert signed(council) == first
    with council.at_work():
        from beholden.records.models import Person

        kept = Person.objects.get(code=steward).called_before
    assert [one["office"] for one in kept] == [first, "Head of Income", "Head of Money"]
