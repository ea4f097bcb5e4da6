from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import beholden.ledger
from beholden.kernel import BadInput
from beholden.ledger import LONGEST_ENTRY, entry_bytes
from beholden.ledger.entries import decode_bundle, encode_bundle

CYCLE: dict[str, Any] = {}
CYCLE["again"] = CYCLE


@pytest.mark.parametrize(
    ("act", "entry"),
    [
        ({"act": "sealed", "by": "steward"}, b'{"act":"sealed","by":"steward"}'),
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        ({"shown": 12.0, "share": 0.5}, b'{"share":0.5,"shown":12}'),
        ({"é": "€", "list": ("x", None, True)}, '{"list":["x",null,true],"é":"€"}'.encode()),
        ({}, b"{}"),
    ],
)
def test_an_act_has_one_form(act: dict[str, Any], entry: bytes) -> None:
    assert entry_bytes(act) == entry


def test_the_order_in_which_facts_are_given_does_not_matter() -> None:
    assert entry_bytes({"a": 1, "b": {"c": 2, "d": 3}}) == entry_bytes(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


@pytest.mark.parametrize(
    "act",
    [
        pytest.param({"on": date(2026, 12, 1)}, id="a date"),
        pytest.param({"sum": Decimal("271828.18")}, id="a decimal"),
        pytest.param({"hash": b"271828"}, id="bytes"),
        pytest.param({"datasets": {"271828"}}, id="a set"),
        pytest.param({"share": float("nan")}, id="not a number"),
        pytest.param({"share": float("inf")}, id="no end"),
        pytest.param({"count": 2**53 + 271828}, id="a whole number that JSON cannot hold"),
        pytest.param({271828: "x"}, id="a key that is not text"),
        pytest.param({"text": "271828\ud800"}, id="half a character"),
        pytest.param({"deep": [{"x": object()}]}, id="an object deep inside"),
        pytest.param(CYCLE, id="a mapping within itself"),
        pytest.param(["271828"], id="a list"),
        pytest.param("271828", id="text"),
    ],
)
def test_what_is_not_plain_is_refused_without_its_value(act: Any) -> None:
    with pytest.raises(BadInput, match="cannot be an entry") as refused:
        entry_bytes(act)
    assert "271828" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_longest_entry() -> None:
    room = LONGEST_ENTRY - len(b'{"a":""}')
    assert len(entry_bytes({"a": "x" * room})) == LONGEST_ENTRY
    with pytest.raises(BadInput, match="65,535 bytes; this one has 65,536"):
        entry_bytes({"a": "x" * (room + 1)})


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=20))
def test_bundles_give_back_their_entries(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == (entries, True)


@pytest.mark.parametrize(
    ("bundle", "entries"),
    [
        (b"", ([], True)),
        (b"\x00\x02ab", ([b"ab"], True)),
        (b"\x00\x02ab\x00", ([b"ab"], False)),
        (b"\x00\x02ab\x00\x03cd", ([b"ab"], False)),
    ],
)
def test_bundles_in_bytes(bundle: bytes, entries: tuple[list[bytes], bool]) -> None:
    assert decode_bundle(bundle) == entries


def test_every_public_name_is_there() -> None:
    missing = [name for name in beholden.ledger.__all__ if not hasattr(beholden.ledger, name)]
    assert missing == []


def test_the_room_is_used_without_django_or_tables() -> None:
    code = (
        "import sys, beholden.ledger;"
        "sys.exit(any(m in sys.modules for m in ('django', 'pyarrow', 'duckdb')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
