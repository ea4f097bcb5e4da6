"""Uses opened in a crisis: by one officer and the data-protection officer, for some days."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .people import Person
from .uses import DataUse

LONGEST = 30  # days for which a use may stand open without its full review


class Opening(models.Model):
    """One use that was opened before its full review, which is owed by a day."""

    use = models.OneToOneField(DataUse, on_delete=models.PROTECT, related_name="opening")
    statement = models.JSONField()  # as it was stated; what is learnt later is stated elsewhere
    document = models.JSONField()  # its agreement, all but the days
    why_now = models.TextField()
    days = models.PositiveSmallIntegerField()
    review_within = models.PositiveSmallIntegerField()  # days
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_because = models.TextField(blank=True)
    until = models.DateField(null=True)
    review_by = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        """At most thirty days, the review within them. Two people: see the migration's guards."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST), name="opening_of_thirty_days_at_most"
            ),
            models.CheckConstraint(
                condition=Q(review_within__gte=1, review_within__lte=F("days")),
                name="opening_is_reviewed_while_open",
            ),
            models.CheckConstraint(condition=~Q(why_now=""), name="opening_has_reason"),
            models.CheckConstraint(
                condition=Q(
                    confirmed_by__isnull=True,
                    confirmed_at__isnull=True,
                    confirmed_because="",
                    until__isnull=True,
                    review_by__isnull=True,
                    lapsed_at__isnull=True,
                )
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    until__isnull=False,
                    review_by__isnull=False,
                    review_by__lte=F("until"),
                )
                & ~Q(confirmed_because=""),
                name="opening_confirmed_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: opened"
