"""What changed since an extract was sealed: it is asked as it was until it is sealed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..kernel import ColumnRole, ColumnTerms, DatasetTerms, Sentence, Terms
from ..records import reading
from .looking_again import terms_to_seal
from .subjects.opting_out import kinds_reaching
from .uses import WHAT_WAS_SAID


@dataclass(frozen=True, slots=True)
class SealedSince:
    """What changed since the extract of a use was sealed, and when the first of it did.

    ``versions`` and ``keys`` name datasets that were registered, or linked, anew. ``objections``
    counts those recorded and those withdrawn. ``by_a_person`` says that a fitted table goes with
    it: another seal counts on the register of those whom it tells of, so somebody decides.
    """

    use: str
    agreement: str
    extract: str
    since: datetime
    versions: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    objections: int = 0
    opt_outs: bool = False
    terms: bool = False
    by_a_person: bool = False

    @property
    def says(self) -> tuple[Sentence, ...]:
        """Return each thing that changed as a sentence."""
        return tuple(_said(self))


def _said(found: SealedSince) -> Iterator[Sentence]:
    if found.objections:
        yield Sentence(
            "%(n)s objection was recorded or withdrawn.",
            "%(n)s objections were recorded or withdrawn.",
            n=found.objections,
        )
    if found.opt_outs:
        yield Sentence("Opt-outs that reach it were recorded or withdrawn.")
    if found.terms:
        yield Sentence("What may be given is less, or more, than what is sealed.")
    for name in found.versions:
        yield Sentence("There is a new version of %(dataset)s.", dataset=name)
    for name in found.keys:
        yield Sentence("%(dataset)s was linked anew.", dataset=name)


def sealed_since(*, use: str = "") -> tuple[SealedSince, ...]:
    """Return what changed since each extract that can be asked was sealed, where anything did.

    ``use`` names one use; empty, all are looked at, in as many queries however many there are. The
    council is at work.
    """
    extracts = _current(use)
    if not extracts:
        return ()
    agreements = _agreements([one.agreement_id for one in extracts])
    newest = _newest_versions(extracts)
    held = [_Held(one, agreements[one.agreement_id]) for one in extracts]
    choices = _newest_choices() if any(one.kinds for one in held) else {}
    found = (_compared(one, newest, choices) for one in held)
    return tuple(one for one in found if one is not None)


class _Held:
    """An extract that is asked, with its agreement and what may be given under that now."""

    def __init__(self, extract: Any, agreement: Any) -> None:
        self.extract, self.agreement = extract, agreement
        self.terms = terms_to_seal(agreement)
        self.kinds = kinds_reaching(agreement, self.terms)


def _current(use: str) -> list[Any]:
    from django.db.models import Count, OuterRef, Q, Subquery

    from ..records.models import Extract, Objection

    since = Q(recorded_at__gt=OuterRef("sealed_at")) | Q(withdrawn_at__gt=OuterRef("sealed_at"))
    objected = Objection.objects.filter(since, use=OuterRef("use")).order_by().values("use")
    found = Extract.objects.filter(state="current", agreement__state="in_force")
    found = found.filter(use__name=use) if use else found
    counted = objected.annotate(n=Count("pk")).values("n")
    found = found.annotate(objected=Subquery(counted)).filter(_may_have_changed())
    return list(found.select_related("use").order_by("pk"))


def _may_have_changed() -> Any:
    """Return the condition of an extract that something it may rest on came after.

    It is coarse, so that the many of which nothing came after cost one query and no more.
    """
    from django.db.models import Exists, OuterRef, Q

    from ..records.models import DatasetVersion, Decision, KeyColumn, OptOut, Review

    sealed = OuterRef("sealed_at")
    of_the_use = Q(use=OuterRef("use"), recorded_at__gte=sealed)
    chosen = Q(recorded_at__gte=sealed) | Q(withdrawn_at__gte=sealed)
    came = Q(objected__gt=0) | Q(agreement__terms__severally=True)
    for later in (
        DatasetVersion.objects.filter(registered_at__gte=sealed),
        KeyColumn.objects.filter(made_at__gte=sealed),
        OptOut.objects.filter(chosen),
        Decision.objects.filter(of_the_use),
        Review.objects.filter(of_the_use),
    ):
        came |= Q(Exists(later))
    return came


def _agreements(keys: Sequence[int]) -> dict[int, Any]:
    from django.db.models import prefetch_related_objects

    from ..records.models import Agreement

    found = Agreement.objects.filter(pk__in=keys).select_related("use")
    held = list(found.annotate(**reading.decided_since(), **reading.newest_review()))
    # Who has signed matters to those alone that hold for each party by itself.
    severally = [one for one in held if one.terms.get("severally")]
    prefetch_related_objects(severally, "signatures", "answers")
    prefetch_related_objects([one.use for one in held if vars(one)["decided"]], *WHAT_WAS_SAID)
    return {one.pk: one for one in held}


def _newest_versions(extracts: Sequence[Any]) -> dict[str, Any]:
    """Return the newest version of each dataset, with when its keys were made and for which use."""
    from django.db.models import F, OuterRef, Prefetch, Subquery
    from django.db.models.fields.json import KT

    from ..records.models import DatasetVersion, KeyColumn

    names = {said["name"] for one in extracts for said in one.datasets}
    versions = DatasetVersion.objects.filter(dataset=OuterRef("dataset")).order_by("-number")
    found = DatasetVersion.objects.filter(
        dataset__name__in=names, number=Subquery(versions.values("number")[:1])
    )
    keys = KeyColumn.objects.annotate(made_for=KT("method__use"))
    light = Prefetch("keys", keys.only("version", "column", "made_at"))
    told = found.annotate(name=F("dataset__name")).only("number", "registered_at")
    return {one.name: one for one in told.prefetch_related(light)}


def _newest_choices() -> dict[str, datetime]:
    """Return when an opt-out of each kind was recorded, or withdrawn, last."""
    from django.db.models import Max

    from ..records.models import OptOut

    last = OptOut.objects.order_by().values("kind")
    rows = last.annotate(recorded=Max("recorded_at"), withdrawn=Max("withdrawn_at"))
    return {row["kind"]: max(filter(None, (row["recorded"], row["withdrawn"]))) for row in rows}


def _compared(
    one: _Held, newest: dict[str, Any], choices: dict[str, datetime]
) -> SealedSince | None:
    extract, agreement, terms = one.extract, one.agreement, one.terms
    at = extract.sealed_at
    held = {said["name"]: said["version"] for said in extract.datasets}
    anew = [newest[n] for n, number in held.items() if n in newest and newest[n].number > number]
    keyed = {
        name: max((key.made_at for key in _keys_of(newest[name], terms)), default=at)
        for name in held
        if name in newest and newest[name].number == held[name]
    }
    chosen = [choices[kind] for kind in one.kinds if choices.get(kind, at) > at]
    others = bool(extract.facts.get("terms_hash") != terms.hash)
    objected = (extract.objected or 0) if terms.objections_left_out else 0
    keys = tuple(sorted(name for name, made in keyed.items() if made > at))
    if not (anew or keys or objected or chosen or others):
        return None
    return SealedSince(
        use=extract.use.name,
        agreement=agreement.name,
        extract=extract.pk,
        since=min(
            [*(v.registered_at for v in anew), *(keyed[n] for n in keys), *chosen], default=at
        ),
        versions=tuple(sorted(v.name for v in anew)),
        keys=keys,
        objections=objected,
        opt_outs=bool(chosen),
        terms=others,
        by_a_person=_stated(agreement).self_service is not None,
    )


def _stated(agreement: Any) -> Terms:
    return Terms.from_dict(agreement.terms)


def _keys_of(version: Any, terms: Terms) -> list[Any]:
    """Return the keys of a version that its terms give, made for their use or for all (S7)."""
    dataset = terms.dataset(version.name)
    given = {column.source for column in _given(dataset)} if dataset else set()
    return [
        key
        for key in version.keys.all()
        if key.column in given and (key.made_for or "") in ("", terms.use)
    ]


def _given(dataset: DatasetTerms) -> list[ColumnTerms]:
    return [one for one in dataset.columns if one.role is not ColumnRole.WITHHELD]
