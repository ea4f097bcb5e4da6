"""What the board saw of a use: its paper as it was, each text kept once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .board import BoardMeeting
from .uses import DataUse


class PaperText(models.Model):
    """The text of a paper in Markdown, known by its fingerprint; kept once, whoever saw it."""

    fingerprint = models.CharField(max_length=80, unique=True)
    text = models.TextField()

    class Meta:
        """A paper says something."""

        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="paper_says_something"),)

    def __str__(self) -> str:
        return self.fingerprint


class MeetingPaper(models.Model):
    """That a meeting had the paper of a use before it, in a version; the newest is what it saw."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="use_papers")
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    content = models.ForeignKey(
        PaperText, on_delete=models.PROTECT, related_name="+", to_field="fingerprint"
    )
    made_at = models.DateTimeField()

    class Meta:
        """That none is made after its meeting is a trigger in the migrations."""

        ordering = ("meeting", "use", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "use", "version"), name="one_paper_per_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.use_id}, version {self.version}"
