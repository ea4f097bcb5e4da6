"""What is refused in words, because it would take too long or too much room to solve."""

from __future__ import annotations

from collections.abc import Sequence

from beholden.kernel import BadInput

_IN_PARTS = "Ask for the release in parts: fewer tables, fewer dimensions, or wider groups."
_WHOM = "whoever keeps the thresholds of disclosure control"


def too_large(found: int, most: int) -> BadInput:
    """Return that tables cannot be solved together, and what to do."""
    return BadInput(
        "These tables are too large to be solved together with what was released before.",
        why=f"Together they divide people into {found:,} groups; at most {most:,} are solved.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )


def too_many_rests(most: int) -> BadInput:
    """Return that there are too many rests of groups to be looked at, and what to do."""
    return BadInput(
        "These tables are too large to be solved together with what was released before.",
        why="There is too much that one of their groups has beyond another within it: over "
        f"{most:,} sums.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )


def out_of_time() -> BadInput:
    """Return that solving took too long, and what to do."""
    return BadInput(
        "These tables could not be solved together with what was released before in time.",
        why="What nobody could check is not released.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )


def not_solved() -> BadInput:
    """Return that the solver came to no answer, and what to do."""
    return BadInput(
        "These tables could not be solved together with what was released before.",
        why="The solver came to no answer. What nobody could check is not released.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )


def merged(labels: Sequence[str]) -> BadInput:
    """Return that labels of one dimension are one number; they are values, so not named."""
    return BadInput(
        "These tables cannot be solved together with what was released before.",
        why=f"A dimension has {len(labels)} labels that are one and the same number.",
        next_step="Write each number in one way, as in 1 and never 01 or 1.0, and ask anew.",
        ask=_WHOM,
    )


def contradicted() -> BadInput:
    """Return that earlier tables of the same data cannot be solved with these, and what to do."""
    return BadInput(
        "These tables contradict what was released before of the same data.",
        why="Both cannot be true of the same people, as where one is in two groups or an agreement "
        "leaves some out. What nobody could check is not released.",
        next_step="Ask without the table that counts otherwise, by the groups that were released "
        "before, or once the data have a new version.",
        ask=_WHOM,
    )
