"""The 21 questions of the government's data share request, answered from what is on record.

The questions are those of the Data Marketplace (commit e153214), in our own words.
"""

from __future__ import annotations

from typing import Any

from .document import Document, Field, Part
from .known import KnownUse
from .known_sharing import (
    KnownSharing,
    ask,
    basis_stated,
    benefits,
    countries,
    kept,
    kinds_of_data,
    leaves_uk,
    others_who_have_it,
    protection_reviewed,
    public_interest,
    roles,
    security_reviewed,
    special_category,
)


def share_request(known: KnownUse, agreed: KnownSharing) -> Document:
    """Return the 21 questions of a data share request, each with its answer and its source."""
    return Document(
        title=f"Data share request: {agreed.title or agreed.agreement.name}",
        lead=f"The 21 questions of a data share request for {agreed.agreement.name}, version "
        f"{agreed.version}.",
        council=known.council,
        use=known.use,
        on=known.on.isoformat(),
        made_up=known.made_up,
        parts=(
            Part("Purpose", _purpose(known, agreed)),
            Part("Legal power and gateway", _law(agreed)),
            Part("Data protection", _protection(known, agreed)),
            Part("Governance and security", _security(known, agreed)),
        ),
    )


def request_answers(document: Document) -> list[dict[str, Any]]:
    """Return a share request as plain data: number, section, question, answer, source, missing."""
    asked = [(part.title, one) for part in document.parts for one in part.fields]
    return [
        {
            "number": number,
            "section": section,
            "question": one.asks,
            "answer": "\n".join(answer.text for answer in one.answers),
            "source": ", ".join(dict.fromkeys(answer.entered for answer in one.answers)),
            "missing": "" if one.answers else one.enter,
        }
        for number, (section, one) in enumerate(asked, start=1)
    ]


def _purpose(known: KnownUse, agreed: KnownSharing) -> tuple[Field, ...]:
    one = agreed.agreement
    return (
        ask("What kinds of data are asked for?", kinds_of_data(known)),
        ask("Whom are the data about?", (known.people_affected, "uses › people_affected")),
        ask(
            "What is the aim, and how will the data help?",
            (known.purpose, "uses › purpose"),
            (known.why_data, "uses › why_data"),
        ),
        ask("Which data are needed?", ("\n".join(one.datasets), "datasets")),
        ask("What good will it do?", *benefits(known)),
        ask("Will other organisations have the data?", (others_who_have_it(agreed), "between")),
        ask("Which organisations?", (", ".join(one.between), "between"), agreed.says("processors")),
        ask("What happens if the data are not given?", agreed.says("impact_if_not_shared")),
        ask("By which day are they needed?", (one.starts, "from")),
    )


def _law(agreed: KnownSharing) -> tuple[Field, ...]:
    return (
        ask("By which legal power?", agreed.law("power")),
        ask("Was legal advice had?", agreed.says("legal_advice")),
        ask("Have lawyers reviewed it?", agreed.says("legal_review")),
    )


def _protection(known: KnownUse, agreed: KnownSharing) -> tuple[Field, ...]:
    return (
        ask("What is the lawful basis for personal data?", basis_stated(known, agreed)),
        ask("What is the condition for special categories?", special_category(known, agreed)),
        ask("Which substantial public interest is it?", public_interest(agreed)),
        ask("Will data leave the United Kingdom?", leaves_uk(agreed)),
        ask("To which countries?", countries(agreed)),
        ask("Which role has each organisation?", (roles(agreed), "sharing › roles")),
        ask("Was data protection reviewed?", *protection_reviewed(known)),
    )


def _security(known: KnownUse, agreed: KnownSharing) -> tuple[Field, ...]:
    one = agreed.agreement
    return (
        ask("How will the data be disposed of?", (one.at_the_end, "at_the_end"), *kept(agreed)),
        ask("Was security reviewed?", *security_reviewed(known, agreed)),
    )
