"""Where a command is to write, looked at before its work is begun."""

from __future__ import annotations

import sys
from pathlib import Path

from ....kernel import BadInput


def check_out(out: Path | None, *, endings: tuple[str, ...] = (".csv", ".parquet")) -> None:
    """Raise BadInput where a file could not be written: its form, its folder, its place."""
    if out is None:
        return
    if out.suffix not in endings:
        raise BadInput(
            "The file to write has none of the forms there are.",
            why="The form is told from the end of its name.",
            next_step=f"Name a file that ends in {' or '.join(endings)}.",
        )
    if out.is_dir() or not out.parent.is_dir():
        raise BadInput(
            f"The file {out.name} cannot be written there.",
            why="It is a folder." if out.is_dir() else "The folder that it names is not there.",
            next_step="Name a file in a folder that there is.",
        )


def check_screen(form: str, out: Path | None) -> None:
    """Raise BadInput where bytes would be sent to a screen."""
    if form == "parquet" and out is None and sys.stdout.isatty():
        raise BadInput(
            "Parquet is not for a screen.",
            next_step="Add --out FILE.parquet, or send the output into a file.",
        )
