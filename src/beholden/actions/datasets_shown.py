"""What is shown of a dataset: its quality over versions, what was repaired, which uses it has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .. import release
from ..kernel import NotFound
from ..records import reading
from .agreeing.contracts import described_columns, stored_contract
from .home import Home


@dataclass(frozen=True, slots=True)
class RepairCount:
    """How often a rule repaired a column of a version; no value is told."""

    rule: str
    column: str
    rows: int


def dataset_repairs(home: Home, *, dataset: str) -> tuple[RepairCount, ...]:
    """Return what was repaired in a dataset's newest version, counted; raises NotFound."""
    import pyarrow.parquet as pq

    with home.at_work():
        latest = reading.dataset(dataset).latest
    if latest is None:
        return ()
    log = home.path("datasets", dataset, f"v{latest.number}", "repairs.parquet")
    if not log.is_file():
        return ()
    table = pq.read_table(log, columns=["rule", "column"])
    pairs = zip(table["rule"].to_pylist(), table["column"].to_pylist(), strict=True)
    counted = Counter((str(rule), str(column)) for rule, column in pairs)
    return tuple(RepairCount(*pair, rows=rows) for pair, rows in counted.most_common())


def column_meanings(home: Home, *, dataset: str, version: int) -> dict[str, str]:
    """Return what the contract of a version of a dataset says that its columns mean.

    A column of which it says nothing is not there. Raises Damaged.
    """
    described = described_columns(stored_contract(home, dataset, version))
    return {name: means for name, means in described.items() if means}


def dataset_picture(home: Home, *, dataset: str) -> str:
    """Return a dataset's quality by dimension over its versions as SVG.

    Raises NotFound for a dataset that is not there, and for one that was never scored.
    """
    with home.at_work():
        view = reading.dataset(dataset)
    scores = [(one.number, one.quality.get("scores", {})) for one in view.versions]
    if not any(said for _number, said in scores):
        raise NotFound("The quality of this dataset was never scored.")
    return release.scores_svg(scores, title=f"Quality of {view.name} by version")
