"""By which columns people are linked under terms: those that tell who is who, and none withheld."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..kernel import BadInput, ColumnRole, NotFound, Refusal, Refused, Terms
from .columns_read import person_columns, uprn_key
from .conditions_put import conditions_accepted
from .datasets import latest_version
from .home import Home

PERSON = "person"


def withheld_by_name(terms: Terms, use: Any) -> dict[str, frozenset[str]]:
    """Return by dataset the columns (in small letters) that are withheld by name.

    A column that an agreement does not name may help to tell who is who, and is sealed for nobody;
    one that its parties, or an accepted condition of the board, withhold is not read at all.
    """
    by_board = _withheld_by_board(use)
    return {
        dataset.name: by_board
        | {
            column.source.lower()
            for column in dataset.columns
            if column.role is ColumnRole.WITHHELD
        }
        for dataset in terms.datasets
    }


def _withheld_by_board(use: Any) -> frozenset[str]:
    """Return the columns (in small letters) that accepted conditions withhold, given or not."""
    put = conditions_accepted(use)
    return frozenset(name.lower() for one in put for name in one.get("withhold", ()))


def refuse_linked_by_withheld(
    keys: Mapping[str, Any], withheld: Mapping[str, Collection[str]], *, use: str
) -> None:
    """Raise Refused where people were linked by a column that has been withheld since.

    ``keys`` are the keys of each dataset that were made for this use: who was found to be one by
    such a column would go on being joined by it.
    """
    for name, key in keys.items():
        read = key.method.get("settings", {}).get("columns", {}).get(name, {})
        columns = sorted({one for found in read.values() for one in found})
        since = [one for one in columns if one.lower() in withheld.get(name, ())]
        if since:
            raise Refused(
                Refusal(
                    what=f"the people of {name} were linked by {', '.join(since)}, "
                    "which is withheld now.",
                    why="Whom that column told to be one person would stay joined by it.",
                    clause="datasets › columns › role",
                    next_step=f"beholden link {' '.join(sorted(keys))} --use {use}",
                    ask="the data-protection officer to agree the column.",
                )
            )


def read_to_link(home: Home, use: Any, terms: Terms) -> dict[str, tuple[str, ...]]:
    """Return by dataset the columns that linking would read today, where terms join on the person.

    A dataset that is not registered yet, or that no column tells a person in, is left out.
    """
    joined = dict.fromkeys(
        name for join in terms.joins if join.key == PERSON for name in join.among
    )
    withheld = withheld_by_name(terms, use) if joined else {}
    found = {name: _of_dataset(home, name, withheld) for name in joined}
    return {name: columns for name, columns in found.items() if columns}


def _of_dataset(home: Home, name: str, withheld: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    kept_from = withheld.get(name, ())
    try:
        version = latest_version(name)
        uprns = None if "uprn" in kept_from else uprn_key(home, version)
        columns = person_columns(home, version, uprns, withheld=kept_from)
    except (BadInput, NotFound):
        return ()
    return tuple(dict.fromkeys(columns.used()))
