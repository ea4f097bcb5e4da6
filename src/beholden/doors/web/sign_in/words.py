"""Words that anybody would try first as a password here."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import serving

_OURS = frozenset({"beholden", "password", "council", "borough", "welcome"})
_LEAST_OF_ITS_OWN = 8


class NoWordOfOurs:
    """Refuses a password that is little more than such a word."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 (Django's)
        """Raise ValidationError where fewer than eight characters are left without such words."""
        left = password.lower()
        for word in sorted(our_words(), key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.lower() and len(left) < _LEAST_OF_ITS_OWN:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return what is asked of a password."""
        return _("Use more words of your own: one of the council or of this service is guessed")


def our_words() -> frozenset[str]:
    """Return the words of this service and of the council's own name."""
    return _OURS | set(re.findall(r"\w{4,}", serving.council().name.lower()))
