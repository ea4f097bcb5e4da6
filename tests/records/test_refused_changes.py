"""One fault per row: what the database itself refuses, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest
from databases import fresh_sqlite

from beholden.kernel import BeholdenError
from beholden.records import databases
from beholden.records.refused_changes import SENTENCES
from beholden.records.refusing import constraint_of

from . import story
from .all_guards import all_guards
from .refused_cases import (
    EMPTIED,
    FACTS,
    KEPT,
    OFFICES_KEPT,
    REFUSED,
    Case,
    Change,
    destroyed,
    ended,
    moved_thrice,
    save,
    update,
)
from .refused_crises import confirmed_as_written


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def written(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[str]:
    """Write the whole case once on each kind of database; what a test does to it is undone."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            url = fresh_sqlite(template, tmp_path_factory.mktemp("case"))
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").fresh())
        alias = databases.connect(url)
        with databases.at_work(alias):
            story.whole_case()
            story.a_crisis()
        yield alias
        databases.disconnect(alias)


@contextmanager
def undone(alias: str) -> Iterator[Case]:
    """Give the case, and take back whatever is done to it."""
    from django.db import transaction

    with databases.at_work(alias), transaction.atomic(using=alias):
        yield Case()
        transaction.set_rollback(True, using=alias)


def refusal_of(alias: str, change: Change) -> str:
    """Make the change on the whole case; return the name of what the database refused it by."""
    from django.db import IntegrityError, transaction

    with (
        undone(alias) as case,
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(using=alias),
    ):
        change(case)
    return constraint_of(caught.value)


@pytest.mark.parametrize(
    ("name", "change"), REFUSED, ids=[f"{n}-{i}" for i, (n, _) in enumerate(REFUSED)]
)
def test_the_database_refuses(written: str, name: str, change: Change) -> None:
    assert refusal_of(written, change) == name


def test_whoever_moves_keeps_each_office_that_they_had(written: str) -> None:
    with undone(written) as case:
        moved_thrice(OFFICES_KEPT)(case)
        assert story.author().called_before == OFFICES_KEPT


@pytest.mark.parametrize("model", FACTS)
def test_facts_are_never_changed(written: str, model: str) -> None:
    def change(case: Case) -> None:
        record = case.one(model)
        field = next(f for f in record._meta.fields if not f.primary_key)
        update(record, **{field.name: getattr(record, field.name)})

    assert refusal_of(written, change) == f"{model.lower()}_never_changed"


@pytest.mark.parametrize("model", KEPT)
def test_nothing_of_the_record_is_deleted(written: str, model: str) -> None:
    def change(_: Case) -> None:
        _run(written, f"DELETE FROM records_{model.lower()}")

    assert refusal_of(written, change) == f"{model.lower()}_never_deleted"


@pytest.mark.parametrize("model", [*KEPT, *EMPTIED])
def test_no_table_of_the_record_is_emptied_at_once(written: str, model: str) -> None:
    """PostgreSQL's TRUNCATE and SQLite's INSERT OR REPLACE go round a trigger on DELETE."""
    table = f"records_{model.lower()}"
    round_about = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }

    name = refusal_of(written, lambda _: _run(written, round_about[_vendor(written)]))
    assert name in {*SENTENCES, f"{table}_pkey"}
    assert name.endswith("_never_emptied") == (_vendor(written) == "postgresql")


IN_THE_WAY = (
    "DataUse", "Agreement", "Extract", "Signature", "Advice", "AdvicePoint", "DatasetVersion",
    "KeyColumn", "Consequence", "Objection", "OptOut", "PartyAnswer", "CourseVersion",
    "AreasVersion",
    "SectionRead", "Certificate", "Undertaking", "MembersKept", "HouseholdDataset", "AnswersOfDay",
    "CanvasVersion", "Person",
    "BoardMeeting", "BoardMember", "AdviceGiven",
    "ComplaintStep", "Feed", "FeedAccess", "ScheduleRun",
)  # fmt: skip
TEXT_KEYS = (
    "Receipt",
    "Extract",
    "Release",
    "ReviewSample",
    "Concealment",
    "Complaint",
    "CourseAttempt",
    "Certificate",
    "Feed",
)
WAYS = [
    *((model, "the same key") for model in (*KEPT, "Consequence")),
    *((model, "the same number") for model in (*TEXT_KEYS, "LedgerEntry")),
    *((model, "what only one may be") for model in IN_THE_WAY),
]


