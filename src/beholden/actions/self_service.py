"""Asking by anybody: named analysts ask the extract, everybody else the sealed fitted table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .. import gate, selfservice
from ..kernel import (
    BeholdenError,
    Clause,
    NotFound,
    Refusal,
    Refused,
    Terms,
)
from . import asking
from .acting import person_named, role_for
from .agreeing.standing import has_not_signed, suspended
from .agreements import agreement_to_ask_under, keep_dates
from .asking import EVERYBODY, Answered
from .fitted_tables import open_fitted, why_stopped
from .home import Home
from .keeping_answers import (
    Told,
    in_effect,
    keep_answer,
    named_no,
    no_in_facts,
    record_unanswered,
)
from .looking_again import terms_now
from .named_use import no_such_use, use_named
from .rights import OUTSIDE, Right, role_that_may
from .sealing import current_extract
from .subjects.concealing import concealed_uses
from .undertakings import stopped_by

if TYPE_CHECKING:
    import pyarrow as pa


class Way(StrEnum):
    """How somebody is answered: exactly, from the extract, or from the fitted table with bands."""

    EXACT = "exact"
    FITTED = "fitted"

    @property
    def right(self) -> Right:
        """Return the right by which somebody is answered in this way."""
        return Right.SELF_SERVICE_ASK if self is Way.FITTED else Right.QUESTION_ASK


def ask(
    home: Home, *, by: str, use: str, question: str, cancel: gate.Cancel | None = None
) -> Answered:
    """Ask a question under a use; return the rows that may be shown, with their receipt.

    Named analysts are answered from the extract; whomever the agreement gives self-service and
    nothing else, from the fitted table, each number with its band. ``cancel`` stops a question of
    the extract from another thread. Raises Refused, BadQuestion, OutOfLimits, NotFound; each is on
    the record too. Refusals depend on the question, the terms and the asker's office alone (S2).
    """
    under = _for_self_service(home, standing_to_ask(home, by=by, use=use))
    if under is None:
        return asking.ask(home, by=by, use=use, question=question, cancel=cancel)
    try:
        decision = _decided(home, under, question)
        if not decision.allowed:
            raise Refused(decision.refusal)
        return _answered(home, by=by, under=under, decision=decision)
    except BeholdenError as fault:
        _record_unanswered(home, by=by, use=use, question=question, fault=fault)
        raise


def right_to_ask(home: Home, *, by: str, use: str) -> Right:
    """Return the right that asking under a use takes of somebody; raise as ``ask`` does."""
    under = _for_self_service(home, standing_to_ask(home, by=by, use=use))
    return (Way.EXACT if under is None else Way.FITTED).right


def explain(home: Home, *, by: str, use: str, question: str) -> Any:
    """Return the decision on a question without answering or recording it.

    It has ``allowed``, ``clauses`` and ``refusal``, whichever way the asker would be answered.
    """
    return explain_to(home, standing_to_ask(home, by=by, use=use), question)


def explain_to(home: Home, standing: StandingToAsk, question: str) -> Any:
    """Return what ``explain`` does to somebody of whom it was read how they stand to a use."""
    return standing.once(("decision", question), lambda: _explained(home, standing, question))


def _explained(home: Home, standing: StandingToAsk, question: str) -> Any:
    under = _for_self_service(home, standing)
    if under is None:
        with home.at_work():
            role_for(standing.person, Right.QUESTION_ASK, today=home.clock.today())
        exact = asking.Under(standing.person, standing.agreement, standing.terms)
        return asking.decided(home, exact, question)
    decision = _decided(home, under, question)
    record = _sealed_under(home, under)
    stopped = why_stopped(record) if record is not None else None
    if decision.allowed and stopped:
        return selfservice.FittedRefused(question, decision.clauses, stopped, decision.on)
    return decision


@dataclass(frozen=True, slots=True)
class _Under:
    """The agreement that is asked under, its terms of today, and what has stopped the use."""

    agreement: Any
    terms: Terms
    stopped: Refusal | None


@dataclass(frozen=True, slots=True)
class StandingToAsk:
    """How somebody stands to a use: the agreement that they ask under, its terms of today, the way.

    ``way`` is None where they are given no answer. It is read once for all that is decided of one
    request, and kept for no other.
    """

    person: Any
    agreement: Any
    terms: Terms
    way: Way | None
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, what: Hashable, find: Callable[[], Any]) -> Any:
        """Return what was found of this before, or find it."""
        if what not in self._known:
            self._known[what] = find()
        return self._known[what]


def standing_to_ask(home: Home, *, by: str, use: str) -> StandingToAsk:
    """Return how somebody stands to a use, once the dates are kept; raises as ``ask`` does."""
    keep_dates(home)
    with home.at_work():
        return read_standing(home, by=by, use=use)


def read_standing(home: Home, *, by: str, use: str) -> StandingToAsk:
    """Return how somebody stands to a use, as the record says; the council is at work."""
    person = person_named(by, rule_on=home.clock.today())
    agreement = agreement_told_of(home, person=person, use=use)
    terms, way = terms_now(agreement), None
    if not has_not_signed(agreement, person.organisation):
        way = way_of_asking(terms, organisation=person.organisation, roles=person.role_codes)
    return StandingToAsk(person, agreement, terms, way)


def _for_self_service(home: Home, standing: StandingToAsk) -> _Under | None:
    """Return the agreement that gives somebody self-service and no exact answers, or None."""
    if standing.way is not Way.FITTED:
        return None
    with home.at_work():
        today, agreement = home.clock.today(), standing.agreement
        role_for(standing.person, Right.SELF_SERVICE_ASK, today=today)
        return _Under(agreement, standing.terms, stopped_by(agreement.use, today=today))


def agreement_told_of(home: Home, *, person: Any, use: str) -> Any:
    """Return the agreement that somebody asks under.

    Of a use that is concealed, whoever is outside the council and is given nothing by it learns no
    more than of one that was never there: raises NotFound in the same words.
    """
    record, roles = use_named(use), person.role_codes
    if roles - OUTSIDE or use not in concealed_uses(home):
        return agreement_to_ask_under(record)
    try:
        agreement = agreement_to_ask_under(record)
    except Refused:
        raise no_such_use() from None
    if way_of_asking(terms_now(agreement), organisation=person.organisation, roles=roles) is None:
        raise no_such_use()
    return agreement


def still_given(home: Home, standing: StandingToAsk, *, question: str, receipt: str) -> bool:
    """Return whether an answer may be shown once more to whoever got it, without being asked anew.

    It may as long as the same question would be allowed to them now, of the extract that it is of,
    in the same way and under the same terms.
    """
    from ..records.models import Receipt as ReceiptRecord

    way = Way.FITTED if standing.way is Way.FITTED else Way.EXACT
    try:
        allowed = explain_to(home, standing, question).allowed
    except BeholdenError:
        return False
    with home.at_work():
        kept = ReceiptRecord.objects.select_related("extract").filter(pk=receipt, allowed=True)
        of = {"use": standing.agreement.use, "agreement": standing.agreement}
        mine = kept.filter(asked_by=standing.person, **of).first()
        if not allowed or mine is None or mine.extract is None:
            return False
        if mine.extract.state != "current" or standing.agreement.state != "in_force":
            return False
        return bool(mine.facts.get("in_effect") == in_effect(standing.terms, way.right))


def way_of_asking(terms: Terms, *, organisation: str, roles: frozenset[str]) -> Way | None:
    """Return how somebody is answered under an agreement's terms; None where it gives nothing."""
    exact = terms.aggregate.to if terms.aggregate else ()
    fitted = terms.self_service.to if terms.self_service else ()
    return way_given(exact, fitted, organisation=organisation, roles=roles)


