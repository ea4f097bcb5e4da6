"""Gazetteers: a delivery of addresses becomes an index that addresses are matched against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..kernel import BadInput, Finding, Progress, silent

if TYPE_CHECKING:
    import pyarrow as pa

    from ..linkage.gazetteers import Format, Listing


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
    coordinates: Path | None = None,
    listing: Path | None = None,
    allow_truncated: bool = False,
    progress: Progress = silent,
) -> BuiltGazetteer:
    """Read a full supply of addresses and write its index; keep what an update needs in a listing.

    ``coordinates`` is OS Open UPRN. The index is written whole or not at all. Raises what
    ``read_gazetteer`` and ``Gazetteer.build`` raise.
    """
    from ..linkage.gazetteers import read_gazetteer

    check_places(out, listing)
    made = read_gazetteer(
        sources, format=format, allow_truncated=allow_truncated, progress=progress
    )
    return _index(made, out, coordinates=coordinates, listing=listing, progress=progress)


def update_gazetteer(
    listing: Path,
    changes: Sequence[Path | str],
    out: Path,
    *,
    coordinates: Path | None = None,
    allow_truncated: bool = False,
    progress: Progress = silent,
) -> BuiltGazetteer:
    """Apply change-only updates to a listing, and write it and its index anew.

    Until all is written both are as they were. Raises what ``update_listing`` raises.
    """
    from ..linkage.gazetteers import Listing, update_listing

    check_places(out, listing)
    made = update_listing(
        Listing.open(listing), changes, allow_truncated=allow_truncated, progress=progress
    )
    return _index(made, out, coordinates=coordinates, listing=listing, progress=progress)


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

    located = int(made.facts["located"])
    if coordinates is not None:
        progress("placing the addresses", 0, 0)
        located = _located(with_coordinates(made.table(), coordinates))
    columns = linkage.AddressColumns(None, ("address_concat",), "postcode", "uprn")
    built = linkage.Gazetteer.build_from(made.file, columns=columns, progress=progress)
    if listing is not None:
        progress("keeping the listing", 0, 0)
        made.save(listing)
    built.save(out)
    return BuiltGazetteer(
        index=out.name,
        format=str(made.format),
        texts=built.rows,
        uprns=len(built.uprns),
        located=located,
        kinds=dict(made.facts["kinds"]),
        as_of=max(made.applied.values(), default="")[:10],
        findings=(*made.findings, *built.findings),
    )


def _located(table: pa.Table) -> int:
    import pyarrow.compute as pc

    return len(pc.unique(table.filter(pc.is_valid(table["easting"]))["uprn"]))


def index_facts(index: Path) -> dict[str, Any]:
    """Return what an index holds: texts and UPRNs; raises NotFound, or Damaged, as it opens."""
    from .. import linkage

    opened = linkage.Gazetteer.open(index)
    return {"index": index.name, "texts": opened.rows, "uprns": len(opened.uprns)}


def listing_facts(listing: Path) -> dict[str, Any]:
    """Return what a listing holds and what was found amiss; raises NotFound or Damaged."""
    from ..linkage.gazetteers import Listing

    opened = Listing.open(listing)
    return {
        "listing": listing.name,
        "format": str(opened.format),
        "texts": opened.rows,
        "uprns": opened.facts["uprns"],
        "located": opened.facts["located"],
        "kinds": dict(opened.facts["kinds"]),
        "as_of": max(opened.applied.values(), default="")[:10],
        "findings": [finding.to_dict() for finding in opened.findings],
    }
