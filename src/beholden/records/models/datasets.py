"""Datasets, their versions, and the keys that linkage gave their rows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Dataset(models.Model):
    """A table that the council holds, and who answers for it."""

    name = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    steward = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    retention = models.CharField(max_length=200, blank=True)
    made_up = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        """Alphabetical; somebody answers for each."""

        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(steward=""), name="dataset_has_steward"),
        )

    def __str__(self) -> str:
        return self.name


class DatasetVersion(models.Model):
    """One delivery of a dataset, with its quality as measured on the way in."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=80)
    source_fingerprint = models.CharField(max_length=80, blank=True)  # of the file as it came
    rows = models.PositiveBigIntegerField()
    columns = models.JSONField()  # [{name, type, kind, nulls, distinct}]
    quality = models.JSONField()  # {scores: {dimension: 0–1}, complete: {column: 0–1}, findings: n}
    registered_at = models.DateTimeField()

    class Meta:
        """Numbered from 1 within a dataset."""

        ordering = ("dataset", "number")
        constraints = (
            models.UniqueConstraint(fields=("dataset", "number"), name="one_version_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.dataset_id} v{self.number}"


class KeyColumn(models.Model):
    """A key that linkage gave to the rows of one version: ``uprn`` or ``person``."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="keys")
    column = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=80)
    rows = models.PositiveBigIntegerField()
    matched = models.PositiveBigIntegerField()
    method = models.JSONField()  # {threshold, against, …}
    made_at = models.DateTimeField()

    class Meta:
        """The newest number of a column is the one in use."""

        ordering = ("version", "column", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "column", "number"), name="one_key_per_number"
            ),
            models.CheckConstraint(condition=Q(matched__lte=F("rows")), name="matched_within_rows"),
        )

    def __str__(self) -> str:
        return f"{self.column} of version {self.version_id}"
