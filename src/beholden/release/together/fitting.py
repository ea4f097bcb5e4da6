"""Which tables can be true of the same people, where not all can."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..checked import Checked


def most_of(
    orders: Sequence[Sequence[int]], fits: Callable[[Sequence[int]], bool]
) -> Sequence[int]:
    """Return the most tables that fit together, by their positions.

    In each order every table is taken that fits those taken before it; the order that takes most
    is kept, and the first of two that take as many.
    """
    return max((_taken(order, fits) for order in orders), key=len)


def _taken(order: Sequence[int], fits: Callable[[Sequence[int]], bool]) -> list[int]:
    taken: list[int] = []
    for one in order:
        more = sorted([*taken, one])
        if fits(more):
            taken = more
    return taken


def same_data(one: Checked, other: Checked) -> bool:
    """Return whether two tables are of the same versions of every dataset that both are of."""
    left, right = _versions(one), _versions(other)
    both = left.keys() & right.keys()
    return all(left[name] == right[name] for name in both) if both else left == right


def _versions(table: Checked) -> dict[str, str]:
    """Return the version of each dataset, as the moment of a table names them."""
    told = str(table.facts.get("moment", "")).split("; ")
    return {name: version for name, _, version in (one.rpartition(" ") for one in told)}
