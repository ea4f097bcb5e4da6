"""What changes between two versions of an agreement, or between one and a file, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import gate
from ...kernel import BadInput, NotFound, Terms
from ..home import Home
from ..statements import plain_data
from .contracts import contracts_of, with_contracts


def agreement_differences(
    home: Home,
    *,
    agreement: str,
    before: int | None = None,
    after: int | None = None,
    document: Mapping[str, Any] | None = None,
) -> tuple[gate.Difference, ...]:
    """Return what changes from one version of an agreement to another, each as a sentence.

    Without ``before`` it is the version in force (or else the newest but one), without ``after``
    the newest; ``document`` stands in the place of ``after``. Raises NotFound for a version that
    there is not, BadInput for a document with faults.
    """
    with home.at_work():
        versions = _versions(agreement)
        first = _version(versions, before) if before is not None else _held(versions, document)
        old = Terms.from_dict(first.terms)
        if document is not None:
            new, said = _stated(home, first, plain_data(document))
        else:
            last = versions[-1] if after is None else _version(versions, after)
            new, said = Terms.from_dict(last.terms), with_contracts(last.document, last.contracts)
    return gate.differences(
        old, new, documents=(with_contracts(first.document, first.contracts), said)
    )


def from_the_version_before(versions: Mapping[int, Any], number: int) -> tuple[Any, ...]:
    """Return what changed from the version before to this one; nothing for the first."""
    if number - 1 not in versions:
        return ()
    old, new = versions[number - 1], versions[number]
    return gate.differences(
        Terms.from_dict(old.terms),
        Terms.from_dict(new.terms),
        documents=(
            with_contracts(old.document, old.contracts),
            with_contracts(new.document, new.contracts),
        ),
    )


def _versions(name: str) -> list[Any]:
    from ...records.models import Agreement
    from ..agreements import agreement_named

    agreement_named(name)
    found = Agreement.objects.select_related("use").filter(name=name)
    return list(found.order_by("version"))


def _held(versions: list[Any], document: Mapping[str, Any] | None) -> Any:
    """Return the version that holds now; else the newest, or the one before it."""
    from ..agreements import HOLDING

    holding = [one for one in versions if one.state in HOLDING]
    if holding and (document is not None or holding[0] is not versions[-1]):
        return holding[0]
    if document is not None:
        return versions[-1]
    if len(versions) < 2:
        raise BadInput(
            "This agreement has one version, so there is nothing to compare it with.",
            next_step="Name a file to compare it with (--file FILE).",
        )
    return versions[-2]


def _version(versions: list[Any], number: int) -> Any:
    found = [one for one in versions if one.version == number]
    if not found:
        raise NotFound(
            "There is no such version of this agreement.",
            why=f"Its versions are 1 to {versions[-1].version}.",
            next_step="Name one of these.",
        )
    return found[0]


def _stated(home: Home, held: Any, stated: Mapping[str, Any]) -> tuple[Terms, Mapping[str, Any]]:
    from ..agreements import compile_for, named_in

    plain = gate.written_out(stated, dict(home.groups))
    named_in(plain)
    terms = compile_for(held.use, plain)
    # An older version that kept no contracts says nothing of them, so nothing of them changes.
    contracts = contracts_of(home, plain, terms) if held.contracts else {}
    return terms, with_contracts(plain, contracts)
