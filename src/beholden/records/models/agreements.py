"""Agreements: drafts, versions, what each party said, and when asking was stopped."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .people import Person
from .uses import DataUse


class Agreement(models.Model):
    """One version of a data-sharing agreement, with the terms that the gate obeys."""

    class State(models.TextChoices):
        """The life of an agreement."""

        OFFERED = "offered", "Offered"
        IN_FORCE = "in_force", "In force"
        SUSPENDED = "suspended", "Suspended"
        SUPERSEDED = "superseded", "Superseded"
        ENDED = "ended", "Ended"
        WITHDRAWN = "withdrawn", "Withdrawn"

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="agreements")
    starts = models.DateField()
    ends = models.DateField()
    document = models.JSONField()  # as it was stated
    terms = models.JSONField()  # kernel.Terms, compiled with the board's conditions
    terms_hash = models.CharField(max_length=80)
    # {dataset: {id, version, fingerprint, columns}} that was agreed to
    contracts = models.JSONField(default=dict)
    # Of the whole: words, contracts, terms. Agreements offered before it was kept have none.
    document_hash = models.CharField(max_length=80, null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Who kept its draft. Nobody is ever taken out of the register, so no constraint says that they
    # are there; with one SQLite would remake the table to take the column away.
    drafted_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    stated_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """At most one agreement of a use is in force or suspended; it ends after its start."""

        ordering = ("name", "version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="one_agreement_per_version"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="agreement_versions_count_from_one"
            ),
            models.UniqueConstraint(
                fields=("use",),
                condition=Q(state__in=("in_force", "suspended")),
                name="one_agreement_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("ended", "withdrawn"), ended_at__isnull=False)
                | Q(
                    state__in=("offered", "in_force", "suspended", "superseded"),
                    ended_at__isnull=True,
                ),
                name="ended_agreement_has_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Signature(models.Model):
    """One party's signature under one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=200)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    terms_hash = models.CharField(max_length=80)
    document_hash = models.CharField(max_length=80, null=True)
    signed_at = models.DateTimeField()

    class Meta:
        """A party signs once."""

        ordering = ("agreement", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(party=""), name="signature_has_party"),
            models.UniqueConstraint(fields=("agreement", "party"), name="party_signs_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.party}"


class PartyAnswer(models.Model):
    """What a party said of one version other than yes: it is on record for good."""

    class Says(models.TextChoices):
        """The answers that are no signature."""

        CHANGES = "asks_for_changes", "Asks for changes"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="answers")
    party = models.CharField(max_length=200)
    says = models.CharField(max_length=20, choices=Says.choices)
    text = models.TextField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """An answer has its reason; a party withdraws once."""

        ordering = ("agreement", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(party="") & ~Q(text=""), name="answer_has_party_and_text"
            ),
            models.CheckConstraint(
                condition=Q(says__in=("asks_for_changes", "declined", "withdrawn")),
                name="answer_is_known",
            ),
            models.UniqueConstraint(
                fields=("agreement", "party"),
                condition=Q(says="withdrawn"),
                name="party_withdraws_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.party} {self.says}"


class Suspension(models.Model):
    """A time in which nothing is asked under an agreement, and its extract is kept."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="suspensions")
    because = models.TextField()
    suspended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    suspended_at = models.DateTimeField()
    resumed_because = models.TextField(blank=True)
    resumed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        """Lifted, if at all, by another person, with a reason of their own."""

        ordering = ("agreement", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="suspension_has_reason"),
            models.CheckConstraint(
                condition=Q(resumed_by__isnull=True, resumed_at__isnull=True, resumed_because="")
                | (Q(resumed_by__isnull=False, resumed_at__isnull=False) & ~Q(resumed_because="")),
                name="resumption_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(resumed_by__isnull=True) | ~Q(resumed_by=F("suspended_by")),
                name="resumed_by_another",
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=Q(resumed_at__isnull=True),
                name="one_suspension_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: suspended"


class AgreementDraft(models.Model):
    """An agreement that is being written: nobody is bound by it, and its author may change it."""

    name = models.CharField(max_length=80, unique=True)
    use = models.ForeignKey(DataUse, on_delete=models.PROTECT, related_name="drafts")
    document = models.JSONField()
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        """Alphabetical."""

        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
