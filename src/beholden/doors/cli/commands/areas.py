"""Areas that numbers are shown on: keep, list, show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ....actions import OPEN_GOVERNMENT, AreasKept
from ....records import reading
from .. import options
from ..showing import give_text, progress, say, show_facts, show_json, show_rows
from .outputs import check_out


@click.group()
def areas() -> None:
    """Areas (wards, LSOAs, neighbourhoods) that numbers are shown on as a map."""


@areas.command("keep")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", required=True, help="The short name of the set, such as wards.")
@click.option("--code", required=True, help="The property that holds each area's code.")
@click.option("--label", default="", help="The property that holds each area's name.")
@click.option("--title", default="", help="What people call the set.  [default: its name]")
@click.option(
    "--attribution",
    required=True,
    help="The words that whoever owns the boundaries asks for; they stand under every map.",
)
@click.option(
    "--licence", default=OPEN_GOVERNMENT, help="The address of the licence.  [default: OGL v3]"
)
@click.option("--made-up", is_flag=True, help="The areas are made up.")
@options.home
@options.person
@options.forms
def keep(file: Path, home: Path, by: str, form: str | None, made_up: bool, **said: str) -> None:
    """Keep the areas of a GeoJSON file, or their next version.

    FILE has its positions in degrees (WGS84) or on the British National Grid. Borders are made
    plainer, alike on both sides, so that a page stays small.

    \b
        beholden areas keep wards.geojson --name wards --title "Wards, May 2026" \\
            --code WD26CD --label WD26NM --attribution "Source: Office for National Statistics \\
            licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright."
    """
    council = options.council_at(home)
    with progress() as step:
        step("reading and checking", 0, 0)
        kept = council.keep_areas(by=by, source=file, made_up=made_up, **said)
    if form == "json":
        show_json({**_facts(kept), "findings": [one.to_dict() for one in kept.findings]})
        return
    show_facts(_facts(kept), form=form)
    if form is None:
        for finding in kept.findings:
            where = f"Feature {finding.row}: " if finding.row else ""
            say(f"{where}{finding.message}")
        click.echo(f"See them: beholden areas show {kept.name} --out {kept.name}.svg")


@areas.command("list")
@options.home
@options.forms
def list_areas(home: Path, form: str | None) -> None:
    """List the sets of areas that are kept."""
    with options.council_at(home).at_work():
        rows = [_row(view) for view in reading.areas()]
    show_rows(rows, form=form)


@areas.command("show")
@click.argument("name", metavar="AREAS")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the areas there: as a map where its name ends in .svg, else as GeoJSON.",
)
@options.home
@options.forms
def show(name: str, out: Path | None, home: Path, form: str | None) -> None:
    """Show a set of areas: whose they are, and the code and the name of each.

    \b
        beholden areas show wards --out wards.svg
    """
    check_out(out, endings=(".geojson", ".json", ".svg"))
    council = options.council_at(home)
    if out is not None:
        as_map = out.suffix == ".svg"
        give_text(
            council.map_of_areas(areas=name) if as_map else council.areas_as_geojson(areas=name),
            out,
        )
        say(f"Written: {out.name}")
        return
    with council.at_work():
        view = reading.areas_named(name)
    rows = [{"code": code, "name": label} for code, label in view.labels]
    show_rows(rows, form=form, title=f"{view.title}: {view.attribution}")


def _facts(kept: AreasKept) -> dict[str, Any]:
    return {
        "name": kept.name,
        "version": kept.version,
        "areas": kept.areas,
        "points_in_the_file": kept.points_read,
        "points_kept": kept.points,
        "detail_in_metres": kept.detail,
        "already_there": kept.already_there,
    }


def _row(view: reading.AreasView) -> dict[str, Any]:
    return {
        "name": view.name,
        "title": view.title,
        "version": view.version,
        "areas": len(view.labels),
        "steward": view.steward,
        "points": view.points,
    }
