"""What was changed in the words of an agreement, from version to version. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from ... import release
from ...kernel import Sentence

Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions (``same``), in the later (``new``) or the earlier."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that is not the same in both versions, in pieces."""

    about: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangedVersion:
    """Two versions of an agreement, one after the other, and the lines that differ."""

    agreement: str
    before: int
    after: int
    lines: tuple[ChangedLine, ...]


def word_changes(
    agreements: Sequence[release.PublicAgreement], tell: Tell = str
) -> tuple[ChangedVersion, ...]:
    """Return what changed in words from each version of an agreement to the next, newest first.

    ``tell`` gives a sentence in the language in which the two are set side by side.
    """
    found = []
    for name in dict.fromkeys(one.agreement for one in agreements):
        versions = sorted(
            (one for one in agreements if one.agreement == name), key=lambda one: one.version
        )
        for before, after in pairwise(versions):
            lines = tuple(_changed(_lines(before, tell), _lines(after, tell)))
            found.append(ChangedVersion(name, before.version, after.version, lines))
    return tuple(reversed(found))


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: what stayed, what went and what came."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[c:d])))
            continue
        found += [Piece("gone", "".join(old[a:b]))] if b > a else []
        found += [Piece("new", "".join(new[c:d]))] if d > c else []
    return tuple(found)


def _changed(before: dict[str, str], after: dict[str, str]) -> Iterator[ChangedLine]:
    for about in dict.fromkeys((*after, *before)):
        old, new = before.get(about, ""), after.get(about, "")
        if old != new:
            yield ChangedLine(about, pieces_of(old, new))


def _lines(agreement: release.PublicAgreement, tell: Tell) -> dict[str, str]:
    """Return what an agreement says in words, line by line, by what each is about."""
    lines = {
        "Between": ", ".join(agreement.between),
        "From": tell(agreement.starts),
        "Until": tell(agreement.ends),
        "Lawful basis": tell(agreement.lawful_basis),
        "Counted": tell(agreement.subject),
        "What may come out": " ".join(map(tell, agreement.outputs)),
        "Conditions": " ".join(map(tell, agreement.conditions)),
        "At the end": agreement.at_the_end,
    }
    for dataset in agreement.datasets:
        lines[dataset.name] = tell(_held(dataset))
        lines |= {f"{dataset.name} › {one.name}": tell(one.may) for one in dataset.columns}
    return lines


def _held(dataset: release.PublicDataset) -> Sentence:
    if dataset.rows:
        return Sentence(
            "held by %(steward)s; rows where %(rows)s", steward=dataset.steward, rows=dataset.rows
        )
    return Sentence("held by %(steward)s", steward=dataset.steward)
