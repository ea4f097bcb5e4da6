"""Going back over a migration: not while it would let go of something that it stopped.

A table that is taken away takes with it whatever it held back. Nobody would have decided on that,
so the migration refuses until what is live has come to its own end.
"""

from __future__ import annotations

from typing import Any

from ..kernel import Refusal, Refused


def records_of(apps: Any, schema_editor: Any, model: str) -> Any:
    """Return the records of a model as they are at a migration, in the database at hand."""
    manager = apps.get_model("records", model).objects
    return manager.using(schema_editor.connection.alias)


def refuse_to_let_go(live: Any, *, of: str, next_step: str) -> None:
    """Raise Refused where a query finds anything live; ``of`` says what would be let go."""
    if live.exists():
        raise Refused(
            Refusal(
                what="the records cannot go back over this migration yet.",
                why=f"It would let go of {of}.",
                clause="migrations › going back",
                next_step=next_step,
                ask="the data-protection officer.",
            )
        )
