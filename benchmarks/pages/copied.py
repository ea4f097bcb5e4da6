"""One copy of a use: which texts are others in it, and its rows in these words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from beholden.actions.agreeing.contracts import document_fingerprint
from beholden.kernel import Terms

from .unit import Row, Unit, Use

if TYPE_CHECKING:
    from .copied_files import Files


@dataclass(slots=True)
class Copy:
    """A copy of a use: its number (0: the use itself), its own texts, and its rows' own keys.

    ``days`` has another day for the one on which the board met on the use.
    """

    of: Use
    number: int
    days: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    keys: dict[tuple[str, Any], Any] = field(default_factory=dict)


class Wording:
    """Says the rows of one use in the words of its copies."""

    def __init__(self, use: Use, files: Files, days: Collection[str]) -> None:
        self._use, self._files = use, files
        keys = {use.name, use.title, *use.hashes, *days}
        for unit in use.units:
            keys |= {*unit.named, *_moments(unit)}
            keys |= {digest for one in unit.named for digest in files.digests(one)}
        # The longest first: a name may begin with another.
        self._pattern = re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))

    def said(self, row: Row, texts: Mapping[str, str]) -> Row:
        """Return a row in the words of a copy."""
        return {name: self._told(value, texts) for name, value in row.items()}

    def of_unit(self, copy: Copy, unit: Unit, *, turn: int, at: datetime) -> dict[str, str]:
        """Return the texts that are others in one unit of a copy."""
        texts = {**copy.texts, **{one: another(one, copy.number, turn) for one in unit.named}}
        texts |= _at_other_moments(unit, at, apart=timedelta(seconds=turn == 0))
        if turn == 0:
            texts |= copy.days
            texts[self._use.name] = f"{self._use.name}-{copy.number}"
            texts[self._use.title] = f"{self._use.title}, ward {copy.number}"
            texts |= self._hashes(unit, texts)
        for one in unit.named:
            texts |= self._files.copy(one, texts, self._told)
        return texts

    def _told(self, value: Any, texts: Mapping[str, str]) -> Any:
        if not isinstance(value, str):
            return value
        return self._pattern.sub(lambda one: texts.get(one[0], one[0]), value)

    def _hashes(self, unit: Unit, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the hashes of a copy's agreements: what they say names another use."""
        found = {}
        for row in unit.rows.get("records_agreement", ()):
            document, contracts, terms = (
                json.loads(self._told(row[name], texts))
                for name in ("document", "contracts", "terms")
            )
            new = found[row["terms_hash"]] = Terms.from_dict(terms).hash
            if row["document_hash"]:
                found[row["document_hash"]] = document_fingerprint(document, contracts, new)
        return found


def another(key: str, number: int, turn: int) -> str:
    """Return the name of a copy of what is named by a text, such as ``answer-…``."""
    kind = key.rsplit("-", 1)[0]
    return f"{kind}-{hashlib.sha256(f'{key}/{number}/{turn}'.encode()).hexdigest()[:16]}"


def _at_other_moments(unit: Unit, at: datetime, *, apart: timedelta) -> dict[str, str]:
    """Return a unit's moments in their order, from one moment on.

    In a life they are a second apart: what was decided before an extract was sealed stays so.
    """
    moments = sorted({one["written_at"] for one in unit.entries})
    return {
        written: _as_written(at + place * apart, like=written)
        for place, one in enumerate(moments)
        for written in (one, _in_iso(one))
    }


def _moments(unit: Unit) -> list[str]:
    """Return the moments of a unit's entries, in each way in which they are written."""
    moments = {one["written_at"] for one in unit.entries}
    return [*moments, *(_in_iso(one) for one in moments)]


def _in_iso(written: str) -> str:
    moment = datetime.fromisoformat(written).replace(tzinfo=UTC)
    return moment.isoformat(timespec="seconds")


def _as_written(at: datetime, *, like: str) -> str:
    at = at.astimezone(UTC)
    if "T" in like:
        return at.isoformat(timespec="seconds")
    return at.replace(tzinfo=None).isoformat(" ", timespec="seconds")
