"""The members of an extract: put in place with it, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ... import gate
from ..acting import Act
from ..home import Home


def members_file(home: Home, extract_id: str) -> Path:
    """Return where the members of an extract are kept."""
    return home.path("members", f"{extract_id}.members")


def staged_members(folder: Path) -> Path:
    """Return where the members are while the extract is being sealed in a folder of work."""
    return folder / "extract.members"


def keep_members(home: Home, act: Act, extract: gate.Extract, record: Any) -> None:
    """Record the members of an extract and put them in place, where there are any."""
    from ...records.models import MembersKept

    if not extract.members:
        return
    MembersKept.objects.create(extract=record, fingerprint=extract.members, kept_at=act.at)
    act.place(staged_members(Path(extract.path).parent), members_file(home, extract.id))
