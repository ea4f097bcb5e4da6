"""Accounts in PostgreSQL come back with who opened them, also from before that was on record.

The files of such an old backup are those of a new one without what came later: the ways in, and
whether the address of an account that was given again was sent.
"""

from __future__ import annotations

import csv
import pkgutil
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from actions import ashmere
from actions.ashmere import ADMIN, ANALYST

from beholden.records import copying, databases, migrations

SUCCESSOR = "second-administrator"
BEFORE = "0037_begun_forms"
NEWEST = max(found.name for found in pkgutil.iter_modules(migrations.__path__))
Row = dict[str, str]
Ways = set[tuple[str, str, bool]]


@pytest.fixture(scope="module")
def tables(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tables of a council whose first administrator has left that role; only read.

    The analyst's account was begun anew, and awaits who gives it.
    """
    folder = tmp_path_factory.mktemp("ways-in")
    with postgres.fresh() as url:
        council = ashmere.begin(folder / "home", database=url)
        stated: dict[str, Any] = {"office": "Second Administrator", "organisation": "Ashmere"}
        council.add_person(by=ADMIN, code=SUCCESSOR, roles=["administrator"], **stated)
        for by, code in ((ADMIN, ADMIN), (ADMIN, ANALYST), (SUCCESSOR, SUCCESSOR)):
            council.open_account(by=by, code=code, email=f"{code}@example.org")
        council.reset_account(by=ADMIN, code=ANALYST)
        founder: dict[str, Any] = {"office": "Founder", "organisation": "Ashmere"}
        council.add_person(by=SUCCESSOR, code=ADMIN, roles=["analyst"], **founder)
        copying.copy_out(council.alias, folder / "tables")
        council.close()
    return folder / "tables"


def _rewritten(folder: Path, table: str, change: Callable[[Row], Row | None]) -> None:
    """Write a table's file anew, each row as it is changed, or without it."""
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as old:
        rows = [new for row in csv.DictReader(old) if (new := change(row)) is not None]
    with file.open("w", encoding="utf-8", newline="") as new_file:
        writer = csv.DictWriter(new_file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _made_old(folder: Path) -> None:
    (folder / "records_wayin.csv").unlink()
    _rewritten(
        folder,
        "records_accounttaken",
        lambda row: {name: value for name, value in row.items() if name != "sent"},
    )


def _nobody_is_administrator(folder: Path) -> None:
    _made_old(folder)
    _rewritten(
        folder, "records_personrole", lambda row: None if row["role"] == "administrator" else row
    )


def _founder_begins_the_chain(folder: Path) -> None:
    """Have nobody opened the founder's account, as where migration 0038 found it there."""
    _rewritten(
        folder,
        "records_wayin",
        lambda row: None if row["person_id"] == row["given_by_id"] == "1" else row,
    )


@pytest.mark.parametrize(
    ("change", "form", "ways"),
    [
        (_made_old, BEFORE, {(ADMIN, SUCCESSOR, True), (ANALYST, SUCCESSOR, True)}),
        (_nobody_is_administrator, BEFORE, {(SUCCESSOR, ADMIN, True), (ANALYST, ADMIN, True)}),
        (
            _founder_begins_the_chain,
            NEWEST,
            {(ANALYST, ADMIN, False), (SUCCESSOR, SUCCESSOR, False)},
        ),
    ],
    ids=["old", "old-without-administrator", "new"],
)
def test_only_what_is_not_on_record_is_assumed(
    postgres: Any,
    tables: Path,
    tmp_path: Path,
    change: Callable[[Path], None],
    form: str,
    ways: Ways,
) -> None:
    from django.core.management import call_command

    folder = shutil.copytree(tables, tmp_path / "tables")
    change(folder)
    with postgres.fresh() as url:
        alias = databases.connect(url)
        call_command("migrate", "records", form, database=alias, verbosity=0)
        copying.fill(alias, folder)
        assert _ways_in(alias) == (ways, {ADMIN, ANALYST, SUCCESSOR})
        assert _guards_down(alias) == []
        databases.disconnect(alias)


def _ways_in(alias: str) -> tuple[Ways, set[str]]:
    """Return who was given a way in, by whom, and whether it is assumed; and who signs in."""
    from beholden.doors.accounts.models import Account
    from beholden.records.models import WayIn

    with databases.at_work(alias):
        found = WayIn.objects.values_list("person__code", "given_by__code", "assumed")
        return set(found), set(Account.objects.values_list("person", flat=True))


def _guards_down(alias: str) -> list[Any]:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        return list(cursor.fetchall())
