"""The paper of a use for the board and the officer: everything that is known, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from .canvas import canvas_forms
from .consequences import risk_of
from .document import Document, Field, Grid, Part, field, undertaken
from .dpia import dpia
from .known import KnownAgreement, KnownUse
from .readiness import Considered, lacks_before_board


def paper(known: KnownUse) -> Document:
    """Return the paper of a use; it says by itself whether it is ready for the board."""
    lacks = lacks_before_board(considered_of(known))
    return Document(
        title=known.title,
        lead=f"Paper of the data use {known.use}, as of {known.on.isoformat()}. "
        + ("It is not ready yet." if lacks else "It is ready."),
        council=known.council,
        use=known.use,
        on=known.on.isoformat(),
        made_up=known.made_up,
        parts=(
            _in_short(known),
            _consequences(known),
            *([_canvas(known)] if known.review == "full" or _is_begun(known) else []),
            *([_assessed(known)] if known.personal_data else []),
            _agreed(known),
            _decided(known),
        ),
        lacks=(
            *(f"{lack.what[:1].upper()}{lack.what[1:]} {lack.why}" for lack in lacks),
            *_unowned(known),
        ),
    )


def considered_of(known: KnownUse) -> Considered:
    """Return how far a use was thought through, by what is known of it."""
    return Considered(
        review=known.review,
        canvas=known.canvas,
        triage_is_begun=bool(known.owed.get("begun")),
        personal_data=known.personal_data,
        why_data=known.why_data,
        people_affected=known.people_affected,
        harm_is_weighed=any(
            one.kind == "negative" and risk_of(one.likelihood, one.severity)
            for one in known.foreseen
        ),
        owes_design_review=bool(known.owed.get("design_review")),
        dpo_has_advised=known.dpia_advice is not None,
    )


def _unowned(known: KnownUse) -> Iterator[str]:
    """Yield what is to be acted on that nobody, or no day, is named for."""
    for number, one in enumerate(known.foreseen, start=1):
        asked = (("an owner (who)", one.who), ("a day (by)", one.by))
        without = [name for name, stated in asked if not stated]
        if one.stance == "act" and without:
            yield (
                f"Consequence {number} is to be acted on, without {' and '.join(without)}: "
                f"{one.what}; uses › consequences."
            )


def _in_short(known: KnownUse) -> Part:
    kind = "Yes, of a special category." if known.special_category else "Yes."
    return Part(
        "In short",
        (
            field("What is it for?", (known.purpose, "uses › purpose"), enter="uses › purpose"),
            field(
                "Why are data needed?", (known.why_data, "uses › why_data"), enter="uses › why_data"
            ),
            field(
                "Who answers for it, and who decides?",
                (f"{known.owner}; the {known.accountable_officer} decides.", "uses"),
                enter="uses › owner",
            ),
            field(
                "Whom does it concern?",
                (known.people_affected, "uses › people_affected"),
                enter="uses › people_affected",
            ),
            field(
                "Are personal data used?",
                (kind if known.personal_data else "No.", "uses › personal_data"),
                enter="uses › personal_data",
            ),
            field(
                "How much review is owed, and why?",
                (
                    f"A {known.review} review. " + " ".join(known.owed.get("because", ())),
                    "triage",
                ),
                enter="beholden use triage",
            ),
            *_not_answered(known),
        ),
    )


def _not_answered(known: KnownUse) -> tuple[Field, ...]:
    open_questions = known.owed.get("missing", ())
    if not open_questions:
        return ()
    listed = "\n".join(open_questions)
    return (field("Which questions of triage are open?", (listed, "triage"), enter="triage"),)


def _consequences(known: KnownUse) -> Part:
    rows = tuple(
        (
            one.what,
            f"{one.kind}, {'intended' if one.intended else 'not intended'}",
            one.affects,
            ", ".join(p for p in (one.likelihood, one.severity) if p),
            risk_of(one.likelihood, one.severity) if one.kind == "negative" else "",
            one.response,
            ", ".join(p for p in (one.who, one.by.isoformat() if one.by else "", one.stance) if p),
            one.measure,
            one.undertaken,
        )
        for one in known.foreseen
    )
    columns = (
        "Consequence",
        "Kind",
        "Who is affected",
        "Likelihood, severity",
        "Risk",
        "What is done about it",
        "Owner, day, stance",
        "Measure",
        "Undertaken",
    )
    grid = Grid("Consequences", columns, rows, "uses › consequences")
    return Part("What it may lead to", grids=(grid,))


def _canvas(known: KnownUse) -> Part:
    rows = tuple(
        (
            form.title,
            known.canvas[form.code].status,
            known.canvas[form.code].owner,
            known.says(form.code),
        )
        for form in canvas_forms()
    )
    grid = Grid("The 15 areas", ("Area", "Status", "Owner", "What is said"), rows, "canvas")
    return Part("The ethics canvas", grids=(grid,))


def _is_begun(known: KnownUse) -> bool:
    return any(said.answers or said.why_not for said in known.canvas.values())


def _assessed(known: KnownUse) -> Part:
    design, officer = known.design, known.dpia_advice
    owes = bool(known.owed.get("design_review"))
    design_says = "\n".join((design.verdict, *design.says)) if design else ""
    return Part(
        "What was looked at",
        (
            field(
                "What did the data-protection officer advise on the impact assessment?",
                ("\n".join((officer.verdict, *officer.says)) if officer else "", "dpia-advice"),
                enter="beholden use dpia-advice",
            ),
            field(
                "What did the design authority find?",
                (design_says or ("" if owes else "No design review is owed."), "design-review"),
                enter="beholden use design-review",
            ),
            field(
                "What does the impact assessment still lack?",
                ("\n".join(dpia(known).missing) or "Nothing.", "beholden use dpia"),
                enter="beholden use dpia",
            ),
        ),
    )


def _agreed(known: KnownUse) -> Part:
    fields = tuple(
        field(f"What does {one.name} allow?", (_in_words(one), "agreements"), enter="agreements")
        for one in known.agreements
    )
    nothing = field(
        "What would be allowed?", enter="beholden use form agreement, then beholden agree"
    )
    return Part("The agreement", fields or (nothing,))


def _in_words(one: KnownAgreement) -> str:
    lines = (
        f"Between {', '.join(one.between)}, from {one.starts} until {one.ends}.",
        f"Lawful basis: {one.lawful_basis}." if one.lawful_basis else "",
        *one.datasets,
        *one.outputs,
        *one.conditions,
    )
    return "\n".join(line for line in lines if line)


def _decided(known: KnownUse) -> Part:
    rows = tuple((f"{a.meeting}, {a.point}", a.says, a.condition, a.answer) for a in known.advice)
    columns = ("Point", "Advice", "Condition", "What became of it")
    decided = known.decision
    says = (
        f"{decided.decides}, by the {decided.by}, {decided.on}: {decided.because}"
        if decided
        else ""
    )
    decision = field("What was decided?", (says, "decision"), enter="beholden use decide")
    board = Grid("The board's advice", columns, rows, "beholden use advise")
    grids = ((board,) if known.review == "full" else ()) + undertaken(known)
    return Part("Advice and decision", (decision,), grids)
