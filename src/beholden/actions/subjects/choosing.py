"""Which uses an opt-out reaches: a function of the agreement's words alone, with its reason.

The right to object is Article 21 of the UK GDPR; what the law requires, and what saves a life, is
not objected to (Article 6(1)(c) and (d)).
"""

from __future__ import annotations

from dataclasses import dataclass

from ...kernel import Terms, ToldCode

_DUTY = {
    "legal-obligation": "The law requires this use (Article 6(1)(c) of the UK GDPR)",
    "vital-interests": "This use protects somebody's life (Article 6(1)(d) of the UK GDPR)",
}


class OptOutKind(ToldCode):
    """A kind of use that a subject may be left out of, with one sentence for people."""

    NOT_REQUIRED = (
        "not-required-by-law",
        "Every use that no law requires, whatever its agreement says of objections.",
    )
    AGREED = "agreed", "Every use whose agreement says that who objects is left out."
    RESEARCH = (
        "research-and-planning",
        "Every use that no law requires and that lets out nothing about a single household.",
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an opt-out reaches a use, and why not where it does not."""

    reached: bool
    because: str = ""


def reach_of(kind: OptOutKind, terms: Terms, *, basis: str) -> Reach:
    """Return whether an opt-out of a kind reaches a use under these terms.

    ``basis`` is the agreement's ground in Article 6; where it names none, no law requires the use.
    """
    if kind is OptOutKind.AGREED:
        if terms.objections_left_out:
            return Reach(True)
        return Reach(False, _and_so(basis, "its agreement says that objections are not left out"))
    if basis in _DUTY:
        return Reach(False, f"{_DUTY[basis]}, so nobody can be left out by choice.")
    if kind is OptOutKind.RESEARCH and terms.records is not None:
        act = terms.records.act
        return Reach(False, f"Rows may leave under it, for {act}: it is no research or planning.")
    return Reach(True)


def _and_so(basis: str, said: str) -> str:
    duty = _DUTY.get(basis)
    return f"{duty}, and {said}." if duty else f"{said[0].upper()}{said[1:]}."
