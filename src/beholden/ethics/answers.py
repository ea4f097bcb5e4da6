"""Answers to the prompts of the canvas, by the kind of the prompt, read strictly.

text      a text
choice    {said: yes | no, text}, or a text, or yes or no alone
list      texts
titled    {title, text}, or a text as title
sources   {title, text, url, owner}, or a text as title
rights    {title, basis, other_purpose, personal, sensitive, notes}; three of them are choices
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from ..kernel import BadInput

Answer = str | list[Any] | dict[str, str]

LONGEST_TEXT = 20_000
MOST_ENTRIES = 200
_CHOICES = {"other_purpose": "collected for another purpose", "personal": "personal"}
_CHOICES["sensitive"] = "sensitive otherwise"
_ENTRY: dict[str, tuple[str, ...]] = {
    "titled": ("title", "text"),
    "sources": ("title", "text", "url", "owner"),
    "rights": ("title", "basis", *_CHOICES, "notes"),
}
_PLAIN = {"titled": "title", "sources": "title", "rights": "basis"}


def checked_answer(kind: str, stated: Any, *, at: str) -> Answer:
    """Return an answer as it is kept, empty where it says nothing; raises BadInput."""
    if kind == "text":
        return checked_text(stated, at=at)
    if kind == "choice":
        return checked_choice(stated, at=at)
    if isinstance(stated, str):
        stated = [stated]
    if not isinstance(stated, list | tuple) or len(stated) > MOST_ENTRIES:
        raise place(at, f"it is not a list of at most {MOST_ENTRIES}")
    read: Callable[[Any, str], Any] = (
        (lambda one, where: checked_text(one, at=where))
        if kind == "list"
        else (lambda one, where: _entry(kind, one, at=where))
    )
    said = [read(one, f"{at} › {n}") for n, one in enumerate(stated, start=1)]
    return [one for one in said if one]


def checked_choice(stated: Any, *, at: str) -> dict[str, str]:
    """Return a choice with its text, empty where neither is given; raises BadInput."""
    if isinstance(stated, bool):
        stated = {"said": stated}
    if isinstance(stated, str):
        stated = {"text": stated}
    if not isinstance(stated, Mapping) or not set(stated) <= {"said", "text"}:
        raise place(at, "it says neither yes or no nor a text")
    said = stated.get("said", "")
    if isinstance(said, bool):
        said = "yes" if said else "no"
    if said not in ("", "yes", "no"):
        raise place(f"{at} › said", "it is neither yes nor no")
    pairs = {"said": said, "text": checked_text(stated.get("text", ""), at=f"{at} › text")}
    return {name: value for name, value in pairs.items() if value}


def checked_text(stated: Any, *, at: str) -> str:
    """Return a text without what cannot be seen; raises BadInput where it is none."""
    if not isinstance(stated, str):
        raise place(at, "it is not a text")
    if len(stated) > LONGEST_TEXT:
        raise place(at, f"it is longer than {LONGEST_TEXT:,} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in stated):
        raise place(at, "it holds half a character")
    kept = (
        c for c in stated.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) != "Cc"
    )
    return "".join(kept).strip()


def answer_in_words(answer: Answer) -> str:
    """Return an answer as it is read."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, dict):
        return _choice_in_words(answer)
    return "; ".join(one if isinstance(one, str) else _entry_in_words(one) for one in answer)


def place(at: str, why: str) -> BadInput:
    """Return the error that names where a canvas cannot be read, and never what stands there."""
    shown = at.encode("utf-8", "backslashreplace").decode()
    return BadInput(
        "The ethics canvas cannot be read.",
        why=f"canvas › {shown}: {why}.",
        next_step="Mend what is named; nothing was changed.",
    )


def _entry(kind: str, stated: Any, *, at: str) -> dict[str, Any]:
    names = _ENTRY[kind]
    if isinstance(stated, str):
        stated = {_PLAIN[kind]: stated}
    if not isinstance(stated, Mapping) or not set(stated) <= set(names):
        raise place(at, f"an entry says {', '.join(names)}")
    said = {
        name: checked_choice(stated[name], at=f"{at} › {name}")
        if name in _CHOICES
        else checked_text(stated[name], at=f"{at} › {name}")
        for name in names
        if name in stated
    }
    return {name: value for name, value in said.items() if value}


def _choice_in_words(answer: Mapping[str, str]) -> str:
    said = {"yes": "Yes.", "no": "No."}.get(answer.get("said", ""), "")
    return " ".join(part for part in (said, answer.get("text", "")) if part)


def _entry_in_words(entry: Mapping[str, Any]) -> str:
    title, rest = entry.get("title", ""), []
    for name, value in entry.items():
        if name in _CHOICES:
            rest.append(f"{_CHOICES[name]}: {_choice_in_words(value).rstrip('.').lower()}")
        elif name != "title":
            rest.append(f"held by {value}" if name == "owner" else value)
    return ": ".join(part for part in (title, ", ".join(rest)) if part)
