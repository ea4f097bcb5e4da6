"""Pseudonyms: stable within a use, strangers across uses (property S7)."""

from __future__ import annotations

import secrets

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate.extract import pseudonyms
from beholden.gate.extract.pseudonyms import Pseudonyms
from beholden.kernel import Unavailable
from gate_sealing.made_up import Bench

SECRET = bytes(range(32))
VALUES = [
    "0",
    "1",
    "100023336956",
    "999999999999999999",
    "0100",
    "-1",
    "AB123456C",
    "é",
    "1.5",
    " ",
]


def names(values: list[str], *, secret: bytes = SECRET, column: str = "uprn") -> dict[str, int]:
    table = Pseudonyms.of_column(column, secret=secret).table(pa.array(values, pa.string()))
    return dict(zip(table["value"].to_pylist(), table["pseudonym"].to_pylist(), strict=True))


def test_every_value_has_one_of_its_own() -> None:
    assert set(names(VALUES)) == set(VALUES)
    assert len(set(names(VALUES).values())) == len(VALUES)


def test_a_value_has_the_same_whatever_stands_beside_it() -> None:
    assert {value: names([value])[value] for value in VALUES} == names(VALUES)


def test_the_case_of_the_column_does_not_matter() -> None:
    assert names(VALUES, column="UPRN") == names(VALUES)


def test_known_answers_do_not_drift_between_versions() -> None:
    assert names(["100023336956", "AB123456C"]) == {
        "100023336956": -5799920256059682610,
        "AB123456C": 2128004310184468981,
    }


@given(st.lists(st.text(min_size=1) | st.integers(0, 10**17).map(str), unique=True, max_size=50))
def test_two_uses_and_two_columns_share_no_pseudonym(values: list[str]) -> None:
    here = names(values)
    other_use = names(values, secret=secrets.token_bytes(32))
    other_column = names(values, column="person")
    assert len({*here.values(), *other_use.values(), *other_column.values()}) == 3 * len(values)


def test_no_values_give_an_empty_table() -> None:
    assert names([]) == {}


def test_a_collision_stops_the_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonyms.hashlib, "blake2b", _always_the_same(pseudonyms.hashlib.blake2b))
    with pytest.raises(Unavailable, match="same pseudonym"):
        names(["a", "b"])


def _always_the_same(real):  # type: ignore[no-untyped-def]
    def same(data: bytes = b"", **more):  # type: ignore[no-untyped-def]
        return real(b"the same", **more)

    return same


def numbered(*values: str | int) -> dict[str | int, int]:
    table = Pseudonyms.of_column("uprn", secret=SECRET).numbered(pa.array(values))
    return dict(zip(table["value"].to_pylist(), table["number"].to_pylist(), strict=True))


@given(st.lists(st.text(min_size=1) | st.integers(0, 10**17).map(str), unique=True, max_size=50))
def test_a_number_is_the_place_of_a_pseudonym_among_the_others(values: list[str]) -> None:
    known = names(values)
    found = Pseudonyms.of_column("uprn", secret=SECRET).numbered(pa.array(values, pa.string()))
    assert found["value"].to_pylist() == values
    assert found["number"].to_pylist() == [sorted(known.values()).index(known[v]) for v in values]


def test_a_whole_number_has_the_pseudonym_of_its_text() -> None:
    values = [100023336956, -1, 0, 10**18, -(2**63), 2**63 - 1]
    of_texts = [names([str(value)])[str(value)] for value in values]
    assert Pseudonyms.of_column("uprn", secret=SECRET).of(pa.array(values)).tolist() == of_texts


def test_two_values_with_one_pseudonym_are_not_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pseudonyms, "_of_numbers", lambda self, numbers: numbers // 2)
    assert set(numbered(2, 4, 6).values()) == {0, 1, 2}
    with pytest.raises(Unavailable, match="same pseudonym"):
        numbered(2, 4, 5)


def test_an_empty_text_and_the_number_nought_are_two_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Pseudonyms, "_of_numbers", lambda self, numbers: numbers)
    monkeypatch.setattr(Pseudonyms, "_of_text", lambda self, text: bytes(8))
    with pytest.raises(Unavailable, match="same pseudonym"):
        numbered("", "0")


MADE = {MemoryError(): "not memory enough", RuntimeError("AB123456C"): "stopped at a value"}


@pytest.mark.parametrize("fault", MADE, ids=lambda fault: type(fault).__name__)
def test_a_pseudonym_that_cannot_be_made_is_told_as_that(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Pseudonyms, "of", fail)
    with pytest.raises(Unavailable, match="pseudonyms of a key could not be made") as caught:
        bench.seal()
    assert MADE[fault] in caught.value.why
    assert "AB123456C" not in str(caught.value)


@pytest.mark.parametrize("kind", [pa.int64(), pa.string()], ids=str)
def test_no_values_have_no_numbers(kind: pa.DataType) -> None:
    maker = Pseudonyms.of_column("uprn", secret=SECRET)
    assert maker.numbered(pa.array([], kind)).num_rows == 0
