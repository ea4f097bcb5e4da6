"""Datasets that every household is in: of these alone a household is told exactly.

Being on any other list says something of somebody (that they get support, that they owe), and that
may be the business of another person at the same address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...kernel import BadInput, NotFound
from ..acting import acting
from ..home import Home
from ..rights import Right


def state_household_dataset(
    home: Home, *, by: str, dataset: str, because: str, columns: Iterable[str] = ()
) -> None:
    """State that every household is in a dataset, and which columns a household has in common.

    Rows may be chosen by these columns and a household still be told exactly whether it was in. It
    stands in the place of an earlier statement. Raises NotFound for a dataset that there is not,
    BadInput for a column that it has not or that an agreement gives as a measure, and where no
    reason is given.
    """
    from ...records.models import HouseholdDataset

    named = sorted({name.strip().lower() for name in columns} - {""})
    if not because.strip():
        raise BadInput(
            "This needs a reason.",
            why="Who reads it must see why to be in this dataset tells nothing of anybody.",
            next_step="Say it with --because.",
        )
    with acting(home, by=by, right=Right.HOUSEHOLD_STATE, name="household-dataset-stated") as act:
        held = _dataset(dataset)
        _refuse_columns(held, named)
        _standing(held).update(withdrawn_at=act.at)
        HouseholdDataset.objects.create(
            dataset=held,
            columns=named,
            because=because.strip(),
            stated_by=act.person,
            stated_at=act.at,
        )
        act.facts.update(dataset=dataset, columns=named, because=because.strip())


def withdraw_household_dataset(home: Home, *, by: str, dataset: str) -> None:
    """State that a dataset is no longer one that every household is in."""
    with acting(
        home, by=by, right=Right.HOUSEHOLD_STATE, name="household-dataset-withdrawn"
    ) as act:
        act.moot = not _standing(_dataset(dataset)).update(withdrawn_at=act.at)
        act.facts.update(dataset=dataset)


def household_columns() -> dict[str, frozenset[str]]:
    """Return the datasets that every household is in, each with the columns in common."""
    from ...records.models import HouseholdDataset

    standing = HouseholdDataset.objects.filter(withdrawn_at__isnull=True)
    return {
        name: frozenset(columns)
        for name, columns in standing.values_list("dataset__name", "columns")
    }


def _standing(dataset: Any) -> Any:
    return dataset.household.filter(withdrawn_at__isnull=True)


def _dataset(name: str) -> Any:
    from ...records.models import Dataset

    found = Dataset.objects.filter(name=name).first()
    if found is None:
        raise NotFound(
            "There is no dataset of that name.",
            next_step="List what there is with `beholden dataset list`.",
        )
    return found


def _refuse_columns(dataset: Any, named: list[str]) -> None:
    newest = dataset.versions.order_by("-number").first()
    own = {str(column["name"]).lower() for column in newest.columns} if newest else set()
    unknown = sorted(set(named) - own)
    if unknown:
        raise BadInput(
            f"The dataset {dataset.name} has no column {', '.join(unknown)}.",
            next_step="Name columns of its newest version.",
        )
    measured = sorted(set(named) & _measures_of(dataset.name))
    if measured:
        raise BadInput(
            f"An agreement gives {', '.join(measured)} of {dataset.name} as a measure.",
            why="An amount is somebody's own, and not what a household has in common.",
            next_step="Leave it out of --columns.",
        )


def _measures_of(name: str) -> set[str]:
    from ...records.models import Agreement

    return {
        str(column["of"] or column["name"]).lower()
        for terms in Agreement.objects.values_list("terms", flat=True)
        for dataset in terms["datasets"]
        if dataset["name"] == name
        for column in dataset["columns"]
        if column["role"] == "measure"
    }
