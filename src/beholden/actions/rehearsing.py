"""Rehearsing: questions are written on made-up data of the extract's shape.

Anybody on the list of people may rehearse: what an agreement allows is public, and nothing else
goes into it. It is no use of data, so it leaves no entry in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import gate, intake
from ..kernel import BadInput, Cells, Refused, Terms
from .acting import person_named
from .asking import run_parts
from .home import Home
from .named_use import use_named

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Where made-up tables lie, and how many rows each has."""

    folder: Path
    agreement: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The made-up rows that a question would be answered with, and what was withheld."""

    table: pa.Table
    shown: int
    withheld: Mapping[str, int]
    notes: tuple[str, ...]


def rehearse(
    home: Home,
    *,
    by: str,
    use: str,
    to: str | Path,
    form: str = "parquet",
    seed: int = 1,
    contracts: Iterable[str | Path] = (),
) -> Rehearsal:
    """Write made-up tables of the shape of a use's extract into a new folder.

    ``form`` is parquet, csv or duckdb; ``contracts`` are files of the Open Data Contract Standard
    that state types and valid values. The same terms, contracts and seed give the same tables.
    Raises BadInput where there is no agreement yet or the folder is there.
    """
    terms = _terms_of(home, by=by, use=use)
    tables = gate.made_up_tables(terms, seed=seed, shapes=_shapes(contracts))
    gate.write_made_up(tables, Path(to), terms=terms, form=form)
    rows = {name: table.num_rows for name, table in tables.items()}
    return Rehearsal(Path(to), terms.agreement, rows)


def rehearse_question(
    home: Home,
    *,
    by: str,
    use: str,
    question: str,
    seed: int = 1,
    contracts: Iterable[str | Path] = (),
) -> Rehearsed:
    """Ask a question of made-up data through the real gate, as if on a day of the agreement.

    The decision, the engine and the treatment are those of `ask`. Raises Refused as `ask` would,
    BadQuestion and OutOfLimits.
    """
    terms = _terms_of(home, by=by, use=use)
    decision = gate.decide(question, terms, today=terms.starts)
    if decision.plan is None:
        raise Refused(decision.refusal) if decision.refusal else BadInput("Not decided.")
    tables = gate.made_up_tables(terms, seed=seed, shapes=_shapes(contracts))
    isolation = home.isolation()
    cells = _run(home, decision.plan, terms, tables, isolation)
    answer = gate.treat(*cells, plan=decision.plan, isolation=isolation)
    return Rehearsed(answer.table, answer.shown, dict(answer.withheld), answer.notes)


def _run(
    home: Home,
    plan: gate.Plan,
    terms: Terms,
    tables: Mapping[str, Any],
    isolation: gate.Isolation,
) -> tuple[Cells, ...]:
    """Seal made-up tables under a key of their own, run the plan, and leave nothing behind."""
    import pyarrow.parquet as pq

    with home.staging() as folder:
        keys = gate.Keys(folder / "keys")
        sources = {}
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet")
            sources[name] = gate.Source(folder / f"{name}.parquet")
        extract = gate.seal(
            gate.terms_of_made_up(terms),
            sources,
            to=folder / "rehearsal.sealed",
            keys=keys,
            use_secret=keys.use_secret(terms.use),
            version=1,
        )
        return run_parts(home, plan, extract, keys=keys, isolation=isolation)


def _terms_of(home: Home, *, by: str, use: str) -> Terms:
    """Return the terms of the newest agreement of a use, signed or not, without its review day."""
    from dataclasses import replace

    with home.at_work():
        person_named(by)
        newest = use_named(use).agreements.order_by("-id").first()
        if newest is None:
            raise BadInput(
                "This use has no agreement yet, so nobody knows what its data will be.",
                next_step="State one, as a draft; rehearsing does not wait for signatures.",
            )
        return replace(Terms.from_dict(newest.terms), review_by=None)


def _shapes(contracts: Iterable[str | Path]) -> dict[str, dict[str, gate.Shape]]:
    read = [intake.read_contract(path) for path in contracts]
    return {c.name: {column.name: _shape(column) for column in c.columns} for c in read}


def _shape(column: intake.ContractColumn) -> gate.Shape:
    stated = [rule.arguments.get("validValues", ()) for rule in column.rules]
    return gate.Shape(column.type, tuple(str(value) for values in stated for value in values))
