"""What Spark needs, told where it is missing; and rows gathered over batches."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import Unavailable
from beholden.linkage import Gazetteer
from beholden.linkage.spark import local_spark, session
from beholden.linkage.spark.index_file import seen
from beholden.linkage.spark.on_worker import gathered


def java_that_says(folder: Path, words: str) -> None:
    (folder / "bin").mkdir()
    java = folder / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho '{words}' >&2\n")
    java.chmod(0o755)


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_401"', 1),
        ("Error: could not find libjava.so", None),
    ],
)
def test_the_version_of_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, version: int | None
) -> None:
    java_that_says(tmp_path, words)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert session.java_version() == version


@pytest.mark.parametrize(
    ("words", "why"),
    [(None, "There is none here."), ('openjdk version "11.0.2"', "Java 11 is installed here.")],
)
def test_without_a_java_that_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str | None, why: str
) -> None:
    if words:
        java_that_says(tmp_path, words)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(session, "need_pyspark", lambda: None)
    with pytest.raises(Unavailable) as caught:
        local_spark()
    assert caught.value.why == why
    assert "install" in caught.value.next_step


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None)
    with pytest.raises(Unavailable) as caught:
        local_spark()
    assert "beholden[spark]" in caught.value.next_step


def test_an_index_is_opened_once_in_a_process(tmp_path: Path) -> None:
    path = tmp_path / "one.index"
    Gazetteer.build(pa.table({"uprn": ["1"], "address_concat": ["1 Nowhere Street"]})).save(path)
    first = seen(path, shipped=False).opened()
    assert seen(path, shipped=False).opened() is first


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_gathered_rows_are_all_there_in_order(sizes: list[int], at_least: int) -> None:
    numbers = iter(range(1000))
    batches = [
        pa.record_batch({"n": pa.array([next(numbers) for _ in range(size)], pa.int64())})
        for size in sizes
    ]
    tables = list(gathered(batches, at_least=at_least))
    assert [n for table in tables for n in table["n"].to_pylist()] == list(range(sum(sizes)))
    assert all(table.num_rows >= at_least for table in tables[:-1])
    assert all(table.num_rows for table in tables)
