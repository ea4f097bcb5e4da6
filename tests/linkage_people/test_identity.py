"""Person keys from load to load: kept, joined, split, new; never given twice."""

import json
import stat
import zipfile

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.borough import make
from beholden.kernel import BadInput, Damaged, Unavailable
from beholden.linkage.people import PersonKeys, link_people, open_keys, save_keys
from beholden.linkage.people.clustering import Links
from beholden.linkage.people.grouping import Rules, group
from beholden.linkage.people.identity import name_people
from beholden.linkage.people.remembering import Recognised, next_keys

from .tables import HERE, THERE, people

SECRET = bytes(range(32))
NUMBERED = ("id", "name", "dob", "address", "postcode")


def named(group, earlier, since=None, rows=None):
    rows = rows or [f"r{at}" for at in range(len(group))]
    since = since or {key: 1 for key in earlier if key}
    return name_people(np.array(group), rows=rows, earlier=earlier, since=since, secret=SECRET)


def test_everybody_is_new_at_first_and_keys_look_random():
    found = named([0, 0, 2], [None, None, None])
    assert found.person[0] == found.person[1] != found.person[2]
    assert [change for _, change, _ in found.changes] == ["new", "new"]
    assert all(key.startswith("p-") and len(key) == 18 for key in found.person)
    assert found == named([0, 0, 2], [None, None, None])


@pytest.mark.parametrize(
    ("group", "earlier", "since", "person", "changes"),
    [
        ([0, 0], ["a", None], {"a": 1}, ["a", "a"], {("a", "kept", None)}),
        ([0, 0], ["b", "a"], {"a": 2, "b": 1}, ["b", "b"],
         {("b", "kept", None), ("a", "joined", "b")}),
        ([0, 0, 0], ["a", "b", "b"], {"a": 1, "b": 1}, ["b"] * 3,
         {("b", "kept", None), ("a", "joined", "b")}),
        ([0, 0, 2], ["a", "a", "a"], {"a": 1}, ["a", "a", "?"],
         {("a", "kept", None), ("?", "split", "a")}),
        ([0, 1], ["a", "a"], {"a": 1}, ["a", "?"], {("a", "kept", None), ("?", "split", "a")}),
        ([0, 0, 0, 3], ["a", "b", "b", "b"], {"a": 1, "b": 2}, ["a", "a", "a", "?"],
         {("a", "kept", None), ("b", "joined", "a"), ("?", "split", "b")}),
    ],
    ids=["joined by a new row", "the older of two", "of one age, the larger", "the larger part",
         "of equal parts, the first", "joined and split at once"],
)  # fmt: skip
def test_who_keeps_which_key(group, earlier, since, person, changes):
    found = named(group, earlier, since)
    fresh = next((key for key in found.person if key.startswith("p-")), None)
    assert [("?" if key == fresh else key) for key in found.person] == person
    told = {tuple("?" if part == fresh and fresh else part for part in c) for c in found.changes}
    assert told == changes


def test_a_key_that_was_given_is_not_given_again():
    first = named([0], [None]).person[0]
    again = named([0], [None], since={first: 1}).person[0]
    assert first != again


PAIRS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])
EDGES = st.dictionaries(PAIRS, st.integers(1, 3), max_size=12)
LOADS = st.lists(st.tuples(st.sets(st.integers(0, 7), min_size=1), EDGES), min_size=1, max_size=5)


def loaded(keys, rows, edges, numbers=(-1,) * 8):
    """Return keys after a load of some rows (by name) with all links among them."""
    rows = sorted(rows)
    at = {row: place for place, row in enumerate(rows)}
    pairs = [(at[a], at[b], s) for (a, b), s in edges.items() if a in at and b in at]
    left, right, strength = (np.array([p[i] for p in pairs], dtype=np.int64) for i in range(3))
    links = Links(left, right, strength / 4, strength * 1.0, left * 0, ("words",))
    exclusive = np.array([numbers[row] for row in rows]).reshape(-1, 1)
    first = group(len(rows), links, Rules(exclusive)).first
    names = [f"row {row}" for row in rows]
    known = dict(zip(keys.rows["row"].to_pylist(), keys.rows["person"].to_pylist(), strict=True))
    recognised = Recognised(
        names, names, ["list"] * len(rows), np.ones(len(rows), dtype=bool),
        [known.get(name) for name in names],
    )  # fmt: skip
    after, who = next_keys(
        keys, recognised, first=first, links=links, near=links.only(links.left < 0), decisions={},
        said_now=(), model=None,
    )  # fmt: skip
    return after, dict(zip(rows, who.person, strict=True)), who.changes


