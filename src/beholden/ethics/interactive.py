"""The canvas in the JSON of the interactive Data Ethics Canvas of the Open Data Institute.

    {uuid, title, lastUpdated, blobs: [{id, group, title, description, editor, row, column, status,
    notes, content}]}        (theodi/interactive-data-ethics-canvas, src/types/index.ts, 98f3e56)

What it has no place for (who owns an area, why one is left open, an action's record) goes along
under the name ``beholden``, which the interactive form leaves as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ..kernel import BadInput
from .answers import Answer, checked_text
from .canvas import (
    COMPLETE,
    FOR_REVIEW,
    IN_PROGRESS,
    NOT_BEGUN,
    AreaAction,
    AreaSaid,
    CanvasForm,
    area_said,
    canvas_forms,
)

LARGEST_FILE = 1 << 20  # bytes of UTF-8
_OURS = "beholden"
_CODE = re.compile(r"[a-z-]{1,40}")  # what an area may be called: never a text of somebody's
_STATUS = {NOT_BEGUN: "IN_PROGRESS", IN_PROGRESS: "IN_PROGRESS"}
_STATUS |= {FOR_REVIEW: "FOR_REVIEW", COMPLETE: "COMPLETE"}
_READ = {"IN_PROGRESS": IN_PROGRESS, "FOR_REVIEW": FOR_REVIEW, "COMPLETE": COMPLETE}
_RIGHTS = {
    "other_purpose": "data_collection",
    "personal": "personal_information",
    "sensitive": "commercial_data",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A canvas that was read: its title, its areas, and in words what could not be taken."""

    title: str
    areas: Mapping[str, AreaSaid]
    left_out: tuple[str, ...]


def write_interactive(
    canvas: Mapping[str, AreaSaid], *, use: str, title: str, updated: datetime
) -> str:
    """Return the canvas as the interactive form reads it."""
    state = {
        "uuid": str(uuid5(NAMESPACE_URL, f"beholden:{use}")),
        "title": title,
        "lastUpdated": updated.isoformat(),
        "blobs": [
            _blob(form, canvas.get(form.code, AreaSaid(form.code)), canvas)
            for form in canvas_forms()
        ],
    }
    return json.dumps(state, ensure_ascii=False, indent=2) + "\n"


def read_interactive(text: str) -> Imported:
    """Return the canvas that the interactive form wrote.

    Raises BadInput for what is no such file, and for a text that cannot be kept. What the form
    itself could not show (an unknown area, an answer of another kind) is left out, and told.
    """
    state = _parsed(text)
    blobs = state.get("blobs")
    if not isinstance(blobs, list):
        raise _no_canvas("it has no list of blobs")
    left_out: list[str] = []
    by_area = dict(_by_area(blobs, left_out))
    areas = {
        form.code: _read_blob(form, by_area.get(form.code, {}), left_out) for form in canvas_forms()
    }
    _share_out(areas, by_area.get("actions", {}), left_out)
    title = state.get("title")
    return Imported(
        title=checked_text(title, at="title") if isinstance(title, str) else "",
        areas={code: area for code, area in areas.items() if area != AreaSaid(code)},
        left_out=tuple(dict.fromkeys(left_out)),
    )


def _blob(form: CanvasForm, said: AreaSaid, canvas: Mapping[str, AreaSaid]) -> dict[str, Any]:
    blob = {
        "group": form.group.upper(),
        "id": form.code,
        "title": form.title,
        "description": form.prompts[0].asks,
        "editor": form.editor,
        "row": form.row,
        "column": form.column,
        "content": _content(form, said, canvas),
        "status": _STATUS[said.status],
        "notes": said.notes or None,
    }
    ours = {"owner": said.owner, "why_not": said.why_not}
    kept = {name: value for name, value in ours.items() if value}
    return {**blob, _OURS: kept} if kept else blob


def _content(form: CanvasForm, said: AreaSaid, canvas: Mapping[str, AreaSaid]) -> list[Any] | None:
    if form.code == "actions":
        return _actions_content(said, canvas)
    if not said.answers:
        return None
    first = form.prompts[0]
    if first.kind in ("sources", "rights"):
        return [_written(first.kind, one) for one in _entries(said.answers[first.code])]
    content: list[Any] = [_empty(prompt.kind) for prompt in form.prompts]
    for prompt in form.prompts:
        if prompt.code in said.answers:
            content[prompt.at] = _written(prompt.kind, said.answers[prompt.code])
    return content


