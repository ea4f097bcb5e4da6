"""Change-only updates: a listing and what has changed since, to a new listing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from beholden.kernel import BadInput, Progress, SystemClock, silent

from .building import build_texts
from .formats import Format
from .listing import Listing, held_folder
from .reading import as_list, chosen, last_applied, note_incomplete, read_volumes
from .store import disk_says
from .tallies import Tally, findings_of
from .volumes import DeliveryLimits, delivery_of

# Deliveries of Ordnance Survey come every six weeks or oftener, a council's own every month;
# longer apart, one may be missing.
_MOST_DAYS, _MOST_DAYS_DTF = 63, 35
# So many changes of what is not there tell of an update that was left out.
_MOST_UNKNOWN, _LEAST_UNKNOWN = 0.05, 3


def update_listing(
    listing: Listing,
    paths: Path | str | Sequence[Path | str],
    *,
    allow_truncated: bool = False,
    limits: DeliveryLimits | None = None,
    made: date | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> Listing:
    """Return a new listing with change-only updates applied in their order; the old one stays.

    ``made`` is the day of a delivery that has no header and whose rows do not tell it.
    Raises BadInput where the changes are in another format or of another supplier, are a full
    supply, were applied before, are older than what was applied, are of a day after ``today`` (the
    machine's, if none is given), have a header beside ``made``, or change so much that is not there
    that one between must be missing.
    """
    if listing.format is Format.PLAIN:
        raise BadInput(
            "A plain table has no updates.", next_step="Build it again from the new table."
        )
    with delivery_of(as_list(paths), limits) as delivery:
        form, found = chosen(delivery, listing.format)
        held = held_folder()
        try:
            tables, tally = read_volumes(found, form, held.path, progress)
            note_incomplete(tally, allow=allow_truncated)
            applied = _dated(last_applied(tables, tally), tally, made)
            _refuse_out_of_turn(listing, tally, applied)
            _refuse_future(applied, today or SystemClock().today())
            counts, facts = build_texts(tables, form, progress, kept=listing.folder / "records")
        except OSError as error:
            raise disk_says(error) from error
    _refuse_gap(counts)
    counts["late-update"] = _days_too_many(listing, tally, applied)
    facts |= {"volumes": len(found), "skipped": delivery.skipped, "changes": counts["changes"]}
    findings = (*tally.findings(), *findings_of(counts))
    return Listing(held.path, form, findings, facts, dict(listing.applied) | applied, held)


def _dated(applied: dict[str, str], tally: Tally, made: date | None) -> dict[str, str]:
    """Return when each part of a delivery was made: as it tells, or as is stated of it."""
    if made is None:
        return applied
    if any(volume.made for volume in tally.volumes):
        raise BadInput(
            "A day was stated of an update that tells its own.",
            why="Its header says when it was made.",
            next_step="Leave the day out.",
        )
    return {supplier: max(when, made.isoformat()) for supplier, when in applied.items()}


def _refuse_out_of_turn(listing: Listing, tally: Tally, applied: Mapping[str, str]) -> None:
    if any(volume.kind == "F" for volume in tally.volumes):
        raise BadInput(
            "This is a full supply, not an update.",
            next_step="Build from it: beholden gazetteer build SOURCE --out INDEX.",
        )
    headed = [(volume.supplier, volume.made) for volume in tally.volumes if volume.made]
    for supplier, when in headed or list(applied.items()):
        before = listing.applied.get(supplier)
        if before is None:
            raise BadInput(
                "The update is from a supplier whose addresses are not in this listing.",
                why="Another council's or product's changes cannot be applied to it.",
                next_step="Check the code in the headers (record 10) of both.",
            )
        if when <= before and before:
            raise BadInput(
                "The update was applied before."
                if when == before
                else "The update is older than what was applied last.",
                why=f"It was made on {when[:10]}; the listing is as of {before[:10]}.",
                next_step="Apply updates once each, in the order in which they were made. One that "
                "was left out needs the listing from before the later one, or a new full supply."
                + ("" if headed else _OF_ROWS),
            )


# A row that was deleted may keep the day of its last change, which is no day of the delivery.
_OF_ROWS = (
    " Without a header, a delivery is as of its latest row: where it was made later, say on which "
    "day, --made YYYY-MM-DD."
)


def _refuse_future(applied: Mapping[str, str], today: date) -> None:
    """Raise BadInput for an update of a day to come: every true one would then be too old."""
    last = (today + timedelta(days=1)).isoformat()  # where the supplier is, it may be tomorrow
    if any(when[:10] > last for when in applied.values()):
        raise BadInput(
            "The update was made on a day that is still to come.",
            why="All that are made before that day would be refused as older.",
            next_step="Ask its supplier for the update with its true day; check the clock here.",
        )


def _refuse_gap(counts: Counter[str]) -> None:
    unknown, changes = counts["change-of-unknown"], counts["changes"]
    if unknown >= _LEAST_UNKNOWN and unknown > _MOST_UNKNOWN * changes:
        raise BadInput(
            f"{unknown:,} of {changes:,} updates and deletes are of what is not in the listing.",
            why="An update between seems to be missing, or the listing is of another area.",
            next_step="Apply the updates that lie between first, or build from a full supply.",
        )


def _days_too_many(listing: Listing, tally: Tally, applied: Mapping[str, str]) -> int:
    """Return the most days between two updates, or the last and these, where too many, else 0."""
    longest = 0
    for supplier, when in applied.items():
        days = {volume.made for volume in tally.volumes if volume.supplier == supplier}
        told = sorted({listing.applied.get(supplier, ""), when, *days} - {""})
        longest = max([longest, *(_days(*two) for two in pairwise(told))])
    most = _MOST_DAYS_DTF if listing.format is Format.DTF else _MOST_DAYS
    return longest if longest > most else 0


def _days(before: str, after: str) -> int:
    try:
        return (date.fromisoformat(after[:10]) - date.fromisoformat(before[:10])).days
    except ValueError:
        return 0
