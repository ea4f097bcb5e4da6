"""An auditor's acts: to check what is on record, and to read the receipts. Both leave their own."""

from __future__ import annotations

from typing import Any

from ...kernel import NotFound
from ...records import reading
from ..acting import acting, require
from ..home import Home
from ..rights import Right
from .check import Check
from .checks import all_checks


def audit(home: Home, *, by: str) -> tuple[Check, ...]:
    """Check the register against the log, and that two people acted; record what was found.

    What is wrong is returned, not raised; the entry holds how many faults there were of each kind.
    """
    with home.at_work():
        require(home, by=by, right=Right.AUDIT_RECORD)
        checks = all_checks(home)
    with acting(home, by=by, right=Right.AUDIT_RECORD, name="audited") as act:
        act.facts.update(
            entries=checks[0].looked_at,
            checks=[
                {"check": one.what, "looked_at": one.looked_at, "faults": len(one.faults)}
                for one in checks
            ],
        )
    return checks


def read_receipts(home: Home, *, by: str, use: str | None = None) -> tuple[dict[str, Any], ...]:
    """Return every receipt, or those of one use, with the question as it was typed.

    Who asked is told by office. That they were read is an entry, since a typed question may hold
    anything. Raises NotFound for an unknown use.
    """
    from ...records.models import DataUse, Receipt

    with acting(home, by=by, right=Right.RECEIPT_READ, name="receipts-read", use=use or "") as act:
        if use is not None and not DataUse.objects.filter(name=use).exists():
            raise NotFound(
                "There is no data use of that name.", next_step="See `beholden use list`."
            )
        found = Receipt.objects.select_related("use", "agreement", "asked_by")
        rows = tuple(map(_row, found.filter(use__name=use) if use else found))
        act.facts["receipts"] = len(rows)
    return rows


def _row(receipt: Any) -> dict[str, Any]:
    refused = receipt.facts.get("refusal") or receipt.facts.get("stopped") or {}
    return {
        "receipt": receipt.pk,
        "at": receipt.asked_at.isoformat(timespec="seconds"),
        "use": receipt.use.name,
        "agreement": receipt.agreement.name if receipt.agreement else None,
        "office": reading.office_then(receipt.asked_by, receipt.asked_at),
        "organisation": receipt.asked_by.organisation,
        "question": receipt.question,
        "allowed": receipt.allowed,
        "why_not": refused.get("what", ""),
        "entry": receipt.facts.get("entry"),
    }
