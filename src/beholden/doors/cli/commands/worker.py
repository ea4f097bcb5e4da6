"""The worker: what is due is done without anybody acting."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from ....actions import Pass, work_once
from ....kernel import moment_in_words, new_id
from .. import options
from ..showing import say, show_json


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--json", "form", flag_value="json", help="Print what each pass did as JSON.")
@click.option("--beside", type=int, default=0, hidden=True, help="End when this process is gone.")
@options.home
def worker(once: bool, form: str | None, beside: int, home: Path) -> None:
    """Do what is due: ask scheduled questions, end what a day ends, forget what is over.

    It goes on until it is told to end (SIGTERM, Ctrl-C), and then finishes the job at hand. Several
    may work for one home: no job is done twice. `beholden serve` runs one by itself.

    \b
        beholden worker --home ashmere
        beholden worker --once --json
    """
    from ...web.serving import prepare
    from ...worker import PAGES, Told, work_on

    prepare(home)
    council = options.council_at(home)
    if once:
        _show(work_once(council, worker=new_id("worker"), also=PAGES), form)
        return
    told = Told(beside=beside)
    told.listen()
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("beholden.worker").setLevel(logging.INFO)
    if form == "json":
        work_on(council, told, each=lambda done: show_json(done.to_dict()))
    else:
        work_on(council, told)


def _show(done: Pass, form: str | None) -> None:
    if form == "json":
        show_json(done.to_dict())
        return
    for name in done.done:
        say(f"Done: {name}.")
    for failed in done.failed:
        say(f"Failed, and tried again later: {failed.says}. {failed.tell}", err=True)
    if not (done.done or done.failed):
        say("Nothing is due.")
    say(f"Next due: {moment_in_words(done.next_due)}.")
