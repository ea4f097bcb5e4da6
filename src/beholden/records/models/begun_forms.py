"""Forms of the pages that somebody has begun, and means to come back to."""

from __future__ import annotations

from django.db import models

from .people import Person


class BegunForm(models.Model):
    """What one person has typed into a form and not sent: theirs alone, and no record of anything.

    What was typed, and what it was typed into, is sealed under a key of its own.
    """

    id = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="begun_forms")
    address = models.CharField(max_length=1000)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        """One of each form for each person."""

        constraints = (
            models.UniqueConstraint(fields=("person", "address"), name="form_begun_once"),
        )

    def __str__(self) -> str:
        return self.id
