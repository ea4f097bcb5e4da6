"""What every page tells the browser: load and run only what is ours, be framed by nobody."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

_STYLE_BLOCK = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_STYLE_ATTRIBUTE = re.compile(r"\sstyle=\"([^\"]*)\"")
_DRAWN = ("text/html", "image/svg+xml")
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_OURS = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
)
_ALONE = "stands_alone"


class PageHeaders:
    """Adds the security headers, and answers HEAD without a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        response = self._get_response(request)
        response["Content-Security-Policy"] = _policy(response)
        response["X-Frame-Options"] = "DENY"
        if _is_of_somebody(request):
            response["Cache-Control"] = "no-store"
        return _without_body(response) if request.method == "HEAD" else response


def _is_of_somebody(request: HttpRequest) -> bool:
    """Return whether somebody signed in or showed a key: what they see is kept by nobody else."""
    return any(getattr(request, name, None) for name in ("officer", "resident", "held"))


def standing_alone(response: HttpResponse) -> HttpResponse:
    """Mark a page that carries its styles within itself and runs nothing, as published files do."""
    setattr(response, _ALONE, True)
    return response


def _policy(response: HttpResponseBase) -> str:
    """Return what a page may load: of ours only; one that stands alone, its own styles by hash."""
    if not isinstance(response, HttpResponse) or not _is_drawn(response):
        return _NOTHING
    if not getattr(response, _ALONE, False):
        return _OURS
    hashes = sorted({_hash(style) for style in _styles(response.content.decode("utf-8"))})
    # Hashes of style attributes count only with 'unsafe-hashes' (CSP level 3, 6.7.3.3).
    styles = " ".join(["'unsafe-hashes'", *hashes]) if hashes else "'none'"
    return f"{_NOTHING}; style-src {styles}; img-src 'self' data:"


def _is_drawn(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith(_DRAWN)


def _styles(page: str) -> Iterator[str]:
    yield from _STYLE_BLOCK.findall(page)
    yield from map(html.unescape, _STYLE_ATTRIBUTE.findall(page))


def _hash(style: str) -> str:
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _without_body(response: HttpResponseBase) -> HttpResponse:
    """Return the same answer without its body, with the length that the body has."""
    bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
    if isinstance(response, HttpResponse):
        bare["Content-Length"] = str(len(response.content))
    response.close()
    return bare
