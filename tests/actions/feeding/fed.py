"""Councils whose agreement gives rows, with a server of feeds: nobody in them exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from beholden.actions import Council
from beholden.feeds import Login
from beholden.records import reading

from .. import ashmere
from ..ashmere import ANALYST, CODES, DPO, HEALTH, Case

# PostgreSQL goes by the machine's own clock, so these councils stand on its day.
TODAY = date.today()
USE, AGREEMENT = "warm-homes", "warm-homes-2026"
OWNER, OFFICER = CODES["owner"], CODES["officer"]
COLUMNS = ["uprn", "tenure", "arrears", "rating"]
VIEWS = ["council_tax", "energy_certificates", "support_scheme"]


@dataclass(frozen=True)
class CaseWithRows(Case):
    """The worked case, where the agreement gives rows to its analysts."""

    @property
    def agreement(self) -> dict[str, Any]:
        said = Case(self.folder, self.day).agreement
        rows = {
            "to": [HEALTH],
            "for": "offer letters",
            "columns": COLUMNS,
            "approved_by": "two people",
        }
        return {**said, "outputs": {**said["outputs"], "records": rows}}


def with_rows_in_its_agreement(council: Council) -> Council:
    """Take the told case on to its agreement's next version, which gives rows, sealed anew."""
    case = CaseWithRows(council.directory.with_name("stated"), TODAY)
    ashmere.agree(council, case)
    council.seal(by=DPO, use=USE)
    return council


def name_server(home: Path, settings: Any) -> None:
    """Write into a home's settings where its feeds are."""
    with (home / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[feed]\ndatabase = "{settings.database}"\n')


def asked(council: Council) -> Council:
    council.ask_feed(by=OWNER, use=USE, because="Letters are written in the team's own tool.")
    return council


def opened_feed(council: Council) -> Council:
    asked(council).open_feed(by=DPO, use=USE)
    return council


def given(council: Council) -> Login:
    return council.give_feed_access(by=OWNER, use=USE, person=ANALYST)


def connected(login: Login, **other: Any) -> psycopg.Connection:
    return psycopg.connect(
        host=login.address,
        dbname=login.database,
        user=login.login,
        password=login.password,
        autocommit=True,
        **other,
    )


def rows(login: Login, query: str) -> list[tuple[Any, ...]]:
    with connected(login) as connection:
        return connection.execute(query).fetchall()


def in_days(council: Council, days: int) -> Council:
    """Give the same council so many days later."""
    from beholden.kernel import HeldClock

    return council.holding(HeldClock.on(TODAY + timedelta(days=days)))


def feed_of(council: Council) -> Any:
    with council.at_work():
        return reading.feeds()[0]
