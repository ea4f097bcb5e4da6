"""Lawful concealment: a use that residents, or the public, are not told of for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .people import Person
from .uses import DataUse


class Concealment(models.Model):
    """One use, or one dataset of it, that is concealed until a day; two people stand for it."""

    id = models.CharField(max_length=40, primary_key=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="concealments")
    dataset = models.CharField(max_length=80, blank=True)  # empty: the whole use
    reason = models.CharField(max_length=40)  # actions.subjects.concealing.Reason
    pages = models.BooleanField()  # from the public pages too
    until = models.DateField()  # inclusive
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """It holds from the second person's word on. That they are two is checked here as well."""

        ordering = ("stated_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("stated_by")),
                name="concealment_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="confirmed_concealment_has_moment",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="concealment_has_reason"),
        )

    def __str__(self) -> str:
        return self.id
