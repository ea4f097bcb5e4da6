"""What the worker of a home does by itself, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Whether the worker seals again what changed; somebody does where it does not."""

    seal_again: bool = False


def stated_worker(stated: Any) -> WorkerSettings:
    """Return what [worker] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict) or set(stated) - {"seal_again"}:
        raise ValueError("[worker] is a section of its own, and has the setting seal_again alone.")
    if not isinstance(stated.get("seal_again", False), bool):
        raise ValueError("[worker] seal_again is true or false.")
    return WorkerSettings(**stated)
