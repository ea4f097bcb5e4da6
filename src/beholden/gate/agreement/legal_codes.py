"""The codes of the law on which an agreement may rest: one readable table, and how they are read.

The table is ``legal_codes.toml``; its sources are UK GDPR as amended by the Data (Use and Access)
Act 2025, the Data Protection Act 2018, and the Acts that it names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

# The entries of lawful_basis, in the order in which people read them.
LEGAL_ENTRIES = ("article_6", "annex_1", "article_9", "schedule_1", "article_10", "power")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_PARAGRAPH = re.compile(r"(?:schedule 1,? )?(?:part [1-3],? )?para(?:graph)? ?([0-9]{1,2})", re.I)


@dataclass(frozen=True, slots=True)
class LegalCode:
    """One code: the entry of ``lawful_basis`` it stands in, what it says, its source, a note.

    ``needs`` is the Part of Schedule 1 of which a condition is needed besides (any, or empty);
    ``part`` and ``paragraph`` are those of a condition of Schedule 1 itself. ``not_public`` says
    that a public authority cannot rest its tasks on it.
    """

    entry: str
    code: str
    says: str
    source: str
    note: str = ""
    needs: str = ""
    part: str = ""
    paragraph: int = 0
    not_public: bool = False

    def to_dict(self) -> dict[str, str]:
        """Return the code as plain data, for a table."""
        plain = asdict(self)
        return {name: plain[name] for name in ("entry", "code", "says", "source", "note")}


@cache
def legal_codes() -> tuple[LegalCode, ...]:
    """Return every code, in the order of the table."""
    stored = resources.files(__package__).joinpath("legal_codes.toml")
    table = tomllib.loads(stored.read_text(encoding="utf-8"))
    return tuple(LegalCode(entry, **row) for entry in LEGAL_ENTRIES for row in table[entry])


def basis_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a document says of its lawful basis; empty where it says nothing."""
    said = document.get("lawful_basis")
    return said if isinstance(said, Mapping) else {}


def stated(basis: Mapping[str, Any], entry: str) -> tuple[str, ...]:
    """Return what a lawful basis names in one entry, each as text."""
    said = basis.get(entry)
    if said is None or said == "":
        return ()
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said),)


def code_for(entry: str, text: str) -> LegalCode | None:
    """Return the code that a text names, or None; ``paragraph 3`` names the one of Schedule 1."""
    plain = " ".join(text.split())
    slug = re.sub(r"[ _]+", "-", plain.lower())
    paragraph = _PARAGRAPH.fullmatch(plain) if entry == "schedule_1" else None
    for one in legal_codes():
        if one.entry == entry and (
            one.code == slug
            or plain.lower() in (one.says.lower(), one.source.lower())
            or (paragraph is not None and one.paragraph == int(paragraph[1]))
        ):
            return one
    return None


def looks_like_code(text: str) -> bool:
    """Return whether a text is written as a code is, so that it is one or a slip of the pen."""
    return _CODE.fullmatch(text) is not None


def nearest(entry: str, text: str) -> tuple[str, ...]:
    """Return the codes of an entry that are most like a text, the nearest first."""
    known = [one.code for one in legal_codes() if one.entry == entry]
    parts = {code: code.split("-", 3)[-1] if entry == "schedule_1" else code for code in known}
    close = get_close_matches(text, known, n=3, cutoff=0.5)
    by_words = get_close_matches(text, list(parts.values()), n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*close, *(c for c in known if parts[c] in by_words)]))[:3]


def basis_in_words(basis: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a lawful basis as people read it, a sentence for each thing that it names."""
    return tuple(line for entry in LEGAL_ENTRIES for line in entry_in_words(basis, entry))


def entry_in_words(basis: Mapping[str, Any], entry: str) -> tuple[str, ...]:
    """Return what one entry of a lawful basis names, as people read it."""
    return tuple(_in_words(entry, text) for text in stated(basis, entry))


def _in_words(entry: str, text: str) -> str:
    code = code_for(entry, text)
    if code is None:
        return text
    return code.source if code.says == code.source else f"{code.says} ({code.source})"


def public_interest(basis: Mapping[str, Any]) -> tuple[str, ...]:
    """Return, in words, the conditions of Schedule 1, Part 2, that a lawful basis names."""
    found = (code_for("schedule_1", text) for text in stated(basis, "schedule_1"))
    return tuple(f"{one.says} ({one.source})" for one in found if one and one.part == "2")


def powers_of(basis: Mapping[str, Any]) -> tuple[str, ...]:
    """Return each power that a lawful basis names by its Act and section, or in its own words."""
    said = stated(basis, "power")
    return tuple(found.source if (found := code_for("power", text)) else text for text in said)
