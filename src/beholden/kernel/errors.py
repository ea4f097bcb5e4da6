"""The one family of errors: what is wrong, why we stop, what to do next, whom to ask.

    BeholdenError
    ├── Refused        3   the agreement, a right or a rule says no (carries a Refusal)
    ├── BadQuestion    4   the text is not a question that can be read
    ├── OutOfLimits    5   the question took too long, too much memory or too many rows
    ├── BadInput       6   a file, a table or a statement cannot be used as it is
    ├── NotFound       7   no such dataset, use, agreement, person, answer or release
    ├── Damaged        8   something stored is not as it was written
    └── Unavailable    9   the machine cannot do it now (full disk, another process at work)

No error carries a value from the data: not in its text, not in its fields.
"""

from __future__ import annotations

from typing import Any

from .refusals import Refusal


class BeholdenError(Exception):
    """Anything that Beholden stops for, shown to people without a traceback."""

    exit_code = 1
    kind = "error"

    def __init__(self, what: str, *, why: str = "", next_step: str = "", ask: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step
        self.ask = ask

    def __str__(self) -> str:
        parts = [self.what]
        if self.why:
            parts.append(f"  {self.why}")
        if self.next_step:
            parts.append(f"  Next:  {self.next_step}")
        if self.ask:
            parts.append(f"  Ask:   {self.ask}")
        return "\n".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return the one JSON shape of every error."""
        return {
            "error": {
                "kind": self.kind,
                "exit_code": self.exit_code,
                "what": self.what,
                "why": self.why,
                "next": self.next_step,
                "ask": self.ask,
            }
        }


class Refused(BeholdenError):
    """The software's no, with its refusal as a value."""

    exit_code = 3
    kind = "refused"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(
            refusal.what, why=refusal.why, next_step=refusal.next_step, ask=refusal.ask
        )
        self.refusal = refusal

    def __str__(self) -> str:
        return self.refusal.in_words()

    def to_dict(self) -> dict[str, Any]:
        """Return the error's JSON with the clause that said no."""
        shape = super().to_dict()
        shape["error"]["clause"] = self.refusal.clause
        return shape


class BadQuestion(BeholdenError):
    """The text cannot be read as one question.

    ``place`` is where in the text, a line and a column from 1, as far as that is known: whoever has
    the text at hand may show it. The error does not repeat it, for it may hold a personal value.
    """

    exit_code = 4
    kind = "bad-question"

    def __init__(
        self,
        what: str,
        *,
        why: str = "",
        next_step: str = "",
        ask: str = "",
        place: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, ask=ask)
        self.place = place


class OutOfLimits(BeholdenError):
    """The question was stopped at a limit of time, memory, rows or text."""

    exit_code = 5
    kind = "out-of-limits"


class BadInput(BeholdenError):
    """A file, a table or a statement that cannot be used as it is."""

    exit_code = 6
    kind = "bad-input"


class NotFound(BeholdenError):
    """A name that nothing in this council's home answers to."""

    exit_code = 7
    kind = "not-found"


class Damaged(BeholdenError):
    """Something stored is not as it was written."""

    exit_code = 8
    kind = "damaged"


class Unavailable(BeholdenError):
    """The machine cannot do it now: a full disk, a lock that another process holds."""

    exit_code = 9
    kind = "unavailable"
