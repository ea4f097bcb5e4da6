"""The public files as they lie in the home: those of releases, of the ledger, and papers."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from ..headers import standing_alone
from ..visits import Visit
from .documents import or_404
from .kept import kept

# What browsers are told of each kind of public file; anything else is sent as bytes.
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_DRAWN = {_KINDS[".html"], _KINDS[".svg"]}


def release_file(request: Visit, release: str, file: str) -> HttpResponseBase:
    """Give a file of a published release."""
    council = request.council
    with or_404():
        council.published_release(release_id=release)
    return _file(council.path("releases", release), file)


def register_file(request: Visit, file: str) -> HttpResponse:
    """Give the public record in one of the forms that others read."""
    with or_404():
        document = kept(request, request.council.register_file, file=file)
    return HttpResponse(document.text, content_type=_charset(document.media_type))


def board_paper(request: Visit, digest: str) -> HttpResponse:
    """Give a paper that the board had before it, as it was, in Markdown to be read as text."""
    with or_404():
        text = request.council.public_paper(digest=digest)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def ledger_file(request: Visit, file: str) -> HttpResponseBase:
    """Give a file of the public log, as an outsider needs it to verify.

    A page of anybody may read it too, so that a resident need not check with the council's own.
    """
    answer = _file(request.council.path("ledger"), file)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _file(folder: Path, name: str) -> HttpResponseBase:
    file = _inside(folder, name)
    kind = _KINDS.get(file.suffix, "application/octet-stream")
    if file.suffix == "" and name.startswith("checkpoint"):
        kind = "text/plain; charset=utf-8"
    if kind in _DRAWN:
        # Whole, so that its styles can be named in the page's headers.
        return standing_alone(HttpResponse(file.read_bytes(), content_type=kind))
    return FileResponse(file.open("rb"), content_type=kind)


def _inside(folder: Path, name: str) -> Path:
    """Return a public file of a folder; raise Http404 for anything else."""
    inside = folder.resolve()
    try:
        file = (folder / name).resolve()
        public = inside in file.parents and file.is_file()
    except (OSError, ValueError):  # a name that no file can have
        raise Http404 from None
    if not public or any(part.startswith(".") for part in file.relative_to(inside).parts):
        raise Http404
    return file
