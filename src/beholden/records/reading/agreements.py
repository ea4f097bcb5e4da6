"""Reading the agreements and what was sealed under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...kernel import NotFound, fingerprint
from .light import long_of_use
from .missing import missing
from .offices import office_then
from .views import (
    AgreementView,
    DraftView,
    ExtractView,
    PartyView,
    SignatureView,
    SuspensionView,
    View,
)


def agreements() -> tuple[AgreementView, ...]:
    """Return every version of every agreement, by name, oldest first."""
    return tuple(map(agreement_view, agreement_records()))


def agreements_at(keys: Collection[int]) -> tuple[AgreementView, ...]:
    """Return the versions of agreements of some keys (``agreements_in_brief``), by name."""
    return tuple(map(agreement_view, agreement_records().filter(pk__in=keys)))


@dataclass(frozen=True, slots=True)
class BriefAgreement(View):
    """One version of an agreement as a list is searched for it; ``key`` is that of its record."""

    key: int
    name: str
    version: int
    use: str
    state: str
    starts: date
    ends: date
    parties: tuple[str, ...]
    review_by: date | None


def agreements_in_brief() -> tuple[BriefAgreement, ...]:
    """Return every version of every agreement in brief, by name, oldest first; one query."""
    from ..models import Agreement

    told = ("pk", "name", "version", "use__name", "state", "starts", "ends")
    columns = (*told, "terms__between", "reviewed", "next_review", "terms__review_by")
    found = Agreement.objects.annotate(**newest_review())
    return tuple(map(_in_brief, found.values(*columns)))


def answered_by(organisation: str, keys: Collection[int]) -> frozenset[int]:
    """Return those of the agreements of some keys that a party has signed, or answered else."""
    from ..models import PartyAnswer, Signature

    said = [
        one.objects.filter(party=organisation, agreement__in=keys).values_list("agreement_id")
        for one in (Signature, PartyAnswer)
    ]
    return frozenset(key for found in said for (key,) in found)


def _in_brief(row: Mapping[str, Any]) -> BriefAgreement:
    return BriefAgreement(
        key=row["pk"],
        name=row["name"],
        version=row["version"],
        use=row["use__name"],
        state=row["state"],
        starts=row["starts"],
        ends=row["ends"],
        parties=tuple(row["terms__between"] or ()),
        review_by=review_day(row["reviewed"], row["next_review"], row["terms__review_by"]),
    )


def agreement(name: str, version: int | None = None) -> AgreementView:
    """Return one version of an agreement, the newest where none is named; raises NotFound."""
    versions = list(agreement_records().filter(name=name))
    if not versions:
        names = agreement_records().values_list("name", flat=True).distinct()
        raise missing("agreement", name, names, list_with="beholden agree list")
    chosen = [record for record in versions if version in (None, record.version)]
    if not chosen:
        raise NotFound(
            "There is no such version of this agreement.",
            why=f"Its versions are 1 to {versions[-1].version}.",
            next_step="Name one of these, or none for the newest.",
        )
    return agreement_view(chosen[-1])


def parties_of_versions(name: str) -> dict[int, tuple[str, ...]]:
    """Return the parties of each version of an agreement, the oldest first; empty where none is."""
    from ..models import Agreement

    versions = Agreement.objects.filter(name=name).order_by("version")
    found = versions.values_list("version", "terms__between")
    return {version: tuple(between or ()) for version, between in found}


def use_of_agreement(name: str) -> str:
    """Return the name of the use that an agreement is of; raises NotFound."""
    from ..models import Agreement

    found = Agreement.objects.filter(name=name).values_list("use__name", flat=True).first()
    return str(found) if found is not None else agreement(name).use


def agreement_versions(name: str) -> tuple[AgreementView, ...]:
    """Return every version of one agreement, oldest first; raises NotFound."""
    found = tuple(map(agreement_view, agreement_records().filter(name=name)))
    return found or (agreement(name),)


def agreements_of_dataset(name: str) -> tuple[tuple[str, int, str, str], ...]:
    """Return the agreements that name a dataset: name, version, state and use, newest first."""
    from ..models import Agreement

    told = ("name", "version", "state", "use__name", "document")
    found = Agreement.objects.order_by("-id").values_list(*told)
    return tuple(row[:4] for row in found if name in row[4].get("datasets", {}))


def drafts() -> tuple[DraftView, ...]:
    """Return every draft by name, with the fingerprint of what it says."""
    from ..models import AgreementDraft

    held = AgreementDraft.objects.select_related("use", "kept_by").defer(*long_of_use())
    return tuple(
        DraftView(d.name, d.use.name, d.kept_by.office, d.kept_at, fingerprint(d.document))
        for d in held
    )


def draft(name: str) -> tuple[DraftView, Mapping[str, Any], str]:
    """Return a draft, what it says, and the code of who keeps it; raises NotFound.

    For those inside only.
    """
    from ..models import AgreementDraft

    d = AgreementDraft.objects.select_related("use", "kept_by").filter(name=name).first()
    if d is None:
        names = AgreementDraft.objects.values_list("name", flat=True)
        raise missing("draft", name, names, list_with="beholden agree list")
    seen = fingerprint(d.document)
    return (
        DraftView(d.name, d.use.name, d.kept_by.office, d.kept_at, seen),
        d.document,
        d.kept_by.code,
    )


def agreement_records() -> Any:
    """Return the query for agreements with all that a view of one needs."""
    from django.db.models import Prefetch

    from ..models import PartyAnswer, Signature, Suspension

    suspensions = Suspension.objects.select_related("suspended_by", "resumed_by")
    return bare_agreement_records().prefetch_related(
        Prefetch("signatures", Signature.objects.select_related("signed_by")),
        Prefetch("answers", PartyAnswer.objects.select_related("given_by")),
        Prefetch("suspensions", suspensions),
    )


def bare_agreement_records() -> Any:
    """Return the query for agreements without what their parties did (``agreement_view``)."""
    from ..models import Agreement

    related = Agreement.objects.select_related("use", "stated_by").defer(*long_of_use())
    return related.annotate(**newest_review())


def newest_review(*, of: str = "") -> dict[str, Any]:
    """Return, as columns of a query for agreements, the newest review since each was stated.

    ``of`` leads from what is asked for to its agreement, as ``agreement__`` from an extract.
    """
    from django.db.models import Exists, OuterRef, Subquery

    from ..models import Review

    since = {"recorded_at__gt": OuterRef(f"{of}stated_at"), "continues": True}
    newest = Review.objects.filter(use=OuterRef(f"{of}use"), **since).order_by("-id")
    return {
        "reviewed": Exists(newest),
        "next_review": Subquery(newest.values("next_review")[:1]),
    }


def decided_since(*, of: str = "") -> dict[str, Any]:
    """Return, as a column of a query for agreements, whether the officer decided on the use since.

    What was decided at the very moment at which an agreement was stated counts too. ``of`` leads
    to the agreement, as in ``newest_review``.
    """
    from django.db.models import Exists, OuterRef

    from ..models import Decision

    since = {"use": OuterRef(f"{of}use"), "recorded_at__gte": OuterRef(f"{of}stated_at")}
    return {"decided": Exists(Decision.objects.filter(**since))}


def agreement_view(record: Any, *, bare: bool = False) -> AgreementView:
    """Return the view of an agreement's record; a bare one tells nothing that its parties did."""
    return AgreementView(
        name=record.name,
        version=record.version,
        use=record.use.name,
        state=record.state,
        starts=record.starts,
        ends=record.ends,
        parties=tuple(record.terms.get("between", ())),
        document=record.document,
        terms=record.terms,
        terms_hash=record.terms_hash,
        review_by=review_owed_by(record),
        stated_by_office=office_then(record.stated_by, record.stated_at),
        stated_at=record.stated_at,
        began_at=record.began_at,
        ended_at=record.ended_at,
        contracts=record.contracts,
        document_hash=record.document_hash,
        **(_OF_NOBODY if bare else _of_the_parties(record)),
    )