def _columns(table: str, plain: sqlite3.Connection) -> dict[str, bool]:
    """Return the columns of a table, and whether each is its key."""
    return {row[1]: bool(row[5]) for row in plain.execute(f"PRAGMA table_info({table})")}


def _put_in_place(table: str, columns: dict[str, str]) -> str:
    """Return the statement that writes a row anew, with some values of its own."""
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT OR REPLACE INTO {table} ({names}) "
        f"SELECT {', '.join(columns.values())} FROM {table} LIMIT 1"
    )


def _replaced(model: str, way: str, plain: sqlite3.Connection) -> str:
    table = f"records_{model.lower()}"
    columns = {name: f'"{name}"' for name in _columns(table, plain)}
    key = next(name for name, is_key in _columns(table, plain).items() if is_key)
    if way == "the same key":
        return _put_in_place(table, columns)
    if model == "LedgerEntry":  # the very next place, so that this alone is the fault
        columns[key] = "(SELECT size FROM records_ledgerhead)"
    else:
        columns[key] = "'another'" if model in TEXT_KEYS else "99"
    if way == "the same number":
        columns["rowid"] = "rowid"
    return _put_in_place(table, columns)


ON_SQLITE = pytest.mark.parametrize("written", ["sqlite"], indirect=True)


@ON_SQLITE
@pytest.mark.parametrize(("model", "way"), WAYS)
def test_no_row_takes_the_place_of_another(written: str, model: str, way: str) -> None:
    """With SQLite's own settings, as any program opens the file: no trigger on deletion is run.

    PostgreSQL has no such statement; its ON CONFLICT is tried below.
    """
    from django.db import connections

    with closing(sqlite3.connect(connections[written].settings_dict["NAME"])) as plain:
        before = plain.execute(f"SELECT * FROM records_{model.lower()}").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            plain.execute(_replaced(model, way, plain))
        plain.rollback()
        assert plain.execute(f"SELECT * FROM records_{model.lower()}").fetchall() == before


MOVED = [
    "UPDATE OR REPLACE records_datause SET id = 99",
    "UPDATE OR REPLACE records_release SET rowid = 99",
    "UPDATE OR REPLACE records_extract SET rowid = 99",
    "UPDATE OR REPLACE records_agreement SET rowid = 99",
    "UPDATE OR REPLACE records_consequence SET id = 99",
    "UPDATE OR REPLACE records_suspension SET id = 99",
]


@ON_SQLITE
@pytest.mark.parametrize("statement", MOVED)
def test_no_row_moves_to_the_place_of_another(written: str, statement: str) -> None:
    from django.db import connections

    path = connections[written].settings_dict["NAME"]
    with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.IntegrityError):
        plain.execute(statement)


@ON_SQLITE
def test_no_meeting_is_put_on_the_day_of_another(written: str) -> None:
    from django.db import connections

    with closing(sqlite3.connect(connections[written].settings_dict["NAME"])) as plain:
        table = "records_boardmeeting"
        columns = {name: f'"{name}"' for name in _columns(table, plain)}
        columns |= {"id": "99", "on": "'2027-01-01'", "state": "'planned'"}
        plain.execute(_put_in_place(table, columns))
        before = plain.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            plain.execute(
                f'UPDATE OR REPLACE {table} SET "on" = (SELECT "on" FROM {table} WHERE id <> 99) '
                "WHERE id = 99"
            )
        assert plain.execute(f"SELECT * FROM {table}").fetchall() == before
        plain.rollback()


