"""The real pairs, as they are and altered."""

import pyarrow.compute as pc
import pytest

from beholden import bench


def test_real_pairs_come_with_their_sources_and_truth():
    pairs = bench.real_pairs()
    assert (pairs.gazetteer.num_rows, pairs.addresses.num_rows) == (3_144, 547)
    assert set(pairs.addresses["slice"].to_pylist()) == {
        "cheltenham",
        "library_taskforce",
        "ons_lr",
    }
    assert pairs.addresses["true_uprn"].null_count == 47


@pytest.mark.parametrize("how", list(bench.Altered))
def test_what_is_altered_is_only_what_is_told(how):
    real, pairs = bench.real_pairs(), bench.real_pairs(how)
    before = {row["unique_id"]: row for row in real.addresses.to_pylist()}
    listed = set(pairs.gazetteer["uprn"].to_pylist())
    for row in pairs.addresses.to_pylist():
        was = before[row["unique_id"]]
        assert row["address_concat"] == was["address_concat"]
        changed = {name for name in row if row[name] != was[name]}
        if how is bench.Altered.POSTCODE_WRONG:
            assert changed == {"postcode"}
            differs = [a != b for a, b in zip(row["postcode"], was["postcode"], strict=True)]
            assert sum(differs) == 1
        elif how is bench.Altered.POSTCODE_GONE:
            assert changed == {"postcode"}
            assert row["postcode"] is None
        elif how is bench.Altered.ROW_DELETED:
            assert changed == {"true_uprn", "slice"}
            assert was["true_uprn"] not in listed
        else:
            assert not changed


def test_altered_pairs_are_always_the_same():
    one, other = (bench.real_pairs(bench.Altered.POSTCODE_WRONG) for _ in range(2))
    assert one.addresses.equals(other.addresses)


def test_only_true_rows_are_deleted():
    real, left = bench.real_pairs(), bench.real_pairs(bench.Altered.ROW_DELETED)
    true = pc.is_in(real.gazetteer["uprn"], real.addresses["true_uprn"].drop_null())
    assert left.gazetteer.equals(real.gazetteer.filter(pc.invert(true)))
