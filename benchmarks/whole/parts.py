"""The parts of the whole benchmark: what each runs, what it needs, and how its figures are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.uprn.bars import Bar
from benchmarks.uprn.growth import SIZES_OF_ALL, SIZES_OF_QUICK

from . import told
from .asked import SHIPPED_PEOPLE, Asked
from .ready import Machine, Needs

_NOTHING = Needs()
# Measured at 40,000,000 rows, with room: files and index on disk, the index while it is built.
_NATIONAL = Needs(disk_gb=12, memory_gb=8)
_CLONE = "a clone of github.com/moj-analytical-services/uk_address_matcher"
_HOW = {
    "edge": f"EDGE_CASES=tests/edge_case_addresses.yaml of {_CLONE}",
    "fhrs": f"FHRS=example_data of {_CLONE}",
    "aside": "ASIDE=folder with gazetteer.parquet and labelled.parquet that nothing was fitted on",
    "people": "PEOPLE=folder with the set; docs/how-to/run-the-benchmarks.md says where it is from",
    "tpc": "SQLGLOT=a clone of github.com/tobymao/sqlglot, which has the texts",
    "acro": "ACRO=the Python of an environment of its own, with acro==1.0.2",
}
_UPRN = ("benchmarks/uprn/**/*", "benchmarks/fit_*.py")
_PEOPLE = ("benchmarks/people*.py", "benchmarks/made_up_people.py")
_SPARK = ("benchmarks/spark.py", "benchmarks/made_up_people.py", "benchmarks/memory_together.py")
_MAIN_JOB = ("benchmarks/main_job.py",)
_SEALING = ("benchmarks/sealing/*",)
_PAGES = ("benchmarks/pages/*",)
_LEDGER = ("benchmarks/ledger/*", "docs/verify-ledger.js")
_INFERENCE = ("benchmarks/inference/*",)
_TPC = ("benchmarks/tpc/*",)
_RELEASES = ("benchmarks/release_together.py", "benchmarks/acro_peer.py", "benchmarks/peers/acro*")
# The option of benchmarks.uprn that takes what a part was given.
_OPTION = {"edge": "--edge-cases", "fhrs": "--fhrs", "aside": "--aside"}
_SETS = {
    "historical": ("historical_figures_with_errors_50k.parquet",),
    "febrl4": ("dataset4a.csv", "dataset4b.csv"),
    "fake_1000": ("fake_1000.csv",),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part: ``command`` is a module with its options, to which the file of figures is added.

    ``programs`` are patterns of the sources that it runs besides Beholden itself, ``data`` the
    files that its result depends on; ``out`` is the option that names the file of figures.
    """

    name: str
    says: str
    command: tuple[str, ...]
    bars: Callable[[Any], list[Bar]]
    programs: tuple[str, ...]
    needs: Needs = _NOTHING
    data: tuple[Path, ...] = ()
    python: Path = Path(sys.executable)
    out: str = "--json"


def all_parts(asked: Asked, machine: Machine) -> list[Part]:
    """Return every part in the order in which they run, the short ones first."""
    return [
        *_addresses(asked, machine),
        *_people(asked),
        *_spark(asked),
        *_sealing(asked),
        *_tpc(asked),
        *_releases(asked),
        _inference(asked),
        _ledger(asked),
        _pages(asked),
        _main_job(asked),
    ]


def _addresses(asked: Asked, machine: Machine) -> list[Part]:
    sizes = sizes_that_fit(machine, quick=asked.quick)
    aside = ((asked.aside, _HOW["aside"]),)
    edge, fhrs = ((asked.edge_cases, _HOW["edge"]),), ((asked.fhrs, _HOW["fhrs"]),)
    given = {
        "real": ("real addresses, the shipped card, which has seen them", _NOTHING),
        "cross": ("real addresses, each source by a card that has not seen it", _NOTHING),
        "harder": ("real addresses, postcode wrong or gone, true row deleted", _NOTHING),
        "aside": ("real addresses kept aside: the deciding bar", Needs(aside)),
        "edge": ("the peer's own edge cases", Needs(edge)),
        "fhrs": ("food hygiene against Companies House", Needs(fhrs, peer=True)),
        "speed": ("bulk, one look-up, cold start, building", _NOTHING),
        "made-up": ("made-up addresses, by slice", _NOTHING),
        "reliability": ("scores told against shares right", _NOTHING),
        "growth": (f"time and memory from {sizes[0]:,} to {sizes[-1]:,} rows", _NOTHING),
    }
    if not asked.quick and sizes is not SIZES_OF_ALL:
        given["national"] = ("1,000,000 against 40,000,000; otherwise with growth", _NATIONAL)
    return [_uprn(asked, name, *one, sizes=sizes) for name, one in given.items()]


