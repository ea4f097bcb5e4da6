"""Agreements as the register of information sharing agreements publishes them.

The register is the one under part 5 of the Digital Economy Act 2017 (data.gov.uk); the shapes are
those of its public ``agreements.json``, which lists, and ``agreements/ID.json``, which tells one.
They are read from the register's own code at commit 3402c6b (17 June 2025). Nobody processes for a
controller under an agreement of Beholden unless it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from .described import Agreed, Holder
from .telling import bound, ending, given, limits, outputs

_ACT = "digital economy act 2017"
_PAGE = 20


def as_dea_list(holder: Holder, agreements: Sequence[Agreed], *, today: date) -> dict[str, Any]:
    """Return ``agreements.json``: each agreement's name, its status, and the address of the rest.

    It is one page, however many there are.
    """
    listed = [
        {
            "agreement": {
                "data": {
                    "id": agreed.name,
                    "name": agreed.title or agreed.name,
                    "isa_status": _status(agreed, today),
                },
                "link": holder.address(f"/register/dea.{agreed.name}.json"),
            }
        }
        for agreed in agreements
    ]
    size = max(len(listed), _PAGE)
    return {"agreements": listed, "links": {"page_size": size, "current_page": 1}}


def as_dea_entry(
    holder: Holder,
    agreed: Agreed,
    *,
    benefits: Sequence[str],
    contact: str,
    today: date,
) -> dict[str, Any]:
    """Return ``{"agreement": entry}`` for one agreement as its parties stated it.

    ``benefits`` are the good that the use intends and ``contact`` is an office. Whether it is
    active or complete follows from the day.
    """
    terms = agreed.terms
    processing = [p for p in terms.between if agreed.roles.get(p) == "processor"]
    data = {
        "id": agreed.name,
        "name": agreed.title or agreed.name,
        "purpose": terms.purpose,
        "benefits": "; ".join(benefits),
        "disclosed_information": "; ".join(given(terms)),
        "method": _method(agreed),
        "contact": agreed.contact or contact,
        "start_date": terms.starts.isoformat(),
        "end_date": terms.ends.isoformat(),
        "review_date": agreed.review_by.isoformat() if agreed.review_by else None,
        "retention_period": " ".join([*filter(None, [agreed.retention]), ending(agreed)]),
        "isa_status": _status(agreed, today),
    }
    entry = {
        "data": data,
        "links": {"index": holder.address("/register/dea.json")},
        "controllers": _named("controller", [p for p in terms.between if p not in processing]),
        "powers": _named("power", agreed.power.split("; ") if agreed.power else []),
        "processors": _named("processor", [*processing, *agreed.processors]),
    }
    return {"agreement": entry}


def dea_gaps(agreed: Agreed) -> tuple[str, ...]:
    """Return why the register would not take an agreement, if it would not."""
    if _ACT in agreed.power.lower():
        return ()
    return (
        "powers: the register is for agreements under part 5 of the Digital Economy Act 2017; "
        f"{agreed.name} names {'another power' if agreed.power else 'no power'}",
    )


def _status(agreed: Agreed, today: date) -> str:
    over = today > agreed.terms.ends or agreed.state in {"ended", "withdrawn"}
    return "Complete" if over else "Active"


def _named(kind: str, names: Sequence[str]) -> list[dict[str, Any]]:
    return [{kind: {"data": {"name": name}}} for name in names]


def _method(agreed: Agreed) -> str:
    terms = agreed.terms
    joined = "Joined in an encrypted, pseudonymised extract."
    return " ".join(
        [*filter(None, [agreed.method]), joined, *outputs(terms), *limits(terms), *bound(agreed)]
    )
