"""When what was learnt or looked at should not be trusted: said in words for the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

    from .comparisons import Compared
    from .households import Kinds
    from .training import Trained

_Reals: TypeAlias = NDArray[np.float64]

LEAST_FOUND = 0.9
FEWEST_TO_TELL = 50
FEWEST_ROWS = 20
MOSTLY = 0.5
BY_CHANCE = 0.2
FAR_OFF = 10.0

BY_NAMES, BY_OTHERS = 1, 2


def share_found(score: _Reals, found_by: NDArray[np.int64]) -> float | None:
    """Return the estimated share of the pairs of one person that were compared at all.

    ``found_by`` says of each pair whether keys with a name brought it (1), keys without (2), or
    both (3). Of the pairs that the one sort brought, some were brought by the other too; that is
    the other's share (the capture and recapture of Petersen, 1896). Pairs that are hard to find by
    the one are often hard to find by the other, so the estimate is an upper bound. None where
    there are fewer than FEWEST_TO_TELL pairs of either sort.
    """
    named = float(score[found_by & BY_NAMES > 0].sum())
    other = float(score[found_by & BY_OTHERS > 0].sum())
    both = float(score[found_by == BY_NAMES + BY_OTHERS].sum())
    if min(named, other) < FEWEST_TO_TELL:
        return None
    return 1 - (1 - both / other) * (1 - both / named)


def doubts(people: pa.Table, trained: Trained, kinds: Kinds, *, found: float | None) -> list[str]:
    """Return what makes the scores doubtful, each in one sentence without values."""
    told = [*_of_columns(people, trained.compared), *_of_evidence(trained.compared)]
    if trained.learnt:
        told += _of_parameters(trained.settings, trained.compared)
        told += _of_prior(trained.prior, kinds)
    if found is not None and found < LEAST_FOUND:
        told.append(
            f"Only about {found:.0%} of the pairs of one person were compared at all, at most; the "
            "others share no value that is rare enough to be looked at."
        )
    return told


def _of_columns(people: pa.Table, compared: Sequence[Compared]) -> Iterator[str]:
    import pyarrow.compute as pc

    for comparison in compared:
        for column in comparison.needs:
            values = people.column(column)
            known = people.num_rows - values.null_count
            if known >= FEWEST_ROWS and pc.count_distinct(values).as_py() == 1:
                yield f"Every row has the same {_said(column)}; it tells nobody apart."


def _of_evidence(compared: Sequence[Compared]) -> Iterator[str]:
    names = {comparison.name for comparison in compared}
    if not names & {"first_name", "birth", "nhs", "nino"}:
        yield (
            "There is neither a first name nor a date of birth nor an identifier; people of one "
            "home cannot be told apart."
        )


def _of_parameters(settings: Mapping[str, Any], compared: Sequence[Compared]) -> Iterator[str]:
    for learnt, comparison in zip(settings["comparisons"], compared, strict=True):
        levels = [x for x in learnt["comparison_levels"] if not x.get("is_null_level")]
        if float(levels[-1]["m_probability"]) > MOSTLY:
            yield (
                f"What was learnt says that rows of one person mostly differ in "
                f"{_said(comparison.name)}; look whether the right column was taken."
            )
        if float(levels[0]["u_probability"]) > BY_CHANCE and comparison.name != "sex":
            yield (
                f"Rows of different people often agree in {_said(comparison.name)} "
                f"({float(levels[0]['u_probability']):.0%}); it says little."
            )


def _of_prior(guessed: float, kinds: Kinds) -> Iterator[str]:
    if not guessed / FAR_OFF < kinds.person < guessed * FAR_OFF:
        yield (
            "How many pairs are one person was estimated in two ways that are far from each "
            "other; read some links of each score before they are used."
        )


def _said(name: str) -> str:
    return {
        "first": "first name",
        "birth": "date of birth",
        "nhs": "NHS number",
        "nino": "National Insurance number",
        "email": "e-mail address",
        "phone": "telephone number",
        "uprn": "UPRN",
    }.get(name, name.replace("_", " "))