@settings(deadline=None, max_examples=150)
@given(LOADS)
def test_keys_are_kept_and_none_is_given_twice(loads):
    keys, seen, retired = PersonKeys.start(secret=SECRET), {}, set()
    for rows, edges in loads:
        keys, who, changes = loaded(keys, rows, edges)
        given_now = {key for key, change, _ in changes if change in ("new", "split")}
        assert given_now.isdisjoint(retired | set(seen.values()))
        assert retired.isdisjoint(who.values())
        retired |= {key for key, change, _ in changes if change == "joined"}
        for row, key in who.items():
            others = {seen.get(r) for r in who if who[r] == key}
            if row in seen and others == {seen[row]} and seen[row] not in retired:
                # Nobody else came in: the key changes only where the person was split.
                split = {who[r] for r in who if seen.get(r) == seen[row]}
                assert key == seen[row] or len(split) > 1
        seen |= who
        into = {key: other for key, change, other in changes if change == "joined"}
        seen = {row: into.get(key, key) for row, key in seen.items()}
        assert seen == {int(row["row"].split()[1]): row["person"] for row in keys.rows.to_pylist()}
        standing = {p["person"] for p in keys.persons.to_pylist() if p["until"] is None}
        assert set(who.values()) <= standing
        assert retired.isdisjoint(standing)


@settings(deadline=None, max_examples=100)
@given(
    EDGES,
    st.permutations(range(8)),
    st.integers(1, 7),
    st.lists(st.integers(-1, 1), min_size=8, max_size=8),
)
def test_who_is_together_does_not_depend_on_the_order_of_loads(edges, order, cut, numbers):
    outcomes = []
    for loads in ([range(8)], [order[:cut], range(8)], [order[cut:], order[: cut + 1], range(8)]):
        keys = PersonKeys.start(secret=SECRET)
        for rows in loads:
            keys, who, _ = loaded(keys, set(rows), edges, numbers)
        outcomes.append({frozenset(r for r in who if who[r] == key) for key in who.values()})
    assert outcomes[0] == outcomes[1] == outcomes[2]


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(0, 7), min_size=1), EDGES)
def test_the_same_load_again_changes_nothing(rows, edges):
    keys, who, _ = loaded(PersonKeys.start(secret=SECRET), rows, edges)
    _, again, changes = loaded(keys, rows, edges)
    assert again == who
    assert {change for _, change, _ in changes} == {"kept"}


ANN = ("1", "Ann Lee", "1971-06-24", *HERE)
ANN_MOVED = ("2", "Ann Lee", "1971-06-24", *THERE)
OMAR = ("3", "Omar Khan", "1990-01-09", *HERE)


def load(keys, *rows, row_ids="id", **options):
    return link_people(
        {"list": people(*rows, names=NUMBERED)},
        known=keys,
        row_ids={"list": row_ids} if row_ids else None,
        **options,
    )


@pytest.mark.parametrize("row_ids", ["id", None])
def test_a_new_row_joins_a_person_who_keeps_the_key(row_ids):
    first = load(PersonKeys.start(secret=SECRET), ANN, OMAR, row_ids=row_ids)
    later = load(first.keys, OMAR, ANN_MOVED, ANN, row_ids=row_ids)
    ann, omar = first.clusters["person"].to_pylist()
    assert later.clusters["person"].to_pylist() == [omar, ann, ann]
    assert sorted(later.changes["change"].to_pylist()) == ["kept", "kept"]


def test_a_row_with_an_identifier_keeps_its_person_when_all_else_is_corrected():
    first = load(PersonKeys.start(secret=SECRET), ANN, OMAR)
    later = load(first.keys, ("1", "Anne Leigh", "1971-06-25", *THERE), OMAR)
    assert later.clusters["person"].to_pylist() == first.clusters["person"].to_pylist()


def test_a_row_that_was_gone_comes_back_to_its_person():
    first = load(PersonKeys.start(secret=SECRET), ANN, OMAR)
    gone = load(first.keys, OMAR)
    back = load(gone.keys, OMAR, ANN)
    assert back.clusters["person"].to_pylist() == first.clusters["person"].to_pylist()[::-1]


