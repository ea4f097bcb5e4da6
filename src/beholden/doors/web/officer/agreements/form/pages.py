"""The pages on which the parts of a draft are filled in; each is saved by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ......records import reading
from ....form_pages import done_or_told, page
from ....visits import OfficerVisit
from ...act_page import ActPage
from .columns import Column
from .data import ROLES, Dataset, MadeColumn
from .document import at, mapping
from .joins import Join, joins_of
from .known import Known
from .part import PartForm
from .tasks import PARTS, Mending, column_address, mendings

Make = Callable[[Mapping[str, Any], Known, Any], PartForm]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the form: what it is called, how its form is made, and where one goes then.

    ``council`` is what was read of it already, to find the page.
    """

    title: str
    make: Make
    lead: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    way: tuple[tuple[str, str], ...] = ()
    to: str = ""
    template: str = "officer/agreements/part.html"
    council: Known | None = None


def part(request: OfficerVisit, name: str, code: str) -> HttpResponse:
    """Show a part of a draft that has one page, or take it in."""
    if code not in PARTS:
        raise Http404
    found, document = PARTS[code], reading.draft(name)[1]
    if found.form.path and at(document, found.form.path) is None:
        raise Http404  # an output that is not among those that there are
    about = _Page(str(found.title), found.form, lead=(str(found.lead),))
    if code == "law":
        use = reading.use_stated(str(document["use"]))
        about = replace(about, known=((_("What it is for"), use.purpose),))
    return _answered(request, name, about)


def dataset(request: OfficerVisit, name: str, dataset: str) -> HttpResponse:
    """Show the columns of a dataset with their roles, or take them in."""
    _refuse_no_dataset(name, dataset)
    stays = "stay" in request.POST
    about = _Page(
        _("The columns of %(dataset)s") % {"dataset": dataset},
        lambda document, known, data: Dataset(document, known, data, dataset=dataset),
        lead=(_("Only what the purpose needs. What is withheld is not in the extract at all."),),
        to=reverse("officer-draft-dataset", args=[name, dataset]) if stays else "",
        template="officer/agreements/dataset.html",
    )
    return _answered(request, name, about, roles=ROLES, dataset=dataset)


def column(request: OfficerVisit, name: str, dataset: str) -> HttpResponse:
    """Show one column of a dataset, or take in what may be done with it; or all where none is."""
    asked = request.GET.get("column", "")
    if not asked:
        return all_columns(request, name, dataset)
    _refuse_no_dataset(name, dataset)
    view, document, _author = reading.draft(name)
    known = Known(request.council, view.use)
    names = {one.name for one in known.columns(dataset)}
    if asked not in names | set(mapping(at(document, ("datasets", dataset, "columns")))):
        raise Http404
    table = reverse("officer-draft-dataset", args=[name, dataset])
    means = known.means(dataset).get(asked, "")
    about = _Page(
        asked,
        lambda held, council, data: Column(held, council, data, dataset=dataset, column=asked),
        lead=(means,) if means else (),
        way=((dataset, table),),
        to=table,
        council=known,
    )
    return _answered(request, name, about)


def made(request: OfficerVisit, name: str, dataset: str) -> HttpResponse:
    """Make a column that the dataset has not, coarser than one that it has."""
    _refuse_no_dataset(name, dataset)
    table = reverse("officer-draft-dataset", args=[name, dataset])
    about = _Page(
        _("Make a coarser column"),
        lambda document, known, data: MadeColumn(document, known, data, dataset=dataset),
        lead=(
            _(
                "Such as an age band of a date of birth: the band is sealed, and the date is not. "
                "How it is made is asked next."
            ),
        ),
        way=((dataset, table),),
        to=column_address(name, dataset, request.POST.get("name", "").strip()),
    )
    return _answered(request, name, about)


def join(request: OfficerVisit, name: str, number: int) -> HttpResponse:
    """Show one join, or take it in; the number after the last is a new one."""
    document = reading.draft(name)[1]
    if not 0 < number <= len(joins_of(document)) + 1:
        raise Http404
    about = _Page(
        _("A join that is allowed"),
        lambda held, known, data: Join(held, known, data, number=number),
        lead=(
            _(
                "Say which column holds the key in each dataset: columns whose role is join, or "
                "on every side dimensions."
            ),
        ),
    )
    return _answered(request, name, about)


# Within a page of one dataset its name is ``dataset``, as in the address.
all_columns = dataset


def _refuse_no_dataset(name: str, dataset: str) -> None:
    if dataset not in mapping(reading.draft(name)[1].get("datasets")):
        raise Http404


def _answered(request: OfficerVisit, name: str, one: _Page, **context: Any) -> HttpResponse:
    """Show the form of a part, or keep what was answered in the draft and go on."""
    view, document, author = reading.draft(name)
    known = one.council or Known(request.council, view.use)
    form = one.make(document, known, request.POST if request.method == "POST" else None)
    why_not = _why_not(form, own=author == request.officer.code, office=view.office)
    if request.method == "POST" and not why_not and form.is_valid():
        if done_or_told(form, lambda: _kept(request, document, form.saved())) is not None:
            return _gone_on(request, one.to or reverse("officer-draft", args=[name]))
    elif not why_not and request.method != "POST":
        form.mark(mine.fault for mine in _own(request, name, document))
    about = ActPage(
        title=one.title,
        button=_("Save and return"),
        told="",
        to=(),
        breadcrumbs=[*way_to(name), *one.way],
        lead=one.lead,
        known=one.known,
        why_not=why_not,
    )
    context |= {"about": about, "breadcrumbs": about.breadcrumbs, "name": name}
    return page(request, one.template, form=form, **context)


def _why_not(form: PartForm, *, own: bool, office: str) -> str:
    if not own:
        return _("Its author alone may change it: %(who)s.") % {"who": office}
    if not form.shows_all:
        return _(
            "This part was written in YAML, in a way that no field here can show. It is kept as "
            "it is; change it in the YAML."
        )
    return "" if form.fields else _("Choose its datasets first.")


def _kept(request: OfficerVisit, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Keep the draft as it is now; what did not change is no act."""
    if before != after:
        request.council.draft_agreement(by=request.officer.code, document=after)


def _own(request: OfficerVisit, name: str, document: Mapping[str, Any]) -> list[Mending]:
    """Return the faults that are mended on this very page."""
    checked = request.council.check_agreement(by=request.officer.code, document=document)
    here = request.get_full_path()
    return [one for one in mendings(name, document, checked.faults) if one.address == here]


def _gone_on(request: OfficerVisit, to: str) -> HttpResponse:
    messages.success(request, _("Saved in the draft."))
    return HttpResponseRedirect(to)


def way_to(name: str) -> list[tuple[str, str]]:
    """Return the way to a page of a draft."""
    return [
        (_("Agreements"), reverse("officer-agreements")),
        (name, reverse("officer-draft", args=[name])),
    ]
