"""A course that came along is taken up once, however many need it at the same moment."""

from __future__ import annotations

import threading

import pytest

from beholden.actions.learning import courses

from .councils import entries_of, faults_in_whole

CODE = "handling-joined-up-data"


def taken_up(council) -> list[str]:
    acts = [entry for entry in entries_of(council) if entry["act"] == "course-taken-up"]
    return [entry["facts"]["course"] for entry in acts]


def test_who_comes_second_finds_it_on_record(on_each_database, monkeypatch):
    """Another process takes it up between the look at the records and the act."""
    council, act = on_each_database, courses.acting_by_calendar

    def after_another(home, **about):
        monkeypatch.setattr(courses, "acting_by_calendar", act)
        courses.course_record(home, CODE)
        return act(home, **about)

    monkeypatch.setattr(courses, "acting_by_calendar", after_another)
    _, record = courses.course_record(council, CODE)
    assert taken_up(council) == [CODE]
    assert record.code == CODE


@pytest.mark.parametrize("many", [6])
def test_many_at_once_write_it_once(on_each_database, monkeypatch, many):
    from django.db import connections

    council, act = on_each_database, courses.acting_by_calendar
    together, failed = threading.Barrier(many, timeout=60), []

    def together_with_others(home, **about):
        together.wait()  # all have seen that it is not on record
        return act(home, **about)

    def need() -> None:
        try:
            courses.course_record(council, CODE)
        except Exception as fault:  # noqa: BLE001 (told below)
            failed.append(fault)
        finally:
            connections[council.alias].close()

    monkeypatch.setattr(courses, "acting_by_calendar", together_with_others)
    threads = [threading.Thread(target=need) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert taken_up(council) == [CODE]
    assert faults_in_whole(council) == []
