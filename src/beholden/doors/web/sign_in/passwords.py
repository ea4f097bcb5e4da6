"""Signing in by e-mail address and password; who is not on the list any more is nobody."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context

from ..officers import officer_named


class StaffByPassword(AuthenticationBackend):
    """Knows an account by its password, where the council lets staff sign in by one."""

    def _check_password(self, user: Any, password: str) -> Any:
        """Return the account, or None; who has left is told no more than a wrong password is."""
        found = super()._check_password(user, password)
        self.unstash_authenticated_user()
        if found is None or not context.request.council.sign_in.password:
            return None
        return found if officer_named(found.person) else None
