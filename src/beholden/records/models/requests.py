"""What residents ask of the council themselves, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class ResidentRequest(models.Model):
    """One request. Its text is sealed under a key of its own, which is destroyed in time."""

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=40)  # actions.subjects.requests.RequestKind
    received = models.DateField()
    text = models.BinaryField()
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True, default="")
    note = models.BinaryField(default=b"")  # sealed like the text
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # its text cannot be read any more

    class Meta:
        """The oldest is first."""

        ordering = ("received", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(kind=""), name="request_has_kind"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="closed_request_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(closed_at__isnull=False),
                name="forgotten_request_is_closed",
            ),
        )

    def __str__(self) -> str:
        return self.id
