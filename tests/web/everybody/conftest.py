"""The council that everybody comes to, made once for a file of tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

import pytest
from actions.councils import copied

from beholden.doors.web import serving

from .world import EVERYBODY, World, client_of, made


@pytest.fixture(scope="module")
def world(told, tmp_path_factory) -> Iterator[World]:
    """Give a council with something of each kind in it, served."""
    folder = tmp_path_factory.mktemp("everybody")
    home = copied(told("until_published_and_refused", date.today()), folder)
    values = made(home, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BEHOLDEN_SERVED_HOME", str(home))
        serving.application(home, host="127.0.0.1")
        patched.setattr(logging.getLogger("beholden.pages"), "disabled", True)
        council = serving.council()
        yield World(council, values, {one.name: client_of(council, one) for one in EVERYBODY})
        council.close()
        serving._open.pop(str(home), None)
