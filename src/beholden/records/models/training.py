"""Courses in versions, who took them and with what marks, certificates, and what asks for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person


class CourseVersion(models.Model):
    """One version of a course, as its text; ``published_by`` is empty for one that came along."""

    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=20)
    text = models.TextField()
    fingerprint = models.CharField(max_length=80)
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_on = models.DateField()  # as the council counts its days

    class Meta:
        """Versions count from one, each once."""

        ordering = ("code", "version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="one_course_per_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="course_versions_count_from_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class CourseAttempt(models.Model):
    """One person's way through one version of a course; its id draws the questions."""

    id = models.CharField(max_length=40, primary_key=True)
    course = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        """The newest last."""

        ordering = ("begun_at", "id")

    def __str__(self) -> str:
        return self.id


class SectionRead(models.Model):
    """That somebody has read one section, so that they can go on from there."""

    attempt = models.ForeignKey(CourseAttempt, on_delete=models.PROTECT, related_name="read")
    section = models.PositiveIntegerField()

    class Meta:
        """A section is read once in an attempt."""

        ordering = ("attempt", "section")
        constraints = (
            models.UniqueConstraint(fields=("attempt", "section"), name="section_read_once"),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.section}"


class CourseResult(models.Model):
    """The answers of an attempt and their marks."""

    attempt = models.OneToOneField(
        CourseAttempt, on_delete=models.PROTECT, primary_key=True, related_name="result"
    )
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    marked_at = models.DateTimeField()

    class Meta:
        """A score is in per cent."""

        constraints = (
            models.CheckConstraint(condition=Q(score__lte=100), name="score_is_in_per_cent"),
        )

    def __str__(self) -> str:
        return self.attempt_id


class Certificate(models.Model):
    """That somebody passed, until a day; ``fingerprint`` is in the ledger, in ``entry``."""

    id = models.CharField(max_length=40, primary_key=True)
    result = models.OneToOneField(
        CourseResult, on_delete=models.PROTECT, related_name="certificate"
    )
    issued = models.DateField()
    expires = models.DateField()
    salt = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=80)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """It expires after it is issued."""

        ordering = ("issued", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires__gt=models.F("issued")), name="certificate_lasts_a_while"
            ),
        )

    def __str__(self) -> str:
        return self.id


class TrainingRule(models.Model):
    """Which rights need which courses, from a day on; the newest whose day has come holds."""

    statement = models.JSONField()
    holds_from = models.DateField()
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        """The newest last."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"from {self.holds_from}"
