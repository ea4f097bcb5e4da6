"""The addresses of the workbench."""

from __future__ import annotations

from ....actions import Right
from ..routing import Route, holding
from . import building, explaining, releasing, schedules, workbench

_ASKERS = holding(Right.QUESTION_ASK, Right.SELF_SERVICE_ASK)

ROUTES = (
    Route("workbench/", workbench.uses, "workbench", _ASKERS),
    Route("workbench/<slug:name>/", workbench.use, "workbench-use", _ASKERS, changes=True),
    Route(
        "workbench/<slug:name>/explain.json",
        explaining.explain,
        "workbench-explain",
        _ASKERS,
        changes=True,
    ),
    Route("workbench/<slug:name>/build/", building.build, "workbench-build", _ASKERS, changes=True),
    Route(
        "workbench/<slug:name>/questions/<int:number>/drop/",
        workbench.drop,
        "workbench-drop",
        holding(Right.QUESTION_ASK),
        changes=True,
    ),
    Route(
        "workbench/<slug:name>/questions/<int:number>/schedule/",
        schedules.schedule,
        "workbench-schedule-question",
        holding(Right.QUESTION_ASK),
        changes=True,
    ),
    Route(
        "workbench/<slug:name>/schedules/<int:schedule>/",
        schedules.one,
        "workbench-schedule",
        holding(Right.QUESTION_ASK),
    ),
    Route(
        "workbench/<slug:name>/schedules/<int:schedule>/stop/",
        schedules.stop,
        "workbench-schedule-stop",
        holding(Right.QUESTION_ASK),
        changes=True,
    ),
    Route(
        "workbench/<slug:name>/answers/<slug:receipt>/release/",
        releasing.request,
        "workbench-release",
        holding(Right.RELEASE_REQUEST),
        changes=True,
    ),
)
