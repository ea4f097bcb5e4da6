"""What the public may read of one use: no person, no value from data, nothing concealed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from .. import release
from ..kernel import (
    BadQuestion,
    NotFound,
    Sentence,
    Terms,
    day_in_words,
    day_of,
    moment_in_words,
    worded,
)
from ..records import reading
from .agreeing.comparing import from_the_version_before
from .agreeing.contracts import contract_lines
from .board.bound import taken_out, terms_held
from .board.conditions import in_words
from .board.pages import undertaking
from .clauses_named import columns_in_words
from .considering.published import sign_off, thought
from .crisis.published import crisis
from .feeding.telling import feeds_in_words
from .home import Home
from .status import status_of
from .subjects.concealing import concealed_keys
from .subjects.your_say import COMPLAIN_TO, object_to
from .uses import answer_to
from .what_happened import what_happened

_MAY = {
    "identity": Sentence("tells the rows of one subject apart, and is never shown"),
    "join": Sentence("joins the datasets, under a pseudonym, and is never shown"),
    "dimension": Sentence("may choose and group those who are counted"),
}


def public_use_as_data(home: Home, *, name: str) -> dict[str, Any]:
    """Return what the public page of a use tells, as plain data; raises NotFound."""
    data: dict[str, Any] = reading.plain(public_use(home, name=name))
    return data


def public_use(home: Home, *, name: str) -> release.PublicUse:
    """Return what the public may read of one data use; raises NotFound, for a concealed one too."""
    with home.at_work():
        # In the same words whether it is concealed or was never there, and without a guess at what
        # was meant, which could be the name of a concealed one.
        view = reading.use_or_none(name, without=concealed_keys(home))
    if view is None:
        raise NotFound(
            "There is no data use of that name.",
            next_step="List what there is with `beholden use list`.",
        )
    return as_public(home, view, feeds=feeds_in_words(home, view.name))


def as_public(
    home: Home, view: reading.UseView, *, feeds: tuple[str, ...] = ()
) -> release.PublicUse:
    """Return a use, as it was read once, in the words of the public pages.

    ``feeds`` is what is told of its feeds, which are no part of the view.
    """
    return release.PublicUse(
        council=home.name,
        name=view.name,
        title=view.title,
        purpose=view.purpose,
        owner=view.owner,
        status=status_of(view, home.clock.today()),
        made_up=view.made_up,
        accountable_officer=view.accountable_officer,
        why_data=view.why_data,
        people_affected=view.people_affected,
        personal_data=_personal(view),
        href=f"/uses/{view.name}/",
        crisis=crisis(view.opening),
        **thought(view, home.clock.today()),
        advice=tuple(_advice(view)),
        decision=_decision(view),
        agreements=tuple(_agreements(view)),
        undertakings=tuple(undertaking(one, home.clock.today()) for one in view.undertakings),
        feeds=feeds,
        receipts=tuple(_receipt(r) for r in reversed(view.receipts)),
        releases=tuple(_releases(view)),
        timeline=tuple(what_happened(view.entries)),
        object_to=object_to(home.name),
        complain_to=COMPLAIN_TO,
    )


def published_release(home: Home, *, release_id: str) -> reading.ReleaseSummary:
    """Return a release that the public may have.

    Raises NotFound in the same words for one that is not published, is of a concealed use, or was
    never there.
    """
    with home.at_work():
        found = reading.published_release(release_id, without=concealed_keys(home))
    if found is not None:
        return found
    raise NotFound(
        "There is no release of that name.",
        next_step="The page of each use lists what was published.",
    )


def _personal(view: reading.UseView) -> str:
    if view.special_category:
        return "Yes, of a special category"
    return "Yes" if view.personal_data else "No"


def _advice(view: reading.UseView) -> Iterable[release.PublicAdvice]:
    for advice in view.advice:
        for point in advice.points:
            yield release.PublicAdvice(
                meeting=day_in_words(advice.meeting),
                point=str(point.point),
                says=point.text,
                condition=in_words(point.condition),
                followed=answer_to(view.decision, meeting=advice.meeting, point=point.point),
                holds=_holds(view, advice.meeting, point),
            )


def _holds(view: reading.UseView, meeting: date, point: reading.AdvicePointView) -> str:
    """Return from when on a condition that was accepted holds, as a term of each agreement."""
    answers = [(one, answer_to(one, meeting=meeting, point=point.point)) for one in view.decisions]
    accepted = [one for one, said in answers if said and not said.lower().startswith("refused")]
    refused = answers and answers[-1][1].lower().startswith("refused")
    if not point.condition or "undertake" in point.condition or not accepted or refused:
        return ""
    return Sentence(
        "It holds from %(day)s on, under every agreement of this use.", day=accepted[0].on
    )


def _decision(view: reading.UseView) -> release.PublicDecision | None:
    if view.decision is None:
        return None
    return release.PublicDecision(
        decides="Yes" if view.decision.yes else "No",
        by=view.decision.office,
        on=day_in_words(view.decision.on),
        because=view.decision.because,
        dpia=sign_off(view.decision.dpia),
    )


def _agreements(use: reading.UseView) -> Iterable[release.PublicAgreement]:
    """Give each agreement that holds, held or is offered: an offer taken back was never one.

    A version that another came after is told as an earlier one.
    """
    given = [view for view in use.agreements if view.state != "withdrawn" or view.began_at]
    for view in given:
        versions = {one.version: one for one in use.agreements if one.name == view.name}
        changes = from_the_version_before(versions, view.version)
        yield replace(agreement_in_words(view, use, changes), earlier=view.state == "superseded")


def agreement_in_words(
    view: reading.AgreementView, use: reading.UseView, changes: Sequence[Any] = ()
) -> release.PublicAgreement:
    """Return one version of an agreement as people read it."""
    terms = terms_held(use, view)
    return release.PublicAgreement(
        name=Sentence(
            "%(name)s, version %(version)s (%(state)s)",
            name=view.name,
            version=view.version,
            state=worded(view.state),
        ),
        between=terms.between,
        starts=day_in_words(terms.starts),
        ends=day_in_words(terms.ends),
        asked_until=day_in_words(reading.asked_until(terms.ends, view.review_by)),
        lawful_basis=_lawful_basis(view.document.get("lawful_basis")),
        subject=terms.subject,
        datasets=tuple(dataset_in_words(dataset) for dataset in terms.datasets),
        outputs=tuple(outputs_in_words(terms)),
        conditions=(
            *conditions_in_words(terms, view.review_by),
            *(f"{one.says.rstrip('.')} ({one.because})." for one in taken_out(use, terms)),
        ),
        at_the_end=_begun_large(str(view.document.get("at_the_end", ""))),
        terms_hash=view.terms_hash,
        agreement=view.name,
        version=view.version,
        contracts=contract_lines(view.contracts),
        standing=tuple(_party(party) for party in view.standing),
        stopped=_stopped(view.suspension),
        changes=tuple(release.PublicChange(one.effect, one.sentence) for one in changes),
    )


def _party(view: reading.PartyView) -> release.PublicParty:
    since = day_in_words(day_of(view.since)) if view.since else ""
    return release.PublicParty(view.party, view.state, since, view.text)


def _stopped(view: reading.SuspensionView | None) -> str:
    if view is None:
        return ""
    return Sentence(
        "Suspended on %(day)s by the %(office)s: %(because)s",
        day=day_of(view.suspended_at),
        office=view.by_office,
        because=view.because,
    )


def _lawful_basis(stated: Any) -> str:
    if not isinstance(stated, Mapping):
        return str(stated or "")
    words = [f"{name.replace('_', ' ')}: {_code_in_words(value)}" for name, value in stated.items()]
    return _begun_large("; ".join(words))


def _code_in_words(value: Any) -> str:
    """Return codes of the law as they are read; words of an act stay as they are written."""
    given = value if isinstance(value, list) else [value]
    return ", ".join(
        text.replace("-", " ") if re.fullmatch(r"[a-z-]+", text) else text
        for text in map(str, given)
    )


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def dataset_in_words(dataset: Any) -> release.PublicDataset:
    """Return a dataset of the terms with what each column of it may be used for."""
    return release.PublicDataset(
        name=dataset.name,
        steward=dataset.steward,
        rows=dataset.rows or "",
        columns=tuple(
            release.PublicColumn(column.name, _may(column))
            for column in dataset.columns
            if column.role != "withheld"
        ),
    )


def _may(column: Any) -> str:
    if column.role == "measure":
        functions = reduce(_both, map(worded, column.functions))
        return Sentence("may be used in %(what)s over groups, never for one", what=functions)
    bands = ", ".join(label for label, _ in column.bands)
    made = column.treatment
    may = _MAY[column.role]
    if bands or made:
        may = Sentence("%(may)s, as %(what)s only", may=may, what=bands or made.in_words())
    return (
        Sentence("%(may)s, made from %(column)s", may=may, column=column.of) if column.of else may
    )


def _both(one: Sentence, other: Sentence) -> Sentence:
    return Sentence("%(one)s and %(other)s", one=one, other=other)


def outputs_in_words(terms: Terms) -> Iterable[str]:
    """Give what may come out under an agreement, a sentence each."""
    if terms.aggregate:
        yield Sentence(
            "Totals and averages over groups, to %(whom)s.", whom=_all(terms.aggregate.to)
        )
    if terms.self_service:
        yield Sentence("Fitted tables for %(whom)s.", whom=_all(terms.self_service.to))
    if terms.records:
        yield Sentence(
            "Rows to %(whom)s, for %(act)s only.",
            whom=_all(terms.records.to),
            act=terms.records.act,
        )
    if not (terms.aggregate or terms.self_service or terms.records):
        yield Sentence("Nothing comes out.")


def _all(names: Iterable[str]) -> str:
    return ", ".join(names)


def conditions_in_words(terms: Terms, review_by: date | None) -> Iterable[str]:
    """Give what holds for every answer, a sentence each."""
    for rule in (rule for rule in terms.group_rules if rule.size > 1):
        names = " or ".join(rule.when)
        yield Sentence(
            "No group by %(names)s of fewer than %(size)s is shown (%(because)s)."
            if names
            else "No group of fewer than %(size)s is shown (%(because)s).",
            names=names,
            size=rule.size,
            because=_source(rule.because),
        )
    for apart in terms.kept_apart:
        yield Sentence(
            "No answer uses %(columns)s together (%(because)s).",
            columns=apart.together,
            because=_source(apart.because),
        )
    if review_by:
        yield Sentence("Asking stops on %(day)s unless the use is reviewed.", day=review_by)


def _source(because: str) -> str:
    """Return from where a rule is: a point of advice by its name, the agreement as that alone."""
    return Sentence("the agreement itself") if because.startswith(_OF_THE_AGREEMENT) else because


_OF_THE_AGREEMENT = "the agreement, outputs › "


def _receipt(view: reading.ReceiptSummary) -> release.PublicReceipt:
    return release.PublicReceipt(
        id=view.id,
        at=moment_in_words(view.at),
        by_role=view.by_role,
        outcome=_outcome(view),
        entry=-1 if view.entry is None else view.entry,
        question=columns_in_words(view.question),
        subjects=f"{view.subjects:,}" if view.allowed else "",
        shown=view.shown if view.allowed else None,
        withheld=sum(view.withheld.values()) if view.allowed else None,
        scheduled=view.scheduled,
    )


def _outcome(view: reading.ReceiptSummary) -> str:
    """Return what became of a question; the ledger tells the same of it."""
    if view.stopped:
        return "Not a question" if view.stopped == BadQuestion.kind else "No answer"
    return "Answered" if view.allowed else "Refused"


def _releases(view: reading.UseView) -> Iterable[release.PublicRelease]:
    entries = {
        json.loads(entry.body)["facts"]["release"]: entry.index
        for entry in view.entries
        if entry.act == "release-published"
    }
    for one in view.releases:
        if one.published_at is not None:
            yield release.PublicRelease(
                id=one.id,
                title=one.title,
                on=day_in_words(day_of(one.published_at)),
                href=f"/releases/{one.id}/",
                approved_by_role=one.reviewed_by_office,
                entry=entries[one.id],
            )