_OF_NOBODY: dict[str, Any] = {"signatures": (), "standing": (), "suspensions": ()}


def _of_the_parties(record: Any) -> dict[str, Any]:
    return {
        "signatures": tuple(map(_signature, record.signatures.all())),
        "standing": tuple(_party(record, name) for name in record.terms.get("between", ())),
        "suspensions": tuple(map(_suspension, record.suspensions.all())),
    }


def review_owed_by(record: Any) -> date | None:
    """Return the day from which nothing is asked under an agreement unless its use is reviewed.

    The parties signed one. Where the use was reviewed since the agreement was stated, the day of
    the next review stands in its place, or none.
    """
    from ..models import Agreement

    if "reviewed" not in vars(record):  # it was not read for a view
        record = Agreement.objects.annotate(**newest_review()).get(pk=record.pk)
    return review_day(record.reviewed, record.next_review, record.terms.get("review_by"))


def review_day(reviewed: bool, next_review: date | None, signed: str | None) -> date | None:
    """Return the day of a review: that of the newest review since, or else the one signed."""
    if reviewed:
        return next_review
    return date.fromisoformat(signed) if signed else None


def asked_until(ends: date, review_by: date | None) -> date:
    """Return the last day of asking under an agreement: its own, or that of a review still owed."""
    return min(ends, review_by or ends)


def extract_view(record: Any) -> ExtractView:
    """Return the view of one extract's record."""
    return ExtractView(
        id=record.id,
        agreement=record.agreement.name,
        agreement_version=record.agreement.version,
        version=record.version,
        state=record.state,
        rows=record.facts.get("rows", {}),
        fingerprint=record.facts.get("fingerprint", ""),
        datasets=tuple(record.datasets),
        sealed_at=record.sealed_at,
        destroyed_at=record.destroyed_at,
    )


def _signature(record: Any) -> SignatureView:
    return SignatureView(
        party=record.party,
        office=office_then(record.signed_by, record.signed_at),
        signed_at=record.signed_at,
    )


def _party(record: Any, party: str) -> PartyView:
    """Return where a party is: a withdrawal is last, and a signature counts more than an answer."""
    signed = next((one for one in record.signatures.all() if one.party == party), None)
    answers = [one for one in record.answers.all() if one.party == party]
    gone = next((one for one in answers if one.says == "withdrawn"), None)
    last = gone or (answers[-1] if answers else None)
    if signed is not None and gone is None:
        asked = last.text if last is not None and last.given_at > signed.signed_at else ""
        office = office_then(signed.signed_by, signed.signed_at)
        return PartyView(party, "signed", signed.signed_at, office, asked)
    if last is None:
        return PartyView(party, "offered")
    said = last.says.replace("_", " ")
    office = office_then(last.given_by, last.given_at)
    return PartyView(party, said, last.given_at, office, last.text)


def _suspension(record: Any) -> SuspensionView:
    return SuspensionView(
        because=record.because,
        by_office=office_then(record.suspended_by, record.suspended_at),
        suspended_at=record.suspended_at,
        resumed_because=record.resumed_because,
        resumed_by_office=office_then(record.resumed_by, record.resumed_at),
        resumed_at=record.resumed_at,
    )