def _actions_content(said: AreaSaid, canvas: Mapping[str, AreaSaid]) -> list[Any] | None:
    told = (
        [_action("actions", AreaAction(str(said.answers["before"])), says=True)]
        if ("before" in said.answers)
        else []
    )
    listed = [
        _action(form.code, action)
        for form in canvas_forms()
        if form.code in canvas
        for action in canvas[form.code].actions
    ]
    public = said.answers.get("actions-public", {})
    if not (told or listed or public):
        return None
    return [told + listed, None, _written("choice", public)]


def _action(area: str, action: AreaAction, *, says: bool = False) -> dict[str, Any]:
    written = {
        "title": action.what,
        "description": action.text,
        "responsibility": action.who,
        "type": action.kind,
        "area": area,
    }
    if action.priority:
        written["priority"] = action.priority.upper()
    ours: dict[str, Any] = {"says": True} if says else {}
    if action.undertaking:
        ours["undertaking"] = action.undertaking
    return {**written, _OURS: ours} if ours else written


def _entries(answer: Answer) -> list[Any]:
    return list(answer) if isinstance(answer, list) else []


def _empty(kind: str) -> Any:
    empty = {"text": "", "choice": {"checked": "UNSET", "text": ""}}
    return empty.get(kind, [])


def _written(kind: str, answer: Any) -> Any:
    if kind == "choice":
        said = answer.get("said", "")
        return {"checked": said.upper() or "UNSET", "text": answer.get("text", "")}
    if kind == "titled":
        return [{"title": e.get("title", ""), "description": e.get("text", "")} for e in answer]
    if kind == "sources":
        kept = {name: answer.get(name, "") for name in ("title", "url", "owner")}
        return {**kept, "description": answer.get("text", "")}
    if kind == "rights":
        choices = {theirs: _written("choice", answer.get(o, {})) for o, theirs in _RIGHTS.items()}
        kept = {"title": answer.get("title", ""), "license": answer.get("basis", "")}
        return {**kept, **choices, "notes": answer.get("notes", "")}
    return answer


def _parsed(text: str) -> Mapping[str, Any]:
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise _no_canvas("it is larger than a mebibyte")
    try:
        state = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _no_canvas("it is not JSON") from None
    if not isinstance(state, Mapping):
        raise _no_canvas("it is not a canvas as the interactive form saves it")
    return state


def _refuse_constant(_: str) -> None:
    raise ValueError


