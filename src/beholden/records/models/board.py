"""The data ethics board: who is on it, when it met, who was there, and what its minutes say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .decisions import Advice
from .people import Person
from .uses import DataUse


class BoardVersion(models.Model):
    """The board as it was stated at one moment: its seats and the rule of its quorum."""

    seats = models.JSONField()  # [{seat, title, lay}]
    quorum = models.JSONField()  # {share, lay}
    statement = models.JSONField()  # as it was stated, with the codes of its members
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """The newest counts."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"board {self.pk}"


class BoardMember(models.Model):
    """A member of the board as stated: seat, term, and declared interests."""

    board = models.ForeignKey(BoardVersion, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    seat = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField()
    interests = models.JSONField(default=list)  # [{text, touches}]

    class Meta:
        """A person sits once."""

        ordering = ("board", "id")
        constraints = (
            models.UniqueConstraint(fields=("board", "person"), name="member_sits_once"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="member_term_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board_id}: {self.seat}"


class BoardMeeting(models.Model):
    """A meeting of the board: planned, then held, then minuted."""

    on = models.DateField(unique=True)
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="planned")
    board = models.ForeignKey(BoardVersion, on_delete=models.PROTECT, related_name="+")
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """One meeting a day."""

        ordering = ("on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("planned", "held", "minuted")), name="meeting_state_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.on)


class BoardItem(models.Model):
    """One item of an agenda, with what the board saw of it."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    use = models.ForeignKey(
        DataUse, on_delete=models.PROTECT, related_name="board_items", null=True
    )
    papers = models.JSONField(default=list)  # [{name, fingerprint}]

    class Meta:
        """Numbered within a meeting; a use is on an agenda once."""

        ordering = ("meeting", "number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="one_item_per_number"),
            models.UniqueConstraint(fields=("meeting", "use"), name="use_on_agenda_once"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}: item {self.number}"


class BoardAttendance(models.Model):
    """That a member of the board was at a meeting."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    seat = models.CharField(max_length=80)
    # [{item, because}]: where a declared interest touches a use, and the member took part.
    took_part = models.JSONField(null=True)

    class Meta:
        """A person is there once."""

        ordering = ("meeting", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="member_there_once"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.seat}"


class StoodAside(models.Model):
    """That a member who was there took no part in one item, and why."""

    item = models.ForeignKey(BoardItem, on_delete=models.PROTECT, related_name="stood_aside")
    attendance = models.ForeignKey(
        BoardAttendance, on_delete=models.PROTECT, related_name="stood_aside"
    )
    because = models.TextField()

    class Meta:
        """Once for an item."""

        ordering = ("item", "id")
        constraints = (
            models.UniqueConstraint(fields=("item", "attendance"), name="stood_aside_once"),
            models.CheckConstraint(condition=~Q(because=""), name="stood_aside_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}: {self.attendance_id}"


class BoardMinutes(models.Model):
    """The minutes of a meeting in Markdown; what is corrected is written anew beside them."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField()
    fingerprint = models.CharField(max_length=80)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """In the order of recording; the last are those that hold."""

        ordering = ("meeting", "id")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="minutes_say_something"),)

    def __str__(self) -> str:
        return f"{self.meeting_id}: minutes"


class AdviceGiven(models.Model):
    """That advice was given at a recorded meeting, by so many of its members, and who dissented."""

    advice = models.OneToOneField(Advice, on_delete=models.PROTECT, related_name="given")
    item = models.ForeignKey(BoardItem, on_delete=models.PROTECT, related_name="given")
    present = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    dissent = models.JSONField(default=list)  # [{point, text}]

    class Meta:
        """Advice without a quorum is no advice."""

        ordering = ("advice",)
        constraints = (
            models.CheckConstraint(
                condition=Q(present__gte=F("needed")), name="given_advice_has_quorum"
            ),
        )

    def __str__(self) -> str:
        return f"{self.advice_id}: item {self.item_id}"
