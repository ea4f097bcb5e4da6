"""Applying a folder of stated files: apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ....actions import Step
from ....kernel import BadInput, BeholdenError, Refusal, Refused
from .. import options
from ..showing import progress, show_rows
from ..waiting import at_the_keyboard


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
    folder in turn; applying it again changes nothing. What is refused is told, and holds up only
    what rests on it.
    """
    council = options.council_at(home)
    plan = council.plan_statements(by=by, directory=directory)
    to_do = [step for step in plan if step.to_do]
    if only_plan or not to_do:
        _show(plan, form)
        if not only_plan and form is None:
            _tell_idle(plan)
        return
    if form is None:
        _show(plan, form)
        if not yes and not _agreed(len(to_do)):
            raise click.Abort
    with progress() as step:
        done = council.apply(by=by, directory=directory, expected=plan, progress=step)
    if form is None:
        _tell(done)
    else:
        _show(done, form)
    refused = [step for step in done if step.fault]
    if refused:
        raise _in_all(refused)


def _agreed(count: int) -> bool:
    with at_the_keyboard():
        return click.confirm(f"Do {count} of these now?", default=True)


def _tell_idle(plan: Sequence[Step]) -> None:
    """Say that nothing was done, where what is shown is for others to do."""
    if waiting := sum(bool(step.waits_for) for step in plan):
        click.echo(f"Nothing was done: of what is not yet on record, {waiting} wait for others.")


def _show(steps: Sequence[Step], form: str | None) -> None:
    """Show every step to a program; to a person only those that are not as they were."""
    told = [step for step in steps if form or step.change != "same"]
    # Nothing is refused before it is tried.
    left_out = set() if form else {"refused"}
    rows = [{k: v for k, v in step.to_dict().items() if k not in left_out} for step in told]
    show_rows(rows, form=form, empty="All is as it was.")


def _tell(done: Sequence[Step]) -> None:
    finished = sum(step.is_done for step in done)
    waiting = [step for step in done if step.waits_for]
    click.echo(f"Done: {finished}. The same as before: {sum(s.change == 'same' for s in done)}.")
    for step in waiting:
        click.echo(f"  waits: {step.act} {step.name}: {step.waits_for}")
    for step in done:
        if step.fault:
            click.echo(f"  refused: {step.act} {step.name}: {step.fault.what}")


def _in_all(refused: Sequence[Step]) -> BeholdenError:
    """Return the one error that tells every step that was refused."""
    faults = [(step, step.fault) for step in refused if step.fault]
    if len(faults) == 1:
        return faults[0][1]
    lines = []
    for step, fault in faults:
        lines.append(f"{step.act} {step.name} ({step.file}): {fault.what}")
        lines += [f"  {fault.why}"] if fault.why else []
    what, why = f"{len(faults)} of the steps were refused.", "\n  ".join(lines)
    next_step = "Mend what is named, then apply the folder again; the other steps are done."
    if any(isinstance(fault, Refused) for _, fault in faults):
        return Refused(Refusal(what=what, why=why, next_step=next_step))
    return BadInput(what, why=why, next_step=next_step)
