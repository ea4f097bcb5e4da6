"""A page's values as JSON and as CSV, and a page that is not there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from ....kernel import NotFound, is_formula
from ....records import reading


def as_json(value: Any) -> HttpResponse:
    """Return values as JSON, days and moments in ISO 8601, readable from the pages of others."""
    return open_to_pages_of_others(JsonResponse(reading.plain(value), safe=False))


def open_to_pages_of_others(answer: HttpResponse) -> HttpResponse:
    """Let the pages of anybody read an answer (the Fetch standard's CORS): it is public."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def as_csv(values: Iterable[Any], columns: Sequence[str], *, name: str) -> HttpResponse:
    """Return values as CSV (RFC 4180), one column for each field named."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(getattr(one, column)) for column in columns] for one in values)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return open_to_pages_of_others(answer)


def _cell(value: Any) -> str:
    """Return a value as text that no spreadsheet takes for a formula; lists are joined."""
    if isinstance(value, Mapping):
        value = [f"{name}: {one}" for name, one in value.items()]
    if isinstance(value, tuple | list):
        value = "; ".join(str(getattr(one, "name", one)) for one in value)
    shown = "" if value is None else str(value)
    return f"'{shown}" if is_formula(shown) else shown


@contextmanager
def or_404() -> Iterator[None]:
    """Turn the family's NotFound into a page that is not there."""
    try:
        yield
    except NotFound:
        raise Http404 from None
