"""The data-protection impact assessment of a use, made from what was entered elsewhere.

The seven steps are those of the Information Commissioner's Office (How do we do a DPIA?; DPIA
template, 2018). Nothing is asked again: each answer says where it was entered, and what nobody has
entered is listed with the place where it belongs.
"""

from __future__ import annotations

from .consequences import Foreseen, risk_of
from .document import Document, Field, Grid, Part, field, undertaken
from .known import KnownAgreement, KnownUse

_SIGN_OFF = (
    ("measures_approved_by", "Who approved the measures, and sees to them?"),
    ("residual_risk", "Which risk stays?"),
    ("residual_risk_approved_by", "Who approved the risk that stays?"),
    ("dpo_advice", "Was the data-protection officer's advice accepted or overruled?"),
    ("ico_consulted", "Where a high risk stays: when was the Commissioner consulted?"),
    ("consultation_reviewed_by", "Who reviewed what was heard in consultation?"),
    ("kept_under_review_by", "Who keeps this assessment under review?"),
)
_IF_HIGH = "ico_consulted"


def dpia(known: KnownUse) -> Document:
    """Return the impact assessment of a use as far as it can be told."""
    parts = (
        _need(known),
        _processing(known),
        _consultation(known),
        _necessity(known),
        _risks(known),
        _measures(known),
        _sign_off(known),
    )
    count = sum(len(part.missing) for part in parts)
    return Document(
        title=f"Data-protection impact assessment: {known.title}",
        lead=f"Of the data use {known.use}, as of {known.on.isoformat()}. "
        + (f"{count} entries are missing." if count else "Nothing is missing."),
        council=known.council,
        use=known.use,
        on=known.on.isoformat(),
        made_up=known.made_up,
        parts=parts,
    )


def _need(known: KnownUse) -> Part:
    return Part(
        "Step 1, the need for an assessment",
        (
            field(
                "What is it to achieve?", (known.purpose, "uses › purpose"), enter="uses › purpose"
            ),
            field(
                "Why is an assessment owed?",
                (" ".join(known.owed.get("because", ())), "triage"),
                enter="beholden use triage",
            ),
        ),
    )


def _processing(known: KnownUse) -> Part:
    fields = (*_nature(known), *_scope(known), *_context(known))
    return Part("Step 2, the processing", fields)


def _agreed(known: KnownUse) -> list[tuple[KnownAgreement, str]]:
    """Return each agreement with the place where it was entered."""
    return [(agreement, f"agreements › {agreement.name}") for agreement in known.agreements]


def _nature(known: KnownUse) -> tuple[Field, ...]:
    return (
        field(
            "Nature: where do the data come from, and who gets them?",
            (known.says("sources"), "canvas › sources"),
            *(("Between: " + ", ".join(a.between), at) for a, at in _agreed(known)),
            (known.says("sharing"), "canvas › sharing"),
            enter="canvas › sources",
        ),
        field(
            "Nature: what is done with them, and what comes out?",
            *(("\n".join(a.outputs), at) for a, at in _agreed(known)),
            (known.says("reasons", "used-for"), "canvas › reasons"),
            enter="agreements › outputs",
        ),
    )


def _scope(known: KnownUse) -> tuple[Field, ...]:
    kind = "of a special category" if known.special_category else "personal"
    return (
        field(
            "Scope: which data, and how far?",
            (f"The data are {kind if known.personal_data else 'not personal'}.", "uses"),
            *(("\n".join(a.datasets), at) for a, at in _agreed(known)),
            enter="agreements › datasets",
        ),
        field(
            "Scope: how many people?",
            (known.people_affected, "uses › people_affected"),
            enter="uses › people_affected",
        ),
        field(
            "Scope: for how long, and what is left at the end?",
            *((f"From {a.starts} until {a.ends}. {a.at_the_end}", at) for a, at in _agreed(known)),
            enter="agreements › until",
        ),
    )


def _context(known: KnownUse) -> tuple[Field, ...]:
    return (
        field(
            "Context: would people expect it, and what do law and codes say?",
            (known.says("communicating"), "canvas › communicating"),
            (known.says("ethical-legislative"), "canvas › ethical-legislative"),
            (known.says("limitations"), "canvas › limitations"),
            enter="canvas › communicating",
        ),
        field(
            "Purposes: whom does it benefit, and how?",
            (known.says("positive-effects"), "canvas › positive-effects"),
            (_listed(known, "positive"), "uses › consequences"),
            enter="canvas › positive-effects",
        ),
    )


