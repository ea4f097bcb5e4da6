"""The list of datasets, and one with its quality over versions as a picture and a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....records import reading
from ...headers import standing_alone
from ...paging import part_of, said_in_query
from ...visits import OfficerVisit


def datasets(request: OfficerVisit) -> HttpResponse:
    """List the datasets: whose they are, how large, which keys, what was found."""
    wanted = said_in_query(request, "find")
    rows = [
        one
        for one in reading.datasets()
        if wanted.lower() in f"{one.name} {one.title} {one.steward}".lower()
    ]
    context = {"part": part_of(request, rows), "find": wanted}
    return render(request, "officer/datasets/list.html", context)


def dataset(request: OfficerVisit, name: str) -> HttpResponse:
    """Show one dataset: quality by dimension over versions, repairs, columns, keys, uses."""
    view = reading.dataset(name)
    mine = view.steward == request.officer.organisation
    context = {
        "dataset": view,
        "mine": mine,
        "dimensions": _dimensions(view),
        "scores": _scores(view),
        "repairs": request.council.dataset_repairs(dataset=name),
        "agreements": reading.agreements_of_dataset(name),
        "breadcrumbs": [(_("Data"), reverse("officer-datasets"))],
    }
    return render(request, "officer/datasets/dataset.html", context)


def picture(request: OfficerVisit, name: str) -> HttpResponse:
    """Give a dataset's quality over versions as a picture."""
    drawn = request.council.dataset_picture(dataset=name)
    return standing_alone(HttpResponse(drawn, content_type="image/svg+xml"))


def _dimensions(view: reading.DatasetView) -> list[str]:
    """Return the dimensions in which any version is scored."""
    return list(dict.fromkeys(name for v in view.versions for name in v.quality.get("scores", {})))


def _scores(view: reading.DatasetView) -> list[tuple[Any, list[str]]]:
    names = _dimensions(view)
    return [(one, [_score(one.quality, name) for name in names]) for one in reversed(view.versions)]


def _score(quality: Any, name: str) -> str:
    score = quality.get("scores", {}).get(name)
    return "–" if score is None else f"{score:.1%}"


def crumbs(name: str) -> list[tuple[str, str]]:
    """Return the way to a page of one dataset."""
    return [
        (_("Data"), reverse("officer-datasets")),
        (name, reverse("officer-dataset", args=[name])),
    ]
