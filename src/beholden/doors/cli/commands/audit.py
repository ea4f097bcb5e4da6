"""An auditor's view: check what is on record, read the receipts."""

from __future__ import annotations

from pathlib import Path

import click

from ....kernel import Damaged
from .. import options
from ..showing import show_rows


@click.group()
def audit() -> None:
    """For auditors: whether the register is what the log says, and what was asked."""


@audit.command("check")
@options.home
@options.person
@options.forms
def check(home: Path, by: str, form: str | None) -> None:
    """Check the log, the register against it, and that two people acted; record what was found.

    \b
        beholden audit check --as auditor
    """
    checks = options.council_at(home).audit(by=by)
    show_rows([one.to_dict() for one in checks], form=form)
    faults = [fault for one in checks for fault in one.faults]
    if faults:
        raise Damaged(
            "What is on record is not as it should be.",
            why="\n  ".join(faults),
            next_step="Keep the home as it is, and compare it with an earlier copy.",
            ask="the data-protection officer",
        )


@audit.command("receipts")
@click.option("--use", help="Those of this data use alone.")
@options.home
@options.person
@options.forms
def receipts(use: str | None, home: Path, by: str, form: str | None) -> None:
    """Read the receipts of questions, as they were typed; no answer is kept in them.

    Who asked is told by office. That you read them is an entry of the ledger.
    """
    rows = options.council_at(home).read_receipts(by=by, use=use)
    show_rows(rows, form=form, empty="Nothing was asked.")
