"""What agreements ask of somebody: to write, offer, sign, answer, let go on, seal and review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ...kernel import Sentence, day_of, sentences
from ...records.reading import AgreementStanding, DraftStanding, Standing, UseStanding
from ..rights import Right
from ..sealed_since import SealedSince
from .items import Awaiting, Awaits, Whom


def of_agreements(standing: Standing, whom: Whom, today: date) -> Iterator[Awaiting]:
    """Yield what the agreements that are open, the drafts and the approved uses ask of somebody."""
    newest = {one.name: one for one in sorted(standing.agreements, key=lambda a: a.version)}
    uses = {use.name: use for use in standing.uses}
    for one in standing.agreements:
        if newest[one.name] is one:
            yield from _sign(one, whom, today)
            yield from _answer_parties(one, whom)
        yield from _resume(one, whom)
        yield from _seal(one, whom)
        yield from _review(one, uses, whom)
    if whom.may(Right.AGREEMENT_STATE):
        yield from map(_offer, standing.drafts)
        yield from _write(standing)


def _sign(one: AgreementStanding, whom: Whom, today: date) -> Iterator[Awaiting]:
    asks = one.state == "offered" or (one.state == "in_force" and one.severally)
    theirs = whom.organisation in one.parties and whom.organisation not in one.signed
    says, _, _ = one.said.get(whom.organisation, ("", "", None))
    if not (asks and theirs and whom.may(Right.AGREEMENT_SIGN)) or whom.code in one.authors:
        return
    if says in ("declined", "withdrawn"):
        return
    yield Awaiting(
        Awaits.SIGN,
        of=one.name,
        use=one.use,
        what=Sentence(
            "Sign %(name)s, version %(version)s, for %(organisation)s",
            name=one.name,
            version=one.version,
            organisation=whom.organisation,
        ),
        why=_why_sign(one, asked_changes=says == "asks_for_changes"),
        since=day_of(one.stated_at),
        due=one.starts if one.starts >= today else None,
    )


def _why_sign(one: AgreementStanding, *, asked_changes: bool) -> Sentence:
    if asked_changes:
        return Sentence("Your organisation asked for changes; it may still sign.")
    return Sentence(
        "It was offered to your organisation; %(n)s of %(of)s has signed.",
        "It was offered to your organisation; %(n)s of %(of)s have signed.",
        n=len(one.signed),
        of=len(one.parties),
    )


def _answer_parties(one: AgreementStanding, whom: Whom) -> Iterator[Awaiting]:
    if not whom.may(Right.AGREEMENT_STATE):
        return
    for party, (says, text, at) in sorted(one.said.items()):
        if says == "withdrawn" or party in one.signed:
            continue
        yield Awaiting(
            Awaits.ANSWER_PARTY,
            of=one.name,
            use=one.use,
            what=Sentence(
                "Answer %(party)s, which asks for changes: %(name)s"
                if says == "asks_for_changes"
                else "Answer %(party)s, which has declined: %(name)s",
                party=party,
                name=one.name,
            ),
            why=Sentence("It says: %(text)s", text=text),
            since=day_of(at),
        )


def _resume(one: AgreementStanding, whom: Whom) -> Iterator[Awaiting]:
    if one.suspended_at is None or not whom.may(Right.AGREEMENT_RESUME):
        return
    if whom.code != one.suspended_by:
        yield Awaiting(
            Awaits.RESUME,
            of=one.name,
            use=one.use,
            what=Sentence("Decide whether %(name)s may go on", name=one.name),
            why=Sentence(
                "It is suspended; nothing is asked under it until a second person lets it go on."
            ),
            since=day_of(one.suspended_at),
        )


def _seal(one: AgreementStanding, whom: Whom) -> Iterator[Awaiting]:
    if one.state == "in_force" and not one.sealed and whom.may(Right.EXTRACT_SEAL):
        yield Awaiting(
            Awaits.SEAL,
            of=one.use,
            use=one.use,
            what=Sentence("Seal the extract of %(use)s", use=one.use),
            why=Sentence(
                "%(name)s is in force, and nothing can be asked before it is sealed.",
                name=one.name,
            ),
            since=day_of(one.began_at or one.stated_at),
        )


def of_seals(found: Iterable[SealedSince], whom: Whom) -> Iterator[Awaiting]:
    """Yield what is to be sealed again, since what it was sealed from has changed."""
    for one in found if whom.may(Right.EXTRACT_SEAL) else ():
        yield Awaiting(
            Awaits.SEAL,
            of=one.use,
            use=one.use,
            what=Sentence("Seal the extract of %(use)s again", use=one.use),
            why=sentences(*one.says, _AS_IT_WAS),
            since=day_of(one.since),
        )


_AS_IT_WAS = Sentence("Until then it is asked as it was sealed.")


def _review(
    one: AgreementStanding, uses: Mapping[str, UseStanding], whom: Whom
) -> Iterator[Awaiting]:
    """Yield the review that an agreement asks for by a day, to the use's accountable officer."""
    if one.review_by is None or one.state == "offered" or not whom.may(Right.USE_REVIEW):
        return
    use = uses[one.use]
    if use.accountable_officer == whom.office and use.stated_by != whom.code:
        yield Awaiting(
            Awaits.REVIEW,
            of=one.use,
            use=one.use,
            what=Sentence("Look again at the use: %(title)s", title=use.title),
            why=Sentence("The board asked for it; from that day on nothing is asked without it."),
            since=day_of(one.began_at or one.stated_at),
            due=one.review_by,
        )


def _offer(draft: DraftStanding) -> Awaiting:
    ready = draft.use_state == "approved"
    return Awaiting(
        Awaits.OFFER,
        of=draft.name,
        use=draft.use,
        what=Sentence("Offer the draft %(name)s to its parties", name=draft.name),
        why=sentences(
            Sentence("Kept by: %(office)s.", office=draft.office),
            "" if ready else Sentence("Its use is not approved, so it cannot be offered yet."),
        ),
        since=day_of(draft.kept_at),
    )


def _write(standing: Standing) -> Iterator[Awaiting]:
    begun = {one.use for one in standing.agreements} | {one.use for one in standing.drafts}
    for use in standing.uses:
        if use.state == "approved" and not use.bound and use.name not in begun:
            yield Awaiting(
                Awaits.WRITE_AGREEMENT,
                of=use.name,
                use=use.name,
                what=Sentence("Write the agreement of %(title)s", title=use.title),
                why=Sentence("The use is approved, and there is no agreement to work under."),
                since=day_of(use.decided_at or use.stated_at),
            )
