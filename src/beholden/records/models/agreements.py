"""Agreements, in versions, and their parties' signatures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .people import Person
from .uses import DataUse


class Agreement(models.Model):
    """One version of a data-sharing agreement, with the terms that the gate obeys."""

    class State(models.TextChoices):
        """The life of an agreement."""

        OFFERED = "offered", "Offered"
        IN_FORCE = "in_force", "In force"
        SUPERSEDED = "superseded", "Superseded"
        ENDED = "ended", "Ended"
        WITHDRAWN = "withdrawn", "Withdrawn"

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="agreements")
    starts = models.DateField()
    ends = models.DateField()
    document = models.JSONField()  # as it was stated
    terms = models.JSONField()  # kernel.Terms, compiled with the board's conditions
    terms_hash = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """At most one agreement of a use is in force; the end is not before the start."""

        ordering = ("name", "version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="one_agreement_per_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="agreement_versions_count_from_one"
            ),
            models.UniqueConstraint(
                fields=("use",), condition=Q(state="in_force"), name="one_agreement_in_force"
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "withdrawn"), ended_at__isnull=False)
                | Q(state__in=("offered", "in_force", "superseded"), ended_at__isnull=True),
                name="ended_agreement_has_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Signature(models.Model):
    """One party's signature under one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=200)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    terms_hash = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        """A party signs once."""

        ordering = ("agreement", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(party=""), name="signature_has_party"),
            models.UniqueConstraint(fields=("agreement", "party"), name="party_signs_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.party}"
