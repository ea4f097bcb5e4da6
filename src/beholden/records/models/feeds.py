"""Feeds: rows that an agreement gives to named people, through a server of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .agreements import Agreement
from .extracts import Extract
from .people import Person
from .uses import DataUse


class Feed(models.Model):
    """One feed under one version of an agreement: asked for, open, closed, gone from the server."""

    class State(models.TextChoices):
        """Where a feed is; only one that is open may have rows."""

        ASKED = "asked", "Asked for"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    id = models.CharField(max_length=40, primary_key=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="feeds")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="feeds")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    because = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=63, blank=True)  # its schema, from its opening on
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="+", null=True)
    filled_at = models.DateTimeField(null=True)
    filled = models.JSONField(default=dict)  # rows and fingerprint by table
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)  # when the server had nothing of it any more

    class Meta:
        """One feed of a use stands. That asking and opening are two people's is checked here."""

        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("use",), condition=~Q(state="closed"), name="one_feed_stands"
            ),
            models.UniqueConstraint(
                fields=("place",),
                condition=~Q(place="") & Q(dropped_at__isnull=True),
                name="one_feed_in_a_place",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("asked_by")),
                name="feed_opened_by_another",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True, opened_at__isnull=True, place="")
                | Q(opened_by__isnull=False, opened_at__isnull=False) & ~Q(place=""),
                name="opened_feed_has_place",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="feed_state_is_that_of_its_moments",
            ),
            models.CheckConstraint(
                condition=Q(extract__isnull=True) | Q(opened_at__isnull=False),
                name="only_an_opened_feed_is_filled",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True)
                | Q(closed_at__isnull=False, extract__isnull=True),
                name="dropped_feed_is_closed_and_empty",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="feed_has_reason"),
        )

    def __str__(self) -> str:
        return self.id


class FeedAccess(models.Model):
    """Somebody's access to a feed, by a login of their own, until a day or until it is taken."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="access")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    login = models.CharField(max_length=63, unique=True)
    until = models.DateField()  # inclusive
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """One access of a person to a feed stands, and nobody gave it to themselves."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("feed", "person"),
                condition=Q(ended_at__isnull=True),
                name="one_access_stands",
            ),
            models.CheckConstraint(
                condition=~Q(given_by=F("person")), name="feed_access_given_by_another"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(ended_at__isnull=False),
                name="dropped_login_has_ended",
            ),
        )

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.login}"
