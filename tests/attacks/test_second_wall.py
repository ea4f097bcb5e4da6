"""If deciding let everything through: the engine's lock and the fixed words still hold.

Here texts run as they came in, on a connection that is locked as a worker's is. Rows may come back:
that is what deciding is for. A file, a setting or a word of the engine's own may not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gate.test_hostile_texts import ERRORS, FILES_AND_SETTINGS, MARK
from gate_sealing.made_up import MadeUpPlan

from attacks.parish import Parish, asked_of, everything
from attacks.sizes import sized
from attacks.tables import Case, table
from beholden.gate.running.limits import Limits
from beholden.kernel import BeholdenError

FROM_OUTSIDE = [c.text for c in table("engine_probes") if c.heading.startswith("files")]
HARMLESS = (
    *("attach ':memory:'", "set variable", "select getvariable", "call duckdb_tables", "use "),
    *("select current_setting", "select * from duckdb_secrets"),
)
FILES = [
    text
    for text in (*FROM_OUTSIDE, *FILES_AND_SETTINGS.strip().splitlines())
    if not text.startswith(HARMLESS)
]
FIXED = {"The engine cannot run this question.", "The question was stopped at a limit."}
TELLING = [
    *(c.text for c in table("engine_probes") if c.heading.startswith("errors")),
    *(t for t in ERRORS.strip().splitlines() if "pg_sleep" not in t),  # the jail ends that
]
IN_JAIL = table("engine_probes")[:: sized(suite=40, full=1)]
VALUES = ("owned", "Millbrook", "Secretlane", "council_tax", MARK, "Error:")


@pytest.fixture
def raw(parish: Parish) -> Iterator[Parish]:
    """Give the same extract on a connection of its own, which texts may spoil."""
    with asked_of(parish.bench, parish.extract) as connection:
        yield Parish(parish.bench, parish.extract, connection)


def failure(run: Callable[..., Any], text: str, **limits: int) -> BeholdenError | None:
    """Return what running a text as it came in is stopped by, if it is."""
    try:
        run(MadeUpPlan(text), limits=Limits(**limits))
    except BeholdenError as error:
        return error
    return None


def in_fixed_words(error: BeholdenError | None) -> bool:
    """Return whether an error says what it may, and hides nothing behind itself."""
    told = everything(error) if error else ""
    return error is None or (
        error.what in FIXED and error.__cause__ is None and not any(v in told for v in VALUES)
    )


@pytest.mark.parametrize("text", FILES)
def test_nothing_from_outside_is_read_or_written(raw: Parish, bare_folder: Path, text: str) -> None:
    error = failure(raw.run, text)
    assert error is not None
    assert in_fixed_words(error)
    assert list(bare_folder.iterdir()) == []


@pytest.mark.parametrize("text", TELLING)
def test_an_error_is_told_in_fixed_words(raw: Parish, text: str) -> None:
    assert in_fixed_words(failure(raw.run, text, rows=10))


@pytest.mark.parametrize("case", IN_JAIL, ids=lambda case: case.text[:60])
def test_no_probe_does_anything_outside_a_jailed_worker(
    parish: Parish, bare_folder: Path, case: Case
) -> None:
    assert in_fixed_words(failure(parish.run_in_jail, case.text, seconds=3, memory_mb=512))
    assert list(bare_folder.iterdir()) == []
