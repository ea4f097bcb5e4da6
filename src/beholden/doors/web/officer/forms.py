"""Fields that several pages of officers share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import GovukForm


def long_text(label: Any, *, hint: Any = "", rows: int = 5, required: bool = True) -> Any:
    """Return a field for some paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, required=required)


class NothingToFillIn(GovukForm):
    """An act that needs no word: its button is enough."""


class Because(GovukForm):
    """An act that is done with its reason."""

    because = long_text(_("Why?"), hint=_("The reason is public. Name nobody in it."), rows=4)
