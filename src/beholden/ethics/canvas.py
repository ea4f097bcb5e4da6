"""The ethics canvas of a data use: 15 areas, each with answers, a status and what is to be done.

The areas and their prompts are in ``canvas.toml``. An area is answered by a plain text, or prompt
by prompt; what says nothing is left out, so that two canvases that say the same are the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ..kernel import BadInput
from .answers import Answer, answer_in_words, checked_answer, checked_text, place

NOT_BEGUN, IN_PROGRESS, FOR_REVIEW, COMPLETE = "not begun", "in progress", "for review", "complete"
STATUSES = (NOT_BEGUN, IN_PROGRESS, FOR_REVIEW, COMPLETE)
PRIORITIES = ("high", "medium", "low")
_MOST_ACTIONS = 200


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of an area; ``at`` is where the interactive form keeps its answer."""

    code: str
    kind: str
    asks: str
    at: int


@dataclass(frozen=True, slots=True)
class CanvasForm:
    """One of the 15 areas; ``editor``, ``row`` and ``column`` are those of the interactive form."""

    code: str
    group: str
    title: str
    editor: str
    row: int
    column: int
    prompts: tuple[Prompt, ...]

    def prompt(self, code: str) -> Prompt:
        """Return the prompt of this code; raises BadInput where there is none."""
        found = next((prompt for prompt in self.prompts if prompt.code == code), None)
        if found is None:
            raise BadInput(
                f"The area {self.code} has no such prompt.",
                next_step="Answer one of: " + ", ".join(p.code for p in self.prompts) + ".",
            )
        return found


@dataclass(frozen=True, slots=True)
class AreaAction:
    """Something to be done, or decided, that an area led to; ``undertaking`` names its record.

    One with a day (``by``) is to be undertaken by whoever it names; ``otherwise`` is stop or tell.
    """

    what: str
    text: str = ""
    who: str = ""
    priority: str = ""
    kind: str = "action"
    undertaking: str = ""
    by: str = ""
    otherwise: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return it as it is stated, without what is empty."""
        pairs = {
            "what": self.what,
            "text": self.text,
            "who": self.who,
            "priority": self.priority,
            "kind": "" if self.kind == "action" else self.kind,
            "undertaking": self.undertaking,
            "by": self.by,
            "else": self.otherwise,
        }
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class AreaSaid:
    """What a use says in one area. ``why_not`` is why it is left open for good."""

    area: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    status: str = NOT_BEGUN
    owner: str = ""
    notes: str = ""
    why_not: str = ""
    actions: tuple[AreaAction, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Return whether nothing more is owed here: it is complete, or it is said why not."""
        return self.status == COMPLETE or bool(self.why_not)

    def to_dict(self) -> dict[str, Any]:
        """Return it as it is stated, without what is empty; ``area_said`` reads it back."""
        pairs = {
            "answers": dict(self.answers),
            "status": self.status,
            "owner": self.owner,
            "notes": self.notes,
            "why_not": self.why_not,
            "actions": [action.to_dict() for action in self.actions],
        }
        return {name: value for name, value in pairs.items() if value}

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield each prompt that is answered, with the answer in words."""
        for prompt in canvas_form(self.area).prompts:
            if prompt.code in self.answers:
                yield prompt.asks, answer_in_words(self.answers[prompt.code])

    def in_words(self) -> str:
        """Return all that is said here as one text."""
        lines = list(self.lines())
        first = canvas_form(self.area).prompts[0].code
        if len(lines) == 1 and first in self.answers:
            return lines[0][1]
        return "\n".join(f"{asks} {says}" for asks, says in lines)


@cache
def canvas_forms() -> tuple[CanvasForm, ...]:
    """Return the 15 areas in their order."""
    stated = tomllib.loads(files(__package__).joinpath("canvas.toml").read_text("utf-8"))
    return tuple(
        CanvasForm(
            **{name: value for name, value in area.items() if name != "prompts"},
            prompts=tuple(Prompt(**{"at": 0, **prompt}) for prompt in area["prompts"]),
        )
        for area in stated["area"]
    )


def canvas_form(area: str) -> CanvasForm:
    """Return one area's form; raises BadInput for an area that there is not."""
    found = next((form for form in canvas_forms() if form.code == area), None)
    if found is None:
        raise BadInput(
            "The ethics canvas has no such area.",
            next_step="Name one of: " + ", ".join(form.code for form in canvas_forms()) + ".",
        )
    return found


def canvas_said(stated: Mapping[str, Any]) -> dict[str, AreaSaid]:
    """Return a stated canvas, every area of it, in order; raises BadInput.

    ``stated`` has for each area a plain text or ``{says | answers, status, owner, notes, why_not,
    actions}``. An area that is not stated is not begun.
    """
    for area in stated:
        canvas_form(area)
    return {
        form.code: area_said(form.code, stated[form.code])
        if form.code in stated
        else AreaSaid(form.code)
        for form in canvas_forms()
    }


