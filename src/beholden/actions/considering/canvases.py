"""The canvas of a use: filled in area by area, each filling kept, nothing written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ... import ethics
from ...kernel import NotFound, fingerprint
from ..acting import Act, acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from .canvas_actions import linked, undertaken, without_strange

LARGEST_CANVAS = ethics.LARGEST_FILE


@dataclass(frozen=True, slots=True)
class CanvasFilled:
    """What a filling did: the areas that say something new, and what could not be taken."""

    areas: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def fill_canvas(home: Home, *, by: str, use: str, areas: Mapping[str, Any]) -> CanvasFilled:
    """Say something new in some areas of a use's canvas; what was said before is kept beside it.

    ``areas`` has for each a text, or ``{says | answers, status, owner, notes, why_not, actions}``.
    Raises BadInput for what cannot be read, and then no area is changed.
    """
    said = [ethics.area_said(area, stated) for area, stated in areas.items()]
    return CanvasFilled(_filled(home, by=by, use=use, said=said))


def import_canvas(home: Home, *, by: str, use: str, text: str) -> CanvasFilled:
    """Take over a canvas from the JSON of the interactive Data Ethics Canvas; raises BadInput.

    An area that the file does not answer stays as it is.
    """
    read = ethics.read_interactive(text)
    with home.at_work():
        said, strange = without_strange(list(read.areas.values()), use)
    done = _filled(home, by=by, use=use, said=said)
    return CanvasFilled(done, (*read.left_out, *strange))


def export_canvas(home: Home, *, use: str) -> str:
    """Return a use's canvas as the interactive Data Ethics Canvas reads it; raises NotFound."""
    with home.at_work():
        record = use_named(use)
        last = record.canvas_versions.order_by("-filled_at").first()
        return ethics.write_interactive(
            canvas_of(record),
            use=f"{home.name}/{use}",
            title=record.title,
            updated=last.filled_at if last else record.stated_at,
        )


def canvas_of(use: Any) -> dict[str, ethics.AreaSaid]:
    """Return what a use says in each of the 15 areas now."""
    newest = {version.area: version.said for version in use.canvas_versions.order_by("number")}
    return ethics.canvas_said(newest)


def new_areas(use: Any, said: Mapping[str, ethics.AreaSaid]) -> dict[str, ethics.AreaSaid]:
    """Return the areas that say what was never said there before.

    A folder of files may be older than the register: what it says again changes nothing.
    """
    before: dict[str, list[ethics.AreaSaid]] = {}
    for version in use.canvas_versions.all():
        before.setdefault(version.area, []).append(ethics.area_said(version.area, version.said))
    return {
        code: area
        for code, area in linked(use, said).items()
        if area not in before.get(code, [ethics.AreaSaid(code)])
    }


def canvas_alone_changed(use: Any, stated: Mapping[str, Any]) -> bool:
    """Return whether a statement differs in its canvas alone from one that can no longer change."""
    seen = use.state != "stated" or use.advice.exists()
    without = [{k: v for k, v in one.items() if k != "canvas"} for one in (use.statement, stated)]
    alone = without[0] == without[1] and use.statement != stated
    return seen and alone and "canvas" in stated


def areas_to_fill(use: Any, canvas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the areas of a stated canvas that say what was never said there before."""
    said = ethics.canvas_said(canvas)
    return {code: canvas[code] for code in new_areas(use, said) if code in canvas}


def record_areas(act: Act, use: Any, said: Mapping[str, ethics.AreaSaid]) -> dict[str, Any]:
    """Keep a new version of each area; return what the ledger tells of them.

    An action with an owner and a day is undertaken in the same act. Raises BadInput for one that
    names an undertaking that there is not.
    """
    from ...records.models import CanvasVersion

    said = undertaken(act, use, said)
    numbers = {v.area: v.number for v in use.canvas_versions.order_by("number")}
    advised = use.advice.count()
    CanvasVersion.objects.bulk_create(
        CanvasVersion(
            use=use,
            area=code,
            number=numbers.get(code, 0) + 1,
            status=area.status,
            text=area.in_words(),
            said=area.to_dict(),
            filled_by=act.person,
            office=act.person.office,
            filled_at=act.at,
            advised=advised,
        )
        for code, area in said.items()
    )
    return {
        code: {
            "version": numbers.get(code, 0) + 1,
            "status": area.status,
            "says": fingerprint(area.to_dict()),
        }
        for code, area in said.items()
    }


def _filled(home: Home, *, by: str, use: str, said: list[ethics.AreaSaid]) -> tuple[str, ...]:
    with acting(home, by=by, right=Right.CANVAS_FILL, name="canvas-filled", use=use) as act:
        record = use_named(use)
        now = canvas_of(record)
        stated = linked(record, {area.area: area for area in said})
        changed = {code: area for code, area in stated.items() if area != now[code]}
        act.moot = not changed
        act.facts["areas"] = record_areas(act, record, changed)
    return tuple(changed)


def area_history(home: Home, *, use: str, area: str) -> tuple[dict[str, Any], ...]:
    """Return every version of one area, oldest first, as plain data; raises NotFound."""
    form = ethics.canvas_form(area)
    with home.at_work():
        versions = list(use_named(use).canvas_versions.filter(area=form.code).order_by("number"))
    if not versions:
        raise NotFound(
            f"Nothing was ever said in the area {form.code} of this use.",
            next_step=f"Fill it in with `beholden canvas fill {use} FILE`.",
        )
    return tuple(
        {
            "version": one.number,
            "status": one.status,
            "says": one.text,
            "by": one.office,
            "at": one.filled_at.isoformat(timespec="seconds"),
        }
        for one in versions
    )
