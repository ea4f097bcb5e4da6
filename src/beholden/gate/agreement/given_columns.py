"""What the columns of a stated agreement are called: their own names, and what is behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .form import look_up_of


def names_of(name: str, said: Mapping[str, Any]) -> frozenset[str]:
    """Return, in small letters, what a stated column is called and what it is made from."""
    look_up = look_up_of(said)
    looked_up = (look_up["value"],) if look_up else ()
    return frozenset(one.lower() for one in (name, said.get("of", name), *looked_up))


def dimensions_named(names: Iterable[str], agreement: Mapping[str, Any]) -> list[str]:
    """Return the dimensions of an agreement that are meant by some names, in the order of these.

    The board writes a name as it says it: in other letters, or as the dataset has it.
    """
    dimensions = {
        column: names_of(column, said)
        for given in agreement["datasets"].values()
        for column, said in given["columns"].items()
        if said["role"] == "dimension"
    }
    meant = (one for name in names for one, known in dimensions.items() if name.lower() in known)
    return list(dict.fromkeys(meant))


def others_named(names: Iterable[str], agreement: Mapping[str, Any]) -> list[str]:
    """Return the names that are of any column which is given, and not as a dimension.

    Another dataset may give a dimension of that name: it is meant as well, and not instead.
    """
    others = frozenset[str]().union(
        *(
            names_of(column, said)
            for given in agreement["datasets"].values()
            for column, said in given["columns"].items()
            if said["role"] not in ("dimension", "withheld")
        )
    )
    return [name for name in names if name.lower() in others]


def given_names(agreement: Mapping[str, Any]) -> frozenset[str]:
    """Return all names of all columns that an agreement gives."""
    return frozenset[str]().union(*(names for _, names in given_columns(agreement)))


def given_columns(agreement: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each given column, with all its names."""
    for given in agreement["datasets"].values():
        for name, said in given["columns"].items():
            if said["role"] != "withheld":
                yield name, names_of(name, said)


def row_columns(agreement: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each dataset whose rows are chosen, with the names of the columns that choose them.

    The form of each condition on rows must have been checked.
    """
    import sqlglot
    from sqlglot import exp

    for name, given in agreement["datasets"].items():
        if given.get("rows"):
            tree = sqlglot.parse_one(f"SELECT 1 WHERE {given['rows']}", read="duckdb")
            yield name, frozenset(c.name.lower() for c in tree.find_all(exp.Column))
