"""Every published table, with its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...kernel import day_of
from ...records import reading
from ..home import Home
from ..subjects.concealing import concealed_uses


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A published table; ``href`` is the folder of its files, ``map`` its map where it has one."""

    id: str
    title: str
    use: str
    use_title: str
    on: date
    approved_by: str
    datasets: tuple[str, ...]
    href: str
    map: str = ""


def public_releases(home: Home) -> tuple[ShownRelease, ...]:
    """Return every published table of a use that is not concealed, newest first."""
    hidden = concealed_uses(home)
    with home.at_work():
        datasets = reading.datasets_of_releases()
        found = reading.tables_published()
    shown = [
        ShownRelease(
            id=one.id,
            title=one.title,
            use=one.use,
            use_title=one.use_title,
            on=day_of(one.published_at),
            approved_by=one.approved_by,
            datasets=datasets.get(one.id, ()),
            href=f"/releases/{one.id}/",
            map=map_of_release(home, one.id),
        )
        for one in found
        if one.use not in hidden
    ]
    return tuple(sorted(shown, key=lambda one: (one.on, one.id), reverse=True))


def map_of_release(home: Home, release: str) -> str:
    """Return the address of the map that a release was published with; empty for none."""
    drawn = home.path("releases", release, "map.svg").is_file()
    return f"/releases/{release}/map.svg" if drawn else ""
