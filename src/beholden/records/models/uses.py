"""Data uses: one purpose each, with its canvas and what it may lead to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class DataUse(models.Model):
    """One purpose for which data are used; the centre of every record."""

    class State(models.TextChoices):
        """Where a use is between idea and decision."""

        STATED = "stated", "Stated"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    class Review(models.TextChoices):
        """How much review triage says is owed."""

        LIGHT = "light", "Light"
        FULL = "full", "Full"

    name = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    purpose = models.TextField()
    owner = models.CharField(max_length=200)
    accountable_officer = models.CharField(max_length=200)
    why_data = models.TextField(blank=True)
    people_affected = models.CharField(max_length=200, blank=True)
    personal_data = models.BooleanField()
    special_category = models.BooleanField()
    review = models.CharField(max_length=10, choices=Review.choices)
    canvas = models.JSONField(default=dict)  # {area: {status, text}}
    statement = models.JSONField()  # as it was stated
    made_up = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STATED)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """Special-category data are personal data; personal data are owed a full review."""

        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="use_has_purpose"),
            models.CheckConstraint(
                condition=Q(personal_data=True) | Q(special_category=False),
                name="special_category_is_personal",
            ),
            models.CheckConstraint(
                condition=Q(personal_data=False) | Q(review="full"),
                name="personal_data_owe_full_review",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("stated", "approved", "declined")), name="use_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Consequence(models.Model):
    """Something that a use may lead to, as foreseen."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="consequences")
    order = models.PositiveSmallIntegerField()
    what = models.TextField()
    affects = models.TextField(null=True)  # NULL in what was stated before it was asked
    kind = models.CharField(
        max_length=8, choices=(("positive", "Positive"), ("negative", "Negative"))
    )
    intended = models.BooleanField()
    likelihood = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=40, blank=True)
    response = models.TextField(blank=True)  # the mitigation or the encouragement
    measure = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    by = models.DateField(null=True, blank=True)
    stance = models.CharField(max_length=10, blank=True)  # act, influence, monitor

    class Meta:
        """In the order in which they were stated."""

        ordering = ("use", "order")
        constraints = (
            models.UniqueConstraint(fields=("use", "order"), name="one_consequence_per_place"),
            models.CheckConstraint(
                condition=Q(stance__in=("", "act", "influence", "monitor")), name="stance_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("positive", "negative")), name="consequence_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: {self.order}"
