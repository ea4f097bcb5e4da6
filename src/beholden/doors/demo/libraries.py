"""The main job on open data: two published lists of libraries, joined without their key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...actions import Council
from ...actions.reporting import PublicUse, table_with_keys
from ...kernel import Progress
from .asking import PROTECTION_OFFICER, Asked, after_the_end, ask_all, ask_in_vain
from .fates import Fates, fates
from .first_match import tell_matching
from .measuring import MatchQuality, match_quality
from .officers import found_council
from .published_lists import LISTS, Published, take_keys_away
from .stating import Dates, write_stated

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "Libraries then and now"
USE = "libraries-then-and-now"
BY_AUTHORITY = """\
select local_authority, operation_23 as run_by_in_2023, count(*) as libraries
from libraries_2016 left join libraries_2023 using (uprn)
group by all order by 1, 3 desc"""
IN_ALL = """\
select operation_23 as run_by_in_2023, count(*) as libraries
from libraries_2016 left join libraries_2023 using (uprn)
group by all order by 2 desc"""
NOT_GIVEN = """\
select local_authority, year_closed, count(*) as libraries
from libraries_2016 group by all"""
_OFFICERS = ("open-data", "addressing", "owner", "director", "dpo")


@dataclass(frozen=True, slots=True)
class ListQuality:
    """How one list was matched, and why some of its rows cannot be judged.

    ``same_postcode`` counts wrong matches at the row's own postcode: there the published key and
    the gazetteer may be giving one building two UPRNs.
    """

    match: MatchQuality
    no_key: int
    unusable_key: int
    same_postcode: int


@dataclass(frozen=True, slots=True)
class LibrariesRun:
    """What the run on open data found. ``asked`` has the answers by authority and in all."""

    use: PublicUse
    asked: Asked
    lists: tuple[ListQuality, ...]
    fates: Fates
    entries: int
    root: str


def run_libraries(directory: Path, *, dates: Dates, progress: Progress) -> LibrariesRun:
    """Do the main job on the libraries, leaving the home in ``directory``/libraries."""
    stated = directory / "libraries-stated"
    write_stated("libraries", stated, dates=dates, words={})
    published = take_keys_away(stated / "data", directory / "libraries-truth")
    council = found_council(
        directory / "libraries", name=NAME, stated=stated, officers=_OFFICERS, progress=progress
    )
    for one in LISTS:
        tell_matching(f"{NAME}: matching the addresses of {one.year}", progress)
        council.match(by="open-data", dataset=one.name, gazetteer="gazetteer")
    progress(f"{NAME}: sealing", 0, 0)
    extract = council.seal(by=PROTECTION_OFFICER, use=USE)
    progress(f"{NAME}: asking", 0, 0)
    allowed = ask_all(council, use=USE, questions=(BY_AUTHORITY, IN_ALL))
    refused = ask_in_vain(council, use=USE, question=NOT_GIVEN)
    progress(f"{NAME}: the agreement ends, on a copy", 0, 0)
    later = after_the_end(council, asked={USE: (IN_ALL, extract.id)}, day=dates.day_after)
    progress(f"{NAME}: comparing with the published keys", 0, 0)
    return _told(council, Asked(USE, allowed, refused, later[USE]), published)


def _told(council: Council, asked: Asked, published: Mapping[str, Published]) -> LibrariesRun:
    gazetteer = table_with_keys(council, dataset="gazetteer")
    tables = {one.name: table_with_keys(council, dataset=one.name) for one in LISTS}
    verified = council.verify_ledger()
    run = LibrariesRun(
        use=council.public_use(name=USE),
        asked=asked,
        lists=tuple(_quality(name, tables[name], published[name], gazetteer) for name in tables),
        fates=fates(
            council,
            tables=tables,
            published={name: one.keys for name, one in published.items()},
            gazetteer=frozenset(gazetteer["uprn"].to_pylist()),
        ),
        entries=verified.size if verified.ok else 0,
        root=verified.root,
    )
    council.close()
    return run


def _quality(name: str, table: pa.Table, published: Published, gazetteer: pa.Table) -> ListQuality:
    postcodes = dict(
        zip(gazetteer["uprn"].to_pylist(), gazetteer["postcode"].to_pylist(), strict=True)
    )
    found = table["uprn"].to_pylist()
    own = table["postcode"].to_pylist()
    unknown = frozenset(row for row, key in enumerate(published.keys) if key is None)
    rows = zip(found, published.keys, own, strict=True)
    return ListQuality(
        match=match_quality(
            name, found, published.keys, gazetteer=frozenset(postcodes), unknown=unknown
        ),
        no_key=published.none,
        unusable_key=published.unusable,
        same_postcode=sum(
            mine is not None and key is not None and mine != key and postcodes[mine] == postcode
            for mine, key, postcode in rows
        ),
    )
