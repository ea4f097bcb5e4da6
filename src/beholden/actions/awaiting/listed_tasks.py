"""A task of a use, and all of them as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ...records import reading


class TaskState(StrEnum):
    """Where a task is."""

    DONE = "Done"
    TO_DO = "To do"
    LATER = "Cannot start yet"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True, slots=True)
class UseTask:
    """One task of a use.

    ``known`` is what the record says of it already, ``who`` the offices that may do it, ``mine``
    whether whoever looks may do it now, and ``why_not`` why they may not though their office may.
    """

    code: str
    section: str
    title: str
    state: TaskState
    known: str
    who: str
    mine: bool = False
    why_not: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class UseTasks:
    """A use with all of its tasks, as one person sees them."""

    use: reading.UseView
    agreements: tuple[reading.AgreementInWork, ...]
    stated_by_me: bool
    tasks: tuple[UseTask, ...]

    def task(self, code: str) -> UseTask:
        """Return one task by its code."""
        return next(task for task in self.tasks if task.code == code)

    @property
    def sections(self) -> tuple[tuple[str, tuple[UseTask, ...]], ...]:
        """Return the tasks by section, in order."""
        titles = dict.fromkeys(task.section for task in self.tasks)
        return tuple((s, tuple(t for t in self.tasks if t.section == s)) for s in titles)
