"""The pairs of rows are weighed in shares: each pair in one, however they lie."""

import duckdb
import pytest

from beholden.linkage.people import model

LIE = {
    "one first row": "0",
    "nearly all of the last": "CASE WHEN i = 0 THEN 0 ELSE 1 END",
    "nearly all of the first": "CASE WHEN i > 0 THEN 0 ELSE 7 END",
    "all alike": "i // 9",
}


@pytest.mark.parametrize("row", LIE.values(), ids=LIE)
@pytest.mark.parametrize("pairs", [1, 10, 100, 1001])
def test_each_pair_is_in_one_share(monkeypatch, row, pairs):
    monkeypatch.setattr(model, "PAIRS_AT_ONCE", 10)
    with duckdb.connect() as at:
        at.execute(
            f"CREATE TABLE candidates AS SELECT {row} AS join_key_l FROM range({pairs}) t(i)"
        )
        shares = model._shares_of_rows(at)
        rows = [r for (r,) in at.sql("SELECT DISTINCT join_key_l FROM candidates").fetchall()]
    assert shares == sorted(shares)
    assert all(sum(one <= r <= last for one, last in shares) == 1 for r in rows)
