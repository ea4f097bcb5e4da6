"""Your say: what residents may do, and what came of it, as the public page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from ....actions import YourSay
from ....records import reading
from .. import options
from ..showing import say, show_json, show_rows


@click.command("your-say")
@options.home
@options.forms
def your_say(home: Path, form: str | None) -> None:
    """Show what residents may do and ask, and what came of it in counts: all of it is public.

    How to object, opt out, ask and complain; complaints by year, concealments by reason, opt-outs
    by kind, and the extracts that heeded them.
    """
    told = options.council_at(home).your_say()
    if form == "json":
        return show_json(told.to_dict())
    if form is None:
        for way in told.ways:
            say(f"{way.title}. {way.how}\n")
        if where := " or ".join(one for one in (told.email, told.post) if one):
            say(f"Write to the data-protection officer: {where}\n")
    return show_rows(list(_counts(told)), form=form)


def _counts(told: YourSay) -> Iterable[dict[str, Any]]:
    """Give every count as one row: what it is of, and how many in the words of the page."""
    for year in told.complaints:
        counted = reading.plain(year)
        of = counted.pop("year")
        yield _row("complaints", of, ", ".join(f"{n} {what}" for what, n in counted.items()))
    for concealed in told.concealments:
        yield _row("concealments", concealed.reason, concealed.holding)
    for opted in told.opt_outs:
        yield _row("opt-outs", opted.kind, f"fewer than {opted.fewer_than} on {opted.on}")
    for seal in told.seals:
        heeded = f"{seal.sealed_on}: {', '.join(seal.kinds)}"
        yield _row("extract that heeded them", f"{seal.use} {seal.version}", heeded)


def _row(what: str, of: Any, how_many: Any) -> dict[str, Any]:
    return {"what": what, "of": str(of), "told": str(how_many).replace("_", " ")}
