"""Looking again at a use, and the objections of those whom its data describe."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person
from .uses import DataUse


class Review(models.Model):
    """The accountable officer looked at a use again: it goes on, or it ends."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    on = models.DateField()
    continues = models.BooleanField()
    because = models.TextField()
    next_review = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest last. That nobody reviews their own use is a trigger in the migrations."""

        ordering = ("use", "id")
        constraints = (models.CheckConstraint(condition=~Q(because=""), name="review_has_reason"),)

    def __str__(self) -> str:
        return f"{self.use_id}: {'goes on' if self.continues else 'ends'}"


class Objection(models.Model):
    """One subject that is left out of a use; only the keyed mark of its identifier is kept."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="objections")
    column = models.CharField(max_length=128)
    mark = models.BigIntegerField()  # a pseudonym under the use's secret, of objections alone
    secret = models.CharField(max_length=32)  # which secret the mark was made under
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A subject objects once at a time."""

        ordering = ("use", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("use", "column", "mark"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_objection_stands",
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.column}"
