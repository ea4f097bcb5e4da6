"""What changed since an extract was sealed: it is asked as it was until it is sealed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import gate
from ..kernel import ColumnRole, ColumnTerms, DatasetTerms, Sentence, Terms
from ..records import reading
from .conditions_put import read_what_was_said
from .looking_again import to_seal
from .subjects.opting_out import kinds_reaching


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
    _read_with_their_agreements(extracts)
    newest = _newest_versions(extracts)
    held = [_Held(one, one.agreement) for one in extracts]
    choices = _newest_choices() if any(one.kinds for one in held) else {}
    found = (_compared(one, newest, choices) for one in held)
    return tuple(one for one in found if one is not None)


class _Held:
    """An extract that is asked, with its agreement and what may be given under that now."""

    def __init__(self, extract: Any, agreement: Any) -> None:
        self.extract, self.agreement = extract, agreement
        allowed = to_seal(agreement)
        self.terms, self.hash = allowed.terms, allowed.hash
        self.kinds = kinds_reaching(agreement, self.terms)


def _current(use: str) -> list[Any]:
    from django.db.models import Case, Count, OuterRef, Q, Subquery, When

    from ..records.models import Extract, Objection

    since = Q(recorded_at__gt=OuterRef("sealed_at")) | Q(withdrawn_at__gt=OuterRef("sealed_at"))
    objected = Objection.objects.filter(since, use=OuterRef("use")).order_by().values("use")
    found = Extract.objects.filter(state="current", agreement__state="in_force")
    found = found.filter(use__name=use) if use else found
    counted = objected.annotate(n=Count("pk")).values("n")
    found = found.annotate(objected=Subquery(counted), **_of_its_agreement())
    # Documents are long, and only that of an agreement on which was decided since is looked at.
    found = found.annotate(document=Case(When(decided=True, then="agreement__document")))
    found = found.filter(_may_have_changed()).select_related("agreement__use").only(*_COMPARED)
    return list(found.order_by("pk"))


_COMPARED = (
    "sealed_at",
    "datasets",
    "facts",
    "agreement__name",
    "agreement__terms",
    "agreement__use__name",
)


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


def _of_its_agreement() -> dict[str, Any]:
    """Return what is asked of the agreement of each extract, as columns of the one query."""
    of = "agreement__"
    return reading.decided_since(of=of) | reading.newest_review(of=of)


def _read_with_their_agreements(extracts: Sequence[Any]) -> None:
    """Give each agreement what was read of it, and what its terms of today rest on."""
    asked = tuple(_of_its_agreement())
    for one in extracts:
        for name in asked:
            setattr(one.agreement, name, getattr(one, name))
        if one.decided:
            one.agreement.document = one.document
    agreements = [one.agreement for one in extracts]
    # Who has signed matters to those alone that hold for each party by itself.
    severally = [one for one in agreements if one.terms.get("severally")]
    said = reading.what_parties_said([one.pk for one in severally])
    for one in severally:
        one.signed_now = said[one.pk].signed
    read_what_was_said(one.use for one in agreements if one.decided)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a version: its column, for which use it was made (or for all), and when."""

    column: str
    made_for: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Version:
    """The newest version of a dataset, with the keys that were made for it."""

    name: str
    number: int
    registered_at: datetime
    keys: tuple[_Key, ...]


def _newest_versions(extracts: Sequence[Any]) -> dict[str, _Version]:
    """Return the newest version of each dataset, with when its keys were made and for which use."""
    from django.db.models import OuterRef, Subquery
    from django.db.models.fields.json import KeyTextTransform

    from ..records.models import DatasetVersion

    names = {said["name"] for one in extracts for said in one.datasets}
    versions = DatasetVersion.objects.filter(dataset=OuterRef("dataset")).order_by("-number")
    found = DatasetVersion.objects.filter(
        dataset__name__in=names, number=Subquery(versions.values("number")[:1])
    ).order_by("pk", "keys__pk")
    rows = found.annotate(made_for=KeyTextTransform("use", "keys__method")).values_list(
        "dataset__name", "number", "registered_at", "keys__column", "made_for", "keys__made_at"
    )
    held: dict[tuple[str, int, datetime], list[_Key]] = {}
    for name, number, at, column, made_for, made_at in rows:
        keys = held.setdefault((name, number, at), [])
        keys += [_Key(column, made_for or "", made_at)] if column else []
    return {of[0]: _Version(*of, keys=tuple(keys)) for of, keys in held.items()}


def _newest_choices() -> dict[str, datetime]:
    """Return when an opt-out of each kind was recorded, or withdrawn, last."""
    from django.db.models import Max

    from ..records.models import OptOut

    last = OptOut.objects.order_by().values("kind")
    rows = last.annotate(recorded=Max("recorded_at"), withdrawn=Max("withdrawn_at"))
    return {row["kind"]: max(filter(None, (row["recorded"], row["withdrawn"]))) for row in rows}


def _compared(
    one: _Held, newest: dict[str, _Version], choices: dict[str, datetime]
) -> SealedSince | None:
    extract, agreement, terms = one.extract, one.agreement, one.terms
    if gate.nothing_left(terms):
        return None  # sealing could only be refused, until the terms change
    at = extract.sealed_at
    held = {said["name"]: said["version"] for said in extract.datasets}
    anew = [newest[n] for n, number in held.items() if n in newest and newest[n].number > number]
    keyed = {
        name: max((key.made_at for key in _keys_of(newest[name], terms)), default=at)
        for name in held
        if name in newest and newest[name].number == held[name]
    }
    chosen = [choices[kind] for kind in one.kinds if choices.get(kind, at) > at]
    others = bool(extract.facts.get("terms_hash") != one.hash)
    objected = (extract.objected or 0) if terms.objections_left_out else 0
    keys = tuple(sorted(name for name, made in keyed.items() if made > at))
    if not (anew or keys or objected or chosen or others):
        return None
    return SealedSince(
        use=agreement.use.name,
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
        by_a_person=agreement.terms.get("self_service") is not None,
    )


def _keys_of(version: _Version, terms: Terms) -> list[_Key]:
    """Return the keys of a version that its terms give, made for their use or for all (S7)."""
    dataset = terms.dataset(version.name)
    given = {column.source for column in _given(dataset)} if dataset else set()
    return [key for key in version.keys if key.column in given and key.made_for in ("", terms.use)]


def _given(dataset: DatasetTerms) -> list[ColumnTerms]:
    return [one for one in dataset.columns if one.role is not ColumnRole.WITHHELD]
