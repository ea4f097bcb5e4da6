"""Each council's records are reached through an alias of their own."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from databases import begun_from, fresh_sqlite

from beholden.kernel import BadInput
from beholden.records import databases, migrations

from . import story
from .all_guards import all_guards

NAMES = sorted(found.name for found in pkgutil.iter_modules(migrations.__path__))


def test_a_fresh_register_has_every_migration(register: str) -> None:
    assert databases.is_migrated(register)


def test_an_address_has_one_alias(database_url: str) -> None:
    assert databases.connect(database_url) == databases.connect(database_url)


@pytest.mark.parametrize("url", ["", "mysql://host/name", "records.sqlite3", "file:records"])
def test_other_kinds_of_database_are_named_as_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match="cannot be kept in this kind"):
        databases.connect(url)


def test_a_password_is_not_in_the_error() -> None:
    with pytest.raises(BadInput) as caught:
        databases.connect("mysql://someone:secret-word@host/name")
    assert "secret-word" not in f"{caught.value}{caught.value.to_dict()}"


def _two_councils(template: Path, folder: Path) -> list[str]:
    aliases = []
    for name in ("ashmere", "thornleigh"):
        (folder / name).mkdir()
        aliases.append(databases.connect(fresh_sqlite(template, folder / name)))
    return aliases


def _names() -> list[str]:
    from beholden.records.models import Dataset

    return list(Dataset.objects.values_list("name", flat=True))


def test_two_councils_in_one_process_do_not_mix(sqlite_template: Path, tmp_path: Path) -> None:
    ashmere, thornleigh = _two_councils(sqlite_template, tmp_path)
    with databases.at_work(ashmere):
        story.a_dataset("one")
        with databases.at_work(thornleigh):
            story.a_dataset("two")
            assert _names() == ["two"]
        assert _names() == ["one"]
        assert databases.current_alias() == ashmere
    for alias in (ashmere, thornleigh):
        databases.disconnect(alias)


def test_threads_do_not_see_one_anothers_council(sqlite_template: Path, tmp_path: Path) -> None:
    ashmere, thornleigh = _two_councils(sqlite_template, tmp_path)
    together = threading.Barrier(2)

    def work(alias: str, name: str) -> list[str]:
        with databases.at_work(alias):
            together.wait(10)
            story.a_dataset(name)
            together.wait(10)
            found = _names()
        databases.disconnect(alias)
        return found

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(work, (ashmere, thornleigh), ("one", "two")))
    assert found == [["one"], ["two"]]


def test_a_query_with_no_council_at_work_is_stopped(register: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    def work() -> None:
        with pytest.raises(ImproperlyConfigured):
            _names()

    # A new thread begins with no council, whatever the thread that started it works on.
    thread = ThreadPoolExecutor(1)
    thread.submit(work).result(10)
    thread.shutdown()


def test_records_of_two_councils_are_not_related(sqlite_template: Path, tmp_path: Path) -> None:
    ashmere, thornleigh = _two_councils(sqlite_template, tmp_path)
    with databases.at_work(ashmere):
        use = story.a_use()
    with databases.at_work(thornleigh), pytest.raises(ValueError, match="router prevents"):
        story.a_consequence(use)
    for alias in (ashmere, thornleigh):
        databases.disconnect(alias)


def test_the_lock_of_a_migration_stays_for_whoever_waits_for_it(
    sqlite_template: Path, tmp_path: Path
) -> None:
    alias, held = databases.connect(fresh_sqlite(sqlite_template, tmp_path)), []
    for _ in range(2):
        databases.migrate(alias)
        (lock,) = tmp_path.glob("*migrating*")
        held.append((lock.name[0], lock.stat().st_ino))
    databases.disconnect(alias)
    assert held[0] == held[1]
    assert held[0][0] == "."


def _migrate_in_a_process(url: str) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from beholden.records import databases as d; a = d.connect(sys.argv[1]);"
        "d.migrate(a); sys.exit(not d.is_migrated(a))"
    )
    return subprocess.Popen([sys.executable, "-W", "error", "-c", code, url])


def test_processes_that_migrate_at_once_wait_for_one_another(database_url: str) -> None:
    """Of the newest migration alone, before which each works out what there is to do."""
    alias = databases.connect(database_url)
    _migrate_to(alias, NAMES[-2])
    databases.disconnect(alias)
    running = [_migrate_in_a_process(database_url) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]


def _migrate_to(alias: str, migration: str) -> None:
    from django.core.management import call_command

    call_command("migrate", "records", migration, database=alias, verbosity=0)
    assert not databases.is_migrated(alias)


def _form(alias: str) -> set[tuple[Any, ...]]:
    """Return the tables, indexes, triggers and functions that are there."""
    from django.db import connections

    connection = connections[alias]
    statement = (
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if connection.vendor == "sqlite"
        else "SELECT 'table', relname, relkind::text FROM pg_class WHERE relname LIKE 'records_%'"
        " UNION SELECT 'trigger', tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal"
        " UNION SELECT 'function', proname, '' FROM pg_proc JOIN pg_namespace n"
        " ON n.oid = pronamespace WHERE nspname = 'public'"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def test_migrations_go_back_and_forward(register: str) -> None:
    """From the newest form, which the migrations made, to none and once more to the newest."""
    whole = _form(register)
    _migrate_to(register, "zero")
    assert not {name for _, name, _ in _form(register) if name.startswith("records_")}
    assert not {name for kind, name, _ in _form(register) if kind in {"trigger", "function"}}
    databases.migrate(register)
    assert _form(register) == whole


def test_a_file_begun_from_a_copy_has_what_the_migrations_make(
    shared_folder: Path, sqlite_template: Path, tmp_path: Path
) -> None:
    alias = databases.connect(f"sqlite:///{tmp_path / 'begun.sqlite3'}")
    with begun_from(shared_folder):
        databases.migrate(alias)
    migrated = databases.connect(fresh_sqlite(sqlite_template, tmp_path))
    assert databases.is_migrated(alias)
    assert _form(alias) == _form(migrated)
    for one in (alias, migrated):
        databases.disconnect(one)


def test_every_guard_is_up_after_the_last_migration(register: str) -> None:
    from beholden.records.triggers import Change

    guards = all_guards()
    up = {name for kind, name, _ in _form(register) if kind == "trigger"}
    if _vendor(register) == "sqlite":
        guards = [guard for guard in guards if guard.change is not Change.TRUNCATE]
    else:
        guards = [guard for guard in guards if not guard.sqlite_only]
    # A migration that remakes a table on SQLite drops its triggers, and must put them up again.
    assert up == {guard.name for guard in guards}


def _vendor(alias: str) -> str:
    from django.db import connections

    vendor: str = connections[alias].vendor
    return vendor


def test_no_migration_is_missing() -> None:
    code = (
        "from beholden.records import databases; databases.connect('sqlite:///:memory:');"
        "from django.core.management import call_command as call;"
        "call('makemigrations', check=True, dry_run=True, verbosity=1, skip_checks=True)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (said.returncode, said.stdout.strip()) == (0, "No changes detected"), said.stderr


def test_models_that_one_step_of_a_migration_asks_for_fit_each_other() -> None:
    from django.db.migrations.loader import MigrationLoader

    from beholden.records.moving import ModelsOfThen

    state = MigrationLoader(None).project_state(("records", NAMES[1]))
    assert state.apps
    state.is_delayed = True  # as after a change of a column
    then = ModelsOfThen(state)
    use, person = then.get_model("records", "DataUse"), then.get_model("records", "Person")
    assert use._meta.get_field("stated_by").related_model is person


def test_a_working_room_does_not_bring_django_with_it() -> None:
    rooms = "kernel intake linkage gate release ledger borough records.databases records.reading"
    code = f"import sys; [__import__('beholden.' + r) for r in '{rooms}'.split()]; " + (
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
