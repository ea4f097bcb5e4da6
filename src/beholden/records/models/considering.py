"""What is thought through before a decision: triage, canvas, design review, advice on the DPIA."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person
from .uses import DataUse


class Triage(models.Model):
    """The answers to the questions of triage, and how much review they owe; newest last."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="triages")
    answers = models.JSONField(default=dict)  # {question: answer}
    owed = models.JSONField()  # {review, score, because, missing, design_review, begun, table}
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """That triage is done before advice is a trigger in the migrations."""

        ordering = ("use", "id")

    def __str__(self) -> str:
        return f"{self.use_id}: triage"


class CanvasVersion(models.Model):
    """One area of a use's canvas as it was filled in once; the newest is what the use says now."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="canvas_versions")
    area = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12)
    text = models.TextField(blank=True)  # all that is said, in words, as it was read then
    said = models.JSONField()  # as it is stated: answers, owner, notes, why_not, actions
    filled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    filled_at = models.DateTimeField()
    advised = models.PositiveSmallIntegerField(default=0)  # how often the board had advised before

    class Meta:
        """Counted from 1 in each area."""

        ordering = ("use", "area", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("use", "area", "number"), name="one_canvas_version_per_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="canvas_versions_count_from_one"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("not begun", "in progress", "for review", "complete")),
                name="canvas_status_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.area}, version {self.number}"


class DesignReview(models.Model):
    """What the design authority found: architecture, security, standards, exit, retention."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="design_reviews")
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    on = models.DateField()
    findings = models.JSONField()  # {part: {finding, text}}
    verdict = models.CharField(max_length=24)
    conditions = models.JSONField(default=list)  # [{what, who, by}]
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest last. That nobody reviews the design of their own use is a trigger."""

        ordering = ("use", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=("approved", "approved with conditions", "not approved")),
                name="design_verdict_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.verdict}"


class DpiaAdvice(models.Model):
    """What the data-protection officer advised on the impact assessment of a use."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="dpia_advice")
    advised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    on = models.DateField()
    says = models.TextField()
    proceed = models.CharField(max_length=20)
    residual_risk = models.CharField(max_length=6)
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest last. That nobody advises on their own use is a trigger in the migrations."""

        ordering = ("use", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(says=""), name="dpia_advice_says_something"),
            models.CheckConstraint(
                condition=Q(proceed__in=("yes", "with measures", "no")),
                name="dpia_advice_known",
            ),
            models.CheckConstraint(
                condition=Q(residual_risk__in=("low", "medium", "high")),
                name="residual_risk_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.proceed}"
