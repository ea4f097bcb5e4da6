"""Who was in which extract, kept as sealed bitmaps, and what may be told of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .datasets import Dataset
from .extracts import Extract
from .people import Person


class MembersKept(models.Model):
    """The file of one extract's members; its key is destroyed when it is kept no longer."""

    extract = models.OneToOneField(Extract, on_delete=models.PROTECT, related_name="members")
    fingerprint = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.extract_id)


class HouseholdDataset(models.Model):
    """A dataset that every household is in, and its columns that a household has in common."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="household")
    columns = models.JSONField()  # names in small letters
    because = models.TextField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Of each dataset one statement stands."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("dataset",),
                condition=Q(withdrawn_at__isnull=True),
                name="one_household_statement_stands",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="household_statement_has_reason"),
        )

    def __str__(self) -> str:
        return str(self.dataset_id)


class Span(models.Model):
    """For how many days something about subjects is kept, or may last; the newest holds.

    Of those that shorten it, the newest that was confirmed.
    """

    of = models.CharField(max_length=40)  # actions.subjects.spans.SpanOf
    days = models.PositiveIntegerField()
    # True where less is kept than was: then it holds only once a second person has confirmed it.
    # Spans from before this was asked have nothing here, and hold.
    shortens = models.BooleanField(null=True)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """Newest last."""

        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(of=""), name="span_is_of_something"),)

    def __str__(self) -> str:
        return f"{self.of}: {self.days}"


class SpanConfirmation(models.Model):
    """A second person's word that something about subjects is kept for fewer days."""

    span = models.OneToOneField(Span, on_delete=models.PROTECT, related_name="confirmation")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.span_id}: confirmed"


class AnswersOfDay(models.Model):
    """How many answers residents were given on one day: nothing is kept of whom they were about."""

    day = models.DateField(unique=True)
    answers = models.PositiveIntegerField()
    told = models.BooleanField(default=False)  # in the ledger, once the day was over

    def __str__(self) -> str:
        return f"{self.day}: {self.answers}"
