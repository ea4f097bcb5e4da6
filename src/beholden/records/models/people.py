"""People who act, and their roles. A person is known by a code and an office."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.functional import cached_property

models.CharField.register_lookup(Length)


class Person(models.Model):
    """Somebody who may act; only the office is ever public."""

    code = models.CharField(max_length=80, unique=True)
    office = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    called_before = models.JSONField(null=True)  # [{office, until}, …]: what they were before
    # What training is asked for before an act, where it was read with who does it.
    training: Any

    class Meta:
        """A code and an office are never empty."""

        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__length__gt=0), name="person_has_code"),
            models.CheckConstraint(condition=Q(office__length__gt=0), name="person_has_office"),
        )

    def __str__(self) -> str:
        return self.code

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """Return the roles that the person held when this was read from the records."""
        return frozenset(self.roles.values_list("role", flat=True))


class PersonRole(models.Model):
    """One role of one person, by the role's code (see actions/rights.py), and who gave it.

    Nobody gave the first administrator's role, nor is it known for roles from before version 0022
    of the register.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        """A role is held once, and given by somebody else."""

        constraints = (
            models.UniqueConstraint(fields=("person", "role"), name="role_held_once"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("person")),
                name="role_given_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class AccountTaken(models.Model):
    """An account that was begun anew or closed, and who gave its person a way in again since.

    The account itself belongs to the pages. Whoever holds what sets its password acts as its
    person, so nobody takes an account away and hands it out again alone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts_taken")
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField(null=True)
    sent = models.BooleanField(null=True)  # its address was sent to its person, shown to nobody

    class Meta:
        """It is given again by another, and until then it is on record once."""

        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(given_by__isnull=True),
                name="account_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("taken_by")),
                name="account_given_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.taken_at}"


class WayIn(models.Model):
    """Who gave a person a way in and held it first: opened the account, or was shown its address.

    Of accounts from before version 0038 of the register this is not known; it is ``assumed`` that
    the first administrator opened each, or the first of the list where nobody was one any more.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways_in")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    assumed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.given_at}"
