"""Every use with what is next of it, as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...kernel import Sentence
from ...records import reading
from ...records.reading import AgreementStanding, UseStanding
from ..home import Home
from .uses import is_stated_thinly, open_areas


@dataclass(frozen=True, slots=True)
class UseAtWork:
    """One use as a list shows it: where it is, and what is next (empty where nothing is)."""

    name: str
    title: str
    owner: str
    accountable_officer: str
    state: str
    next_step: str


def uses_at_work(home: Home) -> tuple[UseAtWork, ...]:
    """Return every use with what is next of it, by name; for those inside only."""
    with home.at_work():
        standing = reading.unfinished(
            home.clock.today(), parts=frozenset({"uses", "agreements", "openings"})
        )
    open_now: dict[str, list[AgreementStanding]] = {}
    for one in standing.agreements:
        open_now.setdefault(one.use, []).append(one)
    opened = {one.use: one.review_by for one in standing.openings if one.confirmed}
    return tuple(
        UseAtWork(
            name=use.name,
            title=use.title,
            owner=use.owner,
            accountable_officer=use.accountable_officer,
            state=use.state,
            next_step=_next(use, open_now.get(use.name, []), opened),
        )
        for use in standing.uses
    )


def _next(
    use: UseStanding, agreements: list[AgreementStanding], opened: dict[str, date | None]
) -> str:
    if use.name in opened:
        by = opened[use.name]
        if by is None:
            return Sentence("Have its full review")
        return Sentence("Have its full review by %(day)s", day=by.isoformat())
    if use.state == "stated":
        return _before_decision(use)
    if use.state == "declined":
        return ""
    return _after_yes(use, agreements)


def _before_decision(use: UseStanding) -> str:
    if not use.owed or use.owed.get("missing"):
        return Sentence("Answer triage")
    if use.review == "light":
        return Sentence("Decide")
    if use.advised_at:
        return Sentence("Decide")
    if is_stated_thinly(use):
        return Sentence("Say more of the use")
    areas = len(open_areas(use))
    if areas:
        return Sentence(
            "Fill in the canvas: %(n)s of 15 areas open",
            "Fill in the canvas: %(n)s of 15 areas open",
            n=areas,
        )
    if use.personal_data and not use.dpia_advised_at:
        return Sentence("Advise on the impact assessment")
    return Sentence("Put before the board")


def _after_yes(use: UseStanding, agreements: list[AgreementStanding]) -> str:
    running = [one for one in agreements if one.state != "offered"]
    if running:
        one = running[-1]
        if one.state == "suspended":
            return Sentence("Suspended: a second person decides whether it goes on")
        return "" if one.sealed else Sentence("Seal the extract")
    if agreements:
        one = agreements[-1]
        return Sentence(
            "Signatures: %(number)s of %(of)s", number=len(one.signed), of=len(one.parties)
        )
    if use.over_at and use.told_on is None:
        return Sentence("Record what came of it")
    return "" if use.bound else Sentence("Write the agreement")
