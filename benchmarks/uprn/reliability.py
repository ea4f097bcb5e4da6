"""Whether a score of 0.9 is right nine times in ten: the reliability diagram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beholden.linkage import Gazetteer, match_addresses

from .bars import Bar
from .cross_validated import scored
from .made_up_files import made_up_files
from .pictures import against_diagonal, save
from .setting import CANONICAL, MESSY, Setting
from .tally import interval

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Some scores near each other: how many, their mean, and the share that is right, 0–1."""

    count: int
    mean: float
    right: int

    @property
    def share(self) -> float:
        """Return the share that is right."""
        return self.right / self.count


def bins(chance: np.ndarray, right: np.ndarray) -> list[Bin]:
    """Return the bins that hold a score, from low to high; the last one holds 1 as well."""
    place = np.clip(np.searchsorted(EDGES, chance, side="right") - 1, 0, len(EDGES) - 2)
    found = []
    for number in np.unique(place):
        mine = place == number
        found.append(Bin(int(mine.sum()), float(chance[mine].mean()), int(right[mine].sum())))
    return found


def expected_error(found: Sequence[Bin]) -> float:
    """Return the expected calibration error (Naeini, Cooper and Hauskrecht, 2015), 0–1."""
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.mean - one.share) for one in found) / total if total else 0.0


def reliability(setting: Setting) -> list[Bar]:
    """Return the calibration errors and draw reliability.svg, of real and of made-up addresses."""
    every = {
        "real, cross-validated by source": _real(setting),
        "made up": _made_up(setting),
    }
    draw(setting, every)
    return [
        Bar(
            "reliability", f"{name}: expected calibration error", expected_error(found),
            note=f"{sum(one.count for one in found):,} addresses",
        )
        for name, found in every.items()
    ]  # fmt: skip


def _real(setting: Setting) -> list[Bin]:
    parts = scored(setting.real("gazetteer"), setting.real("labelled"))
    mine = [part for part in parts if part.kind == "as it is"]
    chances, rights = ([getattr(part, name) for part in mine] for name in ("chance", "right"))
    return bins(np.concatenate(chances), np.concatenate(rights))


def _made_up(setting: Setting) -> list[Bin]:
    made = made_up_files(setting, rows=setting.rows, queries=setting.queries)
    asked = pq.read_table(made.addresses)
    gazetteer = Gazetteer.build(pq.read_table(made.gazetteer, columns=CANONICAL))
    found = match_addresses(asked.select(MESSY), gazetteer, threshold=0.0, threads=setting.threads)
    truth = np.array(asked["true_uprn"].cast(pa.string()).to_pylist(), object)
    uprns = np.array(found["uprn"].to_pylist(), object)
    has = np.array([uprn is not None for uprn in uprns])
    return bins(found["score"].to_numpy()[has], (uprns == truth)[has])


def draw(setting: Setting, every: dict[str, list[Bin]]) -> None:
    """Write reliability.svg: probability told against share right, with Wilson's bars."""
    rows = []
    for name, found in every.items():
        for one in found:
            low, high = interval(one.right, one.count)
            rows.append({"series": name, "x": one.mean, "y": one.share, "low": low, "high": high})
    save(
        [against_diagonal(rows, x="probability told", y="share that is right")],
        setting.pictures / "reliability.svg",
        title="Reliability of the address matcher's scores",
        description="Points on the dashed line are as right as they say; bars are 95 % intervals. "
        + "; ".join(
            f"{name}: {one.mean:.2f} told, {one.share:.2f} right of {one.count:,}"
            for name, found in every.items()
            for one in found
        ),
    )
