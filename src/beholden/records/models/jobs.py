"""Jobs of the worker: what was done last, what failed, and which worker is at it now."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One job by its name. It is a note to the workers, and no part of what is on record.

    ``tell`` is what stopped it last, without a value; it is tried again from ``wait_until`` on.
    """

    name = models.CharField(max_length=60, primary_key=True)
    claimed_by = models.CharField(max_length=40, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    tell = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
