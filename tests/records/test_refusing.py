"""The database's refusals reach people in words, without a value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from databases import Postgres, fresh_sqlite

from beholden.kernel import BadInput, BeholdenError, Damaged, Refused, Unavailable
from beholden.records import databases
from beholden.records.refusing import refusing

from . import story


def test_a_guard_speaks_as_a_refusal(register: str) -> None:
    from django.db import transaction

    use = story.a_use()
    with pytest.raises(Refused) as caught, refusing(), transaction.atomic(using=register):
        story.a_decision(use, decided_by=story.author())
    assert caught.value.refusal.clause == "S9 two people"
    assert caught.value.exit_code == 3


def test_no_value_is_in_the_error(register: str) -> None:
    story.author()
    with pytest.raises(BadInput, match="already a person") as caught, refusing():
        _add_person(story.AUTHOR)
    assert story.AUTHOR not in f"{caught.value}{caught.value.to_dict()}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def _add_person(code: str, office: str | None = "Office") -> None:
    from beholden.records.models import Person

    Person.objects.create(code=code, office=office, organisation="x", added_at=story.at(1))


def _role_of_nobody(alias: str) -> None:
    from django.db import transaction

    from beholden.records.models import PersonRole

    # A foreign key is looked at when the transaction ends.
    with transaction.atomic(using=alias):
        PersonRole.objects.create(person_id=9_999, role="r", given_at=story.at(1))


def _negative_rows() -> None:
    from beholden.records.models import DatasetVersion

    story.a_dataset()
    old = DatasetVersion.objects.get()
    DatasetVersion.objects.create(
        dataset=old.dataset,
        number=2,
        path="p",
        fingerprint="f",
        rows=-1,
        columns=[],
        quality={},
        registered_at=story.at(1),
    )


def test_what_has_no_name_has_words_too(register: str) -> None:
    with pytest.raises(BadInput, match="left out"), refusing():
        _add_person("someone", office=None)
    with pytest.raises(BadInput, match="not there"), refusing():
        _role_of_nobody(register)
    with pytest.raises(BadInput, match="smaller than it can be"), refusing():
        _negative_rows()
    use = story.a_use()
    story.a_decision(use)
    extract = story.an_extract(story.an_agreement(use))
    story.a_receipt(extract)
    with pytest.raises(BadInput, match="in the register already"), refusing():
        story.a_receipt(extract)


def test_what_something_rests_on_stays(register: str) -> None:
    story.a_use()
    with pytest.raises(Refused, match="rests on"), refusing():
        story.author().delete()


def test_errors_of_the_kernel_and_of_the_code_pass_through(register: str) -> None:
    with pytest.raises(BeholdenError, match="own words"), refusing():
        raise BeholdenError("own words")
    with pytest.raises(KeyError), refusing():
        raise KeyError


def _count() -> int:
    from beholden.records.models import Person

    return Person.objects.count()


@contextmanager
def _at_work(url: str) -> Iterator[str]:
    alias = databases.connect(url)
    with databases.at_work(alias):
        yield alias
    databases.disconnect(alias)


def test_a_database_without_its_tables_is_damaged(empty_database_url: str) -> None:
    with (
        _at_work(empty_database_url),
        pytest.raises(Damaged, match="lack a part"),
        refusing(),
    ):
        _count()


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.write_bytes(b"not a database at all" * 100)
    with _at_work(f"sqlite:///{file}"), pytest.raises(Damaged, match="not whole"), refusing():
        _count()


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    missing = f"sqlite:///{tmp_path}/none/records.sqlite3"
    with _at_work(missing), pytest.raises(Unavailable, match="cannot be written"), refusing():
        _count()


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    url = f"postgresql://someone:secret-word@/records?host={tmp_path}"
    with _at_work(url), pytest.raises(Unavailable) as caught, refusing():
        _count()
    assert "secret-word" not in f"{caught.value}{caught.value.to_dict()}"


def test_a_lock_that_another_holds_is_unavailable(sqlite_template: Path, tmp_path: Path) -> None:
    import sqlite3

    from django.db import connections

    url = fresh_sqlite(sqlite_template, tmp_path)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    with closing(other), _at_work(url) as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="Another process"), refusing():
            _add_person("someone")


def test_a_full_disk_is_unavailable(sqlite_template: Path, tmp_path: Path) -> None:
    from django.db import connections

    with _at_work(fresh_sqlite(sqlite_template, tmp_path)) as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        with pytest.raises(Unavailable, match="disk"), refusing():
            story.a_use(statement={"much": "x" * 1_000_000})
        assert _count() == 1  # the author; the use is not half-written


def test_two_acts_on_one_row_at_the_same_moment(postgres: Postgres) -> None:
    with postgres.fresh() as url, _at_work(url) as alias:
        story.author()
        with pytest.raises(Unavailable, match="same moment"), refusing():
            _two_changes(alias, url)


def _two_changes(alias: str, url: str) -> None:
    from django.db import transaction

    from beholden.records.models import Person

    with transaction.atomic(using=alias):
        _isolate(alias)
        _count()
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("UPDATE records_person SET active = false")
        Person.objects.update(active=False)


def _isolate(alias: str) -> None:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def test_text_too_long_for_its_column(postgres: Postgres) -> None:
    with postgres.fresh() as url, _at_work(url):
        with pytest.raises(BadInput, match="too long") as caught, refusing():
            _add_person("c" * 81)
        assert "ccc" not in str(caught.value)
