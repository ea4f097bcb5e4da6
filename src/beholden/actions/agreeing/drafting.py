"""Drafts: an agreement that is being written, by one author, and binds nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...kernel import BadInput, NotFound, Refusal, Refused, Terms, day_of, fingerprint
from ..acting import Act, acting, require
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import plain_data


def draft_agreement(home: Home, *, by: str, document: Mapping[str, Any]) -> str:
    """Keep an agreement as a draft, or change one's own; return the fingerprint of what it says.

    It is offered to nobody, and may have faults; ``state_agreement`` tells them. That a draft was
    begun is on the ledger, and that it was changed once for each day: it is filled in part by part,
    and what it says is nobody's yet. Raises Refused for
    another's draft, BadInput for a name that an agreement of another use has.
    """
    from ...records.models import AgreementDraft
    from ..agreements import named_in, refuse_taken

    plain = plain_data(document)
    name, use_name = named_in(plain)
    with acting(
        home, by=by, right=Right.AGREEMENT_DRAFT, name="agreement-drafted", use=use_name
    ) as act:
        use = use_named(use_name)
        refuse_taken(name, use)
        held = AgreementDraft.objects.filter(name=name).first()
        if held is not None:
            _refuse_another_author(held, act.person)
            _refuse_another_use(held, use)
            act.moot = day_of(held.kept_at) == day_of(act.at)
        kept = {"document": plain, "kept_at": act.at}
        AgreementDraft.objects.update_or_create(
            name=name, defaults=kept, create_defaults={**kept, "use": use, "kept_by": act.person}
        )
        act.facts.update(agreement=name, change="changed" if held else "begun")
    return fingerprint(plain)


def offer_draft(home: Home, *, by: str, agreement: str, seen: str = "") -> Terms:
    """Offer a draft to its parties, as ``state_agreement`` does; the draft is gone then.

    ``seen`` is the fingerprint of the draft that whoever offers it has read. Raises BadInput where
    its author has changed it since, or changes it while it is being offered.
    """
    from ..agreements import state_agreement

    with home.at_work():
        require(home, by=by, right=Right.AGREEMENT_STATE)
        document = draft_named(agreement).document
    if seen and seen != fingerprint(document):
        raise _changed_meanwhile()
    return state_agreement(home, by=by, document=document, draft=fingerprint(document))


def discard_draft(home: Home, *, by: str, agreement: str) -> None:
    """Throw one's own draft away."""
    with acting(home, by=by, right=Right.AGREEMENT_DRAFT, name="draft-discarded") as act:
        held = draft_named(agreement)
        act.use = held.use.name
        _refuse_another_author(held, act.person)
        held.delete()
        act.facts.update(agreement=agreement)


def draft_named(name: str) -> Any:
    """Return a draft; raise NotFound where there is none of that name."""
    from ...records.models import AgreementDraft

    held = AgreementDraft.objects.select_related("use").filter(name=name).first()
    if held is None:
        raise NotFound(
            "There is no draft of that name.",
            next_step="See the agreements with `beholden agree list`, or keep a draft with "
            "`beholden agree draft FILE`.",
        )
    return held


def take_up_draft(act: Act, *, document: Mapping[str, Any], seen: str = "") -> Any:
    """Clear a draft away, as a part of the act in which an agreement of its name is offered.

    ``seen`` is the fingerprint of the draft that is offered; without it the agreement comes from a
    file, and nobody else's draft that says other things goes for it, unless its author has left.
    Returns who kept it, who has written the agreement as much as who offers it; None without one.
    """
    from ...records.models import AgreementDraft

    kept = AgreementDraft.objects.select_related("kept_by")
    held = kept.filter(name=document["agreement"]).first()
    if seen and (held is None or fingerprint(held.document) != seen):
        raise _changed_meanwhile()
    if held is None:
        return None
    if not seen and held.document != document:
        if held.kept_by_id != act.person.pk and held.kept_by.active:
            raise _would_be_lost(held)
        act.facts["draft_set_aside"] = fingerprint(held.document)
    held.delete()
    return held.kept_by


def _changed_meanwhile() -> BadInput:
    return BadInput(
        "This draft is not the one that was read: nothing was offered.",
        why="Its author changed it, discarded it, or somebody offered it meanwhile.",
        next_step="Read it as it is now, and offer that.",
    )


def _would_be_lost(held: Any) -> Refused:
    return Refused(
        Refusal(
            what="somebody else's draft of this name says other things, and would be lost.",
            why="What somebody is writing is theirs until they or an offer of it end it.",
            clause="agreements › draft",
            next_step=f"offer the draft (beholden agree offer {held.name}), have its author "
            "discard it, or give this agreement another name.",
            ask=f"the {held.kept_by.office}.",
        )
    )


def _refuse_another_author(held: Any, person: Any) -> None:
    if held.kept_by_id != person.pk:
        raise Refused(
            Refusal(
                what="this draft is somebody else's.",
                why="Nobody is bound by a draft, and its author alone changes it.",
                clause="agreements › draft",
                next_step="keep a draft of your own, under another name.",
                ask=f"the {held.kept_by.office}.",
            )
        )


def _refuse_another_use(held: Any, use: Any) -> None:
    if held.use_id != use.pk:
        raise BadInput(
            "This draft is of another use.",
            next_step="Discard it, or give this one a name of its own (agreement: …).",
        )
