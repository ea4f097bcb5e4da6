"""Writing an agreement: begun from its use, kept as a draft, changed, discarded, offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....actions import statement_in, written_as_yaml
from .....records import reading
from ...forms import GovukForm
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..forms import NothingToFillIn, long_text
from .form.tasks import mendings, not_in_form, sections


class DocumentForm(GovukForm):
    """An agreement as YAML."""

    document = long_text(
        gettext_lazy("The agreement"),
        hint=gettext_lazy(
            "In YAML: two spaces are one step in; what follows # is a remark, and is not kept. "
            "A column that is not named is withheld. It may have faults while it is a draft."
        ),
        rows=36,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].strip = False  # type: ignore[attr-defined]
        self.fields["document"].widget.attrs |= {
            "class": "govuk-textarea beholden-code-field",
            "spellcheck": "false",
        }


class Seen(GovukForm):
    """Which draft was read: one that was changed meanwhile is not offered."""

    seen = forms.CharField(widget=forms.HiddenInput)


class BegunForm(GovukForm):
    """The name of an agreement that is begun."""

    agreement = forms.SlugField(
        label=gettext_lazy("Short name of the agreement"),
        help_text=gettext_lazy(
            "In small letters, digits and hyphens, such as warm-homes-2026. It never changes."
        ),
        max_length=80,
    )

    def clean_agreement(self) -> str:
        """See that no draft of this name would be written over."""
        name = str(self.cleaned_data["agreement"])
        if name in {one.name for one in reading.drafts()}:
            raise forms.ValidationError(
                _("There is a draft of this name already: go on with it, or give another name")
            )
        return name


def write(request: OfficerVisit) -> HttpResponse:
    """Begin an agreement from what is known of its use, or its next version, as a draft."""
    use, name = request.GET.get("use", ""), request.GET.get("agreement", "")
    if not (use or name):
        context = {
            "uses": [one for one in reading.uses_named() if one.state != "declined"],
            "breadcrumbs": _way(),
        }
        return render(request, "officer/agreements/which_use.html", context)
    begun = _begun(request.council, use=use, name=name)
    about = ActPage(
        title=_("Write an agreement"),
        button=_("Begin"),
        told=_("The draft is begun. Its parts may be filled in in any order."),
        to=("officer-agreements",),
        breadcrumbs=_way(),
        lead=(
            _(
                "It is filled in a part at a time, and kept as a draft: you may leave it and come "
                "back. A draft binds nobody. The data-protection officer offers it to the parties."
            ),
        ),
        known=_known_of(str(begun["use"])),
        template="officer/agreements/begin.html",
    )
    return acted(
        request,
        BegunForm,
        about,
        lambda form: _kept(request, {**begun, "agreement": form.cleaned_data["agreement"]}),
        initial={"agreement": begun["agreement"]},
        leads_to=lambda name: ("officer-draft", name),
        query=request.GET.urlencode(),
    )


def _known_of(use: str) -> tuple[tuple[str, str], ...]:
    stated = reading.use_stated(use)
    return ((_("Use"), stated.title), (_("What it is for"), stated.purpose))


def _begun(council: Any, *, use: str, name: str) -> dict[str, Any]:
    """Return the newest version of an agreement to go on from, or one begun from its use."""
    if name:
        return dict(reading.agreement(name).document)
    return statement_in(council.use_form(kind="agreement", use=use))


def write_as_yaml(request: OfficerVisit) -> HttpResponse:
    """Begin an agreement as YAML."""
    council = request.council
    use, name = request.GET.get("use", ""), request.GET.get("agreement", "")
    if name:
        begun = written_as_yaml(reading.agreement(name).document)
    else:
        begun = str(council.use_form(kind="agreement", use=use)) if use else ""
    return _keep(request, begun=begun, breadcrumbs=_way())


def change(request: OfficerVisit, name: str) -> HttpResponse:
    """Change one's own draft as YAML."""
    _view, document, _author = reading.draft(name)
    way = [*_way(), (name, reverse("officer-draft", args=[name]))]
    return _keep(request, begun=written_as_yaml(document), breadcrumbs=way)


