"""What is known of a use, gathered for its papers and forms; and these as pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ... import ethics, release
from ...kernel import BadInput
from ...records import reading
from ..board.conditions import conditions_known
from ..home import Home
from ..pages import as_public
from ..uses import answer_to
from .outcomes import foreseen

DOCUMENTS = {"paper": ethics.paper, "dpia": ethics.dpia}
_FOOTER = (
    "Made from what was entered in the council's register: nothing was typed twice, and each "
    "answer says where it was entered. It holds no row about anybody."
)


def known_use(home: Home, *, use: str) -> ethics.KnownUse:
    """Return everything that was entered of one use; raises NotFound.

    Of a use that is concealed from the public too: those who think it through need its papers.
    """
    with home.at_work():
        view = reading.use_to_document(use)
    return known_of(home, view)


def known_of(home: Home, view: reading.UseView) -> ethics.KnownUse:
    """Return everything that was entered of a use which was read already."""
    public = as_public(home, view)
    newest = {version.area: version.said for version in view.canvas_versions}
    return ethics.KnownUse(
        use=view.name,
        title=view.title,
        council=home.name,
        purpose=view.purpose,
        owner=view.owner,
        accountable_officer=view.accountable_officer,
        why_data=view.why_data,
        people_affected=view.people_affected,
        personal_data=view.personal_data,
        special_category=view.special_category,
        made_up=view.made_up,
        review=view.review,
        on=home.clock.today(),
        owed=view.triage.owed if view.triage else {},
        canvas=ethics.canvas_said(newest),
        foreseen=tuple(foreseen(view, home.clock.today())),
        agreements=tuple(map(known_agreement, public.agreements)),
        advice=tuple(_advice(view, public)),
        decision=_decision(view, public.decision),
        design=_design(public),
        dpia_advice=_dpia_advice(public),
        undertakings=tuple(
            ethics.KnownUndertaking(one.name, one.text, one.owner, one.by, one.otherwise, one.state)
            for one in public.undertakings
        ),
    )


def use_document(home: Home, *, kind: str, use: str) -> ethics.Document:
    """Return the paper of a use, or its impact assessment; raises NotFound."""
    known = known_use(home, use=use)
    if kind == "dpia" and not known.personal_data:
        raise BadInput(
            "This use has no impact assessment: by its statement it uses no personal data.",
            why="An assessment is of the processing of personal data (UK GDPR, Article 35).",
            next_step=f"Read its paper: beholden use paper {use}.",
        )
    return DOCUMENTS[kind](known)


def use_form(home: Home, *, kind: str, use: str) -> str:
    """Return a started statement for a use, with what is known filled in; raises NotFound."""
    with home.at_work():
        view, meeting = reading.use_to_document(use), reading.last_meeting_on(use)
    return ethics.started_form(
        kind,
        known_of(home, view),
        answers=dict(view.triage.answers) if view.triage else {},
        meeting=meeting,
        conditions=conditions_known(),
    )


def document_page(document: ethics.Document) -> str:
    """Return a document as one accessible page that prints well."""
    return release.report_page(
        release.Report(
            title=document.title,
            lead=document.lead,
            sections=tuple(_sections(document)),
            made_up=document.made_up,
            council=document.council,
            prepared_on=document.on,
            footer=_FOOTER,
        )
    )


def _sections(document: ethics.Document) -> Iterator[release.Section]:
    if document.missing:
        missing = tuple(release.Paragraph(one) for one in document.missing)
        yield release.Section("What is missing", missing)
    for part in document.parts:
        yield release.Section(part.title, tuple(_blocks(part)))


def _blocks(part: ethics.Part) -> Iterator[Any]:
    for one in part.fields:
        yield release.Heading(one.asks)
        for answer in one.answers:
            yield from (release.Paragraph(line) for line in answer.text.splitlines() if line)
            yield release.Paragraph(f"Entered in: {answer.entered}", small=True)
        if not one.answers:
            yield release.Paragraph(f"Nothing is recorded: {one.enter}.", small=True)
    for grid in part.grids:
        if grid.rows:
            rows = tuple(tuple(cell or "–" for cell in row) for row in grid.rows)
            yield release.Table(grid.caption, grid.columns, rows, f"Entered in: {grid.entered}")
        else:
            yield release.Paragraph(f"{grid.caption}: nothing is recorded.", small=True)


def known_agreement(one: release.PublicAgreement) -> ethics.KnownAgreement:
    """Return an agreement in words as papers and forms know it."""
    return ethics.KnownAgreement(
        name=one.name,
        between=one.between,
        lawful_basis=one.lawful_basis,
        datasets=tuple(map(_dataset, one.datasets)),
        outputs=one.outputs,
        conditions=one.conditions,
        starts=one.starts,
        ends=one.ends,
        at_the_end=f"At the end: {one.at_the_end}." if one.at_the_end else "",
    )


def _dataset(one: release.PublicDataset) -> str:
    columns = "; ".join(f"{column.name} {column.may}" for column in one.columns)
    return f"{one.name}, held by {one.steward}: {columns}."


def _advice(view: reading.UseView, public: release.PublicUse) -> Iterator[ethics.KnownAdvice]:
    told = iter(public.advice)
    for advice in view.advice:
        for point in advice.points:
            shown = next(told)
            answer = answer_to(view.decision, meeting=advice.meeting, point=point.point)
            yield ethics.KnownAdvice(
                meeting=shown.meeting,
                point=shown.point,
                says=shown.says,
                condition=shown.condition,
                answer=answer,
                key=f"{advice.meeting.isoformat()}/{point.point}",
            )


def _decision(view: reading.UseView, public: Any) -> ethics.KnownDecision | None:
    if view.decision is None:
        return None
    return ethics.KnownDecision(
        decides=public.decides,
        by=public.by,
        on=public.on,
        because=public.because,
        dpia={name: str(value) for name, value in view.decision.dpia.items()},
    )


def _design(public: release.PublicUse) -> ethics.KnownJudgement | None:
    if not public.design_reviews:
        return None
    newest = public.design_reviews[-1]
    says = [f"{part}: {finding}. {text}" for part, finding, text in newest.findings]
    verdict = f"{newest.verdict.capitalize()}, by the {newest.by}, {newest.on}."
    return ethics.KnownJudgement(
        newest.by, newest.on, verdict, (*says, *(f"Condition: {c}" for c in newest.conditions))
    )


def _dpia_advice(public: release.PublicUse) -> ethics.KnownJudgement | None:
    if not public.dpia_advice:
        return None
    newest = public.dpia_advice[-1]
    verdict = (
        f"{newest.proceed}; the risk that stays is {newest.risk}. By the {newest.by}, {newest.on}."
    )
    return ethics.KnownJudgement(newest.by, newest.on, verdict, (newest.says,))
