"""What an office has undertaken to do for a use by a day, and what was recorded of it since."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .decisions import AdvicePoint
from .people import Person
from .uses import DataUse

ORIGINS = ("advice", "canvas", "consequence", "design-review", "assessment", "other")
_STEPS = (
    "done",
    "lapsed",
    "time-asked",
    "time-given",
    "withdrawal-asked",
    "withdrawn",
    "set-aside",
)
_OF_A_DAY = ("lapsed", "time-asked", "time-given")


class Undertaking(models.Model):
    """Something to be done by an office, by a day; its state follows from its events."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="undertakings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=200)  # an office
    by = models.DateField()
    stops = models.BooleanField()  # whether the use stops when it lapses
    origin = models.CharField(max_length=20)
    origin_of = models.CharField(max_length=300, blank=True)
    point = models.ForeignKey(
        AdvicePoint, on_delete=models.PROTECT, related_name="undertakings", null=True
    )
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """Numbered within a use."""

        ordering = ("use", "number")
        constraints = (
            models.UniqueConstraint(fields=("use", "number"), name="one_undertaking_per_number"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner=""), name="undertaking_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=ORIGINS), name="undertaking_origin_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: undertaking {self.number}"


class UndertakingEvent(models.Model):
    """One step in the life of an undertaking; nobody does it where a day has passed."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=20)
    because = models.TextField(blank=True)
    until = models.DateField(null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    office = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order of recording. What needs two people is a trigger in the migrations."""

        ordering = ("undertaking", "id")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=_STEPS), name="undertaking_step_known"),
            models.CheckConstraint(
                condition=Q(step__in=_OF_A_DAY, until__isnull=False)
                | (~Q(step__in=_OF_A_DAY) & Q(until__isnull=True)),
                name="undertaking_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(step="lapsed", recorded_by__isnull=True)
                | (~Q(step="lapsed") & Q(recorded_by__isnull=False) & ~Q(because="")),
                name="undertaking_step_has_person_and_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.undertaking_id}: {self.step}"
