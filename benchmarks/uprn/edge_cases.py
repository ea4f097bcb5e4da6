"""The peer's own edge cases (tests/edge_case_addresses.yaml of its repository, MIT), by path.

In the file the first listed address of a case is the right one. Each is asked through the public
function of each tool, once of its own rows alone, as the peer's own test does it, and once of the
rows of all cases. What is on top counts, as there, and beside it what the default accepts.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from beholden.kernel import BadInput
from beholden.linkage import match_addresses

from .bars import Bar, Goal
from .peer import accepted
from .setting import CANONICAL, Setting
from .tally import Tally, answered, tally, truths

_APART = 1000


def read_cases(path: Path) -> tuple[pa.Table, pa.Table]:
    """Return the gazetteer and the addresses, with ``true_uprn``, of a file of edge cases.

    Raises BadInput where the file is not of that form.
    """
    try:
        cases = yaml.safe_load(path.read_text("utf-8"))["addresses"]
        listed = [
            (str(n * _APART + i), *address)
            for n, case in enumerate(cases, 1)
            for i, address in enumerate(case["canonical_addresses"], 1)
        ]
        asked = [
            (str(n), *case["messy_address"], str(n * _APART + 1)) for n, case in enumerate(cases, 1)
        ]
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise BadInput(
            "The file of edge cases cannot be read.",
            why="It should hold addresses, each with messy_address and canonical_addresses.",
            next_step="Give tests/edge_case_addresses.yaml of the peer's repository.",
        ) from error
    messy = ["unique_id", "address_concat", "postcode", "true_uprn"]
    return _table(CANONICAL, listed), _table(messy, asked)


def _table(names: list[str], rows: list[tuple[str, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def edge_cases(setting: Setting) -> list[Bar]:
    """Return how many edge cases each tool puts on top, and how many it accepts rightly."""
    if setting.edge_cases is None:
        return []
    gazetteer, asked = read_cases(setting.edge_cases)
    whole = [(gazetteer, asked)]
    return [
        *_bars(setting, "each case alone", split(gazetteer, asked)),
        *_bars(setting, "all cases in one gazetteer", whole),
    ]


def split(gazetteer: pa.Table, asked: pa.Table) -> list[tuple[pa.Table, pa.Table]]:
    """Return each case alone: the rows listed for it, and its address."""
    case = pc.divide(pc.cast(gazetteer["uprn"], pa.int64()), _APART)
    return [(gazetteer.filter(pc.equal(case, n + 1)), asked[n : n + 1]) for n in range(len(asked))]


def _bars(setting: Setting, title: str, parts: list[tuple[pa.Table, pa.Table]]) -> list[Bar]:
    counts = {"on top": Tally(), "accepted": Tally()}
    theirs = {"on top": Tally(), "accepted": Tally()}
    for done, (listed, asked) in enumerate(parts):
        setting.progress(f"edge cases, {title}", done + 1, len(parts))
        truth = truths(asked)
        on_top = match_addresses(asked, listed, threshold=0.0)
        counts["on top"] += tally(answered(on_top), truth)["all"]
        counts["accepted"] += tally(answered(match_addresses(asked, listed)), truth)["all"]
        for name, found in _peer(setting, listed, asked).items():
            theirs[name] += tally(answered(found), truth)["all"]
    return [
        Bar(
            "edge cases", f"{title}: right {name}, of {count.asked}", count.right, unit="",
            peer=theirs[name].right if setting.peer else None,
            goal=Goal(count.asked) if name == "on top" else Goal(),
            note=f"{count.matched - count.right} wrong",
        )
        for name, count in counts.items()
    ]  # fmt: skip


def _peer(setting: Setting, gazetteer: pa.Table, asked: pa.Table) -> dict[str, pa.Table]:
    if setting.peer is None:
        return {}
    folder = setting.work / "edge cases"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.parquet" for name in ("gazetteer", "addresses", "top")]
    pq.write_table(gazetteer, paths[0])
    pq.write_table(asked, paths[1])
    setting.peer.match(*paths)
    top = pq.read_table(paths[2])
    return {"on top": top, "accepted": accepted(top)}
