"""An agreement as an entry of the register of information sharing agreements.

The register is the one under part 5 of the Digital Economy Act 2017; the fields are those of its
public ``agreements.json``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from beholden.kernel import Terms


def as_dea_entry(
    terms: Terms,
    *,
    document: Mapping[str, Any],
    benefits: Sequence[str],
    contact: str,
    today: date,
) -> dict[str, Any]:
    """Return ``{"agreements": [entry]}`` for one agreement as its parties stated it.

    ``benefits`` are the good that the use intends and ``contact`` is an office. Whether it is
    active or complete follows from the day. Nobody processes for a controller under an agreement
    of Beholden, so there are no processors.
    """
    basis = document.get("lawful_basis", {})
    powers = [basis["power"]] if basis.get("power") else []
    data = {
        "id": terms.agreement,
        "name": str(document.get("title", terms.agreement)),
        "purpose": terms.purpose,
        "benefits": "; ".join(benefits),
        "disclosed_information": _disclosed(terms),
        "method": _method(terms),
        "contact": contact,
        "start_date": terms.starts.isoformat(),
        "end_date": terms.ends.isoformat(),
        "review_date": terms.review_by.isoformat() if terms.review_by else None,
        "retention_period": f"Until {terms.ends.isoformat()}; "
        "then the key of the extract is destroyed.",
        "isa_status": "Active" if today <= terms.ends else "Complete",
    }
    entry = {
        "data": data,
        "controllers": _named(terms.between),
        "powers": _named(powers),
        "processors": [],
    }
    return {"agreements": [entry]}


def _named(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"data": {"name": name}} for name in names]


def _disclosed(terms: Terms) -> str:
    return "; ".join(
        f"{dataset.name} ({', '.join(c.name for c in dataset.columns if c.role != 'withheld')})"
        for dataset in terms.datasets
    )


def _method(terms: Terms) -> str:
    outputs = []
    if terms.aggregate:
        size = min(rule.size for rule in terms.group_rules)
        outputs.append(f"totals and averages of groups of at least {size}")
    if terms.self_service:
        outputs.append("fitted tables")
    if terms.records:
        outputs.append(f"rows for {terms.records.act}, approved by two people")
    given = ", ".join(outputs) or "nothing"
    return f"Joined in an encrypted, pseudonymised extract; what comes out: {given}."