def way_given(
    exact: Collection[str], fitted: Collection[str], *, organisation: str, roles: frozenset[str]
) -> Way | None:
    """Return how somebody is answered by whom the two outputs are to; None where by neither."""
    if {organisation, EVERYBODY} & set(exact) and role_that_may(roles, Right.QUESTION_ASK):
        return Way.EXACT
    # All staff are those who hold an office here.
    staff = EVERYBODY in fitted and bool(roles - OUTSIDE)
    return Way.FITTED if organisation in fitted or staff else None


def _decided(home: Home, under: _Under, question: str) -> selfservice.FittedDecision:
    today = home.clock.today()
    with home.at_work():
        refusal = asking.ended_early(under.agreement, today) or under.stopped
    if refusal:
        return selfservice.FittedRefused(question, (), refusal, today)
    return selfservice.decide_fitted(question, under.terms, today=today)


def _sealed_under(home: Home, under: _Under) -> Any:
    """Return the record of the extract that is asked, or None where this agreement has none."""
    with home.at_work():
        record = current_extract(under.agreement.use)
        own = record is not None and record.agreement.pk == under.agreement.pk
        return record if own else None


def _answered(
    home: Home, *, by: str, under: _Under, decision: selfservice.FittedAllowed
) -> Answered:
    record = _sealed_under(home, under)
    if record is None:
        raise NotFound(
            "Nothing has been sealed for this use yet.",
            why="Self-service is answered from a fitted table, which sealing makes.",
            next_step=f"beholden seal {under.agreement.use.name}",
            ask="the data-protection officer",
        )
    asks, smallest = decision.asks, _smallest(under.terms, decision.asks)
    answer = selfservice.answer_fitted(open_fitted(home, record), asks, smallest=smallest)
    table = _shown(answer.table, asks)
    told = Told(
        terms=under.terms,
        question=decision.question,
        sql=asks.in_words(),
        public=asks.in_words(),
        clauses=(*decision.clauses, *_band(table, asks)),
        subjects=int(answer.subjects // 10 * 10),
        shown=table.num_rows,
        withheld={f"fewer than {smallest}": answer.small} if answer.small else {},
    )
    receipt = keep_answer(
        home, by=by, right=Right.SELF_SERVICE_ASK, record=record, told=told, gone=_gone
    )
    return Answered(table, receipt, tuple(_notes(asks)))


def _gone(current: Any) -> BeholdenError:
    stopped = suspended(current.agreement)
    if stopped:
        return Refused(stopped)
    return NotFound("The fitted table was sealed anew, or ended.", next_step="Ask again.")


def _smallest(terms: Terms, asks: selfservice.FittedQuestion) -> int:
    """Return the smallest group that the terms allow for what is asked; 1 where none is said."""
    if not any(not rule.when for rule in terms.group_rules):
        return max((rule.size for rule in terms.group_rules), default=1)
    return terms.smallest_group(asks.dimensions).size


def _shown(table: pa.Table, asks: selfservice.FittedQuestion) -> pa.Table:
    """Return the rows rounded: numbers of subjects and sums to a tenth, averages to thousandths."""
    import pyarrow.compute as pc

    digits = {asked.name: 3 if asked.function == "avg" else 1 for asked in asks.asked}
    for name, places in digits.items():
        for column in (name, name + selfservice.WITHIN):
            at = table.column_names.index(column)
            table = table.set_column(at, column, pc.round(table.column(column), places))
    return table


def _notes(asks: selfservice.FittedQuestion) -> Iterator[str]:
    named = ", ".join(asked.name for asked in asks.asked)
    yield (
        f"From a fitted table: {named} may be off by as much as its column "
        f"…{selfservice.WITHIN} says, 19 times in 20."
    )


def _band(table: pa.Table, asks: selfservice.FittedQuestion) -> Iterator[Clause]:
    """Give the band of each number as the receipt keeps it: the least and the largest."""
    for asked in asks.asked:
        within = table.column(asked.name + selfservice.WITHIN).to_pylist()
        if within:
            yield Clause(
                f"error band › {asked.name}",
                f"19 in 20 true values are within {min(within):g} to {max(within):g} of the number",
            )


def _record_unanswered(
    home: Home, *, by: str, use: str, question: str, fault: BeholdenError
) -> None:
    name = named_no(fault)
    record_unanswered(
        home,
        by=by,
        use=use,
        question=question,
        name=name,
        facts=no_in_facts(fault, name=name),
        right=Right.SELF_SERVICE_ASK,
    )
