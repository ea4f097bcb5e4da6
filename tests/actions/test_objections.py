"""Objections: kept as marks that nobody can read back, heeded from the next seal on."""

from __future__ import annotations

import json

import pytest

from beholden.kernel import BadInput, NotFound, Refused

from .ashmere import CODES, DPO, Case, uprn
from .councils import entries_of, opened, records_of

EVERYBODY = [uprn(i) for i in range(30)]


@pytest.fixture
def who(tmp_path):
    """Give a way to write a file of subjects."""

    def write(*lines: str):
        path = tmp_path / "objectors.txt"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def add(council, path, **more):
    return council.add_objections(by=DPO, use="warm-homes", subjects=path, **more)


def withdraw(council, path):
    return council.withdraw_objections(by=DPO, use="warm-homes", subjects=path)


def households(council) -> int:
    question = "select count(*) as n from council_tax"
    answered = council.ask(by=CODES["analyst"], use="warm-homes", question=question)
    return answered.table.column("n")[0].as_py()


def sealed_rows(council) -> dict[str, int]:
    return dict(council.seal(by=DPO, use="warm-homes").rows)


def test_who_objected_is_in_no_table_of_the_next_extract(on_each_database, who):
    council = on_each_database
    before = sealed_rows(council)
    path = who("", f"  {uprn(1)} ", uprn(2), uprn(1), "123456789012")
    kept = add(council, path)
    assert (kept.column, kept.changed, kept.standing) == ("uprn", 3, 3)
    extract = council.seal(by=DPO, use="warm-homes")
    for name, rows in before.items():
        assert extract.rows[name] == rows - extract.objected[name]
    assert extract.objected["council_tax"] == 2
    assert withdraw(council, path).standing == 0
    assert sealed_rows(council) == before


@pytest.mark.parametrize("form", ["0{}", "  00{}", "{}.0"])
def test_however_a_uprn_is_written_it_is_heeded(sealed, who, form):
    kept = add(sealed, who(form.format(uprn(1)), f"{uprn(2)[:4]} {uprn(2)[4:]}"))
    assert kept.changed == 2
    assert sealed.seal(by=DPO, use="warm-homes").objected["council_tax"] == 2
    assert add(sealed, who(uprn(1), uprn(2))).changed == 0


NO_UPRN = ("UPRN 12", "not-a-uprn", "0", "-4", "1234567890123", "1.00012E+11", "١٢٣")


@pytest.mark.parametrize("text", NO_UPRN)
def test_what_is_no_uprn_is_refused_by_its_place(sealed, who, text):
    """Taken as it is, it would be recorded and never heeded."""
    with pytest.raises(BadInput, match="Which are none: 2") as caught:
        add(sealed, who(uprn(1), text))
    assert text not in str(caught.value).replace("Which are none: 2", "").replace("12 digits", "")
    assert add(sealed, who(uprn(1))).standing == 1


def test_an_extract_that_is_sealed_stays_until_the_next_seal(sealed, who):
    before = households(sealed)
    add(sealed, who(*EVERYBODY))
    assert households(sealed) == before
    sealed.seal(by=DPO, use="warm-homes")
    assert households(sealed) < before


def test_the_identifier_is_kept_nowhere(sealed, who):
    add(sealed, who(*EVERYBODY))
    told = json.dumps(entries_of(sealed)[-1])
    objections = " ".join(records_of(sealed)["Objection"])
    assert not any(one in told or one in objections for one in EVERYBODY)
    facts = entries_of(sealed)[-1]
    assert (facts["act"], facts["facts"]) == (
        "objections-recorded",
        {"column": "uprn", "recorded": 30},
    )


def test_the_same_objection_again_changes_nothing(sealed, who):
    add(sealed, who(uprn(1)))
    entries = len(entries_of(sealed))
    assert add(sealed, who(uprn(1))).changed == 0
    assert withdraw(sealed, who(uprn(9))).changed == 0
    assert len(entries_of(sealed)) == entries


def test_how_many_object_is_told_by_column_and_nobody_is_named(sealed, who):
    from beholden.records import reading

    with sealed.at_work():
        assert reading.objections() == reading.objections("warm-homes") == ()
    add(sealed, who(uprn(1), uprn(2), uprn(3)))
    withdraw(sealed, who(uprn(2)))
    add(sealed, who(uprn(2)))
    withdraw(sealed, who(uprn(3)))
    with sealed.at_work():
        (told,) = reading.objections("warm-homes")
        with pytest.raises(NotFound, match="no data use of that name") as unknown:
            reading.objections("warm-home")
    assert unknown.value.why == "Nearest: warm-homes."
    assert (told.use, told.column, told.standing, told.withdrawn) == ("warm-homes", "uprn", 2, 2)
    assert not any(one in str(told) for one in EVERYBODY)


def test_another_use_has_other_marks(sealed):
    from beholden.gate import objection_marks

    marks = [
        objection_marks([uprn(1)], column="uprn", secret=sealed.keys.use_secret(use))
        for use in ("warm-homes", "another-use")
    ]
    assert not marks[0] & marks[1]


def test_an_agreement_that_does_not_leave_them_out_seals_everybody(sealed, who, tmp_path):
    before = sealed_rows(sealed)
    add(sealed, who(uprn(1)))
    sealed.state_agreement(
        by=DPO, document={**Case(tmp_path).agreement, "objections": "not left out"}
    )
    for party in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[party], agreement="warm-homes-2026")
    assert sealed_rows(sealed) == before


def test_objections_that_cannot_be_heeded_stop_the_seal(sealed, who):
    add(sealed, who(uprn(1)))
    sealed.keys.forget_use("warm-homes")
    with pytest.raises(Refused) as caught:
        sealed.seal(by=DPO, use="warm-homes")
    assert caught.value.refusal.clause == "objections"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "names nobody"), (b" \n\n", "names nobody"), (b"\xff\xfe9\x00", "cannot be read")],
)
def test_a_file_of_no_identifiers_is_refused(sealed, tmp_path, content, said):
    path = tmp_path / "objectors.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        add(sealed, path)


def test_a_column_that_tells_nobody_apart_is_refused(sealed, who):
    with pytest.raises(BadInput, match="does not tell subjects apart"):
        add(sealed, who(uprn(1)), column="tenure")


def test_who_objects_before_there_is_an_agreement_is_told_to_wait(founded, who, tmp_path):
    founded.state_use(by=CODES["owner"], statement=Case(tmp_path).use)
    with pytest.raises(BadInput, match="no agreement yet"):
        add(founded, who(uprn(1)))


def test_objections_outlive_a_reopening(sealed, who):
    add(sealed, who(*EVERYBODY))
    home = sealed.directory
    sealed.close()
    again = opened(home)
    assert again.seal(by=DPO, use="warm-homes").objected["council_tax"] == 29
    again.close()
