"""Building an index: in batches, on any number of threads; checking a large file in samples."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.kernel import BadInput, Damaged, NotFound
from beholden.linkage import Gazetteer
from beholden.linkage.addresses import rows, storage

DATA = Path(__file__).parent / "data"


def same(one: Gazetteer, other: Gazetteer) -> bool:
    pairs = zip(
        (*one.index.table, *one.index[1:]), (*other.index.table, *other.index[1:]), strict=True
    )
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.fixture(scope="module")
def table():
    listed = pq.read_table(DATA / "gazetteer.parquet")
    uprns = pa.array([int(u) for u in listed["uprn"].to_pylist()], pa.int64())
    return listed.set_column(0, "uprn", uprns)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_neither_threads_nor_batches_change_an_index(table, monkeypatch, threads):
    whole = Gazetteer.build(table, threads=1)
    monkeypatch.setattr(rows, "BATCH", 211)
    assert same(Gazetteer.build(table, threads=threads), whole)


def test_a_file_read_in_batches_gives_the_index_of_its_table(table, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 500)
    pq.write_table(table, tmp_path / "listed.parquet")
    assert same(Gazetteer.build_from(tmp_path / "listed.parquet"), Gazetteer.build(table))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NotFound, match="no file gone"):
        Gazetteer.build_from(tmp_path / "gone.parquet")


def test_a_file_that_is_not_parquet_is_refused(tmp_path):
    (tmp_path / "x.parquet").write_text("uprn,address\n1,1 Mill Lane\n")
    with pytest.raises(BadInput, match="not a Parquet file"):
        Gazetteer.build_from(tmp_path / "x.parquet")


def test_a_file_whose_uprns_are_text_is_refused(tmp_path):
    pq.write_table(
        pa.table({"uprn": ["1"], "address_concat": ["1 MILL LANE"]}), tmp_path / "x.parquet"
    )
    with pytest.raises(BadInput, match="not whole numbers"):
        Gazetteer.build_from(tmp_path / "x.parquet")


@pytest.mark.parametrize("at", [0.02, 0.35, 0.6, 0.98])
def test_a_large_file_is_checked_in_samples_and_in_whole_when_asked(
    table, tmp_path, monkeypatch, at
):
    monkeypatch.setattr(storage, "_BLOCK", 512)
    monkeypatch.setattr(storage, "_CHECKED_WHOLE", 1024)
    monkeypatch.setattr(storage, "_SAMPLED", 4)
    path = tmp_path / "places.gaz"
    Gazetteer.build(table).save(path)
    assert Gazetteer.open(path).rows == table.num_rows
    content = bytearray(path.read_bytes())
    start = len(content) // 10
    content[int(start + at * (len(content) - start))] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Damaged, match="not as it was written"):
        Gazetteer.open(path, verify=True)


def test_an_interrupted_write_leaves_no_half_index(table, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "_write", stopped)
    with pytest.raises(KeyboardInterrupt):
        Gazetteer.build(table).save(tmp_path / "places.gaz")
    assert list(tmp_path.iterdir()) == []


def test_an_index_of_another_version_is_refused_with_the_command_that_rebuilds_it(table, tmp_path):
    path = tmp_path / "places.gaz"
    Gazetteer.build(table).save(path)
    content = bytearray(path.read_bytes())
    content[8] = 1
    path.write_bytes(content)
    with pytest.raises(Damaged, match="version 1") as caught:
        Gazetteer.open(path)
    assert "beholden gazetteer build" in caught.value.next_step
