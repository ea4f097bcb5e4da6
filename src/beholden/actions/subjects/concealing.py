"""Lawful concealment: residents, or the public, are not told of a use for a time.

It needs a reason from the list, an end, and two people. What is concealed from residents is told to
each of them by kind, in words that hold for other reasons too; what is concealed from the public
pages is told to nobody. How much is concealed is public as a count by reason. It ends by the
calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ...kernel import BadInput, NotFound, Refusal, Refused, Terms, ToldCode, new_id
from ..acting import Act, acting, acting_by_calendar
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from .spans import SpanOf, span_days


class Reason(ToldCode):
    """What the law lets a council keep from a data subject for (Data Protection Act 2018)."""

    CRIME = "crime", "Prevention or detection of crime (Schedule 2, paragraph 2(1)(a))."
    OFFENDERS = "offenders", "Apprehension or prosecution of offenders (Sch. 2, para. 2(1)(b))."
    TAX = "tax", "Assessment or collection of a tax or duty (Schedule 2, paragraph 2(1)(c))."
    LEGAL = "legal-proceedings", "Legal proceedings and advice (Schedule 2, paragraph 5(3))."
    PROTECTION = "public-protection", "Protecting the public (Schedule 2, paragraphs 7 and 8)."
    SAFEGUARDING = (
        "safeguarding",
        "Serious harm to somebody if it were told (Schedule 3, Parts 2, 3 and 5).",
    )


@dataclass(frozen=True, slots=True)
class Concealed:
    """What is concealed: ``uses`` from everybody, ``parts`` (use and dataset) from residents."""

    uses: frozenset[str]
    parts: frozenset[tuple[str, str]]

    def conceals(self, use: str, dataset: str) -> bool:
        """Return whether who was in a dataset of a use may not be told."""
        return bool({(use, ""), (use, dataset)} & self.parts)


def state_concealment(
    home: Home,
    *,
    by: str,
    use: str,
    reason: str,
    until: date,
    dataset: str = "",
    pages: bool = False,
) -> str:
    """State that a use, or one dataset of it, is to be concealed until a day; return its id.

    It holds once a second person confirms it. ``pages`` conceals a whole use from the public pages
    too. Raises BadInput for a reason that there is not, an end that is past or beyond the longest
    span, or a dataset that the use does not have.
    """
    from ...records.models import Concealment

    if reason not in set(Reason):
        raise BadInput(
            "The law has no such reason here.",
            why=f"There are {', '.join(Reason)}.",
            next_step="Name one of them with --reason.",
        )
    with acting(home, by=by, right=Right.CONCEALMENT_STATE, name="concealment-stated") as act:
        of = use_named(use)
        _refuse_end(until, home.clock.today())
        _refuse_part(of, dataset, pages=pages)
        made = Concealment.objects.create(
            id=new_id("concealment"),
            use=of,
            dataset=dataset,
            reason=reason,
            pages=pages,
            until=until,
            stated_by=act.person,
            stated_at=act.at,
        )
        _tell(act, made)
        return str(made.pk)


def confirm_concealment(home: Home, *, by: str, concealment: str) -> None:
    """Confirm a concealment as the second person; it holds from now on.

    Raises NotFound, Refused where the same person stated it, BadInput where it is not open.
    """
    with acting(home, by=by, right=Right.CONCEALMENT_CONFIRM, name="concealment-confirmed") as act:
        found = _named(concealment)
        _refuse_own_concealment(found, act.person)
        if found.confirmed_at or found.ended_at or found.until < home.clock.today():
            raise BadInput(
                "This concealment does not wait for a second person.",
                why="It was confirmed, ended, or ran out.",
                next_step="See them with `beholden concealment list`.",
            )
        _refuse_end(found.until, home.clock.today())
        found.confirmed_by, found.confirmed_at = act.person, act.at
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        _tell(act, found)


def lift_concealment(home: Home, *, by: str, concealment: str) -> None:
    """End a concealment before its day, or take back one that waits; anybody who states may."""
    with acting(home, by=by, right=Right.CONCEALMENT_STATE, name="concealment-lifted") as act:
        found = _named(concealment)
        act.moot = found.ended_at is not None
        if not act.moot:
            found.ended_at = act.at
            found.save(update_fields=["ended_at"])
        _tell(act, found)


def end_concealments(home: Home) -> None:
    """End the concealments whose last day has passed."""
    from ...records.models import Concealment

    with home.at_work():
        over = Concealment.objects.filter(ended_at__isnull=True, until__lt=home.clock.today())
        due = list(over)
    for found in due:
        with acting_by_calendar(home, name="concealment-ended", use="") as act:
            open_still = Concealment.objects.filter(pk=found.pk, ended_at__isnull=True)
            act.moot = not open_still.update(ended_at=act.at)
            _tell(act, found)


def concealed_today(today: date) -> Concealed:
    """Return what is concealed today."""
    found = list(_holding(today).values_list("use__name", "dataset", "pages"))
    return Concealed(
        frozenset(use for use, _, pages in found if pages),
        frozenset((use, dataset) for use, dataset, _ in found),
    )


def concealed_uses(home: Home) -> frozenset[str]:
    """Return the uses that are concealed from the public pages today."""
    with home.at_work():
        holding = _holding(home.clock.today()).filter(pages=True)
        return frozenset(holding.values_list("use__name", flat=True))


def concealed_keys(home: Home) -> Any:
    """Return the query for the keys of the uses that are concealed from the public pages today."""
    return _holding(home.clock.today()).filter(pages=True).values("use_id")


def concealments_public(home: Home) -> dict[str, int]:
    """Return how many concealments hold today, by reason: all that the public is told of them."""
    with home.at_work():
        reasons = _holding(home.clock.today()).values_list("reason", flat=True)
        counted = list(reasons)
    return {reason.value: counted.count(reason.value) for reason in Reason}


def _holding(today: date) -> Any:
    from ...records.models import Concealment

    return Concealment.objects.filter(
        confirmed_at__isnull=False, ended_at__isnull=True, until__gte=today
    )


def _tell(act: Act, concealment: Any) -> None:
    """Tell the ledger of a concealment without saying which it is."""
    act.facts.update(reason=concealment.reason, until=concealment.until.isoformat())


def _named(concealment: str) -> Any:
    from ...records.models import Concealment

    found = Concealment.objects.filter(pk=concealment).first()
    if found is None:
        raise NotFound(
            "There is no concealment of that name.",
            next_step="List them with `beholden concealment list`.",
        )
    return found


def _refuse_own_concealment(concealment: Any, person: Any) -> None:
    if concealment.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody confirms a concealment that they stated.",
                why="What residents are not told of needs two people.",
                clause="S9 two people",
                ask="somebody else who may confirm it.",
            )
        )


def _refuse_end(until: date, today: date) -> None:
    longest = span_days(SpanOf.CONCEALMENT)
    if not today <= until <= today + timedelta(days=longest):
        raise BadInput(
            f"A concealment ends within {longest} days, and not before it begins.",
            why="What residents are not told of is looked at again.",
            next_step="Name an earlier day with --until; state it anew when it has run out.",
        )


def _refuse_part(use: Any, dataset: str, *, pages: bool) -> None:
    if dataset and pages:
        raise BadInput(
            "The public pages conceal a whole use.",
            why="An agreement is shown as it was signed, or not at all.",
            next_step="Leave out --pages, or --dataset.",
        )
    if dataset and dataset not in set(_datasets_of(use)):
        raise BadInput(
            "No agreement of this use gives a dataset of that name.",
            next_step="See what it gives with `beholden agree show`.",
        )


def _datasets_of(use: Any) -> Iterable[str]:
    for agreement in use.agreements.all():
        yield from (dataset.name for dataset in Terms.from_dict(agreement.terms).datasets)
