"""What programs follow: the feed of acts, the map of the site, and what robots may read."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..visits import Visit
from ..whole_addresses import whole
from .kept import kept

_PAGES = (
    "index",
    "datasets",
    "board",
    "open-data",
    "your-say",
    "courses",
    "register",
    "ledger",
    "verify",
    "accessibility",
)
_DOCUMENTS = "/releases/"


def feed(request: Visit) -> HttpResponse:
    """Give the newest acts on uses as an Atom feed (RFC 4287)."""
    council = request.council
    made = Atom1Feed(
        title=_("%(council)s: what is done with data") % {"council": council.name},
        link=whole(request, reverse("index")),
        description=None,
        language=get_language(),
        author_name=council.name,
        feed_url=whole(request, reverse("feed")),
        feed_guid=f"urn:beholden:{council.log.checkpoint().origin.split('/')[-1]}",
    )
    for one in kept(request, council.public_acts):
        made.add_item(
            title=f"{one.title}: {_(one.says)}",
            link=f"{whole(request, one.href)}#timeline",
            description=one.purpose,
            unique_id=one.id,
            pubdate=one.at,
            updateddate=one.at,
        )
    text = made.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def site_map(request: Visit) -> HttpResponse:
    """Give the address of every public page, each beside its other language (sitemaps.org)."""
    pages = [_in_each_language(request, one) for one in _addresses(request)]
    kind = "application/xml; charset=utf-8"
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type=kind)


def robots(request: Visit) -> HttpResponse:
    """Say what robots may read: all that is public (RFC 9309)."""
    text = f"User-agent: *\nDisallow: /my-work/\n\nSitemap: {whole(request, '/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _addresses(request: Visit) -> Iterator[str]:
    with override(settings.LANGUAGE_CODE):  # the map is the same in whichever language it is read
        yield from map(reverse, _PAGES)
    yield from kept(request, request.council.public_addresses)


def _in_each_language(request: Visit, address: str) -> list[tuple[str, str]]:
    """Return the languages of a page with its address in each.

    A published table is a document, which is given in the language in which it was made.
    """
    made = address.startswith(_DOCUMENTS)
    languages = [code for code, _name in settings.LANGUAGES]
    return [
        (code, whole(request, address if code == languages[0] else f"/{code}{address}"))
        for code in (languages[:1] if made else languages)
    ]
