"""Gazetteers: a delivery of addresses becomes an index that addresses are matched against."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..kernel import BadInput, Finding, Progress, silent

if TYPE_CHECKING:
    from .. import linkage
    from ..linkage.gazetteers import Format, Listing


INDEX = "index.gaz"


@dataclass(frozen=True, slots=True)
class BuiltGazetteer:
    """What was built: its format, texts, UPRNs, kinds of texts, and what was found amiss.

    ``as_of`` is the day of the latest supply or update in it, empty where none is told.
    """

    index: str
    format: str
    texts: int
    uprns: int
    located: int
    kinds: dict[str, int]
    as_of: str
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "index": self.index,
            "format": self.format,
            "texts": self.texts,
            "uprns": self.uprns,
            "located": self.located,
            "kinds": self.kinds,
            "as_of": self.as_of,
            "findings": [finding.to_dict() for finding in self.findings],
        }


def build_gazetteer(
    sources: Sequence[Path | str],
    out: Path,
    *,
    format: Format | None = None,
    columns: Mapping[str, str | None] | None = None,
    coordinates: Path | None = None,
    listing: Path | None = None,
    allow_truncated: bool = False,
    progress: Progress = silent,
) -> BuiltGazetteer:
    """Read a full supply of addresses and write its index; keep what an update needs in a listing.

    ``columns`` names those of a plain table (``uprn_column``, ``address_columns`` separated by
    commas, ``postcode_column``); ``coordinates`` is OS Open UPRN. Index and listing are each
    written whole or not at all, and neither where one cannot be. Raises what ``read_gazetteer``,
    ``with_coordinates`` and ``Gazetteer.build_from`` raise.
    """
    from ..linkage.gazetteers import read_gazetteer

    check_places(out, listing)
    refuse_own_sources((*sources, coordinates), (out, listing))
    made = read_gazetteer(
        sources,
        format=format,
        columns=_columns_named(**(columns or {})),
        allow_truncated=allow_truncated,
        progress=progress,
    )
    return _index(made, out, coordinates=coordinates, listing=listing, progress=progress)


def _columns_named(
    *,
    uprn_column: str | None = None,
    address_columns: str | None = None,
    postcode_column: str | None = None,
) -> linkage.AddressColumns | None:
    """Return the columns that are named, None where none is."""
    from .. import linkage

    address = tuple(name.strip() for name in (address_columns or "").split(",") if name.strip())
    if not (uprn_column or address or postcode_column):
        return None
    return linkage.AddressColumns(None, address, postcode_column, uprn_column)


def update_gazetteer(
    listing: Path,
    changes: Sequence[Path | str],
    out: Path,
    *,
    coordinates: Path | None = None,
    allow_truncated: bool = False,
    made: date | None = None,
    progress: Progress = silent,
) -> BuiltGazetteer:
    """Apply change-only updates to a listing, and write it and its index anew.

    ``made`` is the day of a delivery that does not tell it.
    Until both are written whole, both are as they were; the index is put in its place first, so
    that the update can be applied again where it was ended in between. Raises what
    ``update_listing``, ``with_coordinates`` and ``Gazetteer.build_from`` raise.
    """
    from ..linkage.gazetteers import Listing, update_listing

    check_places(out, listing)
    refuse_own_sources((*changes, coordinates), (out, listing))
    updated = update_listing(
        Listing.open(listing),
        changes,
        allow_truncated=allow_truncated,
        made=made,
        progress=progress,
    )
    return _index(updated, out, coordinates=coordinates, listing=listing, progress=progress)


def check_places(out: Path, listing: Path | None) -> None:
    """Raise BadInput where an index or a listing could not be written."""
    for path in (out, listing):
        if path is not None and not path.absolute().parent.is_dir():
            raise BadInput(
                f"{path.name} cannot be written there.",
                why="The folder that it names is not there.",
                next_step="Name a place in a folder that there is.",
            )
    if out.is_dir():
        raise BadInput(
            f"{out.name} is a folder.", next_step="Name a file for the index, such as place.gaz."
        )
    if listing is not None and listing.resolve() in out.resolve().parents:
        raise BadInput(
            f"{out.name} cannot be kept in the folder of its listing.",
            why="That folder is replaced as a whole.",
            next_step="Name a file elsewhere for the index, such as place.gaz.",
        )


def refuse_own_sources(
    sources: Iterable[Path | str | None], written: Iterable[Path | None]
) -> None:
    """Raise BadInput where what is written would take the place of what is read, or hold it."""
    places = [path.resolve() for path in written if path is not None]
    for source in (Path(source).resolve() for source in sources if source is not None):
        if any(place == source or place in source.parents for place in places):
            raise BadInput(
                "A file to write is one of the files to read.",
                why=f"{source.name} would be lost.",
                next_step="Name another place with --out or --listing.",
            )


def _index(
    made: Listing,
    out: Path,
    *,
    coordinates: Path | None,
    listing: Path | None,
    progress: Progress,
) -> BuiltGazetteer:
    from .. import linkage
    from ..linkage.gazetteers import with_coordinates

    if coordinates is not None:
        made = with_coordinates(made, coordinates, progress=progress)
    columns = linkage.AddressColumns(None, ("address_concat",), "postcode", "uprn")
    built = linkage.Gazetteer.build_from(made.file, columns=columns, progress=progress)
    _keep(made, built, out, listing=listing, progress=progress)
    return BuiltGazetteer(
        index=out.name,
        format=str(made.format),
        texts=built.rows,
        uprns=_places(built),
        located=int(made.facts["located"]),
        kinds=dict(made.facts["kinds"]),
        as_of=max(made.applied.values(), default="")[:10],
        findings=(*made.findings, *built.findings),
    )


def _keep(
    made: Listing,
    built: linkage.Gazetteer,
    out: Path,
    *,
    listing: Path | None,
    progress: Progress,
) -> None:
    """Write an index, and a listing where one is named, so that a failure leaves both as before."""
    if listing is None:
        built.save(out)
        return
    progress("keeping the listing", 0, 0)
    with made.staged(listing) as put:
        built.save(out)
        put()
    _keep_in(listing, out)


def _keep_in(listing: Path, index: Path) -> None:
    """Keep an index in the folder of its listing too, so that no match has to build it.

    It is a copy and no link: whoever writes over the one does not change the other.
    """
    part = listing / f".{INDEX}.part"
    with suppress(OSError):  # without it, the first match builds it
        try:
            shutil.copy(index, part)
            part.replace(listing / INDEX)
        finally:
            part.unlink(missing_ok=True)


def index_facts(index: Path, *, verify: bool = False) -> dict[str, Any]:
    """Return what an index holds: texts and UPRNs, and what was left out of it.

    With ``verify`` every part is checked, however large the file. Raises NotFound, or Damaged, as
    it opens.
    """
    from .. import linkage

    opened = linkage.Gazetteer.open(index, verify=verify)
    facts = {"index": index.name, "texts": opened.rows, "uprns": _places(opened)}
    checked = {"checked": "every part"} if verify else {}
    return {**facts, **checked, "findings": [one.to_dict() for one in opened.findings]}


def _places(gazetteer: linkage.Gazetteer) -> int:
    import numpy as np

    return int(np.unique(gazetteer.index.uprns).size)


def is_listing(path: Path) -> bool:
    """Return whether a path is a listing's, and not an index's."""
    from ..linkage.gazetteers import put_back

    put_back(path)
    return path.is_dir()


def listing_facts(listing: Path, *, verify: bool = False) -> dict[str, Any]:
    """Return what a listing holds and what was found amiss; raises NotFound or Damaged.

    With ``verify`` every byte of its files is checked.
    """
    from ..linkage.gazetteers import Listing

    opened = Listing.open(listing, verify=verify)
    checked = {"checked": "every part"} if verify else {}
    return {
        "listing": listing.name,
        "format": str(opened.format),
        "texts": opened.rows,
        "uprns": opened.facts["uprns"],
        "located": opened.facts["located"],
        "kinds": dict(opened.facts["kinds"]),
        "as_of": max(opened.applied.values(), default="")[:10],
        **checked,
        "findings": [finding.to_dict() for finding in opened.findings],
    }
