"""The ethics canvas as a file of the interactive Data Ethics Canvas, both ways."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....actions import LARGEST_CANVAS
from ...form_pages import done_or_told, moved_on, page
from ...forms import GovukForm
from ...telling import told
from ...visits import OfficerVisit
from ..act_page import ActPage
from .listing import crumbs


class CanvasFileForm(GovukForm):
    """A file that the interactive canvas saved."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("The .json file that the interactive canvas saved, up to 1 MiB."),
    )

    def clean_file(self) -> str:
        """Return the file as text; refuse one that is too large, or no text."""
        read: bytes = self.cleaned_data["file"].read(LARGEST_CANVAS + 1)
        if len(read) > LARGEST_CANVAS:
            raise ValidationError(_("The file is larger than 1 MiB"))
        try:
            return read.decode("utf-8")
        except UnicodeDecodeError:
            raise ValidationError(_("Choose a file of text in UTF-8")) from None


def take_along(request: OfficerVisit, name: str) -> HttpResponse:
    """Give a use's canvas as the interactive canvas reads it."""
    text = request.council.export_canvas(use=name)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.canvas.json"'
    return answer


def take_over(request: OfficerVisit, name: str) -> HttpResponse:
    """Take over what a file of the interactive canvas says; the areas that it leaves out stay."""
    council, officer = request.council, request.officer
    task = council.use_tasks(by=officer.code, use=name).task("canvas")
    about = ActPage(
        title=_("Take over a canvas from a file"),
        button=_("Take it over"),
        told=_("The canvas is taken over."),
        to=("officer-canvas", name),
        breadcrumbs=[
            *crumbs(name),
            (_("The ethics canvas"), reverse("officer-canvas", args=[name])),
        ],
        lead=(
            _(
                "For a canvas that was filled in with the Open Data Institute’s interactive Data "
                "Ethics Canvas. An area that the file does not answer stays as it is, and what is "
                "written over is kept as an earlier version."
            ),
        ),
        why_not="" if task.mine else _("It is filled in by %(who)s.") % {"who": told(task.who)},
    )
    posted = request.method == "POST" and not about.why_not
    form = CanvasFileForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        text = form.cleaned_data["file"]
        done = done_or_told(
            form, lambda: council.import_canvas(by=officer.code, use=name, text=text)
        )
        if done is not None:
            return moved_on(request, *about.to, told=_said_of(about, done))
    return page(request, about.template, form=form, about=about, breadcrumbs=about.breadcrumbs)


def _said_of(about: ActPage, done: Any) -> str:
    """Return what came of it: how many areas changed, and what the file said that was not taken."""
    changed = _("Areas that changed: %(n)s.") % {"n": len(done.areas)}
    left = _("Not taken over: %(what)s.") % {"what": "; ".join(done.left_out)}
    came = [about.told, changed] if done.areas else [_("Nothing new was taken over.")]
    return " ".join([*came, *([left] if done.left_out else [])])
