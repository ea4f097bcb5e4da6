"""The addresses of training."""

from __future__ import annotations

from .....actions import Right
from ...routing import Route, holding
from . import requiring, taking

_TAKES = holding(Right.COURSE_TAKE)
_READS = holding(Right.TRAINING_READ)

ROUTES = (
    Route("my-training/", taking.mine, "my-training", _TAKES),
    Route("my-training/<slug:code>/", taking.course, "my-training-course", _TAKES, True),
    Route(
        "my-training/<slug:code>/sections/<int:number>/",
        taking.section,
        "my-training-section",
        _TAKES,
        changes=True,
    ),
    Route(
        "my-training/<slug:code>/questions/",
        taking.questions,
        "my-training-questions",
        _TAKES,
        changes=True,
    ),
    Route("my-training/<slug:code>/result/", taking.result, "my-training-result", _TAKES),
    Route(
        "my-certificates/<slug:certificate>/",
        taking.certificate,
        "my-certificate",
        _TAKES,
    ),
    Route(
        "my-certificates/<slug:certificate>.json",
        taking.certificate_file,
        "my-certificate-file",
        _TAKES,
    ),
    Route("work/training/", requiring.training, "officer-training", _READS),
    Route(
        "work/training/<slug:code>/",
        requiring.require,
        "officer-training-require",
        holding(Right.TRAINING_REQUIRE),
        changes=True,
    ),
    Route(
        "work/publish-a-course/",
        requiring.publish,
        "officer-course-publish",
        holding(Right.COURSE_PUBLISH),
        changes=True,
    ),
)
