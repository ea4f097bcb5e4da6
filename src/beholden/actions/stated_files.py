"""The folder of stated files: which files there are, and what one of them draws in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import ethics
from ..kernel import BadInput
from .statements import read_statement, read_text

# What is said about a use in files of its own, beside the one that states it.
ABOUT_USES = (
    "crisis",
    "confirmation",
    "design-review",
    "dpia-advice",
    "advice",
    "decision",
    "undertakings",
    "review",
    "outcome",
)


def with_canvas(file: Path) -> dict[str, Any]:
    """Read a use, with the canvas that it may name beside itself; raises BadInput."""
    stated = read_statement(file)
    canvas = stated.get("canvas")
    if isinstance(canvas, str):
        inside = (file.parent / canvas).resolve()
        if file.parent.resolve() not in inside.parents:
            raise BadInput(
                f"The canvas that {file.name} names is outside its folder.",
                next_step="Put the canvas beside the use.",
            )
        stated["canvas"] = read_canvas(inside)
    return stated


def read_canvas(file: Path) -> dict[str, Any]:
    """Read a canvas as it is stated, or as the interactive form saved it (.json); raises BadInput.

    What of a saved one cannot be taken is an error here: a folder states the whole of it.
    """
    if file.suffix != ".json":
        return read_statement(file)
    read = ethics.read_interactive(read_text(file))
    if read.left_out:
        raise BadInput(
            f"Not all of {file.name} can be taken over.",
            why="; ".join(read.left_out[:10]) + ".",
            next_step="Import it with `beholden canvas import`, which leaves out what it cannot.",
        )
    return {code: area.to_dict() for code, area in read.areas.items()}


def data_file(file: Path, statement: Mapping[str, Any]) -> Path:
    """Return the file that a dataset's contract names as its local server."""
    servers = statement.get("servers")
    path = servers[0].get("path") if isinstance(servers, list) and servers else None
    source = file.parent / str(path)
    if path and source.is_file():
        return source
    raise BadInput(
        f"The file of data that {file.name} speaks of is not there.",
        why="Its servers section names " + (f"{Path(str(path)).name}." if path else "none."),
        next_step="Write `servers: [{server: file, type: local, path: ../data/FILE}]`.",
    )


def said_made_up(statement: Mapping[str, Any]) -> bool | None:
    """Return whether a dataset's file says, as a custom property, that nobody in it exists.

    None where it says nothing of it.
    """
    properties = statement.get("customProperties") or []
    said = [one.get("value") for one in properties if one.get("property") == "madeUp"]
    return bool(said[-1]) if said else None


def title_of(statement: Mapping[str, Any]) -> str | None:
    """Return a dataset's title for people: the business name of its table, or None."""
    tables = statement.get("schema")
    first = tables[0] if isinstance(tables, list) and tables else None
    title = first.get("businessName") if isinstance(first, Mapping) else None
    return title if isinstance(title, str) and title.strip() else None


def use_files(directory: Path) -> list[Path]:
    """Return the files that state a use itself."""
    others = tuple(f".{kind}.yaml" for kind in (*ABOUT_USES, "canvas"))
    return [f for f in files_in(directory / "uses", ".yaml") if not f.name.endswith(others)]


def files_in(folder: Path, ending: str) -> list[Path]:
    """Return what a folder holds under an ending, in order; reading finds what is no file."""
    return sorted(folder.glob(f"*{ending}"))
