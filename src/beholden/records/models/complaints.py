"""Complaints of data subjects, and what was done about each (section 164A of the DPA 2018)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Person
from .uses import DataUse


class Complaint(models.Model):
    """One complaint. Its text is sealed under a key of its own, which is destroyed in time."""

    id = models.CharField(max_length=40, primary_key=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="complaints", null=True)
    kind = models.CharField(max_length=40)  # actions.subjects.complaint_words.ComplaintKind
    channel = models.CharField(max_length=40)
    received = models.DateField()
    text = models.BinaryField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)  # its text cannot be read any more

    class Meta:
        """The oldest is first."""

        ordering = ("received", "id")
        constraints = (models.CheckConstraint(condition=~Q(kind=""), name="complaint_has_kind"),)

    def __str__(self) -> str:
        return self.id


class ComplaintStep(models.Model):
    """One thing that was done about a complaint, or that the calendar found not done."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    note = models.BinaryField()  # sealed like the text
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()

    class Meta:
        """It is acknowledged, decided, closed and found overdue once."""

        ordering = ("complaint", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("complaint", "step"),
                condition=~Q(step="informed"),
                name="one_step_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(step="decided", outcome__gt="") | (~Q(step="decided") & Q(outcome="")),
                name="decided_complaint_has_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.step}"