def _consultation(known: KnownUse) -> Part:
    heard = "\n".join(f"{a.meeting}, point {a.point}: {a.says}" for a in known.advice)
    officer = known.dpia_advice
    return Part(
        "Step 3, consultation",
        (
            field(
                "Who of those concerned was heard, and how?",
                (known.says("engaging"), "canvas › engaging"),
                enter="canvas › engaging",
            ),
            field(
                "What did the data ethics board say?",
                (heard, "advice"),
                enter="beholden use advise",
            ),
            field(
                "What did the data-protection officer advise?",
                ("\n".join((officer.verdict, *officer.says)) if officer else "", "dpia-advice"),
                enter="beholden use dpia-advice",
            ),
        ),
    )


def _necessity(known: KnownUse) -> Part:
    agreed = _agreed(known)
    return Part(
        "Step 4, necessity and proportionality",
        (
            field(
                "What is the lawful basis?",
                *((a.lawful_basis, f"{at} › lawful_basis") for a, at in agreed),
                (known.says("rights"), "canvas › rights"),
                enter="agreements › lawful_basis",
            ),
            field(
                "Does it reach its purpose, and is there no other way?",
                (known.why_data, "uses › why_data"),
                enter="uses › why_data",
            ),
            field(
                "What keeps it to its purpose and to the least data?",
                *((" ".join(a.conditions), at) for a, at in agreed),
                *(
                    ("A column that the agreement does not name is withheld.", at)
                    for _, at in agreed
                ),
                enter="agreements › datasets",
            ),
            field(
                "What are people told?",
                (known.says("communicating", "told"), "canvas › communicating"),
                (known.says("openness"), "canvas › openness"),
                enter="canvas › openness",
            ),
            field(
                "How can they object, correct or appeal?",
                (known.says("engaging", "corrected"), "canvas › engaging › corrected"),
                enter="canvas › engaging › corrected",
            ),
        ),
    )


def _risks(known: KnownUse) -> Part:
    rows = tuple(
        (one.what, one.affects, one.likelihood, one.severity, risk_of(one.likelihood, one.severity))
        for one in _negative(known)
    )
    columns = ("Risk", "Who is affected", "Likelihood", "Severity", "Overall risk")
    return Part(
        "Step 5, risks",
        (
            field(
                "What harm may it do?",
                (known.says("negative-effects"), "canvas › negative-effects"),
                enter="canvas › negative-effects",
            ),
        ),
        (Grid("Risks to people", columns, rows, "uses › consequences"),),
    )


def _measures(known: KnownUse) -> Part:
    rows = tuple(
        (
            one.what,
            one.response,
            one.stance,
            one.who,
            one.by.isoformat() if one.by else "",
            one.undertaken,
        )
        for one in _negative(known)
    )
    conditions = "\n".join(a.condition for a in known.advice if a.condition and not a.is_refused)
    design = known.design
    return Part(
        "Step 6, measures",
        (
            field(
                "What keeps harm small?",
                (known.says("mitigations"), "canvas › mitigations"),
                (conditions, "advice › conditions"),
                ("\n".join((design.verdict, *design.says)) if design else "", "design-review"),
                enter="canvas › mitigations",
            ),
        ),
        (
            Grid(
                "What is done about each risk",
                ("Risk", "Measure", "Stance", "Owner", "By", "Undertaken"),
                rows,
                "uses › consequences",
            ),
            *undertaken(known),
        ),
    )


def _sign_off(known: KnownUse) -> Part:
    decided = known.decision
    said = decided.dpia if decided else {}
    asked = [
        (name, asks)
        for name, asks in _SIGN_OFF
        if name != _IF_HIGH or said.get("residual_risk") == "high"
    ]
    decision = f"{decided.decides}, by the {decided.by}, {decided.on}" if decided else ""
    return Part(
        "Step 7, sign-off and outcome",
        (
            *(
                field(asks, (said.get(name, ""), f"decision › dpia › {name}"), enter=_where(name))
                for name, asks in asked
            ),
            field(
                "What was decided, and why?",
                (f"{decision}: {decided.because}" if decided else "", "decision"),
                enter="beholden use decide",
            ),
        ),
    )


def _where(name: str) -> str:
    return f"decision › dpia › {name}"


def _negative(known: KnownUse) -> list[Foreseen]:
    return [one for one in known.foreseen if one.kind == "negative"]


def _listed(known: KnownUse, kind: str) -> str:
    return "\n".join(one.what for one in known.foreseen if one.kind == kind)
