"""Every address of officers, subject by subject."""

from __future__ import annotations

from ..routing import SIGNED_IN, Route
from . import (
    accounts,
    areas,
    choices,
    complaints,
    concealments,
    households,
    people,
    releases,
    requests,
    undertakings,
    work,
    worker,
)
from .agreements.routes import ROUTES as AGREEMENTS
from .datasets.routes import ROUTES as DATASETS
from .uses.routes import ROUTES as USES

ROUTES = (
    Route("my-work/", work.my_work, "my-work", SIGNED_IN),
    *USES,
    *DATASETS,
    *areas.ROUTES,
    *AGREEMENTS,
    *releases.ROUTES,
    *undertakings.ROUTES,
    *complaints.ROUTES,
    *requests.ROUTES,
    *households.ROUTES,
    *concealments.ROUTES,
    *choices.ROUTES,
    *people.ROUTES,
    *accounts.ROUTES,
    *worker.ROUTES,
)
