"""A release as its second person reads it."""

from __future__ import annotations

from dataclasses import dataclass

from .. import release
from ..kernel import Sentence
from ..records import reading
from .acting import person_named
from .awaiting.whom import whom_of
from .home import Home
from .maps import Mapped, map_of_checked
from .rights import Right


@dataclass(frozen=True, slots=True)
class ForReview:
    """What a reviewer is told of a release: in pairs, what is left to judge, and as one page."""

    summary: tuple[tuple[str, str], ...]
    to_judge: tuple[str, ...]
    page: str


def release_for_review(home: Home, *, release_id: str) -> ForReview:
    """Return what the second person reads before they approve; raises NotFound."""
    with home.at_work():
        view = reading.release(release_id)
        made_up = reading.use_to_document(view.summary.use).made_up
    checked = release.Checked.from_dict(view.checked)
    page = release.review_page(
        checked, title=view.summary.title, council=home.name, made_up=made_up
    )
    return ForReview(release.summary(checked), release.to_judge(checked), page)


@dataclass(frozen=True, slots=True)
class ReleaseCell:
    """One cell of a table as its reviewer judges it: where, what, the risk, what was done."""

    at: tuple[str, ...]
    figures: tuple[str, ...]
    risk: str
    done: str
    change: str
    total: bool


@dataclass(frozen=True, slots=True)
class ReleaseInWork:
    """A release as officers see it: its facts, its cells, and what is in whoever looks's way."""

    view: reading.ReleaseView
    summary: tuple[tuple[str, str], ...]
    to_judge: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[ReleaseCell, ...]
    subject: str
    may_review: bool
    may_publish: bool
    why_not: str


def release_in_work(home: Home, *, by: str, release_id: str) -> ReleaseInWork:
    """Return a release with its cells, and whether somebody may review or publish it.

    Raises NotFound.
    """
    with home.at_work():
        whom = whom_of(person_named(by))
        view = reading.release(release_id)
        not_by = reading.who_may_not_review(release_id)
    checked = release.Checked.from_dict(view.checked)
    state, theirs = view.summary.state, whom.code in not_by
    reviews = whom.may(Right.RELEASE_REVIEW) and state == "requested"
    return ReleaseInWork(
        view=view,
        summary=release.summary(checked),
        to_judge=release.to_judge(checked),
        columns=checked.columns,
        cells=tuple(map(_cell, checked.rows)),
        subject=checked.subject,
        may_review=reviews and not theirs,
        may_publish=whom.may(Right.RELEASE_PUBLISH) and state == "approved",
        why_not=_OWN if reviews and theirs else "",
    )


def release_map(home: Home, *, release_id: str) -> Mapped | None:
    """Return the map that a release was asked for with, and is published with; raises NotFound."""
    with home.at_work():
        view = reading.release(release_id)
        areas = reading.areas_of_release(release_id)
    if areas is None:
        return None
    return map_of_checked(release.Checked.from_dict(view.checked), areas, title=view.summary.title)


_OWN = Sentence(
    "You asked for this release, or asked its question, so somebody else reviews it: what leaves "
    "the council is seen by two people."
)


def _cell(row: release.Row) -> ReleaseCell:
    figures = tuple(
        Sentence("withheld") if v is None else release.for_reading(v) for v in row.values
    )
    return ReleaseCell(
        at=row.at,
        figures=figures,
        risk=release.risk_in_words(row),
        done=Sentence("Withheld. %(says)s", says=row.says) if row.reason else Sentence("Shown"),
        change=row.change or Sentence("No difference"),
        total=row.total,
    )
