"""Everybody in the made-up borough may sign in, and nobody in a home that is not made up."""

from __future__ import annotations

import shutil
import stat
from contextlib import closing

import pytest

from beholden.actions import ROLES, init, open_council
from beholden.doors.demo.sign_ins import FILE, give_sign_ins
from beholden.doors.web import serving
from beholden.kernel import Refused


def test_a_made_up_password_opens_the_pages_of_the_borough(demonstrated, tmp_path, monkeypatch):
    from django.test import Client

    for name in ("ashmere", "ashmere.keys"):
        shutil.copytree(demonstrated.folder / name, tmp_path / name)
    home, listed = tmp_path / "ashmere", demonstrated.folder / FILE
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    text = listed.read_text("utf-8")
    assert text.startswith("MADE UP.")
    assert f"--home {demonstrated.folder / 'ashmere'}`" in text
    rows = [line.split(maxsplit=2) for line in text.splitlines() if "@" in line]
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(home))
    serving.application(home, host="127.0.0.1")
    served = serving.council()
    with served.at_work():
        from beholden.records import reading

        assert len(rows) == len([person for person in reading.people() if person.active])
    email, password, office = rows[0]
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.post("/sign-in/", {"login": email, "password": password}).status_code == 302
    assert office in client.get("/your-account/").content.decode()
    served.close()


def test_there_is_a_sign_in_for_each_role_but_that_of_a_resident(demonstrated):
    with open_council(demonstrated.folder / "ashmere").at_work():
        from beholden.records import reading

        held = {role for person in reading.people() for role in person.roles}
    assert held == {role.code for role in ROLES} - {"resident"}


def test_the_statement_of_accessibility_has_a_day_and_whom_to_tell_and_claims_no_test(demonstrated):
    with closing(open_council(demonstrated.folder / "ashmere")) as council:
        stated = council.accessibility
    assert stated.email.endswith("@ashmere.example")
    assert stated.prepared is not None
    assert (stated.tested, stated.tested_by, stated.known) == (None, "", ())


def test_in_a_home_that_is_not_made_up_no_password_is_written_down(tmp_path):
    init(tmp_path / "home", name="A council", administrator="admin").close()
    council = open_council(tmp_path / "home")
    with pytest.raises(Refused, match="made-up people only"):
        give_sign_ins(council, tmp_path, served_from=tmp_path)
    assert not (tmp_path / FILE).exists()
    assert council.list_accounts(by="admin") == ()
    council.close()
