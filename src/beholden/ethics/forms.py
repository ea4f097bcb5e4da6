"""Started forms: a statement with everything that is known filled in, and the rest left to fill.

What is left is empty, so a form that was not finished is refused with the name of what is missing.
Texts are written as JSON strings, which YAML reads as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ..kernel import BadInput
from .canvas import COMPLETE, AreaSaid, CanvasForm, canvas_forms
from .consequences import target_of
from .known import KnownUse
from .triage import triage_table

_PARTS = {
    "architecture": "Does it fit what the council runs, without a second copy of what is held?",
    "security": "Who can reach what, how is it kept, and how is a breach noticed?",
    "open-standards": "Are formats and interfaces open ones?",
    "exit": "Can everything be taken out, and the supplier be left?",
    "retention": "What is kept for how long, and what destroys it?",
}


# What the sharing block of an agreement asks for, in the order of its document.
_SHARING = {
    "impact_if_not_shared": "what happens if the data are not given",
    "contact": "the office that answers for it, and its shared mailbox",
    "roles": "{PARTY: controller, joint controller or processor}",
    "processors": "[who processes for the parties and is none of them]",
    "not_public_authorities": "[the parties that are no public authority]",
    "legal_advice": "from which office, and when",
    "legal_review": "by which office, and when",
    "method": "how data come from outside",
    "outside_uk": "no, or [the countries]",
    "transfer_safeguards": "what protects the data there",
    "individuals_rights": "how people are told, and who answers them",
    "complaints": "who answers them",
    "freedom_of_information": "who answers requests",
    "security": "what each party does besides",
    "security_review": "who has reviewed it, and when, where no design review says so",
    "breaches": "who tells whom, and how soon",
    "retention": "how long what came out is kept",
    "disposal": "how it is disposed of",
    "review": "who looks at it again, and when",
}


def started_form(
    kind: str,
    known: KnownUse,
    *,
    answers: Mapping[str, str] | None = None,
    meeting: date | None = None,
    conditions: Iterable[Mapping[str, str]] = (),
) -> str:
    """Return a form of this kind for a use, as YAML; raises BadInput for a kind that there is not.

    ``answers`` are those that triage has already. Advice was given at a ``meeting`` on record, if
    any, and may carry ``conditions``: how each is written and what it does.
    """
    if kind not in _FORMS:
        raise BadInput("There is no such form.", next_step="Name one of: " + ", ".join(FORMS) + ".")
    if kind == "triage":
        return "\n".join(_triage(known, answers or {})) + "\n"
    if kind == "advice":
        return "\n".join(_advice(known, meeting, conditions)) + "\n"
    return "\n".join(_FORMS[kind](known)) + "\n"


def _triage(known: KnownUse, answers: Mapping[str, str]) -> Iterator[str]:
    yield f"# How much review is owed for {known.use}: {_line(known.title)}"
    yield f"# beholden use triage {known.use} --answers THIS-FILE"
    yield "# What is left out counts as not known. Whether personal data are used is known."
    for question in triage_table().questions:
        if question.code == "personal":
            continue
        yield ""
        yield f"# {question.principle.capitalize()}: {question.asks}"
        yield from (f"#   {choice.code}: {choice.says}" for choice in question.choices)
        said = answers.get(question.code, "")
        yield f"{question.code}: {_text(said)}" if said else f"# {question.code}:"


def _canvas(known: KnownUse) -> Iterator[str]:
    yield f"# The ethics canvas of {known.use}: {_line(known.title)}"
    yield f"# beholden canvas fill {known.use} THIS-FILE"
    for form in canvas_forms():
        yield ""
        yield from _area(form, known.canvas[form.code])
        yield from (f"#   stated already: {_line(says)}" for says in _stated(known, form.code))


def _stated(known: KnownUse, area: str) -> Iterator[str]:
    """Yield what the statement of the use says that an area of the canvas would ask again."""
    if area == "reasons":
        yield from filter(None, (known.purpose, known.why_data))
    for one in known.foreseen:
        if area == ("positive-effects" if one.kind == "positive" else "negative-effects"):
            yield f"{one.what}{f' (affects {one.affects})' if one.affects else ''}"
        if area == "mitigations" and one.kind == "negative" and one.response:
            yield one.response


def _area(form: CanvasForm, said: AreaSaid) -> Iterator[str]:
    yield f"# {form.title}"
    yield from (f"#   {prompt.code}: {prompt.asks}" for prompt in form.prompts)
    stated = said.to_dict()
    plain = said.in_words()
    if said == AreaSaid(form.code):
        yield f"# {form.code}:"
    elif said == AreaSaid(form.code, answers=said.answers, status=COMPLETE) and (
        form.prompts[0].kind == "text" and len(said.answers) == 1 and plain
    ):
        yield f"{form.code}: {_text(plain)}"
    else:
        yield f"{form.code}: {json.dumps(stated, ensure_ascii=False)}"


def _design_review(known: KnownUse) -> Iterator[str]:
    yield from _head(known, "the design authority's review")
    yield "findings:       # met, not met or not applicable, and in words why"
    for part, asks in _PARTS.items():
        yield f"  # {asks}"
        yield f'  {part}: {{finding: "", text: ""}}'
    yield 'verdict: ""     # approved, approved with conditions or not approved'
    yield "# conditions:"
    yield '#   - {what: "", who: "", by: DAY}'


def _dpia_advice(known: KnownUse) -> Iterator[str]:
    yield from _head(known, "the data-protection officer's advice on the impact assessment")
    yield f"# The assessment: beholden use dpia {known.use}"
    yield 'says: ""'
    yield 'proceed: ""        # yes, with measures or no'
    yield 'residual_risk: ""  # low, medium or high'


def _advice(
    known: KnownUse, meeting: date | None, conditions: Iterable[Mapping[str, str]]
) -> Iterator[str]:
    yield f"# {known.use}, {_line(known.title)}: the board's advice"
    yield f"# beholden use advise THIS-FILE; the paper: beholden use paper {known.use}"
    if known.design:
        yield f"# The design authority said: {_line(known.design.verdict)}"
    if known.dpia_advice:
        yield f"# The data-protection officer said of the assessment: {known.dpia_advice.verdict}"
    for one in known.advice:
        yield f"# Said already on {one.meeting}, point {one.point}: {_line(one.says)}"
    yield f"use: {known.use}"
    if meeting is None:
        yield f"meeting: {known.on.isoformat()}"
        yield 'quorum: ""     # yes: no meeting with this use on its agenda is on record'
    else:
        yield f"meeting: {meeting.isoformat()}"
    yield "says:"
    yield '  - {point: 1, text: ""}'
    yield "# A point may carry a condition, as in  - {point: 2, text: …, condition: {…}}"
    for condition in conditions:
        yield f"#   {_line(condition['written'])}"
        yield f"#     {_line(condition['does'])}"
    if meeting is not None:
        yield "# dissent:       # what members who did not agree asked to have written down"
        yield '#   - {point: 1, text: ""}'


def _decision(known: KnownUse) -> Iterator[str]:
    yield from _head(known, "the accountable officer's decision")
    yield f"by: {_text(known.accountable_officer)}"
    yield 'decides: ""     # yes or no'
    yield 'because: ""'
    if known.advice:
        yield "on_advice:      # accepted, or refused: and the reason"
        for one in known.advice:
            yield f"  # {_line(one.says)}"
            yield f"  {_text(one.key)}: {_text(one.answer)}"
    if known.personal_data or known.dpia_advice:
        yield from _sign_off(known)


def _sign_off(known: KnownUse) -> Iterator[str]:
    """Yield what a decision signs of the impact assessment, whether it was advised on yet or not.

    ``dpo_advice`` answers advice, so it is a comment until there is some.
    """
    if known.dpia_advice:
        yield f"# Advised on the assessment: {known.dpia_advice.verdict}"
    else:
        yield "# The data-protection officer has not advised on it yet, and a yes waits for that:"
        yield f"# beholden use dpia-advice FILE; the assessment: beholden use dpia {known.use}"
    mark = "" if known.dpia_advice else "# "
    yield "dpia:"
    yield f'  {mark}dpo_advice: ""              # accepted, or overruled: and the reason'
    yield '  residual_risk: ""           # low, medium or high'
    yield '  measures_approved_by: ""    # the office that sees to the measures'


def _outcome(known: KnownUse) -> Iterator[str]:
    yield from _head(known, "what came of it")
    measures = [target_of(one.measure) for one in known.foreseen if one.measure]
    if measures:
        yield "measure:        # what was measured; empty where it was not"
        for what, target in measures:
            yield f'  {_text(what)}: ""' + (f"    # target {_line(target)}" if target else "")
    if known.foreseen:
        yield "consequences:   # happened: yes, no or not known"
    for number, one in enumerate(known.foreseen, start=1):
        yield f"  # {one.kind}, {'intended' if one.intended else 'not intended'}: {_line(one.what)}"
        yield f'  - {{of: {number}, happened: not known, actual: ""}}'
    yield "  # What nobody had foreseen:" if known.foreseen else "# What nobody had foreseen:"
    yield '  # - {what: "", kind: negative, intended: no, foreseen: no, done: ""}'


def _agreement(known: KnownUse) -> Iterator[str]:
    yield f"# An agreement of {known.use}: {_line(known.title)}"
    yield f"# {_line(known.purpose)}"
    yield f"# The canvas says of the data: {_line(known.says('sources'))}"
    yield f"# and of the right to use them: {_line(known.says('rights'))}"
    for one in known.advice:
        if one.condition:
            yield f"# The board's condition, added by itself: {_line(one.condition)}"
    yield f"agreement: {known.use}-{known.on.year}"
    yield f"use: {known.use}"
    yield f"title: {_text(known.title)}"
    yield "between: []     # every party signs; or {group: NAME}, as council.toml lists it"
    if known.personal_data:
        yield "lawful_basis:   # beholden agree codes lists the codes"
        yield '  article_6: ""'
        yield '  power: ""'
        if known.special_category:
            yield '  article_9: ""   # the use says that data are of a special category'
            yield '  schedule_1: ""  # the condition that article_9 needs, where it needs one'
    else:
        yield "personal_data: no"
    yield f"from: {known.on.isoformat()}"
    yield 'until: ""       # the last day on which anything may be asked'
    yield 'subject: ""     # household or person: what "fewer than" counts'
    yield "datasets: {}    # a column that is not named is withheld"
    yield "outputs: {}"
    yield "at_the_end: the key of the extract is destroyed"
    yield ""
    yield "# What is known already, and is taken from the use: purpose, benefit, whom it concerns,"
    yield "# the reviews of data protection and of the design. What a document lacks besides:"
    yield "# sharing:"
    yield from (f"#   {name}: {asks}" for name, asks in _SHARING.items())


def _head(known: KnownUse, what: str) -> Iterator[str]:
    yield f"# {known.use}, {_line(known.title)}: {what}"
    yield f"use: {known.use}"
    yield f"on: {known.on.isoformat()}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _line(text: str) -> str:
    """Return a text as one line of a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_FORMS: dict[str, Callable[[KnownUse], Iterator[str]]] = {
    "triage": lambda known: _triage(known, {}),
    "canvas": _canvas,
    "design-review": _design_review,
    "dpia-advice": _dpia_advice,
    "advice": lambda known: _advice(known, None, ()),
    "decision": _decision,
    "agreement": _agreement,
    "outcome": _outcome,
}
FORMS = tuple(_FORMS)
