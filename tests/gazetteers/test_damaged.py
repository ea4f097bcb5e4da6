"""Whatever bytes a delivery has, it is read or refused in the house's words."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.doors.cli.commands.gazetteer import gazetteer
from beholden.kernel import BadInput, BeholdenError, Damaged
from beholden.linkage.gazetteers import Listing, read_gazetteer

from . import made_up as m


@cache
def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("1.csv", m.volume(m.premium()))
    return stream.getvalue()


@cache
def nested() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("in.zip", archive())
    return stream.getvalue()


@cache
def parquet() -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.table({"uprn": range(1, 300), "address": [f"{n} MILL LANE" for n in range(1, 300)]})
    pq.write_table(table, sink)
    return bytes(sink.getvalue())


WHOLE = {"x.zip": archive, "y.zip": nested, "z.parquet": parquet}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_file_with_other_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    content = bytearray(WHOLE[name]())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(1, len(content))))
    path = m.write(tmp_path_factory.mktemp("d") / name, bytes(content[:cut]))
    with suppress(BeholdenError):
        read_gazetteer(path)


def _spoilt(content: bytes, at: int, value: bytes) -> bytes:
    return content[:at] + value + content[at + len(value) :]


def _central(content: bytes) -> int:
    return content.index(b"PK\x01\x02")


# Each was met as an error of the library that reads it.
DAMAGES = {
    "a directory without its mark": (
        "x.zip", lambda c: _spoilt(c, _central(c), b"XX"), "damaged archive",
    ),
    "a version that there is none of": (
        "x.zip", lambda c: _spoilt(c, _central(c) + 6, b"\xc4"), "cannot be unpacked",
    ),
    "a packing that there is none of": (
        "y.zip", lambda c: _spoilt(c, _central(c) + 10, b"\x63"), "cannot be unpacked",
    ),
    "a password": ("y.zip", lambda c: _spoilt(c, _central(c) + 8, b"\x01"), "cannot be unpacked"),
    "no foot": ("z.parquet", lambda c: c[:-300], "cannot be read as Parquet"),
    "pages of noughts": (
        "z.parquet", lambda c: _spoilt(c, 4, bytes(200)), "cannot be read as Parquet",
    ),
    "letters that are none": (
        "z.parquet", lambda c: c.replace(b"LANE", b"\xff\xfe\xfa\xfb"), "cannot be read as Parquet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_refused(damage: str, tmp_path: Path) -> None:
    name, spoil, words = DAMAGES[damage]
    path = m.write(tmp_path / name, spoil(WHOLE[name]()))
    with pytest.raises(BadInput, match=words) as refusal:
        read_gazetteer(path)
    assert refusal.value.next_step


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Give a listing that was kept."""
    path = m.write(tmp_path / "1.csv", m.volume(m.premium()))
    read_gazetteer(path).save(tmp_path / "kept")
    return tmp_path / "kept"


def test_one_byte_of_a_listing_that_changed_is_found_when_asked(kept: Path) -> None:
    def show(*more: str) -> object:
        return CliRunner().invoke(gazetteer, ["show", str(kept), "--csv", *more])

    assert "every part" in show("--verify").stdout  # type: ignore[attr-defined]
    texts = kept / "texts.parquet"
    content = bytearray(texts.read_bytes())
    content[len(content) // 2] ^= 1
    texts.write_bytes(content)
    assert Listing.open(kept).rows
    assert isinstance(show("--verify").exception, Damaged)  # type: ignore[attr-defined]


def test_a_listing_from_before_hashes_is_opened_and_says_that_it_has_none(kept: Path) -> None:
    state = kept / "listing.json"
    text = state.read_text(encoding="utf-8")
    state.write_text(text[: text.index(',\n "sha256"')] + "\n}", encoding="utf-8")
    assert Listing.open(kept).rows
    with pytest.raises(BadInput, match="cannot be verified"):
        Listing.open(kept, verify=True)
