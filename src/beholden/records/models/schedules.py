"""Schedules: saved questions that are asked again by themselves, and what came of each time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .answers import Receipt
from .people import Person
from .saved_questions import SavedQuestion


class Schedule(models.Model):
    """That a saved question is asked on some days, for whoever scheduled it.

    ``on`` is the day of the week (Monday is 1) or of the month; 0 where it is asked every day.
    """

    saved = models.ForeignKey(SavedQuestion, on_delete=models.PROTECT, related_name="schedules")
    every = models.CharField(max_length=5)  # actions.scheduling.rhythm.Every
    on = models.PositiveSmallIntegerField(default=0)
    starts = models.DateField()
    until = models.DateField()  # inclusive
    scheduled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="schedules")
    scheduled_at = models.DateTimeField()

    class Meta:
        """The oldest first."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(every="day", on=0)
                | Q(every="week", on__gte=1, on__lte=7)
                | Q(every="month", on__gte=1, on__lte=31),
                name="schedule_has_days",
            ),
            models.CheckConstraint(
                condition=Q(starts__lte=F("until")), name="schedule_starts_before_its_end"
            ),
        )

    def __str__(self) -> str:
        return f"schedule {self.pk}"


class ScheduleEnd(models.Model):
    """That a schedule asks no more, before its last day; nobody ended what ended by itself."""

    schedule = models.OneToOneField(
        Schedule, on_delete=models.PROTECT, related_name="end", primary_key=True
    )
    because = models.CharField(max_length=20)  # actions.scheduling.ends.Because
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.because}"


class ScheduleRun(models.Model):
    """One time that a schedule asked: for which of its days, and the receipt.

    ``answer`` is sealed under the key of the extract that it is from, so it ends with that extract;
    it is empty where there is none, or not any more.
    """

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="runs")
    due = models.DateField()
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="run")
    answer = models.BinaryField(default=b"")

    class Meta:
        """A schedule asks once for each of its days."""

        ordering = ("schedule", "due")
        constraints = (
            models.UniqueConstraint(fields=("schedule", "due"), name="schedule_asks_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.due}"
