"""Receipts: each question asked, allowed or refused."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .agreements import Agreement
from .extracts import Extract
from .people import Person
from .uses import DataUse


class Receipt(models.Model):
    """The record of one question."""

    id = models.CharField(max_length=40, primary_key=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="receipts")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="receipts", null=True
    )
    extract = models.ForeignKey(
        Extract, on_delete=models.PROTECT, related_name="receipts", null=True
    )
    question = models.TextField()
    allowed = models.BooleanField()
    facts = models.JSONField()  # kernel.Receipt where allowed, kernel.Refusal where not
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        """An allowed question has an extract behind it."""

        ordering = ("asked_at", "id")
        # Counted on every list of uses, without looking at a receipt.
        indexes = (models.Index(fields=("use", "allowed"), name="receipts_of_a_use"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(allowed=False) | Q(extract__isnull=False, agreement__isnull=False),
                name="answer_has_extract",
            ),
        )

    def __str__(self) -> str:
        return self.id