def _keep(request: OfficerVisit, *, begun: str, breadcrumbs: Any) -> HttpResponse:
    about = ActPage(
        title=_("Write an agreement"),
        button=_("Keep it as a draft"),
        told=_("The draft is kept. It is offered to nobody yet."),
        to=("officer-agreements",),
        breadcrumbs=breadcrumbs,
        lead=(
            _(
                "A draft binds nobody, and its author alone may change it. The data-protection "
                "officer offers it to the parties."
            ),
        ),
        template="officer/agreements/write.html",
    )
    return acted(
        request,
        DocumentForm,
        about,
        lambda form: _kept(request, statement_in(form.cleaned_data["document"])),
        initial={"document": begun},
        leads_to=lambda name: ("officer-draft", name),
    )


def _kept(request: OfficerVisit, document: Any) -> str:
    """Keep a draft, and return the name of its agreement."""
    request.council.draft_agreement(by=request.officer.code, document=document)
    return str(document["agreement"])


def draft(request: OfficerVisit, name: str) -> HttpResponse:
    """Show a draft as its tasks, with what is to be mended and what the engine would then do."""
    view, document, author = reading.draft(name)
    checked = request.council.check_agreement(by=request.officer.code, document=document)
    faults = mendings(name, document, checked.faults)
    own = author == request.officer.code
    context = {
        "draft": view,
        "text": written_as_yaml(document),
        "own": own,
        "checked": checked,
        "faults": faults,
        "sections": list(sections(name, document, faults)) if own else [],
        "kept": not_in_form(document),
        "breadcrumbs": _way(),
    }
    return render(request, "officer/agreements/draft.html", context)


def offer(request: OfficerVisit, name: str) -> HttpResponse:
    """Offer a draft to its parties, as it was read, with what the engine will then do."""
    view, document, author = reading.draft(name)
    checked = request.council.check_agreement(by=request.officer.code, document=document)
    own = author == request.officer.code
    about = ActPage(
        title=_("Offer the draft to its parties"),
        button=_("Offer it"),
        told=_("It is offered. Its parties may sign it, or ask for changes."),
        to=("officer-agreement", name),
        breadcrumbs=[*_way(), (name, reverse("officer-draft", args=[name]))],
        lead=(
            _(
                "The board's conditions are added from its advice. Neither who kept the draft nor "
                "who offers it may sign it."
            ),
        ),
        known=((_("Kept by"), _("You") if own else view.office), (_("Use"), view.use)),
        template="officer/agreements/offer.html",
    )
    return acted(
        request,
        Seen,
        about,
        lambda form: request.council.offer_draft(
            by=request.officer.code, agreement=name, seen=form.cleaned_data["seen"]
        ),
        initial={"seen": view.fingerprint},
        checked=checked,
        faults=mendings(name, document, checked.faults),
    )


def discard(request: OfficerVisit, name: str) -> HttpResponse:
    """Throw one's own draft away."""
    view, _document, author = reading.draft(name)
    own = author == request.officer.code
    about = ActPage(
        title=_("Discard the draft"),
        button=_("Discard it"),
        told=_("The draft is discarded."),
        to=("officer-agreements",),
        breadcrumbs=[*_way(), (name, reverse("officer-draft", args=[name]))],
        lead=(name,),
        warning=_("What it says is lost."),
        why_not="" if own else _("Its author alone discards it: %(who)s.") % {"who": view.office},
    )
    return acted(
        request,
        NothingToFillIn,
        about,
        lambda _form: request.council.discard_draft(by=request.officer.code, agreement=name),
    )


def _way() -> list[tuple[str, str]]:
    return [(_("Agreements"), reverse("officer-agreements"))]
