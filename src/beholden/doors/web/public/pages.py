"""The public pages, and the public files of releases and the ledger."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from ....kernel import NotFound
from ..headers import standing_alone
from ..serving import council

# What browsers are told of each kind of public file; anything else is sent as bytes.
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_DRAWN = {_KINDS[".html"], _KINDS[".svg"]}


def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's)
    """Show every data use of the council."""
    return standing_alone(HttpResponse(council().index_page()))


def use(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Show one data use from purpose to outcome."""
    with _or_404():
        return standing_alone(HttpResponse(council().use_page(name=name)))


def use_json(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Give the public part of one data use as data."""
    with _or_404():
        return JsonResponse(council().public_use_as_data(name=name))


def release_file(request: HttpRequest, release: str, file: str = "index.html") -> HttpResponseBase:  # noqa: ARG001
    """Give a file of a published release."""
    with _or_404():
        council().published_release(release_id=release)
    return _file(council().path("releases", release), file)


def courses(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Show the courses for residents."""
    return standing_alone(HttpResponse(council().courses_page()))


def course(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """Show one course for residents, with its questions and their answers folded."""
    with _or_404():
        return standing_alone(HttpResponse(council().course_page(code=code)))


def register(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Show what the council gives to other registers."""
    return standing_alone(HttpResponse(council().register_page()))


def register_file(request: HttpRequest, file: str) -> HttpResponse:  # noqa: ARG001
    """Give the public record in one of the forms that others read."""
    with _or_404():
        document = council().register_file(file=file)
    return HttpResponse(document.text, content_type=_charset(document.media_type))


def _charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def board(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Show the data ethics board: members, meetings, advice and what became of it."""
    return standing_alone(HttpResponse(council().board_page()))


def board_paper(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Give a paper that the board had before it, as it was, in Markdown to be read as text."""
    with _or_404():
        text = council().public_paper(digest=digest)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def board_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Give what is public of the board as data."""
    return JsonResponse(council().public_board_as_data())


def ledger(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Show the ledger: its head, how to verify it, and its newest acts."""
    return standing_alone(HttpResponse(council().ledger_page()))


def ledger_file(request: HttpRequest, file: str) -> HttpResponseBase:  # noqa: ARG001
    """Give a file of the public log, as an outsider needs it to verify.

    A page of anybody may read it too, so that a resident need not check with the council's own.
    """
    answer = _file(council().path("ledger"), file)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


class _or_404:
    """Turns the family's NotFound into a page that is not there."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Raise Http404 in place of NotFound."""
        if kind is not None and issubclass(kind, NotFound):
            raise Http404 from None


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
