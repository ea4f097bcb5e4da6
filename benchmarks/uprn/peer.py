"""The peer, uk_address_matcher, in its own environment."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden.kernel import Unavailable

from .process import Job, run_job

NAME = "uk_address_matcher"
REQUIRED = ("uk_address_matcher==1.5.3", "splink<5", "duckdb<2", "pyarrow")
# Its guide's starting point: "Choosing a matching threshold", version 1.5.3.
LEAST_WEIGHT, LEAST_GAP = 10.0, 1.0
_PROGRAM = Path(__file__).with_name("peer_program.py")


@dataclass(frozen=True, slots=True)
class Peer:
    """An interpreter that has the peer, and how many threads it may use."""

    python: Path
    threads: int = 2

    def prepare(self, gazetteer: Path, folder: Path) -> Job:
        """Make the peer's prepared folder of a gazetteer."""
        return self._run("prepare", gazetteer=gazetteer, to=folder)

    def match(self, gazetteer: Path, addresses: Path, to: Path) -> Job:
        """Match a file against a gazetteer or a prepared folder; ``to`` gets every row on top."""
        return self._run("match", gazetteer=gazetteer, addresses=addresses, to=to)

    def look_ups(self, folder: Path, addresses: Path) -> Job:
        """Time each address of a file alone."""
        return self._run("look-ups", gazetteer=folder, addresses=addresses)

    def versions(self) -> dict[str, str]:
        """Return the versions that its environment has."""
        asked = (
            "import json; from importlib.metadata import version as v;"
            "print(json.dumps({n: v(n) for n in ('uk_address_matcher', 'splink', 'duckdb')}))"
        )
        done = subprocess.run(
            [self.python, "-c", asked], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise Unavailable(
                f"The interpreter given for the peer has no {NAME}.",
                next_step=f"Give it: {self.python} -m pip install " + " ".join(REQUIRED),
            )
        return dict(json.loads(done.stdout))

    def _run(self, job: str, **options: Path) -> Job:
        return run_job((self.python, _PROGRAM, job), options={**options, "threads": self.threads})


def accepted(top: pa.Table) -> pa.Table:
    """Return unique_id and uprn, null where the peer's recommended setting accepts nothing.

    An exact match has no weight; a match without a rival has no gap. Both are accepted, as the
    peer itself does.
    """
    clear = pc.fill_null(pc.greater_equal(top["gap"], LEAST_GAP), True)
    strong = pc.fill_null(pc.greater_equal(top["weight"], LEAST_WEIGHT), False)
    taken = pc.or_(top["exact"], pc.and_(strong, clear))
    uprns = pc.if_else(taken, top["uprn"], pa.scalar(None, pa.string()))
    return pa.table({"unique_id": top["unique_id"], "uprn": uprns})


def matched_by(peer: Peer, gazetteer: Path, addresses: Path, to: Path) -> pa.Table:
    """Return the peer's accepted matches of a file against a gazetteer, unprepared."""
    peer.match(gazetteer, addresses, to)
    return accepted(pq.read_table(to))


def make_environment(folder: Path) -> Path:
    """Make an environment that holds the peer, unless it is there, and return its interpreter.

    Raises Unavailable where it cannot be made, for want of a network for instance.
    """
    inside = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    python = folder.absolute() / inside
    if not (folder / ".ready").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIRED], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Unavailable(
                f"The environment of {NAME} could not be made.",
                why="What pip said stands above.",
                next_step="Run it where PyPI can be reached, or give an interpreter that has it"
                " (make bench PEER_PYTHON=…); without it, ours runs alone with --no-peer.",
            ) from error
        (folder / ".ready").touch()
    return python
