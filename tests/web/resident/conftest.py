"""A council whose pages are served, and what was sent to whom."""

import pytest

from web.sign_in.conftest import (  # noqa: F401 (fixtures)
    cheap_passwords,
    client,
    council,
    home,
    settings_of,
    told,
)


@pytest.fixture
def sent(monkeypatch, council):  # noqa: F811
    """Give every message as it leaves: how, to whom, and what it says; no code is on its way."""
    from beholden.doors.accounts.models import ResidentCode

    with council.at_work():
        ResidentCode.objects.all().delete()
    found: list[tuple[str, str, str]] = []

    def send(_council, kind, to, *, subject, body):
        found.append((kind, to, body))

    monkeypatch.setattr("beholden.doors.web.resident.one_time.send_later", send)
    return found
