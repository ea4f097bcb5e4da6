"""Decisions read back from a list: whole, or with every fault told and none taken."""

from __future__ import annotations

import pyarrow as pa
import pytest

from beholden.kernel import BadInput
from beholden.linkage.reviewing import Answer, answer_of, read_decisions

PROPOSED = {"1": ["10"], "2": ["20"], "=3": ["30"], "0004": ["0040", "41"]}


def read(*lines: tuple[str | None, str | None, str | None], names=("row", "uprn", "decision")):
    columns = list(zip(*lines, strict=True)) or [(), (), ()]
    table = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    )
    return read_decisions(
        table, row="row", candidate="uprn", proposed=lambda name: PROPOSED.get(name, ())
    )


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("same", Answer.SAME),
        (" Same ", Answer.SAME),
        ("DIFFERENT", Answer.DIFFERENT),
        ("cannot tell", Answer.CANNOT_TELL),
        ("Cannot-tell", Answer.CANNOT_TELL),
        ("cannot_tell", Answer.CANNOT_TELL),
        ("yes", None),
        ("", None),
    ],
)
def test_words_of_an_answer(word, answer):
    assert answer_of(word) is answer


def test_a_list_is_read_whole():
    found = read(("1", "10", "same"), ("2", "20", "different"), ("=3", "30", ""), ("1", "10", None))
    assert [(one.row, one.candidate, one.answer) for one in found.labels] == [
        ("1", "10", Answer.SAME),
        ("2", "20", Answer.DIFFERENT),
    ]
    assert (found.blank, found.repeated) == (2, 0)


@pytest.mark.parametrize(
    ("row", "uprn"),
    [("1.0", "10"), ("1", "10.0"), ("01", "0010"), ("1", "'10"), ("'=3", "30"), ("0004", "40")],
)
def test_what_a_spreadsheet_did_to_names_and_numbers_is_undone(row, uprn):
    assert len(read((row, uprn, "same")).labels) == 1


def test_a_line_that_repeats_another_is_counted_once():
    found = read(("1", "10", "same"), ("1", "10.0", "Same"))
    assert (len(found.labels), found.repeated) == (1, 1)


FAULTS = [
    ([("1", "10", "same"), ("9", "10", "same")], "line 2 names a pair"),
    ([("1", "20", "same")], "line 1 names a pair"),
    ([("1", None, "same")], "line 1 names a pair"),
    ([("1", "1.0E+01", "same")], "line 1 names a pair"),
    ([("1", "10", "perhaps")], "line 1 has no answer"),
    ([("1", "10", "same"), ("1", "10", "different")], "line 2 contradicts"),
]


@pytest.mark.parametrize(("lines", "told"), FAULTS)
def test_a_fault_is_told_by_its_line_and_nothing_is_taken(lines, told):
    with pytest.raises(BadInput) as caught:
        read(*lines)
    assert told in caught.value.why
    assert "perhaps" not in str(caught.value)


def test_every_fault_is_counted_and_the_first_are_told():
    with pytest.raises(BadInput) as caught:
        read(*[("9", "9", "same")] * 25)
    assert caught.value.what.startswith("25 of the decisions")
    assert "and 15 more" in caught.value.why


@pytest.mark.parametrize("lost", ["row", "uprn", "decision"])
def test_a_column_that_is_not_there_is_told(lost):
    names = [name if name != lost else "other" for name in ("row", "uprn", "decision")]
    with pytest.raises(BadInput, match=f"no column {lost}"):
        read(("1", "10", "same"), names=names)
