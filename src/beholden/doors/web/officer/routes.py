"""Every address of officers, subject by subject."""

from __future__ import annotations

from ..routing import SIGNED_IN, Route
from . import (
    accounts,
    areas,
    auditing,
    choices,
    complaints,
    concealments,
    feeds,
    households,
    keys,
    people,
    releases,
    requests,
    standing,
    undertakings,
    work,
    worker,
)
from .agreements.routes import ROUTES as AGREEMENTS
from .datasets.routes import ROUTES as DATASETS
from .training.routes import ROUTES as TRAINING
from .uses.routes import ROUTES as USES

ROUTES = (
    Route("my-work/", work.my_work, "my-work", SIGNED_IN),
    Route(
        "my-work/begun-forms/<slug:form>/delete/",
        work.delete_begun,
        "begun-form-delete",
        SIGNED_IN,
        True,
    ),
    # Before those of uses, among which a document has an address of the same shape.
    *feeds.ROUTES,
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
    *TRAINING,
    *people.ROUTES,
    *accounts.ROUTES,
    *standing.ROUTES,
    *auditing.ROUTES,
    *worker.ROUTES,
    *keys.ROUTES,
)
