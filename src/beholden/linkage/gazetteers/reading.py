"""A delivery of a gazetteer to a listing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from beholden.kernel import BadInput, Progress, silent

from ..addresses.columns import AddressColumns
from .building import build_texts
from .detecting import Shape, one_format, shape_of
from .formats import Format
from .listing import Listing, held_folder
from .record_reading import read_records
from .record_volumes import is_cut_short, missing_volumes, refuse_incomplete
from .row_reading import read_rows
from .store import Tables, disk_says
from .tallies import Tally, findings_of
from .volumes import Delivery, DeliveryLimits, Volume, delivery_of

_OF_RECORDS = {Format.ADDRESSBASE_PREMIUM, Format.DTF}
ROWS = "rows"


def read_gazetteer(
    paths: Path | str | Sequence[Path | str],
    *,
    format: Format | None = None,
    columns: AddressColumns | None = None,
    allow_truncated: bool = False,
    limits: DeliveryLimits | None = None,
    progress: Progress = silent,
) -> Listing:
    """Return the listing of a full supply: files, folders or archives, of one format.

    ``columns`` names those of a plain table whose names do not say it; what it leaves empty is
    found. Memory stays bounded whatever the size; the disk for temporary files holds about twice
    what the supply has when packed. Raises BadInput where the format is not known or mixed, a
    column named is not there, a volume is cut short or missing (unless ``allow_truncated``, which
    makes a finding of it), or the supply holds changes only.
    """
    with delivery_of(as_list(paths), limits) as delivery:
        form, found = chosen(delivery, format, columns)
        held = held_folder()
        try:
            tables, tally = read_volumes(found, form, held.path, progress)
            _refuse_changes(tally, form)
            note_incomplete(tally, allow=allow_truncated)
            if not sum(tables.rows.values()):
                raise BadInput("The delivery holds no addresses.", next_step="Fetch it again.")
            applied = last_applied(tables, tally)
            counts, facts = build_texts(tables, form, progress)
        except OSError as error:
            raise disk_says(error) from error
        facts |= {"volumes": len(found), "skipped": delivery.skipped}
        facts["skipped"] += len(delivery.volumes) - len(found)
    findings = (*tally.findings(), *findings_of(counts))
    return Listing(held.path, form, findings, facts, applied, held)


def as_list(paths: Path | str | Sequence[Path | str]) -> list[Path | str]:
    """Return one path or several as a list."""
    return [paths] if isinstance(paths, str | Path) else list(paths)


def chosen(
    delivery: Delivery, wanted: Format | None, columns: AddressColumns | None = None
) -> tuple[Format, list[tuple[Volume, Shape]]]:
    """Return the format of a delivery and the files that are in it; raise BadInput for others."""
    shaped = [(volume, shape_of(volume, columns)) for volume in delivery.volumes]
    form = one_format([shape for _, shape in shaped])
    if form is Format.OPEN_UPRN:
        raise BadInput(
            "OS Open UPRN holds no addresses, only where each UPRN lies.",
            next_step="Read a gazetteer, and name this file with --coordinates.",
        )
    if wanted is not None and form is not wanted:
        raise BadInput(
            f"The delivery is not {wanted}, but {form}.",
            next_step="Name what it is, or leave the format to be found.",
        )
    return form, [(volume, shape) for volume, shape in shaped if shape.format is form]


def read_volumes(
    found: Sequence[tuple[Volume, Shape]], form: Format, folder: Path, progress: Progress
) -> tuple[Tables, Tally]:
    """Read volumes into working tables; return these with what was met on the way."""
    tables, tally = Tables(folder), Tally()
    if form in _OF_RECORDS:
        read_records([volume for volume, _ in found], form, tables, tally, progress)
    else:
        read_rows(found, tables, tally, progress)
    tables.finish()
    return tables, tally


def _refuse_changes(tally: Tally, form: Format) -> None:
    kinds = {volume.kind for volume in tally.volumes}
    if "C" not in kinds:
        return
    raise BadInput(
        "The supply holds changes only."
        if kinds == {"C"}
        else "A full supply and changes to one are mixed.",
        why=f"A list is built of a full supply of {form}, and then updated.",
        next_step="Build from the full supply, then: beholden gazetteer update LISTING CHANGE…",
    )


def note_incomplete(tally: Tally, *, allow: bool) -> None:
    """Refuse volumes that are cut short or missing, or count them where that is allowed."""
    if not allow:
        refuse_incomplete(tally.volumes)
    tally.counts["truncated"] += sum(map(is_cut_short, tally.volumes))
    tally.counts["missing-volume"] += missing_volumes(tally.volumes)


def last_applied(tables: Tables, tally: Tally) -> dict[str, str]:
    """Return when the latest part of a delivery was made, for each supplier of it.

    Files without headers are known by the latest date that a row of theirs has.
    """
    made: dict[str, str] = {}
    for volume in tally.volumes:
        if volume.made:
            made[volume.supplier] = max(made.get(volume.supplier, ""), volume.made)
    return made or {ROWS: tables.latest}
