"""The addresses of datasets for officers."""

from __future__ import annotations

from .....actions import Right
from ...routing import INSIDE, Route, holding
from . import linking, registering, shown

_ONE = "work/datasets/<slug:name>/"

ROUTES = (
    Route("work/datasets/", shown.datasets, "officer-datasets", INSIDE),
    Route(
        "work/register-a-dataset/",
        registering.register,
        "officer-dataset-register",
        holding(Right.DATASET_REGISTER),
        True,
    ),
    Route(_ONE, shown.dataset, "officer-dataset", INSIDE),
    Route(_ONE + "quality.svg", shown.picture, "officer-dataset-quality", INSIDE),
    Route(_ONE + "link/", linking.link, "officer-dataset-link", INSIDE, True),
    Route(_ONE + "match/", registering.match, "officer-dataset-match", INSIDE, True),
)
