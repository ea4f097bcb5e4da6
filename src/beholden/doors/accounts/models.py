"""An account: an e-mail address that signs in as one person of the council's list."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; addresses are kept in small letters, so that each is there once."""

    def create_user(self, email: str, person: str, password: str | None = None) -> Account:
        """Make an account for a person's code; without a password it cannot sign in by one."""
        account = self.model(email=email.strip().lower(), person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of an e-mail address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """What somebody signs in with. What they may do is on the council's list of people alone."""

    email = models.EmailField(unique=True)
    person = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # Every session is bound to it as to the password: a new one ends them all.
    sessions_bound_to = models.CharField(max_length=32, blank=True, default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["person"]

    objects = AccountManager()

    class Meta:
        """An address is in small letters, so that it is there once."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_small"
            ),
        )

    def __str__(self) -> str:
        return self.person

    def end_sessions(self) -> None:
        """Sign this account out wherever it is signed in, and save it."""
        self.sessions_bound_to = secrets.token_hex(16)
        self.save()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Return what each session carries: Django's hash of the password, and our own binding."""
        ours = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in its stubs
        return f"{ours}{self.sessions_bound_to}"


class Passing(models.Model):
    """What is remembered for a while only, such as how often a code was tried (Django's cache).

    It is in the database, so that it holds over all processes; the keys are keyed hashes. What
    strangers can add is bounded by what one block of addresses may try in a time (limits.py).
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """The columns are those of Django's database cache."""

        db_table = "accounts_passing"

    def __str__(self) -> str:
        return self.cache_key


class ResidentCode(models.Model):
    """A one-time code on its way to a resident, for a few minutes; each field is a keyed hash."""

    asked = models.CharField(max_length=64, primary_key=True)  # of the browser that asked for it
    address = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.asked
