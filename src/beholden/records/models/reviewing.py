"""Review of links: who ran a linkage, what was drawn from it, and what people decided.

Rows are told by their number and places by their UPRN: no text of the data is kept here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .datasets import DatasetVersion, KeyColumn
from .people import Person


class LinkageRun(models.Model):
    """What made a key: who ran it, against which gazetteer, by which columns."""

    key = models.OneToOneField(
        KeyColumn, on_delete=models.PROTECT, related_name="run", primary_key=True
    )
    against = models.ForeignKey(
        DatasetVersion, on_delete=models.PROTECT, related_name="+", null=True
    )
    columns = models.JSONField()  # {dataset: {field: [column, …]}}
    threshold = models.FloatField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A threshold is a probability."""

        constraints = (
            models.CheckConstraint(
                condition=Q(threshold__gte=0) & Q(threshold__lte=1), name="threshold_is_a_share"
            ),
        )

    def __str__(self) -> str:
        return f"run of key {self.key_id}"


class ReviewSample(models.Model):
    """Pairs drawn at random from one linkage, to estimate how often it is right."""

    class Of(models.TextChoices):
        """Which rows it was drawn from."""

        MATCHED = "matched", "Matched"
        UNMATCHED = "unmatched", "Unmatched"

    id = models.CharField(max_length=40, primary_key=True)
    key = models.ForeignKey(KeyColumn, on_delete=models.PROTECT, related_name="samples")
    of = models.CharField(max_length=10, choices=Of.choices)
    rows = models.PositiveBigIntegerField()  # of the population, those without a candidate too
    strata = models.JSONField()  # [{name, rows, drawn: [[row, candidate], …]}]
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        """The newest sample of a kind is the one in use."""

        ordering = ("drawn_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(of__in=("matched", "unmatched")), name="sample_of_known_rows"
            ),
        )

    def __str__(self) -> str:
        return self.id


class PairLabel(models.Model):
    """One decision about one pair. A later one about the same pair stands above it."""

    class Says(models.TextChoices):
        """What was decided."""

        SAME = "same", "Same"
        DIFFERENT = "different", "Different"
        CANNOT_TELL = "cannot tell", "Cannot tell"

    key = models.ForeignKey(KeyColumn, on_delete=models.PROTECT, related_name="labels")
    row = models.PositiveBigIntegerField()  # counted from 1
    candidate = models.CharField(max_length=120)  # a UPRN, or another row as dataset:row
    says = models.CharField(max_length=11, choices=Says.choices)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        """In the order of deciding; found by the key they belong to."""

        ordering = ("id",)
        indexes = (models.Index(fields=("key", "row"), name="labels_of_a_row"),)
        constraints = (
            models.CheckConstraint(condition=Q(row__gte=1), name="labelled_rows_count_from_one"),
            models.CheckConstraint(
                condition=Q(says__in=("same", "different", "cannot tell")),
                name="label_says_a_known_word",
            ),
        )

    def __str__(self) -> str:
        return f"row {self.row} of key {self.key_id}: {self.says}"
