"""The address of every public page that is of something: uses, datasets, tables and courses."""

from __future__ import annotations

from ...records import reading
from ..exporting.naming import public_names
from ..home import Home
from .courses import public_courses


def public_addresses(home: Home) -> tuple[str, ...]:
    """Return the address of the page of each use, dataset, published table and course."""
    names = public_names(home)
    with home.at_work():
        releases = reading.releases_published(names.uses)
    return (
        *(f"/uses/{name}/" for name in names.uses),
        *(f"/datasets/{name}/" for name in names.datasets),
        *(f"/releases/{id_}/" for id_ in releases),
        *(f"/courses/{one.code}/" for one in public_courses(home)),
    )
