"""The board's advice and the accountable officer's decision. They are not the same thing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person
from .uses import DataUse


class Advice(models.Model):
    """What the board said of a use at one meeting. It advises; it never decides."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="advice")
    meeting = models.DateField()
    quorum = models.BooleanField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Advice without a quorum is no advice."""

        ordering = ("use", "meeting", "id")
        constraints = (
            models.CheckConstraint(condition=Q(quorum=True), name="advice_has_quorum"),
            models.UniqueConstraint(fields=("use", "meeting"), name="one_advice_per_meeting"),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.meeting}"


class AdvicePoint(models.Model):
    """One point of advice, with the condition that becomes a term."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="points")
    point = models.PositiveSmallIntegerField()
    text = models.TextField()
    condition = models.JSONField(null=True)

    class Meta:
        """Numbered within a meeting."""

        ordering = ("advice", "point")
        constraints = (
            models.UniqueConstraint(fields=("advice", "point"), name="one_point_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.advice_id}: point {self.point}"


class Decision(models.Model):
    """The accountable officer's yes or no, with what they did about each point of advice."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    on = models.DateField()
    yes = models.BooleanField()
    because = models.TextField()
    on_advice = models.JSONField(default=dict)  # {point: "accepted" | "refused: reason"}
    # What was approved of the DPIA: {measures_approved_by, residual_risk, dpo_advice, …}
    dpia = models.JSONField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest last. That nobody decides on their own use is a trigger in the migrations."""

        ordering = ("use", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="decision_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {'yes' if self.yes else 'no'}"
