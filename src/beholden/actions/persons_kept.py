"""The persons of a dataset, or of a use, kept so that they have the same keys at the next load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import linkage
from ..kernel import Unavailable
from .full_disk import full_disk_is_unavailable
from .home import Home

KEPT_PERSONS = "person.keys"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the persons of a linkage are kept, what is known of them, and how they were made.

    ``settings`` are those of the last linkage that went into them, None where there was none.
    """

    place: str
    keys: linkage.PersonKeys
    settings: Mapping[str, Any] | None

    @property
    def row_ids(self) -> dict[str, str]:
        """Return, by dataset, the column by which rows were known the last time."""
        return dict((self.settings or {}).get("row_ids", {}))


def kept_persons(home: Home, *, datasets: Sequence[str], use: str) -> Kept:
    """Return what is known of the persons of one dataset, or of several under a use.

    Each use has keys of its own, under a secret of its own, so that they never match another's.
    Raises Damaged where the file of keys is not as it was written.
    """
    from ..records.models import KeyColumn

    folder = f"datasets/{datasets[0]}" if len(datasets) == 1 else f"links/{use}"
    place = f"{folder}/{KEPT_PERSONS}"
    made = KeyColumn.objects.filter(
        column="person", version__dataset__name=datasets[0], method__kept=place
    )
    last = made.order_by("-id").first()
    path = home.path(place)
    keys = linkage.open_keys(path) if path.exists() else linkage.PersonKeys.start()
    return Kept(place, keys, last.method["settings"] if last else None)


def keep_persons(home: Home, kept: Kept, after: linkage.PersonKeys) -> None:
    """Put the keys after a linkage in place of those before, whole, for their owner's eyes alone.

    This is done before the linkage is recorded: keys of a load that was never recorded harm nobody,
    and keys that lag behind would be given anew. Raises Unavailable where another linkage of the
    same rows came between.
    """
    place = home.path(kept.place)
    with home.staging() as folder:
        linkage.save_keys(after, folder / KEPT_PERSONS)
        with home.moving(), full_disk_is_unavailable():
            _refuse_overtaken(place, kept.keys)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / KEPT_PERSONS).replace(place)


def pairs_beside(keys: Path) -> Path:
    """Return where, beside the keys of rows, the pairs that a person may judge are kept.

    These tell who may be whom, so they lie outside the records and go when the keys go.
    """
    return keys.with_suffix(".pairs.parquet")


def _refuse_overtaken(place: Path, before: linkage.PersonKeys) -> None:
    now = linkage.open_keys(place).load if place.exists() else 0
    if now != before.load:
        raise Unavailable(
            "Another linkage of these rows was made in the meantime.",
            why="Both began with the same persons, and would give their keys to different people.",
            next_step="Link again.",
        )
