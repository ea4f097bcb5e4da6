"""The tables of a page, each as CSV: of a use, a dataset, the board, what residents may say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..visits import Visit
from .documents import as_csv, or_404
from .inner_tables import columns_given, items_of_meetings, parts_reviewed
from .kept import kept


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a page: what it is called there, where its rows are, and its columns.

    ``of`` is what the page's value calls them, or how they are gathered from it.
    """

    says: str | Promise
    of: str | Callable[[Any], Iterable[Any]]
    columns: tuple[str, ...]

    def rows(self, shown: Any) -> tuple[Any, ...]:
        """Return the rows of it that the value of a page holds."""
        return tuple(getattr(shown, self.of) if isinstance(self.of, str) else self.of(shown))


OF_A_USE: Mapping[str, Table] = {
    "consequences": Table(
        _("What it may lead to, and what came of it"),
        "consequences",
        ("what", "kind", "intended", "foreseen", "affects", "done", "owner", "verdict", "actual"),
    ),
    "measures": Table(
        _("What was hoped for, in figures, beside what was measured"),
        "measures",
        ("what", "target", "measured", "met"),
    ),
    "design": Table(
        _("What a review of the design found"),
        parts_reviewed,
        ("on", "by", "verdict", "part", "finding", "says"),
    ),
    "columns": Table(
        _("What each column may be used for"),
        columns_given,
        ("agreement", "starts", "ends", "dataset", "steward", "rows", "column", "may"),
    ),
    "advice": Table(
        _("Advice and decision"),
        "advice",
        ("meeting", "point", "says", "condition", "followed"),
    ),
    "undertakings": Table(
        _("What was undertaken"),
        "undertakings",
        ("name", "text", "owner", "by", "state", "because"),
    ),
    "questions": Table(
        _("What was asked"),
        "receipts",
        ("at", "by_role", "outcome", "question", "subjects", "shown", "withheld", "entry"),
    ),
    "published": Table(
        _("What was published"),
        "releases",
        ("id", "title", "on", "approved_by_role", "entry", "href"),
    ),
    "timeline": Table(_("What happened"), "timeline", ("on", "until", "times", "what", "entry")),
}
OF_A_DATASET: Mapping[str, Table] = {
    "uses": Table(_("What it is used for"), "uses", ("name", "title", "status", "href")),
    "columns": Table(
        _("Columns, in words"), "columns", ("name", "kind", "personal", "roles", "complete")
    ),
    "quality": Table(
        _("How good the data are"), "versions", ("number", "on", "rows", "findings", "scores")
    ),
    "published": Table(
        _("What was published from it"), "published", ("title", "on", "href", "map")
    ),
}
OF_THE_BOARD: Mapping[str, Table] = {
    "members": Table(
        _("Who sits on the board"), "members", ("office", "seat", "term", "interests")
    ),
    "meetings": Table(
        _("When it met, and on what"),
        items_of_meetings,
        ("on", "place", "state", "number", "title", "href", "quorum"),
    ),
}
OF_YOUR_SAY: Mapping[str, Table] = {
    "opt-outs": Table(_("How many opt out"), "opt_outs", ("kind", "sentence", "on", "fewer_than")),
    "complaints": Table(
        _("What came of complaints"),
        "complaints",
        ("year", "received", "acknowledged_late", "upheld", "not_upheld", "undecided"),
    ),
    "concealments": Table(
        _("What is not told, for a lawful reason"),
        "concealments",
        ("reason", "sentence", "holding"),
    ),
}


def use_csv(request: Visit, name: str, table: str) -> HttpResponse:
    """Give one table of a data use."""
    with or_404():
        shown = kept(request, request.council.public_use, name=name)
    return _given(OF_A_USE, table, shown)


def dataset_csv(request: Visit, name: str, table: str) -> HttpResponse:
    """Give one table of a dataset."""
    with or_404():
        shown = kept(request, request.council.public_dataset, name=name)
    return _given(OF_A_DATASET, table, shown)


def board_tables_csv(request: Visit, table: str) -> HttpResponse:
    """Give one table of the board; its advice is in the CSV of the page itself."""
    return _given(OF_THE_BOARD, table, kept(request, request.council.public_board))


def your_say_csv(request: Visit, table: str) -> HttpResponse:
    """Give one table of what residents may do, and of what came of it."""
    return _given(OF_YOUR_SAY, table, kept(request, request.council.your_say))


def links_to(tables: Mapping[str, Table], route: str, shown: Any, *args: str) -> list[Any]:
    """Return what each table with rows is called, with the address of its CSV."""
    return [
        (table.says, reverse(route, args=[*args, name]))
        for name, table in tables.items()
        if table.rows(shown)
    ]


def _given(tables: Mapping[str, Table], name: str, shown: Any) -> HttpResponse:
    table = tables.get(name)
    if table is None:
        raise Http404
    return as_csv(table.rows(shown), table.columns, name=name)
