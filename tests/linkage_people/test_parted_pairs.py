"""What becomes of a pair that a reviewer told apart, once one of its rows has changed."""

from dataclasses import replace
from functools import cache

import pyarrow as pa
import pytest

from beholden.linkage.people import PersonKeys, keys_file, link_people, open_keys, save_keys

from .tables import HERE, THERE, people

NAMES_WITH_ID = ("id", "name", "dob", "address", "postcode")
SAME = ("Ann Lee", "1971-06-24", *HERE)
MOVED = (*SAME[:2], "77 OTHER STREET", *SAME[3:])


def decision(one, other, same):
    return {"dataset_l": "list", "row_l": one, "dataset_r": "list", "row_r": other, "same": same}


def decided(*entries):
    return pa.Table.from_pylist(list(entries))


@cache
def parted_and_changed(*loads):
    """Return the last load at which a pair told apart comes again with its second row as given."""
    if not loads:
        return loaded(SAME, PersonKeys.start(), decision(0, 1, False))
    return loaded(loads[-1], parted_and_changed(*loads[:-1]).keys)


def loaded(second, known, *entries):
    """Load the pair, its second row as given, with what is decided of it at this load."""
    rows = people(("1", *SAME), ("2", *second), names=NAMES_WITH_ID)
    told = decided(*entries) if entries else None
    return link_people({"list": rows}, known=known, row_ids={"list": "id"}, decided=told)


def test_a_parted_pair_is_asked_of_again_once_a_row_has_changed():
    assert parted_and_changed(SAME).asked_again.num_rows == 0
    for links in (parted_and_changed(MOVED), parted_and_changed(MOVED, MOVED, MOVED)):
        assert len(set(links.clusters["person"].to_pylist())) == 2
        (pair,) = links.asked_again.to_pylist()
        assert (pair["dataset"], pair["row"], pair["other_row"]) == ("list", 1, 0)
        assert pair["score"] >= 0.95
        assert "One pair that a reviewer told apart" in " ".join(links.report["warnings"])
    assert parted_and_changed(MOVED, SAME).asked_again.num_rows == 0


def test_a_parted_pair_that_is_told_apart_anew_is_not_asked_of_again():
    known = parted_and_changed(MOVED).keys
    for said, asked, apart in ((False, 0, True), (True, 0, False), (None, 0, False)):
        links = loaded(MOVED, known, decision(0, 1, said))
        assert links.asked_again.num_rows == asked
        assert (len(set(links.clusters["person"].to_pylist())) == 2) == apart
        assert loaded(MOVED, links.keys).asked_again.num_rows == 0


def test_a_parted_pair_that_has_become_unlike_is_left_in_peace():
    other = ("Joan Hale", "1948-11-02", *THERE)
    assert parted_and_changed(other).asked_again.num_rows == 0


def keys_of_an_earlier_form(keys, path):
    """Return keys as they were kept before it was kept what a decision rests on."""
    old = replace(keys, decisions=keys.decisions.drop_columns(["evidence"]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys_file, "FORM", "beholden person keys 1")
        save_keys(old, path)
    return open_keys(path)


def test_a_parted_pair_is_asked_of_until_it_is_known_what_was_seen(tmp_path):
    known = keys_of_an_earlier_form(parted_and_changed(SAME).keys, tmp_path / "person.keys")
    # The row may have been changed at this very load, so what it holds now is no evidence.
    for _ in range(2):
        links = loaded(MOVED, known)
        assert links.asked_again.num_rows == 1
        assert len(set(links.clusters["person"].to_pylist())) == 2
        assert links.keys.decisions["evidence"].null_count == 1
        known = links.keys
    for said in (False, True, None):
        links = loaded(MOVED, known, decision(0, 1, said))
        assert links.asked_again.num_rows == 0
        assert loaded(MOVED, links.keys).asked_again.num_rows == 0