@ON_SQLITE
@pytest.mark.parametrize(
    "written_so",
    [
        {"until": "20261122", "review_by": "20261116"},
        {"until": "2026-11-22 09:00:00"},
        {"until": "2461366.5", "review_by": "2461360.5"},  # the days' numbers
        {"confirmed_at": "2461346.5"},
    ],
    ids=["without its lines", "with an hour", "numbers of days", "a number as the moment"],
)
def test_a_crisis_ends_on_a_day_that_is_written_as_one(
    written: str, written_so: dict[str, str]
) -> None:
    """The right days, in text that the register would read otherwise than SQLite, or not at all.

    PostgreSQL has columns of days, and reads them once.
    """

    def change(case: Case) -> None:
        confirmed_as_written(story.an_opening(case.fresh_use()), **written_so)

    assert refusal_of(written, change) == "opening_keeps_to_its_days"


@ON_SQLITE
def test_an_agreement_is_not_put_in_force_over_another(written: str) -> None:
    def change(case: Case) -> None:
        offer = case.offer()
        _run(
            written,
            f"UPDATE OR REPLACE records_agreement SET state = 'in_force' WHERE id = {offer.pk}",
        )

    assert refusal_of(written, change) == "one_agreement_in_force"


@pytest.mark.parametrize("model", FACTS)
def test_no_fact_is_written_over_where_it_is_in_the_way(written: str, model: str) -> None:
    """The form that both databases have: ON CONFLICT DO UPDATE."""
    table = f"records_{model.lower()}"

    def change(case: Case) -> None:
        key = case.one(model)._meta.pk.column
        _run(
            written,
            f"INSERT INTO {table} SELECT * FROM {table} WHERE true "
            f'ON CONFLICT ("{key}") DO UPDATE SET "{key}" = excluded."{key}"',
        )

    assert refusal_of(written, change) in {*SENTENCES, f"{table}_pkey"}


def _vendor(alias: str) -> str:
    from django.db import connections

    vendor: str = connections[alias].vendor
    return vendor


def _run(alias: str, statement: str) -> None:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


def test_what_goes_the_right_way_is_taken(written: str) -> None:
    with undone(written) as case:
        ended(case)
        destroyed(case)
        other = case.fresh_use()
        save(other, title="Stated anew", stated_at=story.at(3))
        story.a_consequence(other).delete()
        offer = case.offer()
        save(offer, state="withdrawn", ended_at=story.at(20))
        declined = case.release()
        save(declined, state="declined", reviewed_by=story.reviewer(), reviewed_at=story.at(8, 12))
        states = {
            (name, one.state)
            for name in ("Agreement", "Extract", "Release")
            for one in getattr(case.models, name).objects.all()
        }
    assert states == {
        ("Agreement", "ended"),
        ("Agreement", "withdrawn"),
        ("Extract", "destroyed"),
        ("Release", "declined"),
        ("Release", "published"),
    }


def test_every_constraint_and_guard_has_its_sentence_and_its_test() -> None:
    from django.apps import apps

    databases.connect("sqlite:///:memory:")
    said = {guard.says or guard.name for guard in all_guards()}
    names = {one for one in said if not one.startswith("UNIQUE constraint failed")}
    unique = set()
    for model in apps.get_app_config("records").get_models():
        names |= {constraint.name for constraint in model._meta.constraints}
        unique |= {
            f"{model._meta.db_table}_{f.column}_key"
            for f in model._meta.fields
            if f.unique and not f.primary_key
        }
    keys = {"records_ledgerentry_pkey", "records_ledgerhead_pkey"}
    names -= unique
    assert set(SENTENCES) == names | unique | keys
    tested = {name for name, _ in REFUSED} | {n for n in names if "_never_" in n}
    assert (names | unique) - tested == {"one_ledger_head"}


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_is_for_people(name: str) -> None:
    error = SENTENCES[name].error()
    assert isinstance(error, BeholdenError)
    assert error.what.endswith(".")
    assert "_" not in error.what + error.why
