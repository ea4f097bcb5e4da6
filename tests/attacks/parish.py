"""A made-up council whose secrets are markers: a leak is found by looking for them.

What the agreement withholds begins with ``MADEUPSECRET``. Three households live in Secretlane,
fewer than may be shown. One household of Highcross owes nearly all that is owed there. Every UPRN
has nine digits that stand nowhere else.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from gate.warm_homes import IN_FORCE, TERMS, as_cells
from gate_sealing.made_up import Bench, MadeUpPlan

from beholden.gate import Extract, Plan, decide, treat
from beholden.gate.extract.extracts import open_extract
from beholden.gate.extract.image import memory_file
from beholden.gate.running import engine, worker
from beholden.gate.running.answering import Question, _table
from beholden.gate.running.failures import RUN, failure
from beholden.gate.running.limits import Limits
from beholden.kernel import BadQuestion, BeholdenError, Cells, Terms

HOUSEHOLDS = 600
FIRST_UPRN = 910_000_000
OWED = 7_654_321
TYPED = "Zebedee"
# A value of one household, of three, or of a column that is withheld.
SECRETS = re.compile(r"MADEUPSECRET|Secretlane|7[,.]?654[,.]?32|9100000\d\d|910000[0-6]\d\d", re.I)


def council_tax(households: int = HOUSEHOLDS) -> dict[str, list[Any]]:
    """Return made-up households; the first three live apart, the fourth owes the most."""
    count = range(households)
    wards = ["Secretlane" if i < 3 else ("Millbrook", "Harbour", "Highcross")[i % 3] for i in count]
    return {
        "account": [f"MADEUPSECRET-ACCOUNT-{i}" for i in count],
        "name": [f"MADEUPSECRET-NAME-{i}" for i in count],
        "uprn": [str(FIRST_UPRN + i) for i in count],
        "tenure": [("owned", "rented", "social")[i * 7 % 3] for i in count],
        "neighbourhood": wards,
        "arrears": [str(OWED if i == 5 else i % 50 * 10) for i in count],
        "in_arrears": [("yes", "no")[i % 4 > 0] for i in count],
        "liable_to": [None if i % 9 else "MADEUPSECRET-2026" for i in count],
    }


def sources(bench: Bench, tax: Mapping[str, list[Any]] | None = None) -> dict[str, Any]:
    """Return the three datasets of the worked case, made up and marked."""
    count = range(HOUSEHOLDS)
    uprns = [str(FIRST_UPRN + i) for i in count]
    return {
        "council_tax": bench.source("council_tax", tax or council_tax()),
        "energy_certificates": bench.source(
            "energy",
            {
                "rating": ["ABCDEFG"[i * 5 % 7] for i in count],
                "inspector": [f"MADEUPSECRET-INSPECTOR-{i}" for i in count],
            },
            uprn=uprns,
        ),
        "support_scheme": bench.source(
            "support",
            {
                "uprn": uprns[::2],
                "enrolled": [("yes", "no")[i % 3 > 0] for i in count[::2]],
                "nino": [f"MADEUPSECRET-NINO-{i}" for i in count[::2]],
            },
        ),
    }


CLOCK = worker.Clock()
CLOCK.start()


@dataclass(frozen=True)
class Told:
    """What an asker is told of one text, in every way that there is: answer, error, log."""

    outcome: str
    words: str

    @property
    def leaks(self) -> list[str]:
        """Return what was told that is somebody's."""
        return SECRETS.findall(self.words)


@dataclass(frozen=True)
class Parish:
    """The sealed extract, and the engine that it is asked with."""

    bench: Bench
    extract: Extract
    connection: Any
    terms: Terms = TERMS

    def run(self, plan: Plan | MadeUpPlan, *, limits: Limits | None = None) -> pa.Table:
        """Run a plan with the worker's own code, in this process: the jail's inside, at speed.

        Raises what the engine raises.
        """
        limits = limits or Limits()
        desk = worker.Desk(self.connection, CLOCK, use=worker.SEALED)
        kind, content = desk.outcome(json.loads(list(Question(plan.sql, limits).frames)[-1][1]))
        if kind != b"T":
            raise failure(content.decode("ascii"), limits, RUN)
        return engine._plain_numbers(engine._whole_table(_table(content, limits), limits, RUN))

    def run_in_jail(self, plan: Plan | MadeUpPlan, *, limits: Limits | None = None) -> pa.Table:
        """Run a plan in a jailed worker, as an asker's question runs."""
        return engine.run(plan, self.extract, keys=self.bench.keys, limits=limits).table

    def ask(self, text: str, *, jailed: bool = False) -> Told:
        """Ask as an analyst does; nothing but the family of errors may come."""
        with heard() as said:
            outcome, words = self._asked(text, self.run_in_jail if jailed else self.run)
        return Told(outcome, "\n".join([words, *said]))

    def _asked(self, text: str, run: Callable[..., pa.Table]) -> tuple[str, str]:
        try:
            decision = decide(text, self.terms, today=IN_FORCE)
        except BadQuestion as error:
            return "unreadable", everything(error)
        if decision.plan is None:
            return "refused", f"{decision.refusal.in_words()} {decision.clauses!r}"
        try:
            parts = [cells(part, run(part)) for part in decision.plan.apart()]
            answer = treat(*parts, plan=decision.plan)
        except BeholdenError as error:
            return "stopped", everything(error)
        rows = answer.table.to_pylist()
        return "answered", f"{rows} {answer.withheld} {answer.subjects} {answer.notes}"


def cells(plan: Plan, table: pa.Table) -> Cells:
    """Return a table as the exact cells of its plan."""
    return as_cells(plan, table)


def everything(error: BaseException) -> str:
    """Return all that an error says, and all that it hides behind itself."""
    shape = error.to_dict() if isinstance(error, BeholdenError) else {}
    return f"{error} {error!r} {shape} {error.__cause__!r} {error.__context__!r}"


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect what is logged, by anybody."""
    said: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield said
    finally:
        root.removeHandler(handler)


@contextmanager
def opened(folder: Path, *, tax: Mapping[str, list[Any]] | None = None) -> Iterator[Parish]:
    """Seal the made-up council and open its image as a worker does."""
    bench = Bench(folder)
    extract = bench.seal(TERMS, sources(bench, tax))
    with asked_of(bench, extract) as connection:
        yield Parish(bench, extract, connection)


@contextmanager
def asked_of(bench: Bench, extract: Extract) -> Iterator[Any]:
    """Yield a connection to the decrypted image, locked as a worker's is, in this process."""
    image = memory_file()
    try:
        open_extract(extract, bench.keys.read(extract.id), image)
        connection = worker.open_engine({"memory_mb": Limits().memory_mb})
        worker.attach(connection, f"/proc/{os.getpid()}/fd/{image}")
        worker.lock(connection)
        with connection:
            yield connection
    finally:
        os.close(image)
