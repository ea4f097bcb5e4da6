"""Applying a folder of stated files: apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ....actions import Step
from .. import options
from ..showing import progress, show_rows


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--plan", "only_plan", is_flag=True, help="Show the plan and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before doing it.")
@options.home
@options.person
@options.forms
def apply(
    directory: Path, only_plan: bool, yes: bool, home: Path, by: str, form: str | None
) -> None:
    """Apply a folder that states people, datasets, uses and agreements.

    Shows a plan first. What belongs to another office waits for it, so each officer applies the
    folder in turn; applying it again changes nothing.
    """
    council = options.council_at(home)
    plan = council.plan_statements(by=by, directory=directory)
    to_do = [step for step in plan if step.to_do]
    if only_plan or not to_do:
        _show(plan, form)
        return
    if form is None:
        _show(plan, form)
        if not yes and not click.confirm(f"Do {len(to_do)} of these now?", default=True):
            raise click.Abort
    with progress() as step:
        done = council.apply(by=by, directory=directory, progress=step)
    if form is None:
        _tell(done)
    else:
        _show(done, form)


def _show(steps: Sequence[Step], form: str | None) -> None:
    """Show every step to a program; to a person only those that are not as they were."""
    told = [step for step in steps if form or step.change != "same"]
    show_rows([step.to_dict() for step in told], form=form, empty="All is as it was.")


def _tell(done: Sequence[Step]) -> None:
    finished = sum(step.to_do for step in done)
    waiting = [step for step in done if step.waits_for]
    click.echo(f"Done: {finished}. The same as before: {sum(s.change == 'same' for s in done)}.")
    for step in waiting:
        click.echo(f"  waits: {step.act} {step.name}: {step.waits_for}")
