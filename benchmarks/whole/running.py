"""A part in a process of its own, its words kept in a file, and where it is told on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from beholden.kernel import Unavailable

from .asked import ROOT
from .kept import code_digest, keep, key_of, recall
from .outcomes import Outcome, State, bar_of, plain
from .parts import Part
from .ready import Machine, lacking

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Run:
    """Where parts are kept, and whether what is kept counts."""

    folder: Path
    again: bool = False


def outcome_of(part: Part, machine: Machine, run: Run) -> Outcome:
    """Return what became of a part: kept, not run with the reason, failed, or run just now."""
    why = lacking(part.needs, machine)
    if why:
        return Outcome(part.name, part.says, State.LACKING, why=why)
    kept = None if run.again else kept_of(part, run.folder)
    if kept is not None:
        return kept
    stem, key = _stem(part, run.folder), _key(part)
    done = _ran(part, stem)
    if done.state is State.RAN:
        keep(stem.with_suffix(".json"), key, plain(done))
    return done


def kept_of(part: Part, folder: Path) -> Outcome | None:
    """Return what a part told earlier, None where it was not done with this code and these data."""
    if not all(path.exists() for path in part.data):
        return None
    kept = recall(_stem(part, folder).with_suffix(".json"), _key(part))
    if kept is None:
        return None
    bars = tuple(bar_of(one) for one in kept["bars"])
    return Outcome(part.name, part.says, State.KEPT, bars, seconds=kept["seconds"])


def _stem(part: Part, folder: Path) -> Path:
    return folder / part.name.replace(" ", "-")


def _key(part: Part) -> str:
    return key_of(code_digest(part.programs), (str(part.python), *part.command), part.data)


def _ran(part: Part, stem: Path) -> Outcome:
    began, figures = time.perf_counter(), stem.with_suffix(".figures.json")
    stem.parent.mkdir(parents=True, exist_ok=True)
    figures.unlink(missing_ok=True)
    command = [str(part.python), "-m", *part.command, part.out, str(figures)]
    try:
        in_a_process(command, log=stem.with_suffix(".log"), name=part.name)
        bars = tuple(part.bars(json.loads(figures.read_text("utf-8"))))
    except (Unavailable, OSError, ValueError, KeyError) as error:
        return Outcome(part.name, part.says, State.FAILED, why=str(error).splitlines()[0])
    return Outcome(part.name, part.says, State.RAN, bars, seconds=time.perf_counter() - began)


def in_a_process(command: list[str], *, log: Path, name: str) -> None:
    """Run a command on this tree's code, its lines kept in ``log`` and the last one shown.

    Raises Unavailable where it ends with another code than 0. Whatever ends this process in the
    meantime ends the command too, with all that it began.
    """
    paths = [str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=given,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as process,
        _ended_with_us(process),
    ):
        assert process.stdout is not None
        for line in process.stdout:
            file.write(line)
            file.flush()
            _show(f"{name}: {line.strip()}")
    if process.returncode:
        raise Unavailable(f"it ended with code {process.returncode}; {log.name} has what it said.")


def end_when_told() -> None:
    """Let SIGTERM end this process as Ctrl-C does, so that what it began can be ended first."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


@contextmanager
def _ended_with_us(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise


def _show(line: str) -> None:
    """Show a line in the place of the last one, where somebody looks on."""
    if sys.stderr.isatty() and line.strip():
        sys.stderr.write(f"\r  {line[:_WIDTH]:{_WIDTH}}")
        sys.stderr.flush()
