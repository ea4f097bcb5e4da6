"""Food-hygiene addresses against Companies House: matched share at equal, hand-checked precision.

The data are the peer's own example data, by path: 5,000 addresses of the Food Hygiene Rating Scheme
and 21,952 of companies, with no truth beside them. Companies at one address are one place here,
since a gazetteer lists a place once. What is right was read pair by pair and stands by identifiers
alone in data/fhrs_read.csv; data/READ.md has the rule. Pairs of the sample that nobody has read yet
are written to a file, with their texts.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beholden.kernel import NotFound
from beholden.linkage import DEFAULT_THRESHOLD, match_addresses

from .bars import Bar, Goal
from .checked import Equal, Read, at_equal_precision, estimate
from .peer import accepted
from .setting import MESSY, Setting
from .tally import answered

READ = Path(__file__).with_name("data") / "fhrs_read.csv"
_FILES = ("fhrs_addresses_sample.parquet", "companies_house_addresess_postcode_overlap.parquet")
_SAMPLE = {"agree": 80, "differ": 120, "neither": 50}


@dataclass(frozen=True, slots=True)
class Row:
    """One food-hygiene address: each tool's place on top, and what each accepts by default."""

    unique_id: str
    ours: str | None
    score: float
    peer: str | None
    peer_accepts: bool

    @property
    def stratum(self) -> str:
        """Return whether the tools, at their default settings, agree, differ, or match nothing."""
        ours = self.ours if self.score >= DEFAULT_THRESHOLD else None
        peer = self.peer if self.peer_accepts else None
        if ours is None and peer is None:
            return "neither"
        return "agree" if ours == peer else "differ"


def places(companies: pa.Table) -> pa.Table:
    """Return each address once: uprn (made up), its text and postcode, the least company number."""
    first: dict[tuple[str, str], dict[str, str]] = {}
    rows = sorted(companies.to_pylist(), key=lambda row: row["unique_id"])
    for row in rows:
        plain = re.sub(r"[^A-Z0-9]+", " ", row["address_concat"].upper()).strip()
        first.setdefault((plain, row["postcode"]), row)
    return pa.table(
        {
            "uprn": [str(1_000_000 + n) for n in range(len(first))],
            "address_concat": [row["address_concat"] for row in first.values()],
            "postcode": [row["postcode"] for row in first.values()],
            "company": [row["unique_id"] for row in first.values()],
        }
    )


