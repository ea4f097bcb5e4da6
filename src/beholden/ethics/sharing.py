"""A data-sharing agreement as people read and sign it, made from what was entered elsewhere.

The headings are those that the Information Commissioner's data sharing code asks an agreement to
have; each part is taken from where it is known.
"""

from __future__ import annotations

from .document import Document, Grid, Part
from .document import field as question
from .known import KnownUse
from .known_sharing import (
    KnownSharing,
    ask,
    basis_stated,
    benefits,
    kinds_of_data,
    leaves_uk,
    power_stated,
    protection_reviewed,
    roles,
    safeguards,
    said_or,
    security_reviewed,
    special_category,
)


def agreement_document(known: KnownUse, agreed: KnownSharing) -> Document:
    """Return one version of an agreement as a document, gaps named first."""
    return Document(
        title=agreed.title or f"Data-sharing agreement {agreed.agreement.name}",
        lead=f"Agreement {agreed.agreement.name}, version {agreed.version}, {agreed.state}; as of "
        f"{known.on.isoformat()}. Its terms are the rule that the engine obeys.",
        council=known.council,
        use=known.use,
        on=known.on.isoformat(),
        made_up=known.made_up,
        parts=(
            _purpose(known, agreed),
            _organisations(agreed),
            _data(known, agreed),
            _law(known, agreed),
            _allowed(agreed),
            _rights(agreed),
            _governance(known, agreed),
            _afterwards(agreed),
            _signatures(agreed),
        ),
        lacks=agreed.findings,
    )


def _purpose(known: KnownUse, agreed: KnownSharing) -> Part:
    return Part(
        "Purpose of the sharing",
        (
            ask("What is it for?", (known.purpose, "uses › purpose")),
            ask("Why are data needed?", (known.why_data, "uses › why_data")),
            ask("What good will it do?", *benefits(known)),
            ask("What happens if the data are not given?", agreed.says("impact_if_not_shared")),
        ),
    )


def _organisations(agreed: KnownSharing) -> Part:
    return Part(
        "The organisations",
        (
            ask("Who shares data, and in which role?", (roles(agreed), "between")),
            ask("Who processes for them?", said_or(agreed, "processors", "Nobody else.")),
            ask("Who answers for the sharing?", agreed.says("contact")),
        ),
    )


def _data(known: KnownUse, agreed: KnownSharing) -> Part:
    columns = ("Dataset", "Held by", "Column", "What it may be used for")
    return Part(
        "The data",
        (
            ask("What kinds of data are they?", kinds_of_data(known)),
            ask("Whom are they about?", (known.people_affected, "uses › people_affected")),
            ask(
                "Which rows?",
                ("\n".join(agreed.rows) or "All rows of each dataset.", "datasets › rows"),
            ),
            ask("Under which contracts?", ("\n".join(agreed.contracts), "datasets › contract")),
            ask(
                "How good must they be?",
                ("\n".join(agreed.quality) or "Nothing is agreed.", "quality"),
            ),
        ),
        (Grid("What is given; anything else is withheld", columns, agreed.columns, "datasets"),),
    )


def _law(known: KnownUse, agreed: KnownSharing) -> Part:
    recognised, crimes = agreed.law("annex_1"), agreed.law("article_10")
    return Part(
        "Why the law allows it",
        (
            ask("What is the lawful basis?", recognised, basis_stated(known, agreed)),
            ask("By which legal power?", power_stated(known, agreed)),
            ask("What is the condition for special categories?", special_category(known, agreed)),
            ask(
                "What is the condition for data about crimes?",
                (crimes[0] or "No such data are stated.", crimes[1]),
            ),
            ask("Was legal advice had?", agreed.says("legal_advice")),
            ask("Have lawyers reviewed it?", agreed.says("legal_review")),
        ),
    )


def _allowed(agreed: KnownSharing) -> Part:
    one = agreed.agreement
    trained = ", ".join(agreed.training)
    return Part(
        "What may be done with the data",
        (
            ask("What may come out, and for whom?", ("\n".join(one.outputs), "outputs")),
            ask("What is counted?", (agreed.subject, "subject")),
            ask(
                "On which conditions?",
                ("\n".join(one.conditions) or "The board put none.", "conditions"),
            ),
            ask(
                "What must somebody have learnt who asks?",
                (trained or "No course is asked for.", "training"),
            ),
        ),
    )


def _rights(agreed: KnownSharing) -> Part:
    objected = f"Those who object are {agreed.objections or 'left out'} at the next seal."
    return Part(
        "Access and the rights of individuals",
        (
            ask("How are people told, and who answers them?", agreed.says("individuals_rights")),
            ask("What of those who object?", (objected, "objections")),
            ask("Who answers complaints?", agreed.says("complaints")),
            ask("Who answers freedom of information?", agreed.says("freedom_of_information")),
        ),
    )


def _governance(known: KnownUse, agreed: KnownSharing) -> Part:
    sealed = (
        "Inside the council as a sealed, encrypted extract with pseudonyms of this use alone; each "
        "question is decided by the terms and leaves a receipt."
    )
    return Part(
        "Information governance and security",
        (
            ask("How are the data shared?", (sealed, "terms"), agreed.says("method")),
            ask("What does each party do for security?", agreed.says("security")),
            ask("Was security reviewed?", *security_reviewed(known, agreed)),
            ask("Was data protection reviewed?", *protection_reviewed(known)),
            ask("Will data leave the United Kingdom?", leaves_uk(agreed)),
            ask("What protects them there?", safeguards(agreed)),
            ask("Who tells whom of a breach?", agreed.says("breaches")),
        ),
    )


def _afterwards(agreed: KnownSharing) -> Part:
    one = agreed.agreement
    return Part(
        "Retention, disposal, review and the end",
        (
            ask("From when until when does it hold?", (f"{one.starts} to {one.ends}.", "from")),
            ask("What becomes of the extract?", (one.at_the_end, "at_the_end")),
            ask("How long is kept what came out?", agreed.says("retention")),
            ask("How is it disposed of?", agreed.says("disposal")),
            ask("Who looks at it again, and when?", agreed.says("review")),
        ),
    )


def _signatures(agreed: KnownSharing) -> Part:
    fields = [
        question(asks, (text, "the register"), enter="beholden agree state")
        for asks, text in (
            ("What is the fingerprint of the whole agreement?", agreed.document_hash),
            ("What is the fingerprint of its terms?", agreed.terms_hash),
        )
        if text
    ]
    columns = ("Party", "State", "Office", "Day")
    return Part(
        "Signatures",
        tuple(fields),
        (Grid("Every party signs for itself", columns, agreed.standing, "beholden agree sign"),),
    )
