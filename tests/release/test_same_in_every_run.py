"""What is withheld depends on what is asked and on nothing else: not on how a run hashes texts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from itertools import product

from beholden.release import Asked, Checked, Rules, check_list

from .whole_attacker import Table, cells_of

PEOPLE = dict(
    zip(
        product(("a", "b", "c"), ("own", "rent"), (20, 40, 66)),
        (14, 9, 3, 22, 30, 12, 40, 33, 25, 18, 4, 16, 61, 12, 1, 28, 35, 22),
        strict=True,
    )
)
RELEASES = (
    (Table("cube", ("ward", "tenure", "age")),),
    (Table("ward by tenure", ("ward", "tenure")), Table("ward by age", ("ward", "age"))),
)
# Under these the figures withheld were not the same while classes came in the order of a set.
SEEDS = ("1", "2", "3")
CODE = "from release import test_same_in_every_run as run; print(run.figures())"


def figures() -> str:
    """Return all that comes of two releases, each beside all that went before."""
    done: list[Checked] = []
    for tables in RELEASES:
        asked = [Asked(t.name, cells_of(PEOPLE, t), moment="people 1") for t in tables]
        done += check_list(asked, Rules.load(), before=done)
    return "\n".join(repr(asdict(table)) for table in done)


def started(seed: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", CODE]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def test_what_is_withheld_is_the_same_under_every_hash_seed() -> None:
    running = [started(seed) for seed in SEEDS]
    told = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert "Differencing" in told[0]
    assert len(set(told)) == 1
