"""Opening what addresses are matched against: a table, a listing's folder, or a built index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import BadInput, Damaged, NotFound, Progress, Unavailable, silent
from .columns_found import columns_of_places
from .gazetteers import INDEX, is_listing
from .table_files import PLACES, read_list

if TYPE_CHECKING:
    import pyarrow as pa

    from ..linkage.gazetteers import Listing

_HEAD = 1_000
_OF_INDEX = ("uprn", "address_concat", "postcode")


@dataclass(frozen=True, slots=True)
class Places:
    """A gazetteer to match against.

    ``head`` is the first rows of its table, from which columns are found; ``build`` gives its index
    for columns; ``read`` gives its texts, and is None where there is an index alone; ``remarks``
    are what there is to say of its reading.
    """

    head: pa.Table
    build: Callable[[linkage.AddressColumns], linkage.Gazetteer]
    read: Callable[[], pa.Table] | None
    remarks: tuple[str, ...] = ()

    def texts(self) -> pa.Table:
        """Return the texts; raise BadInput where there is an index alone, which holds none."""
        if self.read is None:
            raise BadInput(
                "An index alone cannot show the places that a person should see.",
                why="It holds what matching needs of each text, and not the text.",
                next_step="Name the listing or the table that it was built from.",
            )
        return self.read()


def open_places(source: str | Path, *, progress: Progress) -> Places:
    """Open a gazetteer: a folder is a listing, a file is an index or a table.

    The index of a listing is kept in its folder, and built where it is not there.
    Raises NotFound where there is no such index or listing, Damaged where it is not as it was
    written, and BadInput for a table that cannot be read.
    """
    path = Path(source)
    if is_listing(path):
        return _of_listing(path, progress)
    if _is_index(path):
        opened = linkage.Gazetteer.open(path)
        return Places(_empty(), lambda _: opened, None)
    read = read_list(source)
    return Places(
        read.table.slice(0, _HEAD),
        lambda columns: linkage.Gazetteer.build(read.table, columns=columns, progress=progress),
        lambda: read.table,
        read.remarks,
    )


def find_place(
    source: str | Path, address: str, *, postcode: str | None = None, progress: Progress = silent
) -> dict[str, Any]:
    """Return what matching says of one address (see ``linkage.match_addresses``); scores, 4 places.

    ``match`` says whether it would count as one. ``source`` is as ``open_places`` takes it, and
    raises what that does. Raises BadInput for an address without a letter or digit.
    """
    if not any(letter.isalnum() for letter in address):
        raise BadInput("The address is empty.", next_step="Give the address that is looked for.")
    places = open_places(source, progress=progress)
    columns = columns_of_places(places.head, of=Path(source).name)
    found = places.build(columns).look_up(address, postcode=postcode)
    return {
        "match": found["uprn"] is not None,
        **{name: _short(told) for name, told in found.items()},
    }


def is_postcode(text: str) -> bool:
    """Return whether a text holds a postcode; one that holds none finds no place."""
    import pyarrow as pa

    return linkage.mentions_postcode(pa.chunked_array([[text]], pa.string()))


def _short(told: Any) -> Any:
    return round(told, PLACES) if isinstance(told, float) else told


def _is_index(path: Path) -> bool:
    from ..linkage.addresses.storage import MAGIC

    if path.suffix == ".gaz":
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _empty() -> pa.Table:
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in _OF_INDEX]).empty_table()


def _of_listing(folder: Path, progress: Progress) -> Places:
    from ..linkage.gazetteers import Listing

    listing = Listing.open(folder)
    return Places(
        next(listing.batches(1)).schema.empty_table() if listing.rows else _empty(),
        lambda columns: _kept_index(listing, columns, progress),
        listing.table,
    )


def _kept_index(
    listing: Listing, columns: linkage.AddressColumns, progress: Progress
) -> linkage.Gazetteer:
    """Return the index in a listing's folder, built anew where it is not there or not usable.

    A listing that is updated is replaced with its folder, so an index never outlives its texts.
    """
    place = listing.folder / INDEX
    try:
        return linkage.Gazetteer.open(place)
    except (NotFound, Damaged):
        progress("building the gazetteer's index", 0, 0)
    built = linkage.Gazetteer.build_from(listing.file, columns=columns, progress=progress)
    try:
        built.save(place)
    except Unavailable:
        progress("the gazetteer's index could not be kept; the next match builds it again", 0, 0)
    return built
