"""The engine in which questions are read reaches nothing, and takes no more than its part."""

import duckdb
import pytest

from beholden.gate.question.reading_engine import engine_that_reads


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("SELECT count(*) FROM (SELECT repeat('a', 1000) AS t FROM range(3000000) ORDER BY t)",
         duckdb.OutOfMemoryException),
        ("COPY (SELECT 1) TO 'rows.csv'", duckdb.PermissionException),
        ("SELECT * FROM read_text('/etc/hostname')", duckdb.PermissionException),
        ("SET memory_limit = '4GB'", duckdb.InvalidInputException),
    ],
    ids=["memory", "writing", "reading", "settings"],
)  # fmt: skip
def test_it_refuses_and_goes_on(asked, fault, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(fault):
        engine_that_reads().cursor().execute(asked).fetchall()
    assert list(tmp_path.iterdir()) == []
    assert engine_that_reads().cursor().execute("SELECT 1").fetchall() == [(1,)]
