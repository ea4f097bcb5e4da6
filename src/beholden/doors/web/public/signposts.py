"""What programs follow: the feed of acts, the map of the site, and what robots may read."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
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
_MAP_BEGINS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


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
    site = whole(request, "")
    # Written without a template, which takes four times as long over thousands of addresses.
    entries = "".join(_entries(site, one) for one in _addresses(request))
    return HttpResponse(
        f"{_MAP_BEGINS}{entries}</urlset>\n", content_type="application/xml; charset=utf-8"
    )


def robots(request: Visit) -> HttpResponse:
    """Say what robots may read: all that is public (RFC 9309)."""
    text = f"User-agent: *\nDisallow: /my-work/\n\nSitemap: {whole(request, '/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _addresses(request: Visit) -> Iterator[str]:
    with override(settings.LANGUAGE_CODE):  # the map is the same in whichever language it is read
        yield from map(reverse, _PAGES)
    yield from kept(request, request.council.public_addresses)


def _entries(site: str, address: str) -> str:
    """Return the entries of a page, one for each language, with where it is in the others.

    A published table is a document, which is given in the language in which it was made.
    """
    usual, *others = [code for code, _name in settings.LANGUAGES]
    here = {usual: escape(site + address)}
    if not address.startswith(_DOCUMENTS):
        here |= {code: escape(f"{site}/{code}{address}") for code in others}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{same}"/>'
        for code, same in here.items()
    )
    links = links if len(here) > 1 else ""
    return "".join(f"<url><loc>{one}</loc>{links}</url>\n" for one in here.values())
