"""What came of a use: recorded beside what was intended, never over it."""

from __future__ import annotations

from django.db import models

from .people import Person
from .uses import DataUse


class Outcome(models.Model):
    """What came of a use, as recorded on one day."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="outcomes")
    on = models.DateField()
    statement = models.JSONField()  # {measure: {…}, consequences: [{what, actual, …}]}
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order of recording."""

        ordering = ("use", "on", "id")

    def __str__(self) -> str:
        return f"{self.use_id}: {self.on}"
