"""The lawful basis of an agreement: faults before it is offered, and what wants a second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import gate
from ...kernel import BadInput
from ..home import Home
from ..statements import plain_data


def refuse_unlawful(use: Any, document: Mapping[str, Any]) -> None:
    """Refuse an agreement whose lawful basis is no basis; raises BadInput with every fault."""
    faults = gate.legal_faults(document, special=use.special_category)
    if faults:
        raise BadInput(
            "This agreement does not say rightly why the law allows it.",
            why="\n  ".join(faults),
            next_step="Mend what is named; `beholden agree codes` lists the codes.",
            ask="the data-protection officer",
        )


def agreement_findings(home: Home, *, document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what somebody should look at in the lawful basis of a document; nothing is refused."""
    return gate.legal_findings(gate.written_out(plain_data(document), dict(home.groups)))


def law_in_codes() -> list[dict[str, str]]:
    """Return the codes of the law as plain data: entry, code, what it says, source, note."""
    return [one.to_dict() for one in gate.legal_codes()]


def code_of_law(entry: str, text: str) -> str:
    """Return the code that a text of a lawful basis names, or nothing."""
    found = gate.code_for(entry, text)
    return found.code if found else ""
