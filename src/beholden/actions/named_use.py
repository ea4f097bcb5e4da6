"""Finding a data use by its name, as every act on one begins."""

from __future__ import annotations

from typing import Any

from ..kernel import NotFound


def use_named(name: str) -> Any:
    """Return a use of this council; raise NotFound otherwise."""
    from ..records.models import DataUse

    use = DataUse.objects.filter(name=name).first()
    if use is None:
        raise no_such_use()
    return use


def no_such_use() -> NotFound:
    """Return that there is no use of a name, in words that hold for one that is concealed too."""
    return NotFound(
        "There is no data use of that name.",
        why="Nothing is joined, asked or published except under a data use.",
        next_step="See the uses with `beholden use list`; state one with `beholden use state`.",
    )