def test_rows_gone_for_long_may_be_forgotten_and_their_keys_stay_retired():
    first = load(PersonKeys.start(secret=SECRET), ANN, OMAR)
    gone = load(first.keys, OMAR).keys.forget(before=2)
    assert gone.rows.num_rows == 1
    back = load(gone, OMAR, ANN)
    ann, omar = first.clusters["person"].to_pylist()
    assert back.clusters["person"].to_pylist()[0] == omar
    assert back.clusters["person"].to_pylist()[1] != ann


def test_a_reviewers_decision_is_remembered():
    said = {"dataset_l": "list", "row_l": 0, "dataset_r": "list", "row_r": 1, "same": False}
    keys = PersonKeys.start(secret=SECRET)
    first = load(keys, ANN, ANN_MOVED, decided=pa.Table.from_pylist([said]))
    assert len(set(first.clusters["person"].to_pylist())) == 2
    later = load(first.keys, OMAR, ANN_MOVED, ANN)
    assert len(set(later.clusters["person"].to_pylist())) == 3
    taken_back = pa.Table.from_pylist([said | {"row_l": 1, "row_r": 2, "same": True}])
    again = load(later.keys, OMAR, ANN_MOVED, ANN, decided=taken_back)
    assert again.changes["change"].to_pylist().count("joined") == 1


@pytest.mark.parametrize(("first", "then"), [(False, 1), (True, 2)], ids=["no", "yes"])
def test_a_decision_that_is_taken_back_is_forgotten_with_what_it_did(first, then):
    pair = (ANN, ANN_MOVED) if first is False else (ANN, OMAR)
    said = {"dataset_l": "list", "row_l": 0, "dataset_r": "list", "row_r": 1, "same": first}
    keys = load(PersonKeys.start(secret=SECRET), *pair).keys
    decided = load(keys, *pair, decided=pa.Table.from_pylist([said]))
    assert len(set(decided.clusters["person"].to_pylist())) == 3 - then
    cannot_tell = pa.table({name: [value] for name, value in (said | {"same": None}).items()})
    after = load(decided.keys, *pair, decided=cannot_tell)
    assert len(set(after.clusters["person"].to_pylist())) == then
    assert after.keys.decisions.num_rows == 0
    later = load(after.keys, *pair)
    assert len(set(later.clusters["person"].to_pylist())) == then


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((ANN, ("1", *OMAR[1:])), "Rows without one: 0; rows that repeat another's: 1."),
        ((ANN, (None, *OMAR[1:])), "Rows without one: 1; rows that repeat another's: 0."),
    ],
    ids=["repeated", "missing"],
)
def test_row_identifiers_must_name_every_row_once(rows, told):
    with pytest.raises(BadInput) as error:
        load(PersonKeys.start(), *rows)
    assert error.value.why == told
    assert "Lee" not in str(error.value)


def test_a_column_of_identifiers_must_be_there():
    with pytest.raises(BadInput):
        load(PersonKeys.start(), ANN, row_ids="number")


def test_a_file_of_keys_brings_back_what_was_saved_and_is_its_owners_alone(tmp_path):
    keys = load(PersonKeys.start(secret=SECRET), ANN, ANN_MOVED, OMAR).keys
    path = tmp_path / "people.keys"
    save_keys(keys, path)
    save_keys(keys, path)
    assert open_keys(path) == keys
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["people.keys"]


def test_a_file_of_keys_holds_no_value_of_any_row(tmp_path):
    path = tmp_path / "people.keys"
    save_keys(load(PersonKeys.start(secret=SECRET), ANN, ANN_MOVED, OMAR).keys, path)
    keys = open_keys(path)
    told = str([keys.rows.to_pydict(), keys.links.to_pydict(), keys.persons.to_pydict(), keys])
    for value in ("Lee", "LEE", "1971", "Mill", "ZX1", "Khan", SECRET.hex()):
        assert value not in told


