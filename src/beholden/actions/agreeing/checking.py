"""An agreement looked at before it is offered: its faults, and what the engine would then do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ... import gate
from ...kernel import BadInput, BeholdenError, Refused, Terms
from ..acting import require
from ..agreements import (
    named_in,
    refuse_disagreement,
    refuse_hidden_persons,
    refuse_past,
    refuse_unapproved,
    refuse_unheard_stewards,
    setting_of,
)
from ..home import Home
from ..learning.courses import refuse_unknown_courses
from ..linked_by import read_to_link
from ..named_use import use_named
from ..rights import Right
from ..statements import plain_data
from .contracts import contracts_of
from .foretelling import Foretold, foretold
from .lawful import refuse_unlawful


@dataclass(frozen=True, slots=True)
class AgreementFault:
    """One fault: its place in the agreement, entry within entry, and what is wrong there.

    ``missing`` says that nothing stands there yet, or an empty entry.
    """

    place: tuple[str, ...]
    says: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class AgreementChecked:
    """What would happen if a document were offered as it is.

    ``waits`` is what stands in the way besides its faults; ``findings`` want a second look and stop
    nothing; ``conditions`` are the board's, which bind already; ``engine`` is None where there are
    no terms yet.
    """

    faults: tuple[AgreementFault, ...]
    waits: str
    findings: tuple[str, ...]
    conditions: tuple[str, ...]
    engine: Foretold | None


def check_agreement(home: Home, *, by: str, document: Mapping[str, Any]) -> AgreementChecked:
    """Check a document as ``state_agreement`` would, and state nothing; every fault is told.

    Raises NotFound and Refused as drafting does, BadInput where it names no agreement and use.
    """
    with home.at_work():
        require(home, by=by, right=Right.AGREEMENT_DRAFT)
        stated = plain_data(document)
        name, use_name = named_in(stated)
        use = use_named(use_name)
        setting = setting_of(use, stated)
        terms, faults = _looked_at(home, use, name, stated, setting=setting)
        return AgreementChecked(
            faults=tuple(faults),
            waits=_in_the_way(use),
            findings=_findings(home, stated),
            conditions=tuple(map(gate.condition_in_words, map(_put, setting["conditions"]))),
            engine=_engine(home, use, terms) if terms else None,
        )


def _engine(home: Home, use: Any, terms: Terms) -> Foretold:
    return foretold(terms, linked_by=read_to_link(home, use, terms))


def _looked_at(
    home: Home, use: Any, name: str, stated: Mapping[str, Any], *, setting: Mapping[str, Any]
) -> tuple[Terms | None, list[AgreementFault]]:
    """Return the terms, None where it has none yet, with every fault."""
    try:
        plain = gate.written_out(stated, dict(home.groups))
    except BadInput as unknown:
        at, _, _rest = unknown.why.partition(" names it")
        return None, [AgreementFault(tuple(at.split(" › ")), unknown.what)]
    faults = [_seen(plain, _placed(one)) for one in gate.agreement_faults(plain, **setting)]
    faults += _whatever_its_terms(use, plain, besides=faults)
    if faults:
        return None, faults
    terms = gate.compile_terms(plain, **setting)
    faults = [
        *_of(("until",), lambda: refuse_past(terms, home.clock.today())),
        *_of(("between",), lambda: refuse_unheard_stewards(terms)),
        *_of((), lambda: refuse_disagreement(use, name, terms)),
        *_each(lambda: contracts_of(home, plain, terms)),
    ]
    return terms, faults


def _whatever_its_terms(
    use: Any, plain: Mapping[str, Any], *, besides: Sequence[AgreementFault]
) -> list[AgreementFault]:
    """Return what rules that need no terms have against a document.

    They are told beside the faults of its form, but of an entry that has such a fault.
    """
    personal, training = ("personal_data",), ("training",)
    found = [
        *_of(personal, lambda: refuse_hidden_persons(use, plain)),
        *_each(lambda: refuse_unlawful(use, plain)),
    ]
    unsound = {fault.place[:1] for fault in besides}
    if training not in unsound:
        found += _of(training, lambda: refuse_unknown_courses(plain.get("training") or ()))
    return [fault for fault in found if fault.place[:1] not in unsound]


def _of(place: tuple[str, ...], refuses: Callable[[], Any]) -> Iterator[AgreementFault]:
    """Yield what a rule has against it, at a place of the agreement."""
    try:
        refuses()
    except BeholdenError as error:
        yield AgreementFault(place, _with_what_to_do(error))


def _with_what_to_do(error: BeholdenError) -> str:
    return " ".join(filter(None, (error.what, error.why, error.next_step)))


def _each(refuses: Callable[[], Any]) -> Iterator[AgreementFault]:
    """Yield what a rule has against it where it tells of several places."""
    try:
        refuses()
    except BadInput as error:
        yield from map(_placed, error.why.split("\n  "))


def _placed(fault: str) -> AgreementFault:
    """Return a fault that begins with its place, as the gate tells one; what is missing is named.

    ``datasets › council_tax: columns is missing.`` has its place in the columns.
    """
    at, _, says = fault.partition(": ")
    place = () if at == "the agreement" else tuple(at.split(" › "))
    entry = says.removesuffix(" is missing.")
    missing = entry != says and " " not in entry
    return AgreementFault((*place, entry) if missing else place, says, missing)


def _seen(plain: Any, fault: AgreementFault) -> AgreementFault:
    """Return a fault; one of an entry that was left empty is of what is missing."""
    said = plain
    for entry in fault.place:
        if not (isinstance(said, Mapping) and entry in said):
            return fault
        said = said[entry]
    empty = said is None or said in ("", [], {}) or said == [""]
    return replace(fault, missing=True) if empty else fault


def _in_the_way(use: Any) -> str:
    try:
        refuse_unapproved(use)
    except Refused as refused:
        return refused.what
    return ""


def _findings(home: Home, stated: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        plain = gate.written_out(stated, dict(home.groups))
    except BadInput:
        return ()  # a group that there is not is among the faults
    return (*gate.legal_findings(plain), *_unknown_parties(plain))


def _unknown_parties(plain: Mapping[str, Any]) -> Iterator[str]:
    """Yield each party for which nobody can sign yet; somebody may still be added for it."""
    from ...records.models import Person

    between = plain.get("between")
    named = [one for one in between if isinstance(one, str)] if isinstance(between, list) else []
    known = Person.objects.filter(active=True, organisation__in=named)
    there = set(known.values_list("organisation", flat=True))
    for party in dict.fromkeys(one for one in named if one not in there):
        yield f"between › {party}: nobody of it is on the council's list to sign for it."


def _put(condition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in condition.items() if key != "because"}
