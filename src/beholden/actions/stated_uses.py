"""In which columns the statement of a use is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def use_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a use that its statement fills."""
    return {
        "title": plain["title"],
        "purpose": plain["purpose"],
        "owner": plain["owner"],
        "accountable_officer": plain["accountable_officer"],
        "why_data": plain.get("why_data", ""),
        "people_affected": plain.get("people_affected", ""),
        "personal_data": plain["personal_data"],
        "special_category": plain.get("special_category", False),
        "canvas": plain.get("canvas", {}),
        "statement": dict(plain),
        "made_up": plain.get("made_up", False),
    }


def consequence_fields(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a consequence, as it is stated."""
    by = stated.get("by")
    return {
        "what": stated["what"],
        "affects": stated.get("affects", ""),
        "kind": stated["kind"],
        "intended": stated["intended"],
        "likelihood": stated.get("likelihood", ""),
        "severity": stated.get("severity", ""),
        "response": stated.get("mitigate") or stated.get("encourage", ""),
        "measure": _measure(stated.get("measure", "")),
        "who": stated.get("who", ""),
        "by": date.fromisoformat(by) if by else None,
        "stance": stated.get("stance", ""),
    }


def _measure(stated: Any) -> str:
    """Return a measure in the words in which it is kept: what is counted; target, the target."""
    if isinstance(stated, str):
        return stated
    return f"{stated['what']}; target {stated['target']}"
