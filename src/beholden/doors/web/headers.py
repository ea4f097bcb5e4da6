"""What every page tells the browser: load nothing, run nothing, be framed by nobody."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ...kernel import BeholdenError, Unavailable

_STYLE_BLOCK = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_STYLE_ATTRIBUTE = re.compile(r"\sstyle=\"([^\"]*)\"")
_DRAWN = ("text/html", "image/svg+xml")
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class PageHeaders:
    """Adds the security headers, answers HEAD without a body, and tells faults without a trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        response = self._get_response(request)
        response["Content-Security-Policy"] = _policy(response)
        response["X-Frame-Options"] = "DENY"
        return _without_body(response) if request.method == "HEAD" else response

    def process_exception(
        self,
        request: HttpRequest,  # noqa: ARG002 (Django's)
        fault: Exception,
    ) -> HttpResponse | None:
        """Say what is wrong with the home in the family's own words, which hold no value."""
        if not isinstance(fault, BeholdenError):
            return None
        return HttpResponse(
            "<!doctype html><html lang=en-GB><title>Not now</title><main><h1>This page cannot be "
            f"shown now</h1><p>{html.escape(fault.what)}</p></main>",
            status=503 if isinstance(fault, Unavailable) else 500,
        )


def _policy(response: HttpResponseBase) -> str:
    """Return the policy: the page's own styles, each by its hash, pictures of ours, no script."""
    if not isinstance(response, HttpResponse) or not _is_drawn(response):
        return _NOTHING
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
