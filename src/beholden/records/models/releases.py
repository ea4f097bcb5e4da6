"""Releases: answers that leave the council's analysts, approved by a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .answers import Receipt
from .areas import AreasVersion
from .people import Person
from .uses import DataUse


class Release(models.Model):
    """One table on its way out."""

    class State(models.TextChoices):
        """Where it is."""

        REQUESTED = "requested", "Requested"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        PUBLISHED = "published", "Published"

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="releases")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="releases")
    title = models.CharField(max_length=300)
    checked = models.JSONField()  # release.Checked: never an exact withheld value
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=300, blank=True)

    class Meta:
        """Nobody reviews their own release (S9); a state past the request has its reviewer."""

        ordering = ("requested_at", "id")
        indexes = (
            models.Index(fields=("use", "state"), name="releases_of_a_use"),
            # Few are to be worked at, among thousands that are published.
            models.Index(fields=("state",), name="releases_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("requested_by")),
                name="release_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(
                    state__in=("approved", "declined", "published"),
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                ),
                name="reviewed_release_has_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="published_release_has_moment",
            ),
        )

    def __str__(self) -> str:
        return self.id


class ReleaseAreas(models.Model):
    """Which version of areas a release is mapped on, from its request on; without one, on none."""

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, related_name="on_areas", primary_key=True
    )
    areas = models.ForeignKey(AreasVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.release_id}: on areas {self.areas_id}"
