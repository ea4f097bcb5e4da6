"""What a resident may do, and what came of what residents did."""

from __future__ import annotations

from django.http import HttpResponse

from ..form_pages import page
from ..visits import Visit
from .kept import kept, kept_as_json
from .tables import OF_YOUR_SAY, links_to


def your_say(request: Visit) -> HttpResponse:
    """Show how to object, opt out, ask and complain, and the counts of each."""
    say = kept(request, request.council.your_say)
    tables = links_to(OF_YOUR_SAY, "your-say-csv", say)
    return page(request, "public/your_say.html", say=say, tables=tables)


def your_say_json(request: Visit) -> HttpResponse:
    """Give the same as data."""
    return kept_as_json(request, request.council.your_say)
