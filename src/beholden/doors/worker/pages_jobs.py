"""What the pages leave behind, to be forgotten in time: sessions, codes, counts of tries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...actions import SESSIONS, Home


def forget_what_passed(home: Home) -> None:
    """Delete the sessions that are over: in one may stand what a resident asked.

    One-time codes go too, and how often something was tried; both are keyed hashes.
    """
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from ..accounts.models import Passing, ResidentCode

    with home.at_work():
        SessionStore.clear_expired()
        ResidentCode.objects.filter(expires__lt=home.clock.now()).delete()
        Passing.objects.filter(expires__lt=timezone.now()).delete()


PAGES: tuple[Any, ...] = (replace(SESSIONS, do=forget_what_passed),)
