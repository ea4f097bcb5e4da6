"""What several rules have against an agreement, told in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from ...kernel import BadInput

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class ToldTogether:
    """Rules are tried in turn and what they refuse is gathered, so that nobody mends in rounds."""

    faults: list[BadInput] = field(default_factory=list)

    def of(self, rule: Callable[[], _Made]) -> _Made | None:
        """Return what a rule makes; None where it refuses, which is kept to be told."""
        try:
            return rule()
        except BadInput as fault:
            self.faults.append(fault)
            return None

    def whole(self, made: _Made | None) -> _Made:
        """Return what was made; raise the one fault as it is, or BadInput that tells all."""
        self._refuse()
        return cast("_Made", made)  # it is None where a fault was kept, which has been raised

    def _refuse(self) -> None:
        if len(self.faults) == 1:
            raise self.faults[0]
        if self.faults:
            raise BadInput(
                f"This agreement cannot be used: {len(self.faults)} rules are against it.",
                why="\n  ".join(f"{fault.what} {fault.why}".strip() for fault in self.faults),
                next_step="Change the agreement at these places and state it again.",
            )
