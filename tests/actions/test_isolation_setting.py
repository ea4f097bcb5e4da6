"""What a council asks of a machine's isolation, and what it is told where the machine cannot."""

from __future__ import annotations

import pytest

from beholden import gate
from beholden.gate.running import workers as workers_of
from beholden.gate.running.failures import jail_refused, not_started
from beholden.gate.running.starting import Starter
from beholden.kernel import Damaged, Unavailable

from .ashmere import ANALYST, DAY, QUESTION
from .councils import entries_of, opened


def asking_for(council, isolation: str | None):
    """Return the same council with another setting, or with none."""
    home, file = council.directory, council.path("council.toml")
    council.close()
    lines = file.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("isolation")]
    said = [] if isolation is None else [f"isolation = {isolation}"]
    file.write_text("\n".join([*kept, *said]) + "\n", "utf-8")
    return opened(home, DAY)


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def told_by(council) -> str:
    """Return how the newest answer ran, as the ledger says it."""
    last = entries_of(council)[-1]
    assert last["act"] == "question-answered"
    return last["facts"]["isolation"]


@pytest.fixture
def no_jail(monkeypatch: pytest.MonkeyPatch):
    """Give a process on a machine where no jail can be put up."""

    def refuse(*_):
        raise jail_refused()

    monkeypatch.setattr(Starter, "start", refuse)
    yield from fresh_workers(monkeypatch)


@pytest.fixture
def no_jail_once(monkeypatch: pytest.MonkeyPatch):
    """Give a process on a machine that is too busy to start the first worker, and no other."""
    start, tries = Starter.start, iter([not_started()])

    def late(*given):
        for fault in tries:
            raise fault
        return start(*given)

    monkeypatch.setattr(Starter, "start", late)
    yield from fresh_workers(monkeypatch)


def fresh_workers(monkeypatch: pytest.MonkeyPatch):
    fresh = workers_of.Workers()
    monkeypatch.setattr(workers_of._HERE, "workers", fresh)
    yield
    fresh.end()


@pytest.mark.parametrize("setting", ['"jail"', None])
def test_where_the_jail_is_required_and_cannot_be_nothing_is_asked(sealed, no_jail, setting):
    council = asking_for(sealed, setting)
    assert council.isolation() is gate.Isolation.JAIL
    with pytest.raises(Unavailable) as caught:
        ask(council)
    assert "[ask] isolation in council.toml" in caught.value.next_step
    assert entries_of(council)[-1]["act"] == "question-stopped"


def test_where_the_best_is_asked_for_a_machine_without_a_jail_answers_all_the_same(sealed, no_jail):
    council = asking_for(sealed, '"best"')
    assert council.isolation() is gate.Isolation.PORTABLE
    assert ask(council).table.num_rows
    assert ask(council).receipt.isolation == "portable"
    assert told_by(council) == "portable"


def test_a_machine_that_was_busy_once_keeps_its_jail(sealed, no_jail_once):
    council = asking_for(sealed, '"best"')
    assert council.isolation() is gate.Isolation.JAIL, "not known, so nothing runs without one"
    assert ask(council).receipt.isolation == "jail"
    assert told_by(council) == "jail"


def test_where_the_best_is_asked_for_a_machine_with_a_jail_uses_it(sealed):
    assert asking_for(sealed, '"best"').isolation() is gate.Isolation.JAIL


@pytest.mark.parametrize("setting", ['"none"', "true", "1", '"portable"'])
def test_another_setting_is_told(sealed, setting):
    with pytest.raises(Damaged, match="isolation is") as caught:
        asking_for(sealed, setting)
    assert '"jail" or "best"' in caught.value.why


def test_a_new_home_requires_the_jail_where_there_is_one(founded):
    assert 'isolation = "jail"' in founded.path("council.toml").read_text("utf-8")
