"""Releases: checked for disclosure, approved by a second person, published whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import gate, release
from ..kernel import (
    BadInput,
    Cells,
    NotFound,
    Refusal,
    Refused,
    Terms,
    checked_name,
    day_of,
    new_id,
)
from ..records import reading
from .acting import acting, require
from .agreeing.standing import suspended
from .agreements import keep_dates
from .asking import not_given_to, run_plan
from .full_disk import full_disk_is_unavailable
from .home import Home
from .looking_again import terms_now
from .released_after import refuse_broken_off, refuse_overdue, refuse_tightened
from .released_before import kind_of, moment_of, published_before, refuse_overtaken
from .released_by_two import refuse_own_release, refuse_unexplained
from .released_on_areas import areas_to_release_on, keep_map, map_in_facts, map_to_publish
from .rights import Right
from .sealing import current_extract
from .undertakings import refuse_stopped

THRESHOLDS = "thresholds.toml"


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """A release and where it is on its way out."""

    id: str
    name: str
    state: str
    checked: release.Checked
    path: str = ""
    beside: tuple[ReleaseState, ...] = ()


@dataclass(frozen=True, slots=True)
class TableAsked:
    """One table of a release: the receipt of its answer, what it is released as, its title."""

    receipt: str
    name: str
    title: str


def request_release(
    home: Home,
    *,
    by: str,
    receipt: str,
    name: str,
    title: str,
    beside: Sequence[TableAsked] = (),
) -> ReleaseState:
    """Check the answer of a receipt for release and put it before a second person.

    ``beside`` are further tables of the same release: they are checked together, and with all that
    was published before of the same subjects and dataset. Every question is run again in the sealed
    engine, because exact cells are never stored. Raises Refused where one may no longer be asked or
    the extract was sealed anew since, BadInput where the tables are too many to be solved together.
    """
    tables = (TableAsked(receipt, name, title), *beside)
    for table in tables:
        checked_name(table.name, of="a release")
    keep_dates(home)
    with home.at_work():
        person, _ = require(home, by=by, right=Right.RELEASE_REQUEST)
        answers = [_answered(table.receipt) for table in tables]
        for asked in answers:
            _refuse_stranger(home, person, asked)
    _refuse_two_uses(answers)
    cells = [_cells(home, asked) for asked in answers]
    checked = _checked(home, tables, answers, cells)
    return _put_up(home, by=by, tables=tables, answers=answers, checked=checked)


def _checked(
    home: Home, tables: Sequence[TableAsked], answers: Sequence[Any], cells: Sequence[Cells]
) -> tuple[release.Checked, ...]:
    with home.at_work():
        earlier = published_before(answers[0].use, {kind_of(one) for one in cells})
    asked = [
        release.Asked(table.name, one, moment_of(answer))
        for table, answer, one in zip(tables, answers, cells, strict=True)
    ]
    with full_disk_is_unavailable():
        return release.check_list(asked, rules_of(home), before=earlier)


def rules_of(home: Home) -> release.Rules:
    """Return the council's thresholds: the default ones, with those of its own ``thresholds.toml``.

    Raises BadInput where that file cannot be read or states what is no threshold.
    """
    own = home.path(THRESHOLDS)
    return release.Rules.load(own if own.exists() else None)


def _put_up(
    home: Home,
    *,
    by: str,
    tables: Sequence[TableAsked],
    answers: Sequence[Any],
    checked: Sequence[release.Checked],
) -> ReleaseState:
    from ..records.models import Release

    use = answers[0].use
    ids = [new_id("release") for _ in tables]
    on = [
        areas_to_release_on(home, asked, one) for asked, one in zip(answers, checked, strict=True)
    ]
    with acting(
        home, by=by, right=Right.RELEASE_REQUEST, name="release-requested", use=use.name
    ) as act:
        made = []
        for pk, table, asked, one, areas in zip(ids, tables, answers, checked, on, strict=True):
            told = replace(one, facts={**one.facts, "list": ids}) if len(ids) > 1 else one
            waiting = Release.objects.create(
                id=pk,
                name=table.name,
                use=use,
                receipt=asked,
                title=table.title,
                checked=told.to_dict(),
                requested_by=act.person,
                requested_at=act.at,
            )
            if areas:
                keep_map(waiting, areas)
            made.append(ReleaseState(pk, table.name, "requested", told))
        named = [
            {"release": one.id, "receipt": table.receipt, "name": one.name}
            for one, table in zip(made, tables, strict=True)
        ]
        act.facts.update(named[0], **({"beside": named[1:]} if named[1:] else {}))
    return replace(made[0], beside=tuple(made[1:]))


def review_release(
    home: Home, *, by: str, release_id: str, approve: bool, because: str
) -> ReleaseState:
    """Approve or decline a release that somebody else asked for (S9).

    Nothing is approved whose use or agreement was broken off since, or is owed its review, nor what
    a condition that was accepted since does not allow.
    """
    keep_dates(home)
    with acting(home, by=by, right=Right.RELEASE_REVIEW, name="release-reviewed") as act:
        waiting = _release(release_id)
        act.use = waiting.use.name
        refuse_own_release(waiting, act.person)
        refuse_unexplained(waiting, approve=approve, because=because)
        if approve:
            refuse_stopped(waiting.use, today=home.clock.today())
            refuse_broken_off(waiting)
            refuse_overdue(waiting, today=home.clock.today())
            refuse_tightened(waiting)
        if waiting.state != "requested":
            raise BadInput(
                "This release was reviewed already.",
                why=f"It is {waiting.get_state_display().lower()}.",
                next_step="Nothing needs to be done.",
            )
        waiting.state = "approved" if approve else "declined"
        waiting.reviewed_by = act.person
        waiting.reviewed_at = act.at
        waiting.because = because
        waiting.save(update_fields=["state", "reviewed_by", "reviewed_at", "because"])
        act.facts.update(release=release_id, approved=approve, map=map_in_facts(release_id))
    return _state(waiting)


def publish(home: Home, *, by: str, release_id: str) -> ReleaseState:
    """Publish an approved release as an open data package in the home's ``releases`` folder.

    Raises Refused where its use is stopped, was declined or is owed its review, its agreement was
    broken off, or a condition that was accepted since does not allow it.
    """
    keep_dates(home)
    with home.at_work():
        require(home, by=by, right=Right.RELEASE_PUBLISH)
        approved = _release(release_id)
        _refuse_unapproved(approved)
        about = _about(home, approved)
    with home.staging() as folder:
        checked = release.Checked.from_dict(approved.checked)
        package = release.package(checked, about=about, to=folder / "package")
        relative = f"releases/{release_id}"
        with (
            home.moving(),
            acting(
                home,
                by=by,
                right=Right.RELEASE_PUBLISH,
                name="release-published",
                use=approved.use.name,
            ) as act,
        ):
            current = _release(release_id)
            _refuse_unpublishable(current, today=home.clock.today())
            current.state = "published"
            current.published_at = act.at
            current.path = relative
            current.save(update_fields=["state", "published_at", "path"])
            act.facts.update(
                release=release_id,
                name=current.name,
                title=current.title,
                files={name: f"sha256:{digest}" for name, digest in package.files.items()},
            )
            act.place(folder / "package", home.path(relative))
    return _state(current)


def _refuse_unpublishable(current: Any, *, today: date) -> None:
    """Raise Refused where anything that happened since its approval keeps a release back."""
    _refuse_unapproved(current)
    refuse_stopped(current.use, today=today)
    _refuse_suspended(current)
    refuse_broken_off(current)
    refuse_overdue(current, today=today)
    refuse_tightened(current)
    refuse_overtaken(current)


def _answered(receipt: str) -> Any:
    from ..records.models import Receipt

    found = (
        Receipt.objects.select_related("use", "agreement__use", "extract")
        .filter(pk=receipt, allowed=True)
        .first()
    )
    if found is None:
        raise NotFound(
            "There is no answer with that receipt.",
            next_step="Ask the question first; its receipt names itself.",
        )
    return found


def _refuse_stranger(home: Home, person: Any, asked: Any) -> None:
    """Refuse whoever could not have asked: checking a release computes the answer anew."""
    terms = terms_now(asked.agreement)
    today = home.clock.today()
    refusal = not_given_to(person, agreement=asked.agreement, terms=terms, today=today)
    if refusal:
        raise Refused(refusal)
    refuse_stopped(asked.use, today=today)


def _cells(home: Home, asked: Any) -> Any:
    with home.at_work():
        record = current_extract(asked.use)
        terms = terms_now(asked.agreement)
    if record is None or record.pk != asked.extract.pk:
        raise Refused(
            Refusal(
                what="the extract that gave this answer is no longer there.",
                why="It was sealed anew or its agreement ended, so the answer cannot be checked.",
                clause="until",
                next_step="ask the question again, and release that answer.",
            )
        )
    decision = gate.decide(asked.question, terms, today=home.clock.today())
    if decision.plan is None:
        refusal = decision.refusal or Refusal(what="this question.", why="")
        raise Refused(refusal)
    if len(decision.plan.parts) > 1:
        raise Refused(_several_tables())
    (cells,) = run_plan(home, decision.plan, record)
    return replace(cells, population=decision.plan.population)


def _several_tables() -> Refusal:
    """Say that what is checked for a release is one table of groups."""
    return Refusal(
        what="this answer was put together of several tables of groups.",
        why="A release is one table, and is checked against every other; these were not one.",
        clause="releases › one table",
        next_step="ask each part as a question of its own, and release those.",
    )


def _refuse_two_uses(answers: Sequence[Any]) -> None:
    if len({asked.use_id for asked in answers}) > 1:
        raise BadInput(
            "The tables of one release are of one data use.",
            why="A release is approved under the agreement of its use.",
            next_step="Ask for a release of each use; the second is solved with the first.",
        )


def _release(release_id: str) -> Any:
    from ..records.models import Release

    found = (
        Release.objects.select_related(
            "use", "receipt__agreement", "receipt__extract", "requested_by", "reviewed_by"
        )
        .filter(pk=release_id)
        .first()
    )
    if found is None:
        raise NotFound(
            "There is no release of that name.",
            next_step="See the releases with `beholden release list`.",
        )
    return found


def _refuse_suspended(approved: Any) -> None:
    stopped = suspended(approved.receipt.agreement)
    if stopped:
        raise Refused(stopped)


def _public_question(asked: Any) -> str:
    """Return the question in the agreement's own words; the typed text may hold anything."""
    terms = Terms.from_dict(asked.agreement.terms)
    # As on the day on which it was asked: the words are the same for ever.
    return gate.public_question(gate.decide(asked.question, terms, today=day_of(asked.asked_at)))


def _refuse_unapproved(waiting: Any) -> None:
    if waiting.state != "approved":
        raise Refused(
            Refusal(
                what="only a release that a second person approved is published.",
                why=f"This one is {waiting.get_state_display().lower()}.",
                clause="releases › state",
                ask="a reviewer of releases.",
            )
        )


def _state(record: Any) -> ReleaseState:
    return ReleaseState(
        record.pk,
        record.name,
        str(record.state),
        release.Checked.from_dict(record.checked),
        record.path,
    )


def _about(home: Home, approved: Any) -> release.Publication:
    agreement = approved.receipt.agreement
    return release.Publication(
        release=approved.pk,
        use=approved.use.name,
        title=approved.title,
        purpose=approved.use.purpose,
        agreement=agreement.name,
        terms_hash=agreement.terms_hash,
        receipt=approved.receipt.pk,
        question=_public_question(approved.receipt),
        council=home.name,
        made_up=approved.use.made_up,
        published_on=home.clock.today(),
        approved_by_role=reading.office_then(approved.reviewed_by, approved.reviewed_at),
        ledger_entry=approved.receipt.facts["entry"],
        licence="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        map=map_to_publish(home, approved),
    )
