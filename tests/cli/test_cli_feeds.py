"""Feeds by command: one asks, another opens, a third reads with psql, and it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from actions.ashmere import ANALYST, DPO
from actions.councils import copied
from actions.feeding import fed
from actions.feeding.conftest import with_rows  # noqa: F401 (a fixture)
from databases import Postgres

from .running import Line


@pytest.fixture
def fed_line(
    capsysbinary: pytest.CaptureFixture[bytes],
    with_rows: Path,  # noqa: F811 (the fixture)
    tmp_path: Path,
    postgres: Postgres,
) -> Iterator[Line]:
    """Give a command line at a home with rows to give and a server of feeds."""
    with postgres.feeds() as settings:
        home = copied(with_rows, tmp_path)
        fed.name_server(home, settings)
        yield Line(capsysbinary, home, DPO)


def test_a_feed_from_asking_to_closing(fed_line: Line, postgres: Postgres) -> None:
    owner = fed_line.by(fed.OWNER)
    assert "GRANT pg_signal_backend" in fed_line("feed", "prepare").out
    assert "waits for a second" in owner("feed", "ask", fed.USE, "--because", "Letters.").out
    assert "council_tax: 145 rows" in fed_line("feed", "open", fed.USE).out
    given = owner("feed", "access", "give", fed.USE, ANALYST).out
    login = dict(line.split(maxsplit=1) for line in given.splitlines()[:5])
    url = f"postgresql://{login['Login']}@/{login['Database']}?host={login['Server']}"
    counting = "\\pset tuples_only\nSELECT count(*) FROM council_tax;\n"
    counted = postgres.psql(url, counting, password=login["Password"])
    assert counted.stdout.split()[-1] == "145", counted.stderr
    assert "Filled anew" in fed_line("feed", "refresh", fed.USE).out
    listed = fed_line("feed", "list", "--json")
    assert (listed.json[0]["state"], listed.json[0]["rows"]) == ("open", 445)
    assert listed.json[0]["read by"] == f"{ANALYST} (given)"
    assert login["Password"] not in listed.out
    assert fed_line("feed", "access", "take", fed.USE, ANALYST).out == "Taken.\n"
    assert fed_line("feed", "close", fed.USE, "--because", "They are written.").out == "Closed.\n"
    refused = fed_line("feed", "refresh", fed.USE)
    assert (refused.code, "has no feed" in refused.err) == (7, True)


def test_where_the_server_is_not_reached_it_is_told(fed_line: Line) -> None:
    fed_line.by(fed.OWNER)("feed", "ask", fed.USE, "--because", "Letters.")
    fed_line("feed", "open", fed.USE)
    settings = fed_line.home / "council.toml"
    settings.write_text(settings.read_text("utf-8").replace("?host=/", "?host=/nowhere/"))
    told = fed_line("feed", "close", fed.USE, "--because", "They are written.")
    assert told.code == 0
    assert "still to be dropped" in told.out
    assert "still to be dropped" in fed_line("feed", "list", "--csv").out
