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

from .. import __version__, gate, selfservice
from ..kernel import BadInput, OutOfLimits, Refusal, Refused, SelfServiceOutput, Terms
from .acting import Act
from .datasets import keys_for_use
from .home import Home
from .looking_again import terms_of_seal, terms_to_seal
from .subjects.opting_out import opt_out_events

FACTS = "fitted"
STOPPED = "self_service_stopped"
_LIMITS = gate.Limits(seconds=600.0, memory_mb=4096, rows=20_000_000, answer_bytes=2 << 30)
_YES_OR_NO = (False, True)
_NOT_MADE = "not_made"
_TOLD = ("population", "cost", "new", "guess_bound")


@dataclass(frozen=True, slots=True)
class FittedSealed:
    """A fitted table that was sealed into a file beside its extract, and what it costs."""

    file: Path
    fingerprint: str
    spent: selfservice.Spent


@dataclass(frozen=True, slots=True)
class NotFitted:
    """Why no fitted table was made, in words for whoever seals; it is kept nowhere.

    The cause may rest on a single cell (of a protected yes or no, for example), so neither the
    ledger nor anybody who asks is told it (property S2).
    """

    because: str


FittedOutcome = FittedSealed | NotFitted


def events_of(home: Home, agreement: Any, versions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the public events that an extract rests on, which noise and cost are keyed by.

    Whatever may change a sealed row is an event here: the terms, a version of a dataset, a run of
    linkage, an objection, an opt-out or the withdrawal of one, another version of this software.
    None of them is a fingerprint of data or says what a row holds.
    """
    use, objections = agreement.use.name, agreement.use.objections
    return {
        "software": __version__,
        "terms": terms_of_seal(agreement),
        "datasets": {
            name: {
                "version": version.number,
                "keys": {c: key.number for c, key in keys_for_use(home, version, use).items()},
            }
            for name, version in versions.items()
        },
        "objections": objections.count(),
        "withdrawn": objections.filter(withdrawn_at__isnull=False).count(),
        **opt_out_events(agreement, terms_to_seal(agreement)),
    }


def make_fitted_table(
    home: Home, *, terms: Terms, extract: gate.Extract, folder: Path, events: Mapping[str, Any]
) -> FittedOutcome | None:
    """Make the fitted table that the agreement gives, from the extract and nothing else.

    ``events`` are those of ``events_of``. Returns None where there is no self-service. What keeps a
    fitted table from being made is returned, not raised: the extract is sealed all the same, since
    objections and the end of a version take effect with it.
    """
    output = terms.self_service
    if output is None:
        return None
    try:
        subjects = _subjects(terms, output, list(_parts(home, terms, output, extract)))
        sizes = {name: len(values) for name, values in subjects.domains.items()}
        plan = selfservice.plan_tables(output, sizes=sizes)
        fitted = selfservice.make_fitted(
            subjects, plan, secret=home.keys.use_secret(terms.use), events=events
        )
    except BadInput as fault:
        return NotFitted(f"{fault.what} {fault.next_step}".rstrip())
    except OutOfLimits as fault:
        # Its next step is for a question; another seal may well have the time and the room.
        return NotFitted(f"no fitted table could be made this time. {fault.why} Seal again.")
    file = folder / "extract.fitted"
    content = selfservice.to_bytes(fitted)
    fingerprint = gate.seal_beside(content, extract, keys=home.keys, to=file)
    spent = selfservice.Spent(
        population=whom_it_counts(terms),
        agreement=terms.agreement,
        on=home.clock.today(),
        cost=plan.cost,
        guess_bound=output.guess_bound,
        fingerprint=fitted.fingerprint,
    )
    return FittedSealed(file, fingerprint, spent)


def whom_it_counts(terms: Terms) -> tuple[str, ...]:
    """Return every name by which an agreement knows whom its fitted table counts.

    The word for a subject, the column by which subjects are told apart, and the dataset that has
    them: two agreements that share one of them are taken to count the same people or places.
    """
    return (
        f"subject {terms.subject.lower()}",
        f"column {terms.subject_column.lower()}",
        f"dataset {selfservice.counted_dataset(terms).lower()}",
    )


def _subjects(terms: Terms, output: SelfServiceOutput, parts: list[Any]) -> selfservice.Subjects:
    caps = dict(output.caps)
    measures = {name: caps.get(name) for name in output.measures}
    rows = selfservice.one_row_each(parts, dimensions=output.by, caps=measures)
    known = [name for name in output.by if name in output.known]
    stated: dict[str, tuple[Any, ...]] = {n: _in_bands(terms, n) for n in output.by}
    hidden: dict[str, tuple[Any, ...]] = {
        n: stated[n] or _yes_or_no(rows, n) for n in output.by if n not in output.known
    }
    return selfservice.coded(rows, domains=stated | hidden, known=known, caps=measures)


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
            isolation=home.isolation(),
        )


def _giving(terms: Terms, column: str, *, first: str) -> str:
    """Return the dataset from which a column is taken: the counted one where it has it."""
    giving = [d.name for d in terms.datasets if d.column(column)]
    return first if first in giving else giving[0]


def _in_bands(terms: Terms, name: str) -> tuple[str, ...]:
    """Return the labels of a dimension in the order in which the agreement states them, if any."""
    for column in (d.column(name) for d in terms.datasets):
        if column is not None and column.bands:
            return tuple(label for label, _ in column.bands)
        if column is not None and column.treatment and column.treatment.steps:
            return tuple(label for label, _ in column.treatment.steps)
    return ()


def _yes_or_no(rows: Any, name: str) -> tuple[bool, ...]:
    """Return the values of a protected dimension that has no bands; only yes and no are stated."""
    import pyarrow as pa

    if pa.types.is_boolean(rows.schema.field(name).type):
        return _YES_OR_NO
    raise BadInput(
        f"The dimension {name} is protected, and the agreement does not state its values.",
        why="That somebody has a rare value is itself told by a list of the values that occur.",
        next_step=f"Give {name} bands, or name it in self_service › known if everybody knows it.",
        ask="the data-protection officer",
    )


def keep_fitted_table(home: Home, act: Act, made: FittedOutcome, extract_id: str) -> dict[str, Any]:
    """Put a fitted table in place as a part of sealing; return its facts for the extract's record.

    The ledger is told whom it counts, its cost, what of it is new within a year, and the bound.
    Where none could be made, or its subjects' register has no allowance left for it, self-service
    stops: an extract is never kept from being sealed, since objections take effect with it.
    """
    if isinstance(made, NotFitted):
        act.facts[STOPPED] = {_NOT_MADE: True}
        return {STOPPED: act.facts[STOPPED]}
    at = home.clock.today()
    seen = selfservice.account(register(), replace(made.spent, on=at))
    if not seen.allowed:
        act.facts[STOPPED] = _stopped(seen)
        return {STOPPED: act.facts[STOPPED]}
    told = {**_plain(replace(made.spent, on=at)), "new": seen.cost, "file": made.fingerprint}
    act.facts[FACTS] = {name: told[name] for name in _TOLD}
    act.place(made.file, home.path(f"extracts/{extract_id}.fitted"))
    return {FACTS: told}


def _stopped(seen: selfservice.Account) -> dict[str, Any]:
    return {
        "reached": round(100 * selfservice.accuracy_of(seen.spent), 1),
        "promised": round(100 * selfservice.accuracy_of(seen.allowance)),
        "room_again": seen.free_again.isoformat() if seen.free_again else None,
    }


def notes_on(facts: Mapping[str, Any], made: FittedOutcome | None) -> tuple[str, ...]:
    """Return what whoever sealed an extract must be told of its self-service."""
    if isinstance(made, NotFitted):
        return (f"Self-service has stopped: {made.because}",)
    if STOPPED not in facts:
        return ()
    day = facts[STOPPED]["room_again"]
    again = f"Seal again from {day} on." if day else "There is never room as it is agreed."
    return (
        "Self-service has stopped: the allowance of these subjects for a year is used up. " + again,
    )


def register() -> Iterator[selfservice.Spent]:
    """Give every seal of a fitted table on record, of whatever agreement."""
    from ..records.models import Extract

    for facts in Extract.objects.values_list("facts", flat=True):
        if FACTS in facts:
            yield _spent_in(facts[FACTS])


def _plain(spent: selfservice.Spent) -> dict[str, Any]:
    said = {**asdict(spent), "population": list(spent.population)}
    return {**said, "on": spent.on.isoformat()}


def _spent_in(facts: Mapping[str, Any]) -> selfservice.Spent:
    said = {key: value for key, value in facts.items() if key not in ("file", "new")}
    of = said["population"]
    # Earlier versions knew subjects by the name of their column alone.
    names = (f"column {of}",) if isinstance(of, str) else tuple(of)
    return selfservice.Spent(**{**said, "population": names, "on": date.fromisoformat(said["on"])})


def why_stopped(record: Any) -> Refusal | None:
    """Return why the self-service of a sealed extract has stopped, or None where it has not."""
    said = record.facts.get(STOPPED)
    if said is None:
        return None
    use = record.use.name
    return _no_allowance(said, use) if "reached" in said else _not_made(use)


def _not_made(use: str) -> Refusal:
    return Refusal(
        what="no fitted table was made when this was sealed.",
        why="The cause is told to whoever seals and to nobody else, since it may rest on the data.",
        clause="outputs › self_service",
        next_step=f"beholden seal {use}, which makes one or says why it cannot.",
        ask="the data-protection officer.",
    )


def _no_allowance(said: Mapping[str, Any], use: str) -> Refusal:
    day = said["room_again"]
    room = f" There is room again on {day}." if day else ""
    agree = "agree on fewer seals a year or on a smaller share"
    return Refusal(
        what="the allowance of these subjects for a year is used up.",
        why=f"With the last seal a value could be guessed about {said['reached']:.1f} times in "
        f"100, and {said['promised']} in 100 was promised, so it has no fitted table.{room}",
        clause="outputs › self_service › guess_bound",
        next_step=f"beholden seal {use}, from {day} on; or {agree}." if day else f"{agree}.",
        ask="the data-protection officer.",
    )


def open_fitted(home: Home, record: Any) -> selfservice.Fitted:
    """Return the fitted table beside an extract that can be asked.

    The key is read each time and nothing is kept, so nothing is answered after the end. Raises
    Refused where none was made, or the register had no allowance left for it.
    """
    stopped = why_stopped(record)
    if stopped:
        raise Refused(stopped)
    extract = extract_of(home, record)
    at = home.path("extracts", f"{extract.id}.fitted")
    return selfservice.from_bytes(gate.open_beside(extract, keys=home.keys, at=at))


def extract_of(home: Home, record: Any) -> gate.Extract:
    """Return the extract of a record, with its path in this home."""
    extract = gate.Extract.from_dict(record.facts)
    return replace(extract, path=home.path(str(extract.path)))
