"""Fitted tables: made while an extract is sealed, counted on their subjects' register, opened.

The register is what the extracts' records say of their fitted tables; the database lets nobody
change or delete them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from .. import gate, selfservice
from ..kernel import BadInput, Refusal, Refused, SelfServiceOutput, Terms
from .acting import Act
from .home import Home

FACTS = "fitted"
_LIMITS = gate.Limits(seconds=600.0, memory_mb=4096, rows=20_000_000, answer_bytes=2 << 30)
_YES_OR_NO = (False, True)


@dataclass(frozen=True, slots=True)
class FittedMade:
    """A fitted table that was sealed into a file beside its extract, and what it costs."""

    file: Path
    fingerprint: str
    spent: selfservice.Spent


def make_fitted_table(
    home: Home, *, terms: Terms, extract: gate.Extract, folder: Path
) -> FittedMade | None:
    """Make the fitted table that the agreement gives, from the extract and nothing else.

    Returns None where the agreement has no self-service. Raises BadInput where a column is not of
    the kind that a fitted table can protect.
    """
    output = terms.self_service
    if output is None:
        return None
    caps = dict(output.caps)
    measures = {name: caps.get(name) for name in output.measures}
    rows = selfservice.one_row_each(
        list(_parts(home, terms, output, extract)), dimensions=output.by, caps=measures
    )
    known = [name for name in output.by if name in output.known]
    hidden = {n: _stated(terms, rows, n) for n in output.by if n not in output.known}
    subjects = selfservice.coded(rows, domains=hidden, known=known, caps=measures)
    sizes = {name: len(values) for name, values in subjects.domains.items()}
    plan = selfservice.plan_tables(output, sizes=sizes)
    fitted = selfservice.make_fitted(subjects, plan, secret=home.keys.use_secret(terms.use))
    file = folder / "extract.fitted"
    content = selfservice.to_bytes(fitted)
    fingerprint = gate.seal_beside(content, extract, keys=home.keys, to=file)
    return FittedMade(file, fingerprint, _spent(home, terms, output, plan.cost, fitted.fingerprint))


def _spent(
    home: Home, terms: Terms, output: SelfServiceOutput, cost: float, told: str
) -> selfservice.Spent:
    return selfservice.Spent(
        population=terms.subject_column.lower(),
        agreement=terms.agreement,
        on=home.clock.today(),
        cost=cost,
        guess_bound=output.guess_bound,
        fingerprint=told,
    )


def _parts(
    home: Home, terms: Terms, output: SelfServiceOutput, extract: gate.Extract
) -> Iterator[Any]:
    """Give the rows of each dataset that is needed; those whose subjects are counted come first."""
    counted = selfservice.counted_dataset(terms)
    wanted: dict[str, list[str]] = {counted: []}
    for name in (*output.by, *output.measures):
        wanted.setdefault(_giving(terms, name, first=counted), []).append(name)
    for dataset, columns in wanted.items():
        yield gate.subject_rows(
            extract,
            terms,
            dataset=dataset,
            columns=columns,
            named=selfservice.SUBJECT,
            keys=home.keys,
            limits=_LIMITS,
        )


def _giving(terms: Terms, column: str, *, first: str) -> str:
    """Return the dataset from which a column is taken: the counted one where it has it."""
    giving = [d.name for d in terms.datasets if d.column(column)]
    return first if first in giving else giving[0]


def _stated(terms: Terms, rows: Any, name: str) -> tuple[str | bool, ...]:
    """Return the values that a protected dimension may have, as the agreement states them."""
    import pyarrow as pa

    columns = (d.column(name) for d in terms.datasets)
    bands = next((c.bands for c in columns if c is not None), ())
    if bands:
        return tuple(label for label, _ in bands)
    if pa.types.is_boolean(rows.schema.field(name).type):
        return _YES_OR_NO
    raise BadInput(
        f"The dimension {name} is protected, and the agreement does not state its values.",
        why="That somebody has a rare value is itself told by a list of the values that occur.",
        next_step=f"Give {name} bands, or name it in self_service › known if everybody knows it.",
        ask="the data-protection officer",
    )


def keep_fitted_table(home: Home, act: Act, made: FittedMade, extract_id: str) -> dict[str, Any]:
    """Put a fitted table in place as a part of sealing; return its facts for the extract's record.

    The ledger is told whom it counts, its cost and the bound. Raises Refused where its subjects'
    register has no allowance left for it.
    """
    told = _counted(made, home.clock.today())
    act.facts[FACTS] = {name: told[name] for name in ("population", "cost", "guess_bound")}
    act.place(made.file, home.path(f"extracts/{extract_id}.fitted"))
    return {FACTS: told}


def _counted(made: FittedMade, at: date) -> dict[str, Any]:
    seen = selfservice.account(register(), replace(made.spent, on=at))
    if not seen.allowed:
        raise _no_allowance(seen)
    return {**_plain(replace(made.spent, cost=seen.cost, on=at)), "file": made.fingerprint}


def register() -> Iterator[selfservice.Spent]:
    """Give every seal of a fitted table on record, of whatever agreement."""
    from ..records.models import Extract

    for facts in Extract.objects.values_list("facts", flat=True):
        if FACTS in facts:
            yield _spent_in(facts[FACTS])


def _plain(spent: selfservice.Spent) -> dict[str, Any]:
    return {**asdict(spent), "on": spent.on.isoformat()}


def _spent_in(facts: Mapping[str, Any]) -> selfservice.Spent:
    said = {key: value for key, value in facts.items() if key != "file"}
    return selfservice.Spent(**{**said, "on": date.fromisoformat(said["on"])})


def _no_allowance(seen: selfservice.Account) -> Refused:
    reached = 100 * selfservice.accuracy_of(seen.spent)
    promised = 100 * selfservice.accuracy_of(seen.allowance)
    again = f" There is room again on {seen.free_again}." if seen.free_again else ""
    return Refused(
        Refusal(
            what="the allowance of these subjects for a year is used up.",
            why=f"With this seal a value could be guessed about {reached:.1f} times in 100, and "
            f"{promised:.0f} in 100 was promised.{again}",
            clause="outputs › self_service › guess_bound",
            next_step="agree on fewer seals a year, on a smaller share, or take out self_service; "
            "unchanged data can be sealed again at any time.",
            ask="the data-protection officer.",
        )
    )


def open_fitted(home: Home, record: Any) -> selfservice.Fitted:
    """Return the fitted table beside an extract that can be asked.

    The key is read each time and nothing is kept, so nothing is answered after the end.
    """
    extract = extract_of(home, record)
    at = home.path("extracts", f"{extract.id}.fitted")
    return selfservice.from_bytes(gate.open_beside(extract, keys=home.keys, at=at))


def extract_of(home: Home, record: Any) -> gate.Extract:
    """Return the extract of a record, with its path in this home."""
    facts = {key: value for key, value in record.facts.items() if key != FACTS}
    extract = gate.Extract.from_dict(facts)
    return replace(extract, path=home.path(str(extract.path)))
