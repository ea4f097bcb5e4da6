"""What changed since a seal is told to whoever seals, and takes effect by the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beholden.actions import sealed_since, sealing_again, work_once
from beholden.actions.sealed_since import SealedSince
from beholden.actions.worker_settings import WorkerSettings, stated_worker
from beholden.kernel import HeldClock, Refused, Unavailable

from .ashmere import CODES, DAY, DPO, REVENUES, Case, uprn
from .councils import copied, entries_of, opened

HOUR = timedelta(hours=1)


def later(council, hours=1, *, by_itself=False):
    """Return the same council some hours on; ``by_itself``, its worker seals again."""
    after = council.holding(HeldClock(council.clock.now() + hours * HOUR))
    return replace(after, worker=WorkerSettings(seal_again=by_itself))


@pytest.fixture
def subjects(tmp_path):
    path = tmp_path / "subjects.txt"
    path.write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    return path


def to_seal(council):
    return [one for one in council.awaiting(by=DPO) if one.kind.value == "seal"]


def object_to(council, subjects):
    council.add_objections(by=DPO, use="warm-homes", subjects=subjects)


def opt_out(council, subjects, *, kind):
    council.add_opt_outs(by=DPO, kind=kind, subjects=subjects)


def register_anew(council, subjects):
    data = Case(subjects.parent / "stated").write() / "data/council_tax.csv"
    data.write_text(data.read_text("utf-8").replace("Millbrook", "Mill Brook"), "utf-8")
    council.register(
        by=CODES["revenues"], source=data, name="council_tax", steward=REVENUES, made_up=True
    )


def condition(council, subjects, withhold="tenure"):
    case = Case(subjects.parent)
    point = {"point": 1, "text": "Not by that.", "condition": {"withhold": [withhold]}}
    advice = {**case.advice, "meeting": case.on(-1), "says": [point]}
    council.record_advice(by=CODES["secretary"], statement=advice)
    before = {f"{case.on(-28)}/{n}": "accepted" for n in (1, 2, 3)}
    answers = {**before, f"{case.on(-1)}/1": "accepted"}
    council.decide_use(
        by=CODES["officer"], statement={**case.decision, "on": case.on(0), "on_advice": answers}
    )


CHANGES = {
    "an objection": (object_to, "2 objections were recorded or withdrawn."),
    "a new version": (register_anew, "There is a new version of council_tax."),
    "a condition of the board": (condition, "What may be given is less, or more"),
}


@pytest.mark.parametrize(("change", "says"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_told_to_whoever_seals_until_it_is_sealed_again(
    sealed, subjects, change, says
):
    assert to_seal(sealed) == []
    council = later(sealed)
    change(council, subjects)
    (item,) = to_seal(council)
    assert item.what == "Seal the extract of warm-homes again"
    assert says in item.why
    after = later(council)
    after.seal(by=DPO, use="warm-homes")
    assert to_seal(after) == []


def test_the_worker_seals_again_where_it_may_and_leaves_out_who_objected(
    on_each_database, subjects
):
    council = later(on_each_database)
    work_once(council, worker="worker-test")
    object_to(council, subjects)
    before = len(entries_of(council))
    work_once(later(council, 2), worker="worker-test")
    assert len(entries_of(council)) == before  # nobody said that it may

    after = later(council, 4, by_itself=True)
    assert "seals" in work_once(after, worker="worker-test").done
    (sealed,) = entries_of(after)[before:]
    assert (sealed["act"], sealed["by"]) == ("extract-sealed", "the calendar")
    with after.at_work():
        assert sealed_since() == ()
    question = "select count(*) as n from council_tax"
    told = after.ask(by=CODES["analyst"], use="warm-homes", question=question)
    assert told.receipt.shown == 1
    again = after.seal(by=DPO, use="warm-homes")
    assert again.objected["council_tax"] == 2


def test_where_the_board_withheld_what_is_counted_nothing_is_sealed_and_the_refusal_says_why(
    sealed, subjects
):
    council = later(sealed)
    condition(council, subjects, withhold="uprn")
    with pytest.raises(Refused) as no:
        council.seal(by=DPO, use="warm-homes")
    assert no.value.refusal.clause == "conditions"
    assert "point 1" in no.value.why
    with pytest.raises(Refused, match="a condition of the board closed"):
        council.ask(
            by=CODES["analyst"], use="warm-homes", question="select count(*) as n from council_tax"
        )
    assert to_seal(council) == []


def test_the_worker_does_not_try_a_seal_that_only_other_terms_would_allow(sealed, subjects):
    council = later(sealed, by_itself=True)
    condition(council, subjects, withhold="uprn")
    before = len(entries_of(council))
    assert work_once(council, worker="worker-test").failed == ()
    assert len(entries_of(council)) == before


def test_of_several_seals_that_fail_each_is_told(monkeypatch, sealed):
    """Two uses at once take long to found, so the two faults are given in their place."""
    council = later(sealed, by_itself=True)
    found = [SealedSince(use, "", "", council.clock.now()) for use in ("first", "second")]
    monkeypatch.setattr(sealing_again, "sealed_since", lambda: found)
    with pytest.raises(Unavailable) as told:
        sealing_again.seal_again(council)
    assert told.value.what.endswith("first, second.")
    assert all(f"{use}: " in told.value.why for use in ("first", "second"))


def test_what_has_a_fitted_table_is_sealed_again_by_a_person_alone(told, tmp_path, subjects):
    council = later(opened(copied(told("until_open_to_staff", DAY), tmp_path)), by_itself=True)
    object_to(council, subjects)
    before = len(entries_of(council))
    work_once(council, worker="worker-test")
    assert len(entries_of(council)) == before
    (item,) = to_seal(council)
    assert "2 objections" in item.why
    council.close()


def test_an_opt_out_that_reaches_a_use_is_told_and_one_that_does_not_asks_for_nothing(
    sealed, subjects
):
    """A use that the law requires is reached by those who object, and by no other opt-out."""
    required = {
        **Case(subjects.parent).agreement,
        "lawful_basis": {"article_6": "legal-obligation"},
    }
    sealed.state_agreement(by=DPO, document=required)
    for party in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[party], agreement="warm-homes-2026")
    sealed.seal(by=DPO, use="warm-homes")
    council = later(sealed)
    opt_out(council, subjects, kind="not-required-by-law")
    assert to_seal(council) == []
    opt_out(council, subjects, kind="agreed")
    (item,) = to_seal(council)
    assert "Opt-outs that reach it" in item.why


def test_a_key_that_the_terms_do_not_give_asks_for_nothing(sealed):
    council = later(sealed)
    council.link(by=CODES["revenues"], datasets=["council_tax"])
    assert to_seal(council) == []


@pytest.mark.parametrize("stated", [1, {"seal_again": 1}, {"seal": True}])
def test_a_setting_that_cannot_be_is_told(stated):
    with pytest.raises(ValueError, match="worker"):
        stated_worker(stated)
