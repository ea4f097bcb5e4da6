"""Choices of subjects that reach over uses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class OptOut(models.Model):
    """One subject that is left out of a kind of use; only a keyed mark of it is kept."""

    kind = models.CharField(max_length=40)  # actions.subjects.choosing.OptOutKind
    column = models.CharField(max_length=128)
    mark = models.BigIntegerField()  # under a secret of opt-outs alone
    secret = models.CharField(max_length=32)  # which secret the mark was made under
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A subject opts out of a kind once at a time."""

        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "column", "mark"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_opt_out_stands",
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="opt_out_has_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.column}"
