"""Was my household in it? Told for certain only where the answer tells of nobody else."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from beholden.actions.subjects.dates import keep_subject_dates
from beholden.actions.subjects.telling import Because, Told
from beholden.kernel import BadInput, HeldClock, NotFound

from ..ashmere import CODES, DAY, DPO, REVENUES, STEWARD_OF, STEWARDS, Case, uprn
from ..councils import entries_of, faults_in_whole, opened, records_of, state_of
from .conftest import shorten

EVERYBODY = [uprn(i) for i in range(0, 150, 7)]
LONG_AGO = date(2020, 1, 1)
TAX = {"dataset": "council_tax", "columns": ["liable_to"], "because": "Every household is liable."}


def ask(council: Any, identifier: str, **more: Any) -> tuple[Any, ...]:
    asked = {"since": LONG_AGO, **more}
    return council.uses_of_subject(by=DPO, identifier=identifier, **asked).uses


def newest(council: Any, identifier: str, **more: Any) -> Any:
    return ask(council, identifier, **more)[-1]


def state_households(council: Any, *also: str) -> None:
    council.state_household_dataset(by=DPO, **TAX)
    for dataset in also:
        council.state_household_dataset(by=DPO, dataset=dataset, because="Every household is.")


def seal(council: Any) -> Any:
    return council.seal(by=DPO, use="warm-homes")


def agree(council: Any, tmp_path: Path, **datasets: dict[str, Any]) -> None:
    """Agree anew; what is said of a dataset is added to what the case says of it."""
    document = Case(tmp_path).agreement
    for name, said in datasets.items():
        document["datasets"][name].update(said)
    council.state_agreement(by=DPO, document=document)
    for party in ("revenues", "housing", "partner"):
        council.sign_agreement(by=CODES[party], agreement="warm-homes-2026")


def changed(council: Any, tmp_path: Path, dataset: str, change: Any) -> None:
    """Register a dataset again with its rows changed; a row that becomes None is left out."""
    source = council.directory.with_name("stated") / "data" / f"{dataset}.csv"
    with source.open(encoding="utf-8") as file:
        rows = [change(dict(row)) for row in csv.DictReader(file)]
    rows = [row for row in rows if row is not None]
    target = tmp_path / f"{dataset}-{len(list(tmp_path.iterdir()))}.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    steward = STEWARDS[dataset]
    council.register(by=STEWARD_OF[steward], source=target, name=dataset, steward=steward)


def told(council: Any, **more: Any) -> list[tuple[Any, ...]]:
    """Return all that is told of everybody, of the newest extract."""
    found = []
    for one in EVERYBODY:
        answer = newest(council, one, **more)
        found.append((answer.told, answer.through, dict(answer.because), answer.published))
    return found


def test_a_household_that_was_in_it_is_told_so_in_plain_words(sealed):
    state_households(sealed)
    answer = newest(sealed, f" {uprn(1)} ")
    assert (answer.told, answer.through) == (Told.IN, ("council_tax",))
    assert answer.purpose == "So that the Warm Homes team can offer help before January."
    assert answer.outputs == ("Totals and averages over groups, to Public Health Intelligence.",)
    assert answer.rows == "No list of households or people could leave under this agreement."
    assert (answer.sealed_on, answer.until) == (DAY, None)
    assert answer.because == {
        "energy_certificates": Because.NOT_EVERYBODY,
        "support_scheme": Because.NOT_EVERYBODY,
    }


def test_until_it_is_said_whom_a_dataset_holds_everything_is_told_by_kind(sealed):
    answer = newest(sealed, uprn(1))
    assert (answer.told, answer.through) == (Told.MAY, ())
    assert set(answer.because.values()) == {Because.NOT_EVERYBODY}


def test_not_in_it_is_told_where_every_dataset_is_every_households(sealed):
    state_households(sealed, "energy_certificates", "support_scheme")
    assert newest(sealed, "999999999999").told is Told.NOT_IN
    assert newest(sealed, uprn(1)).told is Told.IN


def test_who_is_left_out_was_not_in_it(sealed, who):
    state_households(sealed, "energy_certificates", "support_scheme")
    sealed.add_objections(by=DPO, use="warm-homes", subjects=who(uprn(1)))
    sealed.add_opt_outs(by=DPO, kind="agreed", subjects=who(uprn(2)))
    seal(sealed)
    answers = [newest(sealed, uprn(i)).told for i in (1, 2, 3)]
    assert answers == [Told.NOT_IN, Told.NOT_IN, Told.IN]
    assert [a.told for a in ask(sealed, uprn(1))] == [Told.IN, Told.NOT_IN]


def flipped(row: dict[str, str]) -> dict[str, str]:
    return {**row, "in_arrears": "no" if row["in_arrears"] == "yes" else "yes"}


def half(row: dict[str, str]) -> dict[str, str] | None:
    return row if row["uprn"] in EVERYBODY[::2] else None


def moved_out(row: dict[str, str]) -> dict[str, str]:
    return {**row, "liable_to": "2026-01-31" if row["uprn"] in EVERYBODY[::2] else ""}


# Two worlds that differ in what is somebody's own: how rows are chosen, and what is changed.
ONES_OWN = {
    "rows by arrears": ({"council_tax": {"rows": "in_arrears"}}, "council_tax", flipped),
    "rows by arrears and by what is in common": (
        {"council_tax": {"rows": "liable_to is null and in_arrears"}},
        "council_tax",
        flipped,
    ),
    "rows by an amount": (
        {"council_tax": {"rows": "arrears > 500"}},
        "council_tax",
        lambda row: {**row, "arrears": f"{1000 - float(row['arrears']):.2f}"},
    ),
    "being on a list of some": ({}, "support_scheme", half),
    "a column that is not in common": (
        {"energy_certificates": {"rows": "rating = 'G'"}},
        "energy_certificates",
        lambda row: {**row, "rating": "G"},
    ),
}


@pytest.mark.parametrize("world", ONES_OWN)
def test_two_worlds_that_differ_in_what_is_somebodys_own_are_told_alike(agreed, tmp_path, world):
    said, dataset, change = ONES_OWN[world]
    state_households(agreed, "energy_certificates")
    if said:
        agree(agreed, tmp_path / "case", **said)
    first = seal(agreed)
    before = told(agreed)
    changed(agreed, tmp_path, dataset, change)
    second = seal(agreed)
    assert first.rows != second.rows  # the worlds do differ in who is sealed
    assert told(agreed) == before


IN_COMMON = {
    "being where every household is": ("council_tax", half),
    "a row chosen by what is in common": ("council_tax", moved_out),
}


@pytest.mark.parametrize("world", IN_COMMON)
def test_what_a_household_has_in_common_is_told(agreed, tmp_path, world):
    dataset, change = IN_COMMON[world]
    state_households(agreed)
    seal(agreed)
    before = told(agreed)
    changed(agreed, tmp_path, dataset, change)
    seal(agreed)
    assert told(agreed) != before


def test_data_of_a_party_that_has_not_signed_were_not_in_it(agreed, tmp_path):
    agreed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Anew, severally.")
    agreed.state_agreement(by=DPO, document={**Case(tmp_path).agreement, "severally": True})
    for party in ("revenues", "partner"):
        agreed.sign_agreement(by=CODES[party], agreement="warm-homes-2026")
    seal(agreed)
    state_households(agreed, "energy_certificates")
    answer = newest(agreed, uprn(1))
    assert (answer.told, answer.through) == (Told.IN, ("council_tax",))
    assert "energy_certificates" not in answer.because


def test_a_use_of_a_special_category_is_told_by_kind(founded, tmp_path):
    from ..ashmere import agree as sign
    from ..ashmere import approve, register

    case = Case(founded.directory.with_name("stated"))
    register(founded, case)
    basis = {
        **case.agreement["lawful_basis"],
        "article_9": "public-health",
        "schedule_1": "paragraph 3",
    }
    said = {
        "use": {**case.use, "special_category": True},
        "agreement": {**case.agreement, "lawful_basis": basis},
    }
    special = type("Special", (Case,), said)(case.folder)
    approve(founded, special)
    sign(founded, special)
    state_households(founded)
    seal(founded)
    answer = newest(founded, uprn(1))
    assert (answer.told, answer.because["council_tax"]) == (Told.MAY, Because.SPECIAL)


def test_what_was_before_ones_own_time_is_told_by_kind(sealed):
    state_households(sealed)
    later = sealed.holding(HeldClock.on(DAY + timedelta(days=9)))
    answer = newest(later, uprn(1), since=DAY + timedelta(days=1))
    assert (answer.told, answer.because["council_tax"]) == (Told.MAY, Because.BEFORE)
    assert newest(sealed, uprn(1), since=DAY).told is Told.IN


def test_what_was_after_ones_own_time_is_not_told_of(sealed):
    assert ask(sealed, uprn(1), until=DAY - timedelta(days=1)) == ()


def test_who_speaks_for_a_person_is_told_by_kind_of_what_counts_households(sealed):
    state_households(sealed)
    answer = newest(sealed, "p-1", speaks_for="person", column="person", since=None)
    assert set(answer.because.values()) == {Because.OTHER_SUBJECT}


def pupils(council: Any, tmp_path: Path) -> None:
    """Agree on a use that tells pupils apart by a number of their own, chosen by a flag."""
    path = tmp_path / "pupils.csv"
    lines = [f"P{n},{'yes' if n % 2 else 'no'},{n % 3}" for n in range(60)]
    path.write_text("upn,excluded,neighbourhood\n" + "\n".join(lines), "utf-8")
    council.register(by=CODES["revenues"], source=path, name="pupils", steward=REVENUES)
    case = Case(tmp_path)
    agreement = {
        **case.agreement,
        "subject": {"what": "pupil", "column": "upn"},
        "between": [REVENUES, "Public Health Intelligence"],
        "datasets": {
            "pupils": {
                "rows": "excluded",
                "columns": {"upn": {"role": "identity"}, "neighbourhood": {"role": "dimension"}},
            }
        },
    }
    for gone in ("joins", "quality"):
        agreement.pop(gone)
    council.state_agreement(by=DPO, document=agreement)
    for party in ("revenues", "partner"):
        council.sign_agreement(by=CODES[party], agreement="warm-homes-2026")
    seal(council)


def test_a_person_is_told_of_their_own_even_where_it_rests_on_what_is_sensitive(agreed, tmp_path):
    pupils(agreed, tmp_path)
    own = {"speaks_for": "person", "column": "upn", "since": None}
    assert newest(agreed, "P1", **own).told is Told.IN
    assert newest(agreed, "P2", **own).told is Told.NOT_IN
    by_household = newest(agreed, uprn(1))
    assert (by_household.told, by_household.because) == (
        Told.MAY,
        {"pupils": Because.OTHER_SUBJECT},
    )


def test_nothing_is_kept_of_who_asked(on_each_database):
    council = on_each_database
    state_households(council)
    before = state_of(council)
    entries = len(entries_of(council))
    ask(council, uprn(1))
    ask(council, uprn(2))
    records, files = state_of(council)
    assert files == before[1]
    assert {name for name in records if records[name] != before[0][name]} == {"AnswersOfDay"}
    assert not any(uprn(i) in str(records["AnswersOfDay"]) for i in (1, 2))
    assert len(entries_of(council)) == entries


def test_how_many_were_answered_is_told_in_tens_once_the_day_is_over(sealed):
    for _ in range(3):
        ask(sealed, uprn(1))
    home = sealed.directory
    sealed.close()
    for _ in range(2):
        again = opened(home, DAY + timedelta(days=1))
        last = entries_of(again)[-1]
        again.close()
        assert (last["act"], last["use"], last["by"]) == ("subjects-answered", "", "the calendar")
        assert last["facts"] == {"day": DAY.isoformat(), "at_most": 10}
    assert json.dumps(last).find(uprn(1)) == -1


def test_an_answer_that_midnight_overtakes_is_counted_with_the_next_day(on_each_database):
    council = on_each_database
    ask(council, uprn(1))
    after_midnight = council.holding(HeldClock.on(DAY + timedelta(days=1)))
    keep_subject_dates(after_midnight)
    told_of = [e["facts"] for e in entries_of(council) if e["act"] == "subjects-answered"]
    assert told_of == [{"day": DAY.isoformat(), "at_most": 10}]
    ask(council, uprn(1))  # begun before midnight, by this clock
    from beholden.records.models import AnswersOfDay

    with council.at_work():
        counted = dict(AnswersOfDay.objects.values_list("day", "answers"))
    assert counted == {DAY: 1, DAY + timedelta(days=1): 1}


def test_an_answer_of_the_last_moment_is_told_too(sealed, monkeypatch):
    from beholden.actions.subjects import dates

    for _ in range(10):
        ask(sealed, uprn(1))
    act = dates.acting_by_calendar

    def after_one_more(home, **about):
        monkeypatch.setattr(dates, "acting_by_calendar", act)
        ask(sealed, uprn(2))
        return act(home, **about)

    monkeypatch.setattr(dates, "acting_by_calendar", after_one_more)
    keep_subject_dates(sealed.holding(HeldClock.on(DAY + timedelta(days=1))))
    assert entries_of(sealed)[-1]["facts"] == {"day": DAY.isoformat(), "at_most": 20}


def test_after_the_end_it_is_still_told_until_it_is_kept_no_longer(sealed):
    state_households(sealed)
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Done.")
    assert newest(sealed, uprn(1)).told is Told.IN
    shorten(sealed, "members", 30)
    home = sealed.directory
    sealed.close()
    kept = opened(home, DAY + timedelta(days=29))
    assert newest(kept, uprn(1)).told is Told.IN
    assert faults_in_whole(kept) == []
    kept.close()
    over = opened(home, DAY + timedelta(days=32))
    answer = newest(over, uprn(1))
    assert (answer.told, set(answer.because.values())) == (Told.MAY, {Because.NOT_TOLD})
    assert not list(over.keys_directory.glob("members-*.key"))
    assert not list(over.path("members").iterdir())
    told_by_calendar = [e for e in entries_of(over) if e["act"] == "members-destroyed"]
    assert [e["use"] for e in told_by_calendar] == ["warm-homes"]
    assert faults_in_whole(over) == []
    over.close()


def test_a_copy_of_the_members_opens_no_more_once_they_are_kept_no_longer(sealed):
    (file,) = sealed.path("members").iterdir()
    copy = file.read_bytes()
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Done.")
    shorten(sealed, "members", 0)
    home = sealed.directory
    sealed.close()
    over = opened(home, DAY + timedelta(days=2))
    file.write_bytes(copy)
    from beholden.gate import open_members

    with pytest.raises(NotFound):
        open_members(file.stem, binding="", keys=over.keys, at=file)
    over.close()


def test_the_secret_of_the_use_may_be_forgotten(sealed):
    state_households(sealed)
    sealed.keys.forget_use("warm-homes")
    assert newest(sealed, uprn(1)).told is Told.IN


def test_places_of_which_nothing_is_personal_have_no_members(founded):
    from ..ashmere import agree as sign
    from ..ashmere import approve, register

    case = Case(founded.directory.with_name("stated"))
    register(founded, case)
    plain = type("Plain", (Case,), {"use": {**case.use, "personal_data": False}})
    approve(founded, plain(case.folder))
    sign(founded, case)
    seal(founded)
    assert not list(founded.keys_directory.glob("members-*.key"))
    assert ask(founded, uprn(1)) == ()


def test_a_household_is_found_however_its_uprn_is_written(sealed):
    state_households(sealed)
    plain = newest(sealed, uprn(1))
    assert plain.told is Told.IN
    for form in ("0{}", "000{}", "{}.0"):
        assert newest(sealed, form.format(uprn(1))) == plain


REFUSED = [
    ({"identifier": " "}, "names nobody"),
    ({"identifier": "UPRN 12"}, "no UPRN"),
    ({"since": None}, "From when the household"),
    ({"speaks_for": "somebody"}, "for a household or for one person"),
    ({"speaks_for": "person"}, "A UPRN names a place"),
    ({"until": LONG_AGO - timedelta(days=1)}, "after the last one"),
]


@pytest.mark.parametrize(("said", "why"), REFUSED)
def test_what_does_not_fit_is_refused_and_counted_by_nobody(sealed, said, why):
    before = records_of(sealed)
    with pytest.raises(BadInput, match=why) as caught:
        ask(sealed, **{"identifier": uprn(1), **said})
    assert uprn(1) not in str(caught.value)
    assert records_of(sealed) == before


STATEMENTS = [
    ({"because": " "}, BadInput, "needs a reason"),
    ({"columns": ["no_such"]}, BadInput, "no column no_such"),
    ({"columns": ["arrears"]}, BadInput, "as a measure"),
    ({"dataset": "no-such"}, NotFound, "no dataset of that name"),
]


@pytest.mark.parametrize(("said", "error", "why"), STATEMENTS)
def test_what_cannot_be_said_of_a_dataset_is_refused(sealed, said, error, why):
    with pytest.raises(error, match=why):
        sealed.state_household_dataset(by=DPO, **{**TAX, **said})


def test_what_was_said_of_a_dataset_can_be_said_anew_and_taken_back(sealed):
    state_households(sealed)
    sealed.state_household_dataset(by=DPO, **{**TAX, "columns": []})
    assert newest(sealed, uprn(1)).because["council_tax"] == Because.CHOSEN_ROWS
    sealed.withdraw_household_dataset(by=DPO, dataset="council_tax")
    assert newest(sealed, uprn(1)).because["council_tax"] == Because.NOT_EVERYBODY
    entries = len(entries_of(sealed))
    sealed.withdraw_household_dataset(by=DPO, dataset="council_tax")
    assert len(entries_of(sealed)) == entries
