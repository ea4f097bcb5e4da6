"""Every page that a visitor may open without signing in, and an example of each to be opened."""

from __future__ import annotations

import re
from collections.abc import Mapping

from beholden.doors.web.routes import EVERY_ROUTE
from beholden.doors.web.routing import PUBLIC

# What stands for each parameter of a route, by the route's name; a route without parameters needs
# nothing here. {release} and {paper} are the served council's own.
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "use": {"name": "warm-homes"},
    "use-json": {"name": "warm-homes"},
    "use-csv": {"name": "warm-homes", "table": "questions"},
    "dataset": {"name": "council_tax"},
    "dataset-csv": {"name": "council_tax", "table": "columns"},
    "board-tables-csv": {"table": "members"},
    "your-say-csv": {"table": "opt-outs"},
    "dataset-json": {"name": "council_tax"},
    "release": {"release": "{release}"},
    "release-json": {"release": "{release}"},
    "release-file": {"release": "{release}", "file": "table.csv"},
    "course": {"code": "your-data-and-your-rights"},
    "course-json": {"code": "your-data-and-your-rights"},
    "register-file": {"file": "dcat.jsonld"},
    "board-paper": {"digest": "{paper}"},
    "ledger-file": {"file": "checkpoint"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "used"},
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


# There only where a council has a provider of identities: tests/web/sign_in walks them.
WITH_A_PROVIDER = {"openid_connect_login", "openid_connect_callback"}
PUBLIC_ROUTES = {
    route.name: route.path
    for route in EVERY_ROUTE
    if route.needs is PUBLIC and route.name not in WITH_A_PROVIDER
}


def lacking(routes: Mapping[str, str]) -> set[str]:
    """Return the parameters that no example is given for, each with its route."""
    return {
        f"{name}: {parameter}"
        for name, path in routes.items()
        for parameter in PARAMETER.findall(path)
        if parameter not in EXAMPLES.get(name, {})
    }


def address(name: str, of_the_council: Mapping[str, str]) -> str:
    """Return the address of a route's example at the served council."""
    given = EXAMPLES.get(name, {})
    filled = PARAMETER.sub(lambda found: given[found[1]], PUBLIC_ROUTES[name])
    return "/" + filled.format(**of_the_council)
