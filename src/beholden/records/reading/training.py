"""Reading which rights ask for which courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .views import View


@dataclass(frozen=True, slots=True)
class TrainingRuleView(View):
    """What was stated last: by right the courses that it asks for, and from which day."""

    requires: dict[str, list[str]]
    grace_days: int | None
    holds_from: date

    def rights_asking_for(self, course: str) -> tuple[str, ...]:
        """Return the rights that ask for a course."""
        return tuple(sorted(one for one, courses in self.requires.items() if course in courses))


def training_rule() -> TrainingRuleView | None:
    """Return the rule on training that was stated last, or None; its day may be to come."""
    from ..models import TrainingRule

    record = TrainingRule.objects.order_by("-id").first()
    if record is None:
        return None
    said = record.statement
    return TrainingRuleView(said["requires"], said.get("grace_days"), record.holds_from)
