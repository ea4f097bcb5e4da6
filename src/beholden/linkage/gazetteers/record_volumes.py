"""Headers and trailers of volumes of records, and whether a delivery of them is whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NoReturn

from beholden.kernel import BadInput

from .letters import without_mark
from .record_lines import HEADER, HEADING, KEYS, METADATA, TRAILER, first_fields
from .tallies import VolumeSummary
from .volumes import Volume

_TIME = re.compile(r"[^0-9]")
_DAY = re.compile(r"(?P<y>[0-9]{4})-?(?P<m>[0-9]{2})-?(?P<d>[0-9]{2})")
# DTF 7.3 says CCYY-MM-DD; some software writes the day first, as people do.
_DAY_FIRST = re.compile(r"(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})")
_NOT_COUNTED = (HEADER, METADATA, KEYS, TRAILER)


def header_of(volume: Volume) -> list[str]:
    """Return the fields of a volume's header, none where it does not begin with one."""
    head = without_mark(volume.head(2**16), volume.name).lstrip(b"\r\n")
    line = head.split(b"\n", 1)[0]
    fields = first_fields(line.decode("utf-8", "replace").encode())
    return fields if fields and fields[0] == str(HEADER) and len(fields) >= 9 else []


def summary(
    name: str, header: Sequence[str], trailer: Sequence[str], records: Counter[int]
) -> VolumeSummary:
    """Return what a volume's header and trailer say of it, with what was counted.

    Raises BadInput where its header has no day that can be read.
    """
    time = _TIME.sub("", header[6]).zfill(6)[:6] if header else ""
    return VolumeSummary(
        name=name,
        supplier=header[2].strip().lstrip("0") if header else "",
        made=f"{_day(header[3], name)} {time}" if header else "",
        number=_number(header[4]) if header else None,
        kind=header[8].strip().upper()[:1] if header else "",
        version=header[7].strip() if header else "",
        told=_number(trailer[2]) if len(trailer) > 2 else None,
        next_volume=_number(trailer[1]) if len(trailer) > 1 else None,
        records=records,
    )


def _day(text: str, name: str) -> str:
    """Return a day as YYYY-MM-DD, so that days stand in their order as texts."""
    written = text.strip()[:10]
    found = _DAY.fullmatch(written) or _DAY_FIRST.fullmatch(written)
    try:
        return date(*(int(found[part]) for part in "ymd")).isoformat() if found else _no_day(name)
    except ValueError:
        return _no_day(name)


def _no_day(name: str) -> NoReturn:
    raise BadInput(
        f"The header of {name} has no day that can be read.",
        why="Updates are applied in the order of their days: YYYY-MM-DD or DD/MM/YYYY in the "
        "fourth field of record 10.",
        next_step="Export it again, or ask who supplied it.",
    )


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def is_cut_short(volume: VolumeSummary) -> bool:
    """Return whether a volume with a header lacks its trailer or records that this speaks of.

    The trailer counts all records but header, metadata and trailer (AddressBase Premium technical
    specification 2.3); other software counts some of these too, and is believed as well.
    """
    if not volume.made:
        return False
    if volume.told is None:
        return True
    counted = {k: n for k, n in volume.records.items() if k < TRAILER and k not in _NOT_COUNTED}
    least = sum(counted.values()) + volume.records[100]
    most = least + sum(volume.records[kind] for kind in _NOT_COUNTED) + volume.records[HEADING]
    return not least <= volume.told <= most


def missing_volumes(volumes: Iterable[VolumeSummary]) -> int:
    """Return how many volumes of each day's delivery are missing.

    Volumes that all have one number are tiles of a map, of which none can be said to be missing.
    """
    sets: dict[tuple[str, str], list[VolumeSummary]] = defaultdict(list)
    for volume in volumes:
        if volume.made and volume.number is not None:
            sets[volume.supplier, volume.made[:10]].append(volume)
    return sum(_missing(found) for found in sets.values())


def _missing(found: list[VolumeSummary]) -> int:
    numbers = {volume.number for volume in found if volume.number is not None}
    if len(numbers) == 1 < len(found):
        return 0
    following = [v.next_volume for v in found if v.next_volume]
    highest = max([*numbers, *following])
    return highest - len(numbers - {0}) if min(numbers) > 0 else highest + 1 - len(numbers)


def refuse_incomplete(volumes: Sequence[VolumeSummary]) -> None:
    """Raise BadInput where volumes are cut short or missing."""
    short = sum(map(is_cut_short, volumes))
    missing = missing_volumes(volumes)
    if not short and not missing:
        return
    named = next((v.name for v in volumes if is_cut_short(v)), "")
    raise BadInput(
        f"{named} is cut short." if short else f"{missing} volumes of the delivery are missing.",
        why="Its trailer is missing or speaks of more records than there are; addresses that lack "
        "would be matched to their neighbours."
        if short
        else "Addresses that lack would be matched to their neighbours.",
        next_step="Fetch it again; or read what there is, and say so: allow_truncated=True "
        "(--allow-truncated).",
    )
