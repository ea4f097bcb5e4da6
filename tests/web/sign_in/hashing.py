"""A password hash that costs next to nothing, for tests."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """One round only."""

    algorithm = "quick"
    iterations = 1
