"""Single acts, each run in a process of its own, by ``costs.cost_apart``.

``python -m benchmarks.sealing.acts ACT DIR ROWS`` prints the cost of the act as JSON; what it makes
stays in DIR.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from beholden.gate.extract.extracts import Extract
from beholden.gate.extract.keys import Keys
from beholden.gate.extract.sealing import seal

from .costs import cost_of, tell
from .data import MadeUpTrade, terms

RECORD = "extract.json"


def seal_with_members(trade: MadeUpTrade) -> None:
    """Seal the tables and keep who is in each of them."""
    at = trade.folder / "one.members"
    at.unlink(missing_ok=True)
    seal_once(trade, members_to=at)


def seal_once(trade: MadeUpTrade, members_to: Path | None = None) -> None:
    """Seal the tables; the record of the extract is kept beside it."""
    keys = Keys(trade.folder / "keys")
    extract = seal(
        terms(),
        trade.sources,
        to=trade.folder / "one.sealed",
        keys=keys,
        use_secret=keys.use_secret("benchmark"),
        version=1,
        members_to=members_to,
    )
    (trade.folder / RECORD).write_text(json.dumps(extract.to_dict()))


def extract_of(trade: MadeUpTrade) -> tuple[Extract, Keys]:
    """Return the extract that ``seal_once`` made last, and its keys; made now if there is none."""
    if not (trade.folder / RECORD).exists():
        seal_once(trade)
    record = json.loads((trade.folder / RECORD).read_text())
    return Extract.from_dict(record), Keys(trade.folder / "keys")


ACTS: dict[str, Callable[[MadeUpTrade], object]] = {
    "seal": seal_once,
    "members": seal_with_members,
    "plain": lambda trade: trade.create_plain(trade.folder / "plain.duckdb"),
    "sorted": lambda trade: trade.create_plain(
        trade.folder / "sorted.duckdb", order={"lineitem": "ORDER BY ALL", "orders": "ORDER BY ALL"}
    ),
}


def main(act: str, folder: str, rows: str) -> None:
    """Do one act and print what it cost."""
    trade = MadeUpTrade(Path(folder), int(rows))
    duckdb.sql("SELECT 1")
    tell(cost_of(lambda: ACTS[act](trade)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
