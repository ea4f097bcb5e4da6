"""Extracts: the sealed copies that hold only what the terms allow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .agreements import Agreement
from .uses import DataUse


class Extract(models.Model):
    """One sealing. The newest is asked; the others' keys are destroyed."""

    class State(models.TextChoices):
        """Whether it can be asked."""

        CURRENT = "current", "Current"
        DESTROYED = "destroyed", "Key destroyed"

    id = models.CharField(max_length=40, primary_key=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="extracts")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="extracts")
    version = models.PositiveIntegerField()
    facts = models.JSONField()  # gate.Extract
    datasets = models.JSONField()  # [{name, version, fingerprint, rows, quality}]
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    sealed_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One extract of a use can be asked."""

        ordering = ("use", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("use",), condition=Q(state="current"), name="one_current_extract"
            ),
            models.UniqueConstraint(fields=("use", "version"), name="one_extract_per_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="extract_versions_count_from_one"
            ),
            models.CheckConstraint(
                condition=Q(state="destroyed", destroyed_at__isnull=False)
                | Q(state="current", destroyed_at__isnull=True),
                name="destroyed_extract_has_moment",
            ),
        )

    def __str__(self) -> str:
        return self.id
