"""Why a question was allowed: the clauses that it rests on, in words for residents."""

from __future__ import annotations

from collections.abc import Iterator

from beholden.kernel import Clause, ColumnRole, ColumnTerms, Terms

from ..agreement.form import place
from .combining import Listed, Whole
from .grouping import Grouped
from .meant_names import listed
from .plans import Plan
from .refusing import plural

_SAYS = {
    ColumnRole.DIMENSION: "{name} may choose and group",
    ColumnRole.JOIN: "{name} joins datasets and tells subjects apart; it is never shown",
    ColumnRole.IDENTITY: "{name} tells subjects apart; it is never shown",
}


def clauses_of(whole: Whole, plan: Plan) -> tuple[Clause, ...]:
    """Return the clauses of the agreement that an allowed question rests on, in its order."""
    terms, questions = whole.terms, [*whole.parts, *whole.aside]
    found = (
        *_dates(terms),
        *_kept_apart(terms),
        *(clause for listed in whole.listed.values() for clause in _reference(listed)),
        *(clause for question in questions for clause in _datasets(question)),
        *(clause for question in questions for clause in _columns(question)),
        *(clause for question in questions for clause in _joins(question)),
        *_treatment(plan),
    )
    return tuple(dict.fromkeys(found))


def _dates(terms: Terms) -> Iterator[Clause]:
    yield Clause(
        "from, until",
        f"{terms.agreement} holds from {terms.starts.isoformat()} to {terms.ends.isoformat()}",
    )
    if terms.review_by:
        yield Clause(
            "conditions › review_by",
            f"the review is not owed before {terms.review_by.isoformat()}",
        )


def _kept_apart(terms: Terms) -> Iterator[Clause]:
    for rule in terms.kept_apart:
        yield Clause(
            "conditions › never_together",
            f"no two of {listed(list(rule.columns))} are used together ({rule.because})",
        )


def _datasets(question: Grouped) -> Iterator[Clause]:
    for relation in question.relations:
        rows = " in part: only rows that the agreement names" if relation.dataset.rows else ""
        at = place("datasets", relation.dataset.name)
        yield Clause(at, f"{relation.dataset.name} of {relation.dataset.steward} is given{rows}")


def _reference(listed: Listed) -> Iterator[Clause]:
    dataset = listed.dataset
    said = f"nobody is in {dataset.name} of {dataset.steward}, so it may be listed"
    yield Clause(place("datasets", dataset.name), said)


def _columns(question: Grouped) -> Iterator[Clause]:
    used = {k: c for side in question.sides for k, c in side.scope.used.items()}
    for (dataset, name), column in sorted(used.items(), key=lambda item: item[0]):
        yield Clause(place("datasets", dataset, name), column_in_words(column))


def column_in_words(column: ColumnTerms) -> str:
    """Return what a column may be used for, as the clauses of a decision say it."""
    if column.role is ColumnRole.MEASURE:
        allowed = listed(list(column.functions), "and")
        return f"{column.name} is a measure: of groups only, by {allowed}"
    return _SAYS[column.role].format(name=column.name)


def _joins(question: Grouped) -> Iterator[Clause]:
    keys = dict.fromkeys(key for r in question.relations for key in r.keys)
    for key in keys:
        joined = [r.dataset.name for r in question.relations if key in r.keys]
        names = listed(list(dict.fromkeys(joined)), "and")
        yield Clause("joins", f"{names} may be joined on {key}")


def _treatment(plan: Plan) -> Iterator[Clause]:
    subjects = plural(plan.subject)
    yield Clause("subject", f"a count counts {subjects}, each once, however many rows it has")
    yield Clause(
        place("outputs", "aggregate"),
        f"groups under {plan.smallest_group} {subjects} are withheld ({plan.because})",
    )
    parts = sum(not part.is_reference for part in plan.parts)
    if parts > 1:
        yield Clause(
            place("outputs", "aggregate"),
            f"this question has {parts} parts, and each is asked and treated by itself,"
            " as if it were a question of its own",
        )
    if plan.round_to > 1:
        yield Clause(
            place("outputs", "aggregate", "round_to"),
            f"numbers of {subjects} are rounded to the nearest {plan.round_to}",
        )
