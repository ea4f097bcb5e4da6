"""Accounts for the tests of pages: each on record as opened by its own person, on the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def account_of(person: str, email: str = "") -> Any:
    """Return somebody's account, opened where there is none; the council must be at work."""
    from beholden.doors.accounts.models import Account
    from beholden.records.models import Person, WayIn

    found = Account.objects.filter(person=person).first()
    if found is not None:
        return found
    who = Person.objects.get(code=person)
    # Whoever opens their own has nobody behind them (docs/adr/0046-who-may-be-who.md).
    WayIn.objects.create(person=who, given_by=who, given_at=datetime.now(UTC))
    return Account.objects.create_user(email or f"{person}@example.org", person)
