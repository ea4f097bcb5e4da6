"""A release as its second person reads it."""

from __future__ import annotations

from dataclasses import dataclass

from .. import release
from .home import Home


@dataclass(frozen=True, slots=True)
class ForReview:
    """What a reviewer is told of a release: in pairs, what is left to judge, and as one page."""

    summary: tuple[tuple[str, str], ...]
    to_judge: tuple[str, ...]
    page: str


def release_for_review(home: Home, *, release_id: str) -> ForReview:
    """Return what the second person reads before they approve; raises NotFound."""
    from ..records import reading

    with home.at_work():
        view = reading.release(release_id)
        made_up = reading.use(view.summary.use).made_up
    checked = release.Checked.from_dict(view.checked)
    page = release.review_page(
        checked, title=view.summary.title, council=home.name, made_up=made_up
    )
    told = tuple(f"{risk.name}: {risk.says}." for risk in checked.findings)
    return ForReview(release.summary(checked), told, page)