def sizes_that_fit(machine: Machine, *, quick: bool) -> Sequence[int]:
    """Return the sizes that growth is measured at: to 40,000,000 where disk and memory allow it."""
    small = machine.disk_gb < _NATIONAL.disk_gb or machine.memory_gb < _NATIONAL.memory_gb
    return SIZES_OF_QUICK if quick or small else SIZES_OF_ALL


def _uprn(asked: Asked, name: str, says: str, needs: Needs, *, sizes: Sequence[int]) -> Part:
    peer = ("--peer-python", str(asked.peer.python)) if asked.peer.python else ("--no-peer",)
    options = ["--data", asked.data, "--only", name, "--work", asked.work]
    options += ["--pictures", asked.work / "pictures", "--threads", asked.threads]
    options += [part for path, _ in needs.given if path for part in (_OPTION[name], path)]
    if name == "growth":
        options += ["--sizes", *sizes]
    if asked.quick:
        options += ["--rows", 100_000, "--queries", 10_000, "--rounds", 1]
    command = ("benchmarks.uprn", *map(str, options), *peer)
    data = (asked.data, *(path for path, _ in needs.given if path))
    return Part(name, says, command, told.uprn, _UPRN, needs, data, out="--out")


def _people(asked: Asked) -> list[Part]:
    parts = []
    for name, files in _SETS.items():
        folder = _folder_of(asked, files)
        paths = tuple(folder / file for file in files)
        needs = Needs(tuple((path, _HOW["people"]) for path in paths))
        says = f"people, {name}, beside Splink"
        parts.append(_linked(name, says, folder, (name,), told.people, needs, paths))
    both = tuple(
        f"{kind}{without}" for kind in told.BOROUGHS for without in ("", told.WITHOUT_UPRN)
    )
    parts.append(
        _linked(
            "borough", "people of the borough", SHIPPED_PEOPLE[0], both, told.borough, Needs(), ()
        )
    )
    large = _linked(
        "million", "people, one million made up, beside Splink", SHIPPED_PEOPLE[0], ("million",),
        told.people, Needs(memory_gb=10), (),
    )  # fmt: skip
    return [*parts, *([] if asked.quick else [large]), _fairness(), _increments(asked)]


def _folder_of(asked: Asked, files: Sequence[str]) -> Path:
    """Return the folder that has a set: the one that was given, or the one that is shipped."""
    given = [folder for folder in (asked.people, *SHIPPED_PEOPLE) if folder]
    whole = [folder for folder in given if all((folder / file).exists() for file in files)]
    return (whole or given)[0]


def _linked(
    name: str, says: str, folder: Path, sets: Sequence[str],
    bars: Callable[[Any], list[Bar]], needs: Needs, data: tuple[Path, ...],
) -> Part:  # fmt: skip
    command = ("benchmarks.people", "--data", str(folder), "--only", *sets)
    return Part(f"people {name}", says, command, bars, _PEOPLE, needs, data)


def _fairness() -> Part:
    command = ("benchmarks.people", "--only", "fairness")
    says = "people of the borough: found, missed and wrong, by group"
    return Part("people fairness", says, command, told.fairness, _PEOPLE)


def _increments(asked: Asked) -> Part:
    households, new = (2_000, 200) if asked.quick else (20_000, 1_000)
    command = ("benchmarks.people_increment", "--households", str(households), "--new", str(new))
    return Part(
        "increments", "people: keys that stay over loads", command, told.increments, _PEOPLE
    )


def _spark(asked: Asked) -> list[Part]:
    python = asked.spark_python or Path(sys.executable)
    rows, people = (50_000, 5_000) if asked.quick else (1_000_000, 50_000)
    return [
        Part(
            "spark addresses", "addresses on Spark beside one machine",
            ("benchmarks.spark", str(rows), "--people", "0"), told.spark_addresses, _SPARK,
            Needs(spark=python, memory_gb=2 if asked.quick else 8), python=python,
        ),
        Part(
            "spark people", "people on Spark beside one machine",
            ("benchmarks.spark", "0", "--people", str(people)), told.spark_people, _SPARK,
            Needs(spark=python, memory_gb=4), python=python,
        ),
    ]  # fmt: skip


