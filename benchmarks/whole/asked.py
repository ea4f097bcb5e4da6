"""What a run of the whole benchmark is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "tests" / "linkage" / "data"
SHIPPED_PEOPLE = (ROOT / "benchmarks" / "people_data", ROOT / "tests" / "linkage_people" / "data")


@dataclass(frozen=True, slots=True)
class Peer:
    """The interpreter that has the address peer, or why there is none."""

    python: Path | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where data are, where work is put, which interpreters to use, and how much to run.

    ``data`` holds gazetteer.parquet and labelled.parquet, and ``aside`` another such pair that
    nothing was fitted on. ``people`` is looked in before the sets that are shipped. ``edge_cases``
    and ``fhrs`` are of the peer's repository, ``sqlglot`` is a checkout of sqlglot, and ``acro`` an
    interpreter that has ACRO. None: not given.
    """

    work: Path
    data: Path = SHIPPED
    aside: Path | None = None
    people: Path | None = None
    edge_cases: Path | None = None
    fhrs: Path | None = None
    spark_python: Path | None = None
    sqlglot: Path | None = None
    acro: Path | None = None
    peer: Peer = Peer(None, "it was not asked for")
    quick: bool = False
    threads: int = 2