def spoilt(path, *, form=None, without=None, secret=None):
    """Write the archive again with a part changed or left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != without}
    facts = json.loads(parts["facts.json"])
    facts |= {key: value for key, value in (("form", form), ("secret", secret)) if value}
    parts["facts.json"] = json.dumps(facts).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def changed_at(path, mark, offset, value):
    """Write one byte of the archive anew, at some distance from a mark."""
    content = bytearray(path.read_bytes())
    content[content.index(mark) + offset] = value
    path.write_bytes(content)


DIRECTORY = b"PK\x01\x02"


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: changed_at(path, DIRECTORY, 6, 0xC4), Damaged),
        (lambda path: changed_at(path, DIRECTORY, 8, 0x01), Damaged),
        (lambda path: changed_at(path, DIRECTORY, 10, 0x63), Damaged),
        (lambda path: changed_at(path, b"PK\x05\x06", 19, 0xFF), Damaged),
        (lambda path: spoilt(path, secret=[1]), Damaged),
        (lambda path: path.unlink(), BadInput),
        (lambda path: path.write_bytes(path.read_bytes()[:-40]), Damaged),
        (lambda path: path.write_bytes(b"name,dob\n"), Damaged),
        (lambda path: spoilt(path, form="beholden person keys 0"), BadInput),
        (lambda path: spoilt(path, without="rows.parquet"), Damaged),
        (lambda path: spoilt(path, secret="00"), Damaged),
    ],
    ids=[
        "a version there is none of",
        "a password",
        "a packing there is none of",
        "another place",
        "a secret of another kind",
        "none",
        "cut short",
        "another file",
        "another version",
        "a part gone",
        "short secret",
    ],
)
def test_a_file_of_keys_that_cannot_be_used_is_refused(tmp_path, spoil, error):
    path = tmp_path / "people.keys"
    save_keys(PersonKeys.start(), path)
    spoil(path)
    with pytest.raises(error) as raised:
        open_keys(path)
    assert raised.value.next_step


def test_keys_that_cannot_be_written_leave_the_earlier_file(tmp_path, monkeypatch):
    path = tmp_path / "people.keys"
    save_keys(PersonKeys.start(secret=SECRET), path)
    before = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable):
        save_keys(PersonKeys.start(), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["people.keys"]


def test_a_secret_of_another_length_is_refused():
    with pytest.raises(BadInput):
        PersonKeys.start(secret=b"short")


NUMBERS = {"list": "at"}


@pytest.fixture(scope="module")
def loads():
    """Return a list of made-up people, first without and then with its last 400 rows."""
    rows = make(households=1_800, seed=8).tables["vaccinations"]
    rows = rows.append_column("at", pa.array(range(rows.num_rows)))
    order = np.random.default_rng(2).permutation(rows.num_rows)
    return [{"list": rows.take(order[:count])} for count in (rows.num_rows - 400, rows.num_rows)]


@pytest.fixture(scope="module")
def first(loads):
    return link_people(loads[0], known=PersonKeys.start(secret=SECRET), row_ids=NUMBERS)


def together(links):
    """Return who is together, by number of the row."""
    groups = {}
    for row, person in enumerate(links.clusters["person"].to_pylist()):
        groups.setdefault(person, set()).add(row)
    return {frozenset(group) for group in groups.values()}


def test_new_rows_alone_are_compared_and_the_answer_is_that_of_linking_anew(loads, first):
    more = link_people(loads[1], known=first.keys, row_ids=NUMBERS)
    anew = link_people(loads[1], known=first.keys, row_ids=NUMBERS, anew=True)
    assert more.report["pairs_compared"] < anew.report["pairs_compared"] / 2
    alike = together(more) & together(anew)
    assert sum(map(len, alike)) >= 0.995 * more.clusters.num_rows
    again = link_people(loads[1], known=more.keys, row_ids=NUMBERS)
    assert again.report["pairs_compared"] == 0
    assert again.clusters["person"] == more.clusters["person"]
    assert again.clusters["score"] == more.clusters["score"]
    assert set(again.changes["change"].to_pylist()) == {"kept"}


def test_what_was_learnt_comes_back_from_a_file(loads, first, tmp_path):
    assert first.report["learnt"]
    save_keys(first.keys, tmp_path / "people.keys")
    keys = open_keys(tmp_path / "people.keys")
    assert keys.model == first.keys.model
    links = link_people(loads[1], known=keys, row_ids=NUMBERS)
    old = links.clusters["person"].to_pylist()[: first.clusters.num_rows]
    kept = sum(
        one == other for one, other in zip(old, first.clusters["person"].to_pylist(), strict=True)
    )
    assert kept >= 0.999 * len(old)


def test_what_was_learnt_is_shares_and_no_value(loads, first):
    told = json.dumps(dict(first.keys.model)).upper()
    for column in ("surname", "postcode", "dob", "nhs_number"):
        values = {str(value).upper() for value in loads[0]["list"][column].to_pylist() if value}
        assert not [value for value in values if len(value) > 3 and f'"{value}"' in told]
