"""The software's no, as a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused, why, by which clause, what to do next and whom to ask.

    A refusal depends on the question, the terms and the rights of the asker only, never on data
    (property S2), so its text may be shown to the asker as it stands.
    """

    what: str
    why: str
    clause: str = ""
    next_step: str = ""
    ask: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the refusal as plain data."""
        return asdict(self)

    def in_words(self) -> str:
        """Return the refusal as an analyst reads it on a screen."""
        lines = [f"Not allowed: {self.what}", "", f"  {self.why}"]
        if self.clause:
            lines[-1] += f"  ({self.clause})"
        if self.next_step or self.ask:
            lines.append("")
        if self.next_step:
            lines.append(f"  Try:  {self.next_step}")
        if self.ask:
            lines.append(f"  {'Or ask' if self.next_step else 'Ask'} {self.ask}")
        return "\n".join(lines)
