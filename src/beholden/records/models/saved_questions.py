"""Questions that are saved to a use, for every named analyst of it to ask again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person
from .uses import DataUse


class SavedQuestion(models.Model):
    """A question under a title. Whether it may be asked is decided each time that it is."""

    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="saved_questions")
    title = models.CharField(max_length=200)
    question = models.TextField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        """The oldest first."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(question=""), name="saved_question_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.use_id}: saved question {self.pk}"


class SavedQuestionGone(models.Model):
    """That a saved question is not offered any more."""

    saved = models.OneToOneField(
        SavedQuestion, on_delete=models.PROTECT, related_name="gone", primary_key=True
    )
    gone_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.saved_id}: gone"
