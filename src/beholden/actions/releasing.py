"""Releases: checked for disclosure, approved by a second person, published whole or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .. import gate, release
from ..kernel import BadInput, NotFound, Refusal, Refused, Terms, checked_name, new_id
from .acting import acting, require
from .agreements import keep_dates
from .asking import not_given_to, run_plan
from .home import Home
from .rights import Right
from .sealing import current_extract


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """A release and where it is on its way out."""

    id: str
    name: str
    state: str
    checked: release.Checked
    path: str = ""


def request_release(home: Home, *, by: str, receipt: str, name: str, title: str) -> ReleaseState:
    """Check the answer of a receipt for release and put it before a second person.

    The question is run again in the sealed engine, because exact cells are never stored. Raises
    Refused where it may no longer be asked or the extract was sealed anew since.
    """
    from ..records.models import Release

    checked_name(name, of="a release")
    keep_dates(home)
    with home.at_work():
        person, _ = require(by=by, right=Right.RELEASE_REQUEST)
        asked = _answered(receipt)
        _refuse_stranger(home, person, asked)
        earlier = _published_before(asked.use)
    checked = release.check(_cells(home, asked), release.Rules.load(), name=name, before=earlier)
    with acting(
        home, by=by, right=Right.RELEASE_REQUEST, name="release-requested", use=asked.use.name
    ) as act:
        made = Release.objects.create(
            id=new_id("release"),
            name=name,
            use=asked.use,
            receipt=asked,
            title=title,
            checked=checked.to_dict(),
            requested_by=act.person,
            requested_at=act.at,
        )
        act.facts.update(release=made.pk, receipt=receipt, name=name)
    return ReleaseState(made.pk, name, str(made.state), checked)


def review_release(
    home: Home, *, by: str, release_id: str, approve: bool, because: str
) -> ReleaseState:
    """Approve or decline a release that somebody else asked for (S9)."""
    with acting(home, by=by, right=Right.RELEASE_REVIEW, name="release-reviewed") as act:
        waiting = _release(release_id)
        act.use = waiting.use.name
        _refuse_own_release(waiting, act.person)
        _refuse_unexplained(approve, because)
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
        act.facts.update(release=release_id, approved=approve)
    return _state(waiting)


def publish(home: Home, *, by: str, release_id: str) -> ReleaseState:
    """Publish an approved release as an open data package in the home's ``releases`` folder."""
    with home.at_work():
        require(by=by, right=Right.RELEASE_PUBLISH)
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
            _refuse_unapproved(current)
            _refuse_overtaken(current)
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
    refusal = not_given_to(person, agreement=asked.agreement, today=home.clock.today())
    if refusal:
        raise Refused(refusal)


def _cells(home: Home, asked: Any) -> Any:
    with home.at_work():
        record = current_extract(asked.use)
    if record is None or record.pk != asked.extract.pk:
        raise Refused(
            Refusal(
                what="the extract that gave this answer is no longer there.",
                why="It was sealed anew or its agreement ended, so the answer cannot be checked.",
                clause="until",
                next_step="ask the question again, and release that answer.",
            )
        )
    terms = Terms.from_dict(record.agreement.terms)
    decision = gate.decide(asked.question, terms, today=home.clock.today())
    if decision.plan is None:
        refusal = decision.refusal or Refusal(what="this question.", why="")
        raise Refused(refusal)
    return run_plan(home, decision.plan, record)


def _published_before(use: Any) -> list[release.Checked]:
    """Return what was published of a use, under whatever name: each is compared with the new."""
    earlier = use.releases.filter(state="published").order_by("published_at")
    return [release.Checked.from_dict(one.checked) for one in earlier]


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


def _refuse_own_release(waiting: Any, person: Any) -> None:
    if person.pk in {waiting.requested_by_id, waiting.receipt.asked_by_id}:
        raise Refused(
            Refusal(
                what="nobody reviews a release that they asked for, or of their own question.",
                why="What leaves the council is seen by two people.",
                clause="S9 two people",
                ask="another reviewer, or the data-protection officer.",
            )
        )


def _refuse_unexplained(approve: bool, because: str) -> None:
    if not approve and not because.strip():
        raise BadInput(
            "A release is declined with its reason.",
            next_step="Say why, so that whoever asked for it can mend it.",
        )


def _refuse_overtaken(current: Any) -> None:
    """Refuse a release that was not compared with what was published since it was asked for."""
    from ..records.models import LedgerEntry

    # The ledger's order, because two acts may have one moment.
    acts = LedgerEntry.objects.filter(use=current.use.name, act__startswith="release-")
    told = [(entry.act, json.loads(entry.body)["facts"]) for entry in acts.order_by("index")]
    asked = next(i for i, (_, facts) in enumerate(told) if facts.get("release") == current.pk)
    if any(act == "release-published" for act, _ in told[asked:]):
        raise Refused(
            Refusal(
                what="another table of this use was published since this one was checked.",
                why="Two tables that are each safe may not be safe together.",
                clause="releases › checked together",
                next_step="ask for the release anew; it is then compared with that table.",
            )
        )


def _public_question(asked: Any) -> str:
    """Return the question in the agreement's own words; the typed text may hold anything."""
    terms = Terms.from_dict(asked.agreement.terms)
    # As on the day on which it was asked: the words are the same for ever.
    return gate.public_question(gate.decide(asked.question, terms, today=asked.asked_at.date()))


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
        approved_by_role=approved.reviewed_by.office,
        ledger_entry=approved.receipt.facts["entry"],
        licence="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    )
