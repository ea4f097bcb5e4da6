"""Whether a score of 0.9 is right nine times in ten: the reliability diagram."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden import bench
from beholden.bench.intervals import Bin, calibration_error, reliability
from beholden.linkage import Gazetteer, match_addresses

from .bars import Bar
from .cross_validated import scored
from .made_up_files import made_up_files
from .pictures import save
from .setting import CANONICAL, MESSY, Setting

_DATA = "addresses"
Bins = tuple[Bin, ...]


def calibration(setting: Setting) -> list[Bar]:
    """Return the calibration errors and draw reliability.svg, of real and of made-up addresses."""
    every = {
        "real, cross-validated by source": _real(setting),
        "made up": _made_up(setting),
    }
    draw(setting, every)
    return [
        Bar(
            "reliability", f"{name}: expected calibration error", calibration_error(found),
            note=f"{sum(one.rows for one in found):,} addresses",
        )
        for name, found in every.items()
    ]  # fmt: skip


def _real(setting: Setting) -> Bins:
    parts = scored(setting)
    mine = [part for part in parts if part.kind == "as it is"]
    chances, rights = ([getattr(part, name) for part in mine] for name in ("chance", "right"))
    return reliability(np.concatenate(chances), np.concatenate(rights)) or ()


def _made_up(setting: Setting) -> Bins:
    made = made_up_files(setting, rows=setting.rows, queries=setting.queries)
    asked = pq.read_table(made.addresses)
    gazetteer = Gazetteer.build(pq.read_table(made.gazetteer, columns=CANONICAL))
    found = match_addresses(asked.select(MESSY), gazetteer, threshold=0.0, threads=setting.threads)
    right = pc.fill_null(
        pc.equal(pc.cast(found["uprn"], asked["true_uprn"].type), asked["true_uprn"]), False
    )
    has = found["uprn"].is_valid().to_numpy()
    return reliability(found["score"].to_numpy()[has], right.to_numpy()[has]) or ()


def draw(setting: Setting, every: dict[str, Bins]) -> None:
    """Write reliability.svg: probability told against share right, with Wilson's bars."""
    results: list[dict[str, Any]] = [
        {"peer": name, "data": _DATA, "scores": [{"slice": "all", "bins": [*map(asdict, found)]}]}
        for name, found in every.items()
    ]
    told = "; ".join(
        f"{name}: {one.mean_score:.2f} told, {one.right.value or 0:.2f} right of {one.rows:,}"
        for name, found in every.items()
        for one in found
    )
    save(
        bench.reliability_diagram(results, data=_DATA),
        setting.pictures / "reliability.svg",
        title="Reliability of the address matcher's scores",
        description=f"Points on the dashed line are as right as they say. {told}.",
    )
