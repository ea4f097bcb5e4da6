"""A council's own dress: its colour as a style sheet, and its logo."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from .routing import PUBLIC, Route
from .visits import Visit

_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


def colours(request: Visit) -> HttpResponse:
    """Give the council's colour, with whichever of black and white can be read on it."""
    look = request.council.appearance
    text = (
        f":root{{--beholden-brand:{look.colour};--beholden-on-brand:{look.on_colour}}}"
        if look.colour
        else ""
    )
    answer = HttpResponse(text, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "max-age=300"
    return answer


def logo(request: Visit) -> HttpResponse:
    """Give the council's logo, where it has one."""
    council = request.council
    file = council.path(council.appearance.logo) if council.appearance.logo else None
    if file is None or not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type=_KINDS[file.suffix])


ROUTES = (
    Route("brand.css", colours, "brand-colours", PUBLIC),
    Route("brand-logo", logo, "brand-logo", PUBLIC),
)
