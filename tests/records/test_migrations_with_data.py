"""Migrations back and forward with rows in the tables: what both forms can hold stays as it was."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from beholden.kernel import Refused
from beholden.records import databases, migrations

from . import story

OLDEST = "0007"
NAMES = sorted(found.name for found in pkgutil.iter_modules(migrations.__path__))


def _rows(alias: str) -> dict[str, Any]:
    """Return how many rows each table has."""
    from django.db import connections

    connection, counted = connections[alias], {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("records_"):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counted[table] = cursor.fetchone()[0]
    return counted


def _nobody_opts_out() -> None:
    from beholden.records.models import OptOut

    OptOut.objects.update(withdrawn_at=story.at(20))


def _nothing_is_owed() -> None:
    from beholden.records.models import Undertaking

    for undertaking in Undertaking.objects.filter(stops=True):
        if not undertaking.events.filter(step="done").exists():
            story.a_step(undertaking, "done")


def _every_crisis_is_reviewed() -> None:
    from beholden.records.models import Opening

    Opening.objects.filter(confirmed_at__isnull=False).update(reviewed_at=story.at(18))


def _nothing_is_concealed() -> None:
    from beholden.records.models import Concealment

    Concealment.objects.filter(ended_at__isnull=True).update(ended_at=story.at(20))


def _every_complaint_is_closed() -> None:
    from beholden.records.models import Complaint

    for complaint in Complaint.objects.exclude(steps__step="closed"):
        story.a_complaint_step(complaint, step="closed")


def _every_request_is_closed() -> None:
    from beholden.records.models import ResidentRequest

    for request in ResidentRequest.objects.filter(closed_at__isnull=True):
        story.closed(request)


def _every_feed_is_dropped() -> None:
    from beholden.records.models import Feed, FeedAccess

    FeedAccess.objects.filter(ended_at__isnull=True).update(ended_at=story.at(20))
    FeedAccess.objects.filter(dropped_at__isnull=True).update(dropped_at=story.at(20))
    Feed.objects.exclude(state="closed").update(state="closed", closed_at=story.at(20))
    Feed.objects.filter(dropped_at__isnull=True).update(extract=None, dropped_at=story.at(20))


def _no_shorter_span_waits() -> None:
    from beholden.records.models import Span

    newest = Span.objects.last()
    if newest is not None and newest.shortens and not hasattr(newest, "confirmation"):
        story.a_span_confirmed(newest)


def _every_schedule_is_over() -> None:
    from beholden.records.models import Schedule

    for schedule in Schedule.objects.filter(end__isnull=True):
        story.a_schedule_end(schedule)


ENDS = (
    _nobody_opts_out,
    _nothing_is_owed,
    _every_crisis_is_reviewed,
    _nothing_is_concealed,
    _every_complaint_is_closed,
    _no_shorter_span_waits,
    _every_request_is_closed,
    _every_feed_is_dropped,
    _every_schedule_is_over,
)


def _opened_in_a_crisis() -> None:
    opening = story.an_opening(story.a_use("winter-flood"))
    for name, value in story.confirmation().items():
        setattr(opening, name, value)
    opening.save()


def _a_live_feed() -> None:
    from beholden.records.models import Agreement

    agreement = Agreement.objects.get(state="in_force")
    feed = story.asked_feed(agreement, id="feed-9")
    feed.state, feed.opened_by, feed.opened_at = "open", story.officer(), story.at(8)
    feed.place = "warm_homes_again"
    feed.save()


def _asked_by_itself() -> None:
    saved = story.a_saved_question(story.a_use("asked-by-itself"))
    story.a_schedule(saved, until=date.max)


# From the newest on: what lives, its table, the migration that first knew of it, what going back
# says that it would let go, and how it comes to its end.
LIVE: list[tuple[Callable[[], object], str, str, str, Callable[[], None]]] = [
    (
        _asked_by_itself,
        "schedule",
        "0029",
        "schedules that still ask",
        _every_schedule_is_over,
    ),
    (
        lambda: story.a_resident_request(id="request-9"),
        "residentrequest",
        "0028",
        "requests of residents that nobody has answered",
        _every_request_is_closed,
    ),
    (lambda: story.a_span(days=20), "span", "0026", "a shorter span", _no_shorter_span_waits),
    (_a_live_feed, "feed", "0024", "rows and logins are still", _every_feed_is_dropped),
    (
        lambda: story.confirmed(story.a_concealment(story.a_use("hidden"), id="concealment-9")),
        "concealment",
        "0017",
        "concealments that hold",
        _nothing_is_concealed,
    ),
    (
        lambda: story.a_complaint(None, id="complaint-9"),
        "complaint",
        "0017",
        "complaints that nobody has answered",
        _every_complaint_is_closed,
    ),
    (_opened_in_a_crisis, "opening", "0016", "full review is owed", _every_crisis_is_reviewed),
    (
        lambda: story.a_step(
            story.an_undertaking(story.a_use("another")),
            "lapsed",
            because="",
            recorded_by=None,
            until=story.at(5).date(),
        ),
        "undertaking",
        "0012",
        "undertakings that stop",
        _nothing_is_owed,
    ),
    (lambda: story.an_opt_out(mark=9), "optout", "0010", "opt-outs that stand", _nobody_opts_out),
]
# What holds nothing back: nobody owes it, or a later act has taken its place.
OVER: tuple[Callable[[], object], ...] = (
    lambda: story.an_undertaking(story.a_use("only-tells"), stops=False),
    lambda: story.an_opening(story.a_use("never-confirmed")),
    lambda: story.a_concealment(story.a_use("not-hidden"), id="concealment-8"),
    lambda: story.a_span(days=10),
    lambda: story.a_span(days=800, shortens=False),
)


def test_going_back_lets_nothing_go_that_is_live(register: str) -> None:
    """One after the other: refused while it lives, and on with it once it has come to its end."""
    from django.core.management import call_command

    with databases.at_work(register):
        story.whole_case(areas=False)
        for end in ENDS:
            end()
        for make in OVER:
            make()
        for live, *_ in LIVE:
            live()
    before = _rows(register)
    for _, table, migration, says, end in LIVE:
        earlier = _before(migration)
        with pytest.raises(Refused) as refused:
            call_command("migrate", "records", earlier, database=register, verbosity=0)
        assert says in refused.value.refusal.why
        assert _rows(register)[f"records_{table}"] == before[f"records_{table}"]
        with databases.at_work(register):
            end()


def test_going_back_lets_no_map_go_that_waits_nor_areas_that_the_ledger_names(
    register: str,
) -> None:
    from django.core.management import call_command

    from beholden.records.models import AreasVersion, Release

    def refused_back_to(migration: str) -> str:
        with pytest.raises(Refused) as refused:
            call_command("migrate", "records", migration, database=register, verbosity=0)
        return refused.value.refusal.why

    with databases.at_work(register):
        story.whole_case()
        waiting = story.a_release(Release.objects.get().receipt, id="release-2")
        story.mapped_on(waiting, AreasVersion.objects.get())
    assert "maps of releases" in refused_back_to(_before("0032"))
    assert _rows(register)["records_releaseareas"] == 2
    with databases.at_work(register):
        story.publish(story.approve(waiting))
    assert "areas that the ledger names" in refused_back_to(_before("0030"))
    assert _rows(register)["records_areasversion"] == 1


def _before(migration: str) -> str:
    return max(name for name in NAMES if name[:4] < migration)


def test_a_told_story_goes_back_step_by_step_and_forward_again(register: str) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with databases.at_work(register):
        story.whole_case(areas=False)
        for end in ENDS:
            end()
    before, undone = _rows(register), []
    assert sum(1 for rows in before.values() if rows) > len(before) / 2

    def compare(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "unapply_success" and migration.app_label == "records":
            undone.append(migration.name)
            now = _rows(register)
            assert {table: now[table] for table in now if table in before} == {
                table: before[table] for table in now if table in before
            }, migration.name

    # Gone back in one plan, since each plan begins with working out every state that there was.
    steps = [name for name in NAMES if name[:4] >= OLDEST]
    MigrationExecutor(connections[register], compare).migrate([("records", steps[0])])
    assert undone == steps[:0:-1]
    kept = set(_rows(register))
    databases.migrate(register)
    after = _rows(register)
    assert set(after) == set(before)
    assert {table: after[table] for table in kept & set(before)} == {
        table: before[table] for table in kept & set(before)
    }
