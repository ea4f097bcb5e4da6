"""Members: who is in an extract is found again, and by nobody who has not the key."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import Keys, members_key, open_members
from beholden.gate.extract.members import POSITION_BITS, MembersMade
from beholden.kernel import Damaged, NotFound, Unavailable

BINDING = "extract-1\nagreement\nterms"


def made(key: bytes = b"k" * 32, **datasets: list[str]) -> MembersMade:
    members = MembersMade(key)
    for name, subjects in datasets.items():
        members.add(name, pa.array(subjects, pa.string()))
    return members


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path / "keys")


def written(keys, to, **datasets):
    members = made(keys.create(members_key("extract-1")), **datasets)
    members.write(to, binding=BINDING)
    return members


def opened(keys, at, binding=BINDING):
    return open_members("extract-1", binding=binding, keys=keys, at=at)


NAMES = st.sets(st.one_of(st.integers(0, 10**12).map(str), st.text(min_size=1, max_size=9)))


@settings(max_examples=30, deadline=None)
@given(within=NAMES, without=NAMES)
def test_who_was_in_it_is_found_and_nobody_else(tmp_path_factory, within, without):
    folder = tmp_path_factory.mktemp("members")
    within = {one.strip() for one in within} - {""}
    keys = Keys(folder / "keys")
    written(keys, folder / "m", homes=sorted(within))
    members = opened(keys, folder / "m")
    assert all(members.holds("homes", f" {one}") for one in within)
    assert not any(members.holds("homes", one) for one in without if one.strip() not in within)
    assert not any(members.holds("schools", one) for one in within)


def test_numbers_and_texts_of_numbers_are_one_subject(tmp_path, keys):
    members = MembersMade(keys.create(members_key("extract-1")))
    members.add("homes", pa.array([100023, 100024], pa.int64()))
    members.write(tmp_path / "m", binding=BINDING)
    assert opened(keys, tmp_path / "m").holds("homes", "100023")


def positions(members: MembersMade, dataset: str) -> set[int]:
    from pyroaring import BitMap64

    return set(BitMap64.deserialize(members.maps[dataset]))


def test_positions_meet_neither_between_datasets_nor_between_extracts():
    everybody = [str(10**11 + n) for n in range(2000)]
    one = made(b"1" * 32, homes=everybody, schools=everybody)
    another = made(b"2" * 32, homes=everybody)
    sets = [positions(one, "homes"), positions(one, "schools"), positions(another, "homes")]
    assert all(len(found) == len(everybody) for found in sets)
    assert not (sets[0] & sets[1])
    assert not (sets[0] & sets[2])
    assert not (sets[1] & sets[2])
    assert max(max(found) for found in sets) < 2**POSITION_BITS


def test_without_the_key_nothing_is_known_but_about_how_many(tmp_path, keys):
    subjects = [str(10**11 + n) for n in range(100)]
    written(keys, tmp_path / "a", homes=subjects)
    other = Keys(tmp_path / "other")
    written(other, tmp_path / "b", homes=subjects[:50])
    sizes = [(tmp_path / name).stat().st_size for name in "ab"]
    assert sizes[0] == sizes[1]
    content = (tmp_path / "a").read_bytes()
    assert b"homes" not in content
    assert subjects[0].encode() not in content
    keys.destroy(members_key("extract-1"))
    with pytest.raises(NotFound):
        opened(keys, tmp_path / "a")


def test_what_was_changed_or_is_anothers_is_not_read(tmp_path, keys):
    written(keys, tmp_path / "m", homes=["1"])
    with pytest.raises(Damaged):
        opened(keys, tmp_path / "m", binding=BINDING.replace("terms", "others"))
    content = bytearray((tmp_path / "m").read_bytes())
    for at in (0, len(content) // 2, len(content) - 1):
        changed = bytearray(content)
        changed[at] ^= 1
        (tmp_path / "m").write_bytes(bytes(changed))
        with pytest.raises(Damaged):
            opened(keys, tmp_path / "m")
    (tmp_path / "m").unlink()
    with pytest.raises(NotFound):
        opened(keys, tmp_path / "m")


def test_the_fingerprint_is_that_of_the_file(tmp_path, keys):
    members = made(keys.create(members_key("extract-1")), homes=["1"])
    told = members.write(tmp_path / "m", binding=BINDING)
    assert told == f"sha256:{hashlib.sha256((tmp_path / 'm').read_bytes()).hexdigest()}"
    with pytest.raises(Unavailable):
        members.write(tmp_path / "no such folder" / "m", binding=BINDING)


def test_an_extract_does_not_say_who_keeps_its_members():
    from beholden.gate import Extract

    plain = Extract("extract-1", "x", "a", "u", "t", 1, {}, "f")  # type: ignore[arg-type]
    assert replace(plain, members="sha256:0").to_dict() == plain.to_dict()
