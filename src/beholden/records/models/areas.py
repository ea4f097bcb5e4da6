"""Areas in versions: the outlines that numbers are shown on, and whose they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class AreasVersion(models.Model):
    """One version of a set of areas, as it is drawn."""

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    steward = models.CharField(max_length=200)
    licence = models.CharField(max_length=300)
    attribution = models.CharField(max_length=500)
    made_up = models.BooleanField(default=False)
    labels = models.JSONField()  # [[code, name], …]
    document = models.TextField()  # GeoJSON
    fingerprint = models.CharField(max_length=80)  # of the document
    source_fingerprint = models.CharField(max_length=80)  # of the file as it came
    points_read = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    detail = models.PositiveIntegerField()  # metres
    findings = models.JSONField()
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        """Versions count from one, each once; somebody answers for them."""

        ordering = ("name", "version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="one_areas_per_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(steward="") & ~Q(attribution=""),
                name="areas_say_whose_they_are",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