def area_said(area: str, stated: Any) -> AreaSaid:
    """Return what is stated of one area; raises BadInput, which names the place.

    A text is complete unless it says otherwise; what says nothing is not begun.
    """
    form = canvas_form(area)
    if isinstance(stated, str):
        stated = {"says": stated}
    if not isinstance(stated, Mapping):
        raise place(area, "it is neither a text nor a list of names with what belongs to them")
    strange = sorted(set(stated) - _NAMES)
    if strange:
        raise place(area, f"it cannot say {', '.join(map(str, strange))}")
    answers = _answers(form, stated)
    return AreaSaid(
        area=area,
        answers=answers,
        status=_status(area, stated.get("status"), bool(answers)),
        owner=checked_text(stated.get("owner", ""), at=f"{area} › owner"),
        notes=checked_text(stated.get("notes", ""), at=f"{area} › notes"),
        why_not=checked_text(stated.get("why_not", ""), at=f"{area} › why_not"),
        actions=_actions(area, stated.get("actions", [])),
    )


_NAMES = {"says", "answers", "status", "owner", "notes", "why_not", "actions"}


def unsettled(canvas: Mapping[str, AreaSaid]) -> tuple[str, ...]:
    """Return the titles of the areas that are neither complete nor left open with a reason."""
    return tuple(
        form.title
        for form in canvas_forms()
        if form.code not in canvas or not canvas[form.code].is_settled
    )


def _answers(form: CanvasForm, stated: Mapping[str, Any]) -> dict[str, Answer]:
    given = stated.get("answers", {})
    if not isinstance(given, Mapping):
        raise place(f"{form.code} › answers", "it is not a list of prompts with their answers")
    first = form.prompts[0].code
    if "says" in stated and first in given:
        raise place(form.code, f"it says something, and answers {first} too")
    if "says" in stated:
        given = {first: stated["says"], **given}
    for code in given:
        form.prompt(str(code))
    answers = {
        prompt.code: checked_answer(
            prompt.kind, given[prompt.code], at=f"{form.code} › {prompt.code}"
        )
        for prompt in form.prompts
        if prompt.code in given
    }
    return {code: answer for code, answer in answers.items() if answer}


def _status(area: str, stated: Any, answered: bool) -> str:
    if stated is not None and stated not in STATUSES:
        raise place(f"{area} › status", f"it is not one of {', '.join(STATUSES)}")
    if not answered:
        if stated in (None, NOT_BEGUN, IN_PROGRESS):
            return NOT_BEGUN
        raise place(area, f"it is {stated} and says nothing")
    if stated == NOT_BEGUN:
        raise place(area, "it is not begun and says something")
    return str(stated or COMPLETE)


def _actions(area: str, stated: Any) -> tuple[AreaAction, ...]:
    if not isinstance(stated, list | tuple) or len(stated) > _MOST_ACTIONS:
        raise place(f"{area} › actions", f"it is not a list of at most {_MOST_ACTIONS}")
    return tuple(_action(f"{area} › actions › {n}", one) for n, one in enumerate(stated, start=1))


_ACTION = {*AreaAction.__slots__, "owner", "else"} - {"otherwise"}
_LONGEST = {"what": 2000, "who": 200}  # of what is undertaken, and of the name of an office


def _action(at: str, stated: Any) -> AreaAction:
    """Return an action; ``{text, owner, by, else?}`` is one that is to be undertaken."""
    if not isinstance(stated, Mapping) or not set(stated) <= _ACTION:
        raise place(
            at, "an action says what, text, who, priority, kind and undertaking, or owner, by, else"
        )
    said = {name: checked_text(value, at=f"{at} › {name}") for name, value in stated.items()}
    said["who"] = said.pop("owner", "") or said.get("who", "")
    said["otherwise"] = said.pop("else", "")
    if said.get("by") and not said.get("what"):
        said["what"] = said.pop("text", "")
    if not said.get("what"):
        raise place(at, "it does not say what is to be done")
    if said.get("priority", "") not in ("", *PRIORITIES):
        raise place(f"{at} › priority", f"it is not one of {', '.join(PRIORITIES)}")
    if said.setdefault("kind", "action") not in ("action", "decision"):
        raise place(f"{at} › kind", "it is neither action nor decision")
    _refuse_half_undertaken(at, said)
    return AreaAction(**said)


def _refuse_half_undertaken(at: str, said: Mapping[str, str]) -> None:
    by = said.get("by", "")
    if said["otherwise"] not in ("", "stop", "tell"):
        raise place(f"{at} › else", "it is neither stop nor tell")
    if said["otherwise"] and not by:
        raise place(f"{at} › else", "it belongs to an action with an owner and a day (by)")
    if not by:
        return
    if said.get("undertaking"):
        raise place(f"{at} › by", "it names an undertaking, which has its day already")
    if not said["who"]:
        raise place(f"{at} › owner", "what is to be done by a day has an owner, an office")
    try:
        date.fromisoformat(by)
    except ValueError:
        raise place(f"{at} › by", "it is not a day such as 2026-12-05") from None
    for name, most in _LONGEST.items():
        if len(said[name]) > most:
            raise place(f"{at} › {name}", f"it is longer than {most:,} characters")
