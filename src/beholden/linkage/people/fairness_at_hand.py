"""Fairness by what is read anyway: flat or house, and the area of the postcode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..addresses import at_hand
from .fairness import FairnessReport, fairness

if TYPE_CHECKING:
    import pyarrow as pa

    from ..addresses.columns import AddressColumns


def fairness_of_places(
    matches: pa.Table,
    addresses: pa.Table,
    columns: AddressColumns,
    *,
    more: pa.Table | None = None,
    reviewed: Sequence[bool | None] | None = None,
) -> FairnessReport | None:
    """Return how matches fall on addresses by flat or house, by area, and by ``more`` columns.

    ``addresses`` has the columns of the address, a row for each row of ``matches``; the area is
    the postcode's district. ``reviewed`` is as ``fairness`` takes it. None where there are no rows,
    or nothing to tell by.
    """
    ends = (*columns.address, *([columns.postcode] if columns.postcode else []))
    return fairness_at_hand(
        matches,
        area=at_hand.areas(addresses, ends).to_pylist(),
        dwelling=at_hand.dwellings(addresses, columns.address).to_pylist(),
        more=more,
        reviewed=reviewed,
    )


def fairness_at_hand(
    matches: pa.Table,
    *,
    area: Sequence[str | None],
    dwelling: Sequence[str | None],
    more: pa.Table | None,
    reviewed: Sequence[bool | None] | None = None,
) -> FairnessReport | None:
    """Return fairness by flat or house, by area (postcode district), and by ``more`` columns.

    None where there are no rows. A grouping that has one group only is left out.
    """
    if not matches.num_rows:
        return None
    groups: dict[str, Sequence[object]] = {"flat or house": dwelling, "area": area}
    told = {name: values for name, values in groups.items() if len(set(values)) > 1}
    if more is not None:
        told |= more.to_pydict()
    return fairness(matches, told, reviewed=reviewed) if told else None
