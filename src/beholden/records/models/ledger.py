"""The ledger's entries, written in the same transaction as the acts they tell of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LedgerHead(models.Model):
    """How many entries there are: one row, locked while an act is written, so none is skipped."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        """There is one head."""

        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_ledger_head"),)

    def __str__(self) -> str:
        return str(self.size)


class LedgerEntry(models.Model):
    """One act, as canonical JSON. Append-only by trigger."""

    index = models.PositiveBigIntegerField(primary_key=True)
    act = models.CharField(max_length=40)
    use = models.CharField(max_length=80, blank=True)
    body = models.TextField()  # RFC 8785 JSON, the very bytes that are hashed
    written_at = models.DateTimeField()

    class Meta:
        """In order; found by use as well, for the page of a use."""

        ordering = ("index",)
        indexes = (models.Index(fields=("use", "index"), name="entries_of_a_use"),)

    def __str__(self) -> str:
        return f"{self.index}: {self.act}"