def _by_area(blobs: Iterable[Any], left_out: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    known, seen = {form.code for form in canvas_forms()}, set()
    for blob in blobs:
        code = blob.get("id") if isinstance(blob, Mapping) else None
        if not isinstance(code, str) or code not in known:
            named = f": {code}" if isinstance(code, str) and _CODE.fullmatch(code) else ""
            left_out.append(f"an area that the canvas does not have{named}")
        elif code in seen:
            left_out.append(f"a second {code}")
        else:
            seen.add(code)
            yield code, blob


def _read_blob(form: CanvasForm, blob: Mapping[str, Any], left_out: list[str]) -> AreaSaid:
    content = blob.get("content")
    if content is not None and not isinstance(content, list):
        left_out.append(f"{form.code}: its content is no list")
    stated: dict[str, Any] = {"answers": _read_answers(form, content, left_out)}
    ours = blob.get(_OURS)
    for name in ("owner", "why_not"):
        value = ours.get(name) if isinstance(ours, Mapping) else None
        stated[name] = value if isinstance(value, str) else ""
    stated["notes"] = blob["notes"] if isinstance(blob.get("notes"), str) else ""
    said = area_said(form.code, stated)
    read = _status(blob.get("status"), left_out, at=form.code)
    return replace(said, status=read if said.answers else NOT_BEGUN)


def _status(status: Any, left_out: list[str], *, at: str) -> str:
    known = isinstance(status, str) and status in _READ
    if status is not None and not known:
        left_out.append(f"{at}: a status that the canvas does not have")
    return _READ[status] if known else IN_PROGRESS


def _read_answers(form: CanvasForm, content: Any, left_out: list[str]) -> dict[str, Any]:
    if not isinstance(content, list):
        return {}
    first = form.prompts[0]
    if first.kind in ("sources", "rights"):
        return {first.code: _read(first.kind, content, left_out, at=form.code)}
    if form.code == "actions":
        answers = {"before": _told(content)}
        prompts = form.prompts[1:]
    else:
        answers, prompts = {}, form.prompts
    for prompt in prompts:
        if prompt.at < len(content):
            at = f"{form.code} › {prompt.code}"
            answers[prompt.code] = _read(prompt.kind, content[prompt.at], left_out, at=at)
    return answers


def _told(content: list[Any]) -> str:
    """Return the plain text of the area of actions, which goes along as an action of its own."""
    listed = content[0] if content and isinstance(content[0], list) else []
    told = (a for a in listed if _is_ours(a, "says") and isinstance(a.get("title"), str))
    return next((str(action["title"]) for action in told), "")


def _is_ours(action: Any, name: str) -> bool:
    ours = action.get(_OURS) if isinstance(action, Mapping) else None
    return isinstance(ours, Mapping) and bool(ours.get(name))


def _read(kind: str, content: Any, left_out: list[str], *, at: str) -> Any:
    """Return what the form's content says as an answer of this kind; empty where it cannot be."""
    if kind == "text":
        return _as_text(content, left_out, at=at)
    if kind == "choice":
        return _as_choice(content, left_out, at=at)
    if not isinstance(content, list):
        if content is not None:
            left_out.append(f"{at}: no list")
        return []
    return [_as_entry(kind, one, left_out, at=at) for one in content if one is not None]


def _as_text(content: Any, left_out: list[str], *, at: str) -> str:
    if isinstance(content, str):
        return content
    if content is not None:
        left_out.append(f"{at}: no text")
    return ""


def _as_choice(content: Any, left_out: list[str], *, at: str) -> dict[str, str]:
    if not isinstance(content, Mapping):
        text = _as_text(content, left_out, at=at)
        return {"text": text} if text else {}
    checked = content.get("checked")
    said = {"YES": "yes", "NO": "no"}.get(checked, "") if isinstance(checked, str) else ""
    return {"said": said, "text": _as_text(content.get("text"), left_out, at=at)}


def _as_entry(kind: str, one: Any, left_out: list[str], *, at: str) -> Any:
    if kind == "list" or not isinstance(one, Mapping):
        return _as_text(one, left_out, at=at)
    text = {
        name: _as_text(one.get(theirs), left_out, at=at) for name, theirs in _TEXTS[kind].items()
    }
    if kind != "rights":
        return text
    choices = {o: _as_choice(one.get(theirs), left_out, at=at) for o, theirs in _RIGHTS.items()}
    return {**text, **choices}


_TEXTS = {
    "titled": {"title": "title", "text": "description"},
    "sources": {"title": "title", "text": "description", "url": "url", "owner": "owner"},
    "rights": {"title": "title", "basis": "license", "notes": "notes"},
}


def _share_out(areas: dict[str, AreaSaid], blob: Mapping[str, Any], left_out: list[str]) -> None:
    """Give each area the actions that it led to."""
    content = blob.get("content")
    listed = content[0] if isinstance(content, list) and content else []
    for one in listed if isinstance(listed, list) else []:
        if _is_ours(one, "says"):
            continue
        area, stated = _read_action(one)
        if not stated.get("what", "").strip():
            left_out.append("an action without a title")
            continue
        added = area_said(area, {"actions": [stated]}).actions
        areas[area] = replace(areas[area], actions=areas[area].actions + added)


def _read_action(one: Any) -> tuple[str, dict[str, str]]:
    if not isinstance(one, Mapping):
        return "actions", {}
    texts = {"what": "title", "text": "description", "who": "responsibility"}
    stated = {o: one[theirs] for o, theirs in texts.items() if isinstance(one.get(theirs), str)}
    priority, kind, ours = one.get("priority"), one.get("type"), one.get(_OURS)
    if priority in ("HIGH", "MEDIUM", "LOW"):
        stated["priority"] = str(priority).lower()
    if kind == "decision":
        stated["kind"] = "decision"
    if isinstance(ours, Mapping) and isinstance(ours.get("undertaking"), str):
        stated["undertaking"] = ours["undertaking"]
    area = one.get("area")
    known = isinstance(area, str) and any(form.code == area for form in canvas_forms())
    return (str(area) if known else "actions"), stated


def _no_canvas(why: str) -> BadInput:
    return BadInput(
        "This is not a canvas of the interactive form.",
        why=f"The reason: {why}.",
        next_step="Export the canvas there as JSON, and import that file.",
    )
