"""Keys of the API: programs that act as one person, with some of that person's rights."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class ApiKey(models.Model):
    """One key; of its secret only the SHA-256 is kept, so that the register opens nothing.

    ``rights`` and ``uses`` narrow what its person may do: no right means reading only, no use named
    means any use.
    """

    id = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_keys")
    purpose = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True)
    rights = models.JSONField()
    uses = models.JSONField()
    until = models.DateField()  # inclusive
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A key says what it is for."""

        ordering = ("opened_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="api_key_has_purpose"),
        )

    def __str__(self) -> str:
        return self.id


class SentOnce(models.Model):
    """That a person sent a request under an idempotency key, and what was answered.

    It is claimed before the act is done; an answer is there once it was. ``digest`` is of the
    request, so that one key is not taken for two.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)

    class Meta:
        """A person sends one request under one key."""

        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="sent_once_by_a_person"),
        )

    def __str__(self) -> str:
        return self.key
