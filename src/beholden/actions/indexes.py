"""The index of a gazetteer, kept beside the version that it was built from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import Damaged, NotFound, Progress, Unavailable
from .full_disk import full_disk_is_unavailable
from .home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

INDEX = "index.gaz"


def kept_gazetteer(
    home: Home,
    version: Any,
    *,
    read: Callable[[], tuple[pa.Table, linkage.AddressColumns]],
    progress: Progress,
) -> linkage.Gazetteer:
    """Return the index of a gazetteer's version: the one that is kept, else a new one, then kept.

    ``read`` gives the version's table and columns where the index is to be built. One that is
    damaged, or was made by another version of Beholden, is built again, and ``progress`` tells so.
    """
    place = home.path(str(Path(version.path).parent), INDEX)
    try:
        return linkage.Gazetteer.open(place)
    except NotFound:
        progress("building the gazetteer's index", 0, 0)
    except Damaged:
        progress("the gazetteer's index cannot be used: building it again", 0, 0)
    table, columns = read()
    built = linkage.Gazetteer.build(table, columns=columns, progress=progress)
    _keep(home, built, place, progress)
    return built


def _keep(home: Home, built: linkage.Gazetteer, place: Path, progress: Progress) -> None:
    """Put an index in its place, whole; matching goes on where there is no room for it."""
    try:
        with home.staging() as folder:
            built.save(folder / INDEX)
            with home.moving(), full_disk_is_unavailable():
                (folder / INDEX).replace(place)
    except Unavailable:
        progress("the gazetteer's index could not be kept; the next match builds it again", 0, 0)
