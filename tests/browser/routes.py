"""Every page that a visitor may open without signing in, and an example of each to be opened."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

# What stands for each parameter of a route, by the route's name; a route without parameters needs
# nothing here. {release} and {paper} are the
# served council's own.
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "use": {"name": "warm-homes"},
    "use-json": {"name": "warm-homes"},
    "release": {"release": "{release}"},
    "release-file": {"release": "{release}", "file": "table.csv"},
    "course": {"code": "your-data-and-your-rights"},
    "register-file": {"file": "dcat.jsonld"},
    "board-paper": {"digest": "{paper}"},
    "ledger-file": {"file": "checkpoint"},
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def public_routes() -> dict[str, str]:
    """Return the path of each route that a visitor may open, by the route's name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beholden.records.settings")
    import django

    django.setup()
    from beholden.doors.web import urls

    return {route.name: str(route.pattern) for route in urls.urlpatterns}


def lacking() -> set[str]:
    """Return the parameters that no example is given for, each with its route."""
    return {
        f"{name}: {parameter}"
        for name, path in public_routes().items()
        for parameter in PARAMETER.findall(path)
        if parameter not in EXAMPLES.get(name, {})
    }


def address(name: str, path: str, of_the_council: Mapping[str, str]) -> str:
    """Return the address of a route's example at the served council."""
    given = EXAMPLES.get(name, {})
    filled = PARAMETER.sub(lambda found: given[found[1]], path)
    return "/" + filled.format(**of_the_council)