def _sealing(asked: Asked) -> list[Part]:
    """Return the parts of the sealed engine, which keep their data and extract between them."""
    sizes = ("200000", "600000", "1000") if asked.quick else ("6000000", "30000000", "10000")
    given = {
        "sealing": ("seal beside CREATE TABLE AS", ("sealing",), Needs(disk_gb=2)),
        "asking": (
            "open, ask, decide, stop, ten at once, beside plain DuckDB",
            ("opening", "asking", "answering", "deciding", "stopping", "together"),
            Needs(disk_gb=2),
        ),
        "many questions": ("small questions in a row: memory", ("many",), Needs(disk_gb=2)),
        "sealing large": (
            "seal 30,000,000 rows" if not asked.quick else "seal three times as many rows",
            ("large",),
            _NOTHING if asked.quick else Needs(disk_gb=8, memory_gb=8),
        ),
    }
    options = ["--work", str(asked.work / "sealing")]
    for name, size in zip(("--rows", "--large", "--times"), sizes, strict=True):
        options += [name, size]
    return [
        Part(
            name, says, ("benchmarks.sealing", *options, "--only", *only), told.uprn, _SEALING,
            needs, out="--out",
        )
        for name, (says, only, needs) in given.items()
    ]  # fmt: skip


def _tpc(asked: Asked) -> list[Part]:
    """Return the parts of the TPC questions; quickly, they are decided and not answered."""
    checkout = str(asked.sqlglot or "")
    needs = Needs(((asked.sqlglot, _HOW["tpc"]),))
    folder = (asked.sqlglot / "tests" / "fixtures" / "optimizer",) if asked.sqlglot else ()
    given = {
        "tpc": (
            "how many TPC questions are allowed, and answered as plain DuckDB does",
            ("benchmarks.tpc", checkout, *(["--decide"] if asked.quick else [])),
        ),
        "tpc deciding": (
            "the TPC questions: what deciding costs",
            ("benchmarks.tpc.deciding", checkout, "--turns", "1" if asked.quick else "3"),
        ),
    }
    return [
        Part(name, says, command, told.uprn, _TPC, needs, folder, out="--out")
        for name, (says, command) in given.items()
    ]


def _releases(asked: Asked) -> list[Part]:
    """Return the parts of releases: what ACRO says of them, and how long they are solved."""
    tables, lists, sizes = ("8", "2", "2") if asked.quick else ("40", "10", "5")
    acro = ("--python", str(asked.acro or ""), "--tables", tables, "--lists", lists)
    return [
        Part(
            "releases acro", "releases, checked once more by ACRO",
            ("benchmarks.acro_peer", *acro), told.uprn, _RELEASES,
            Needs(((asked.acro, _HOW["acro"]),)), out="--out",
        ),
        Part(
            "releases together", "four releases solved together, by size",
            ("benchmarks.release_together", "--sizes", sizes), told.uprn, _RELEASES, out="--out",
        ),
    ]  # fmt: skip


def _inference(asked: Asked) -> Part:
    """Return the part of inference; quickly, one small borough and no attacker that searches."""
    sizes = ("12000", "1", "2") if asked.quick else ("50000", "5", "7")
    options = [
        x for pair in zip(("--subjects", "--boroughs", "--many"), sizes, strict=True) for x in pair
    ]
    only = "questions,fitted,many" if asked.quick else "questions,fitted,release,search,many"
    return Part(
        "inference", "guesses at one person's flag, by many attacks, beside other protections",
        ("benchmarks.inference", *options, "--only", only), told.uprn, _INFERENCE, out="--out",
    )  # fmt: skip


def _ledger(asked: Asked) -> Part:
    """Return the part of the ledger; its log takes half a gigabyte at a million entries."""
    entries, acts = ("50000", "100") if asked.quick else ("1000000", "500")
    options = ("--work", str(asked.work / "ledger"), "--entries", entries, "--acts", acts)
    return Part(
        "ledger", "append, prove, verify, by both verifiers", ("benchmarks.ledger", *options),
        told.uprn, _LEDGER, Needs(disk_gb=1), out="--out",
    )  # fmt: skip


def _pages(asked: Asked) -> Part:
    """Return the part of the pages; their council is kept, on SQLite and on PostgreSQL."""
    options = [
        "--work",
        str(asked.work / "pages"),
        "--silent",
        *(["--quick"] if asked.quick else []),
    ]
    return Part(
        "pages", "every page of a council at work for years, and fifty people at once",
        ("benchmarks.pages", *options), told.uprn, _PAGES, Needs(disk_gb=2), out="--out",
    )  # fmt: skip


def _main_job(asked: Asked) -> Part:
    sizes = ("2000",) if asked.quick else ("20000", "200000")
    command = ("benchmarks.main_job", "--households", *sizes)
    return Part(
        "main job", "the main job, end to end, on the borough", command, told.main_job, _MAIN_JOB
    )
