"""What is known of one agreement, and its answers to what its documents ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .document import Field
from .document import field as question
from .known import KnownAgreement, KnownUse


@dataclass(frozen=True, slots=True)
class KnownSharing:
    """One version of an agreement, for its document.

    ``basis`` is what the lawful basis names, by entry, in words; ``public_interest`` the conditions
    of Schedule 1, Part 2; ``columns`` are dataset, steward, column and what it may be used for;
    ``standing`` is party, where it is, office and day. ``sharing`` is as it was stated.
    """

    agreement: KnownAgreement
    title: str
    version: int
    state: str
    subject: str = ""
    basis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    public_interest: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str, str], ...] = ()
    rows: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    standing: tuple[tuple[str, str, str, str], ...] = ()
    training: tuple[str, ...] = ()
    objections: str = ""
    sharing: Mapping[str, Any] = field(default_factory=dict)
    terms_hash: str = ""
    document_hash: str = ""

    def says(self, name: str) -> tuple[str, str]:
        """Return what the sharing block says under a name, and its place."""
        return _text(self.sharing.get(name)), f"sharing › {name}"

    def law(self, entry: str) -> tuple[str, str]:
        """Return what the lawful basis names under an entry, and its place."""
        return "\n".join(self.basis.get(entry, ())), f"lawful_basis › {entry}"


def ask(asks: str, *answers: tuple[str, str]) -> Field:
    """Return a question; where nothing answers it, it is entered where its last answer would be."""
    return question(asks, *answers, enter=answers[-1][1])


def kinds_of_data(known: KnownUse) -> tuple[str, str]:
    """Return what kinds of data are used."""
    if not known.personal_data:
        return "No personal data.", "uses › personal_data"
    if known.special_category:
        return "Personal data, of a special category.", "uses › special_category"
    return "Personal data.", "uses › personal_data"


def benefits(known: KnownUse) -> tuple[tuple[str, str], ...]:
    """Return what good is meant, and where that was entered."""
    meant = [one.what for one in known.foreseen if one.kind == "positive"]
    return (
        (known.says("positive-effects"), "canvas › positive-effects"),
        ("\n".join(meant), "uses › consequences"),
    )


def others_who_have_it(agreed: KnownSharing) -> str:
    """Return whether others have the data too."""
    others = len(agreed.agreement.between) - 1
    processors = agreed.sharing.get("processors") or ()
    if not others and not processors:
        return "No."
    return f"Yes: {others + 1} parties" + (
        f", {len(processors)} processors." if processors else "."
    )


def roles(agreed: KnownSharing) -> str:
    """Return each party's role, a line each."""
    said = agreed.sharing.get("roles")
    roles = said if isinstance(said, Mapping) else {}
    named = {party: "controller" for party in agreed.agreement.between} | dict(roles)
    return "\n".join(f"{party}: {role}." for party, role in named.items())


def said_or(agreed: KnownSharing, name: str, nothing: str) -> tuple[str, str]:
    """Return what the sharing block says, or what holds where it says nothing."""
    said, at = agreed.says(name)
    return said or nothing, at


def basis_stated(known: KnownUse, agreed: KnownSharing) -> tuple[str, str]:
    """Return the lawful basis."""
    said, at = agreed.law("article_6")
    return said or ("" if known.personal_data else "No personal data are used."), at


def power_stated(known: KnownUse, agreed: KnownSharing) -> tuple[str, str]:
    """Return the legal power."""
    said, at = agreed.law("power")
    return said or ("" if known.personal_data else "None is needed for data about nobody."), at


def special_category(known: KnownUse, agreed: KnownSharing) -> tuple[str, str]:
    """Return the condition for data of a special category, with what it needs."""
    (condition, at), (more, _) = agreed.law("article_9"), agreed.law("schedule_1")
    said = "\n".join(text for text in (condition, more) if text)
    return said or ("" if known.special_category else "No data of a special category."), at


def public_interest(agreed: KnownSharing) -> tuple[str, str]:
    """Return the substantial public interest that it rests on."""
    said = "\n".join(agreed.public_interest)
    return said or "It does not rest on one.", "lawful_basis › schedule_1"


def leaves_uk(agreed: KnownSharing) -> tuple[str, str]:
    """Return whether data leave the United Kingdom."""
    said = agreed.sharing.get("outside_uk")
    return ("No." if said is False else "Yes." if said else ""), "sharing › outside_uk"


def countries(agreed: KnownSharing) -> tuple[str, str]:
    """Return the countries that data go to."""
    said = agreed.sharing.get("outside_uk")
    return ("None." if said is False else _text(said)), "sharing › outside_uk"


def safeguards(agreed: KnownSharing) -> tuple[str, str]:
    """Return what protects data outside the United Kingdom."""
    said, at = agreed.says("transfer_safeguards")
    return said or ("Nothing is needed." if agreed.sharing.get("outside_uk") is False else ""), at


def protection_reviewed(known: KnownUse) -> tuple[tuple[str, str], ...]:
    """Return how data protection was reviewed."""
    advice, decided = known.dpia_advice, known.decision
    if not known.personal_data:
        return (("No personal data are used.", "uses › personal_data"),)
    return (
        (f"{decided.decides}, by the {decided.by}, {decided.on}" if decided else "", "decision"),
        ("\n".join((advice.verdict, *advice.says)) if advice else "", "dpia-advice"),
    )


def kept(agreed: KnownSharing) -> tuple[tuple[str, str], ...]:
    """Return how what came out is kept and disposed of."""
    return (agreed.says("retention"), agreed.says("disposal"))


def security_reviewed(known: KnownUse, agreed: KnownSharing) -> tuple[tuple[str, str], ...]:
    """Return how security was reviewed."""
    design = known.design
    found = "\n".join((design.verdict, *design.says)) if design else ""
    return ((found, "design-review"), agreed.says("security_review"))


def _text(said: Any) -> str:
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, list | tuple):
        return "\n".join(map(str, said))
    return "" if said is None else str(said)
