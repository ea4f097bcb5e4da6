"""Rehearsing: nothing of it comes from real data, nothing of it is recorded, and it is the gate."""

from __future__ import annotations

import csv
import random

import pytest

from beholden.kernel import BadInput, BadQuestion, NotFound, Refused

from .ashmere import (
    ANALYST,
    CODES,
    DPO,
    QUESTION,
    REFUSED,
    STEWARD_OF,
    STEWARDS,
    Case,
    approve,
    begin,
    register,
    write_data,
)
from .councils import state_of

LOOKER = CODES["looker"]  # somebody whom the agreement gives nothing


def files(council, folder) -> dict[str, bytes]:
    made = council.rehearse(by=LOOKER, use="warm-homes", to=folder)
    return {path.name: path.read_bytes() for path in made.folder.iterdir()}


def change(path) -> None:
    """Leave of a file only some rows, and make every value but the keys another."""
    draws = random.Random(path.name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = draws.sample(list(csv.DictReader(file)), 40)
    for row in rows:
        row.update({k: f"other {draws.random()}" for k in row if k not in ("uprn", "arrears")})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def another_borough(folder):
    """Return a council with the same agreement over quite other data."""
    council = begin(folder / "other" / "home")
    case = Case(folder / "other" / "stated")
    write_data(folder / "data")
    for name, steward in STEWARDS.items():
        path = folder / f"data/{name}.csv"
        change(path)
        council.register(
            by=STEWARD_OF[steward], source=path, name=name, steward=steward, made_up=True
        )
    approve(council, case)
    council.state_agreement(by=DPO, document=case.agreement)
    return council


def test_two_councils_with_other_data_rehearse_on_the_same_bytes(agreed, tmp_path):
    other = another_borough(tmp_path)
    try:
        assert files(agreed, tmp_path / "a") == files(other, tmp_path / "b")
    finally:
        other.close()


def test_a_question_goes_through_the_gate_and_leaves_no_trace(sealed):
    before = state_of(sealed)
    answered = sealed.rehearse_question(by=LOOKER, use="warm-homes", question=QUESTION)
    assert answered.table.column_names[0] == "neighbourhood"
    assert answered.shown == answered.table.num_rows > 2
    assert all(count % 5 == 0 for count in answered.table.column(1).to_pylist())
    with pytest.raises(Refused, match="would list arrears"):
        sealed.rehearse_question(by=LOOKER, use="warm-homes", question=REFUSED)
    with pytest.raises(BadQuestion):
        sealed.rehearse_question(by=LOOKER, use="warm-homes", question="select")
    assert state_of(sealed) == before


def test_a_question_of_two_parts_goes_through_the_gate(sealed):
    whole = f"with w as ({QUESTION.replace('count(*)', 'count(*) as n')})"
    asked = f"{whole} select neighbourhood, n, (select count(*) from council_tax) as m from w"
    for answered in (
        sealed.rehearse_question(by=LOOKER, use="warm-homes", question=asked),
        sealed.ask(by=ANALYST, use="warm-homes", question=asked),
    ):
        assert answered.table.column_names == ["neighbourhood", "n", "m"]
        assert answered.table.num_rows >= 2
        assert len(set(answered.table.column("m").to_pylist())) == 1
        assert any("2 parts" in note for note in answered.notes)


def test_rehearsing_does_not_wait_for_signatures_or_dates(founded, tmp_path):
    case = Case(founded.directory.with_name("stated"))
    register(founded, case)
    approve(founded, case)
    with pytest.raises(BadInput, match="no agreement yet"):
        founded.rehearse(by=LOOKER, use="warm-homes", to=tmp_path / "new")
    founded.state_agreement(by=DPO, document=case.agreement)
    assert founded.rehearse_question(by=LOOKER, use="warm-homes", question=QUESTION).shown


def test_nobody_unknown_rehearses(agreed, tmp_path):
    with pytest.raises(NotFound):
        agreed.rehearse(by="code-nobody", use="warm-homes", to=tmp_path / "new")
    with pytest.raises(NotFound):
        agreed.rehearse(by=LOOKER, use="no-such-use", to=tmp_path / "new")
