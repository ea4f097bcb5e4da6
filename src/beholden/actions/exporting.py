"""Agreements in the forms of others: ODRL with DPV, and the Digital Economy Act's register."""

from __future__ import annotations

from typing import Any

from .. import gate
from ..kernel import BadInput
from .agreements import agreement_named
from .home import Home
from .looking_again import terms_now

FORMS = ("odrl", "dea")


def export_agreement(home: Home, *, agreement: str, to: str) -> dict[str, Any]:
    """Return the newest version of an agreement in another form, as plain data for JSON.

    ``odrl`` is an ODRL 2.2 policy with DPV terms (JSON-LD); ``dea`` an entry of the Digital Economy
    Act's register. Agreements are public, so anybody may have it. Raises NotFound and BadInput.
    """
    if to not in FORMS:
        raise BadInput(
            "An agreement is not exported to this form.", next_step=f"Name one of {FORMS}."
        )
    with home.at_work():
        held = agreement_named(agreement)
        terms = terms_now(held)
        if to == "odrl":
            return gate.as_odrl(terms, lawful_basis=held.document.get("lawful_basis"))
        good = held.use.consequences.filter(kind="positive", intended=True).order_by("order")
        return gate.as_dea_entry(
            terms,
            document=held.document,
            benefits=tuple(good.values_list("what", flat=True)),
            contact=held.use.owner,
            today=home.clock.today(),
        )
