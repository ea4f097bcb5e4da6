"""Accounts from before it was on record who opened them: whom migration 0038 takes for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from beholden.records import databases

# By number, which is not the order of their codes; the second alone may still be administrator.
FOUNDER, SUCCESSOR, CLERK = "winifred-founder", "sian-successor", "alan-clerk"


@pytest.mark.parametrize(
    ("administrators", "root"), [([SUCCESSOR], SUCCESSOR), ([], FOUNDER)], ids=["one", "none"]
)
def test_who_was_there_first_is_taken_to_have_opened_each_account(
    register: str, administrators: list[str], root: str
) -> None:
    from django.core.management import call_command

    from beholden.records.models import WayIn

    call_command("migrate", "records", "0037", database=register, verbosity=0)
    _people_with_accounts(administrators)
    databases.migrate(register)
    found = WayIn.objects.values_list("person__code", "given_by__code", "assumed")
    others = {FOUNDER, SUCCESSOR, CLERK} - {root}
    assert sorted(found) == sorted((code, root, True) for code in others)


def _people_with_accounts(administrators: list[str]) -> None:
    from beholden.doors.accounts.models import Account
    from beholden.records.models import Person, PersonRole

    begun = datetime(2026, 1, 1, tzinfo=UTC)
    founder = None
    for code in (FOUNDER, SUCCESSOR, CLERK):
        stated: dict[str, Any] = {"office": code, "organisation": "Ashmere", "added_at": begun}
        person = Person.objects.create(code=code, **stated)
        Account.objects.create_user(f"{person.pk}@example.org", code)
        role = "administrator" if code in administrators else "analyst"
        PersonRole.objects.create(person=person, role=role, given_at=begun, given_by=founder)
        founder = founder or person