def read_pairs(path: Path = READ) -> dict[tuple[str, str], str]:
    """Return what was read: (food-hygiene id, company number) to same, different or unclear."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["fhrs_id"], row["company"]): row["verdict"] for row in csv.DictReader(file)}


def sample(rows: Iterable[Row]) -> list[Row]:
    """Return the rows to be read: of each stratum the first ones in an order that is no order."""

    def order(row: Row) -> bytes:
        return hashlib.sha256(row.unique_id.encode()).digest()

    chosen: list[Row] = []
    ordered = sorted(rows, key=order)
    for name, count in _SAMPLE.items():
        chosen += [row for row in ordered if row.stratum == name][:count]
    return chosen


def fhrs(setting: Setting) -> list[Bar]:
    """Return the matched shares and checked precisions; nothing where data or peer are missing."""
    if setting.fhrs is None or setting.peer is None:
        return []
    asked, listed = _tables(setting.fhrs)
    rows = _rows(setting, asked, listed)
    chosen, pairs = sample(rows), read_pairs()
    company = dict(zip(listed["uprn"].to_pylist(), listed["company"].to_pylist(), strict=True))
    unread = _unread(chosen, pairs, company)
    _list_unread(setting.work / "fhrs_to_read.csv", unread, asked, listed)
    sizes = {name: sum(row.stratum == name for row in rows) for name in _SAMPLE}
    judged = _judged(chosen, sizes, pairs, company)
    return _bars(rows, judged, len(unread))


def _tables(folder: Path) -> tuple[pa.Table, pa.Table]:
    for name in _FILES:
        if not (folder / name).exists():
            raise NotFound(
                f"There is no {name} in the folder of the peer's example data.",
                next_step="Give example_data of the repository of uk_address_matcher.",
            )
    asked, companies = (pq.read_table(folder / name) for name in _FILES)
    return asked.select(MESSY), places(companies)


def _rows(setting: Setting, asked: pa.Table, listed: pa.Table) -> list[Row]:
    folder = setting.work / "fhrs"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.parquet" for name in ("gazetteer", "addresses", "top")]
    pq.write_table(listed, paths[0])
    pq.write_table(asked, paths[1])
    if setting.peer:
        setting.peer.match(*paths)
    top = pq.read_table(paths[2])
    on_top, taken = answered(top), answered(accepted(top))
    gazetteer = listed.drop_columns("company")
    ours = match_addresses(asked, gazetteer, threshold=0.0, progress=setting.progress)
    columns = (ours[name].to_pylist() for name in ("unique_id", "uprn", "score"))
    return [
        Row(i, uprn, score, on_top.get(i), taken.get(i) is not None)
        for i, uprn, score in zip(*columns, strict=True)
    ]


def _unread(
    chosen: list[Row], pairs: dict[tuple[str, str], str], company: dict[str, str]
) -> list[tuple[str, str]]:
    wanted = dict.fromkeys(
        (row.unique_id, place) for row in chosen for place in (row.ours, row.peer) if place
    )
    return [pair for pair in wanted if (pair[0], company[pair[1]]) not in pairs]


def _list_unread(
    path: Path, unread: list[tuple[str, str]], asked: pa.Table, listed: pa.Table
) -> None:
    texts = {row["unique_id"]: row for row in asked.to_pylist()}
    found = {row["uprn"]: row for row in listed.to_pylist()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["fhrs_id", "company", "verdict", "asked", "postcode", "place", "its"])
        for unique_id, place in unread:
            row, one = texts[unique_id], found[place]
            text = (row["address_concat"], row["postcode"])
            its = (one["address_concat"], one["postcode"])
            writer.writerow([unique_id, one["company"], "", *text, *its])


def _judged(
    chosen: list[Row], sizes: dict[str, int], pairs: dict[tuple[str, str], str],
    company: dict[str, str],
) -> list[Read]:  # fmt: skip
    """Return the sample with its weights and what was read; an unread pair is None."""
    counts = {name: max(sum(row.stratum == name for row in chosen), 1) for name in _SAMPLE}
    sames = {"same": True, "different": False}

    def verdict(row: Row, place: str | None) -> bool | None:
        return sames.get(pairs.get((row.unique_id, company.get(place or "", "")), ""))

    return [
        Read(
            stratum=row.stratum, weight=sizes[row.stratum] / counts[row.stratum],
            score=row.score, peer_accepts=row.peer_accepts, peer_has=row.peer is not None,
            ours_right=verdict(row, row.ours), peer_right=verdict(row, row.peer),
        )
        for row in chosen
    ]  # fmt: skip


def _bars(rows: list[Row], judged: list[Read], unread: int) -> list[Bar]:
    left = f"; {unread} pairs not read yet, see fhrs_to_read.csv" if unread else ""
    scores = np.array([row.score if row.ours else 0.0 for row in rows])
    ours = estimate(
        (r.weight, r.ours_right, r.stratum) for r in judged if r.score >= DEFAULT_THRESHOLD
    )
    bars: list[Bar] = []
    for name, recommended in (("recommended", True), ("any score", False)):
        taken = [row.peer_accepts if recommended else row.peer is not None for row in rows]
        kept = [r for r in judged if (r.peer_accepts if recommended else r.peer_has)]
        theirs = estimate((r.weight, r.peer_right, r.stratum) for r in kept)
        title, matched = f"FHRS, peer at {name}", sum(taken) / len(rows)
        note = f"ours {ours.in_words()}, peer {theirs.in_words()}{left}"
        default = float((scores >= DEFAULT_THRESHOLD).mean())
        bars += [
            Bar("FHRS", f"{title}: matched", default, matched),
            Bar("FHRS", f"{title}: checked precision", ours.share, theirs.share, note=note),
        ]
        if theirs.pairs:
            equal = at_equal_precision(judged, scores, matched, recommended=recommended)
            bars += _equal_bars(title, equal)
    return bars


def _equal_bars(title: str, equal: Equal) -> list[Bar]:
    """Return the bars of equal precision. To match more, the sample must show more than luck."""
    return [
        Bar(
            "FHRS", f"{title}: matched at its precision", equal.ours, equal.peer,
            note=equal.in_words(),
        ),
        Bar(
            "FHRS", f"{title}: more than the peer at its precision, at least", equal.low,
            goal=Goal(math.ulp(0.0)), note="the lower end of the difference's 95 % interval",
        ),
    ]  # fmt: skip
