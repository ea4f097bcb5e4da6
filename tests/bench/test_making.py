"""Made-up gazetteers: always the same, as dense as Britain, with slices that are what they say."""

import hashlib
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from beholden import bench
from beholden.kernel import BadInput

POSTCODE = re.compile(r"[A-Z]{2}[0-9]{1,2} [1-9][ABD-HJLNP-UW-Z]{2}")


@pytest.fixture(scope="module")
def made():
    return bench.make(40_000, queries=6_000)


@pytest.fixture(scope="module")
def texts(made):
    listed: dict[int, list[dict]] = {}
    for row in made.gazetteer.to_pylist():
        listed.setdefault(row["uprn"], []).append(row)
    return listed


def asked(made, name):
    return made.addresses.filter(pc.equal(made.addresses["slice"], name)).to_pylist()


def digest(table):
    lines = "\n".join(repr(tuple(row.values())) for row in table.to_pylist())
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def test_a_version_is_always_the_same_data():
    made = bench.make(2_000, queries=200, seed=7)
    assert (digest(made.gazetteer), digest(made.addresses)) == (
        "55580c5479450acb",
        "d5d41cac1dadd0af",
    )


def test_another_seed_is_other_data():
    one, other = (bench.make(2_000, queries=200, seed=seed) for seed in (1, 2))
    assert digest(one.gazetteer) != digest(other.gazetteer)


@pytest.mark.parametrize(("rows", "queries"), [(1_000, 20), (1_000, 400), (7_777, 333)])
def test_sizes_are_exactly_those_asked_for(rows, queries):
    made = bench.make(rows, queries=queries)
    assert (made.gazetteer.num_rows, made.addresses.num_rows) == (rows, queries)


def test_what_is_written_is_what_is_made(tmp_path):
    bench.write(3_000, queries=300, to=tmp_path)
    made = bench.make(3_000, queries=300)
    assert pq.read_table(tmp_path / "gazetteer.parquet").equals(made.gazetteer)
    assert pq.read_table(tmp_path / "addresses.parquet").equals(made.addresses)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["addresses.parquet", "gazetteer.parquet"]


@pytest.mark.parametrize(
    ("rows", "queries", "version"),
    [
        (999, 100, "1"),
        (60_000_001, 100, "1"),
        (1_000, 19, "1"),
        (1_000, 401, "1"),
        (1_000, 20, "0"),
    ],
)
def test_sizes_and_versions_that_cannot_be_made_are_refused(rows, queries, version, tmp_path):
    with pytest.raises(BadInput):
        bench.make(rows, queries=queries, version=version)
    with pytest.raises(BadInput):
        bench.write(rows, queries=queries, version=version, to=tmp_path / "to")
    assert not list(tmp_path.rglob("*.parquet"))


def test_vocabulary_grows_with_size_as_in_heaps_law():
    sizes = (2_000, 16_000, 128_000)
    words = [
        len(set(re.findall(r"[A-Za-z]{4,}", "\n".join(t["address_concat"].to_pylist()))))
        for t in (bench.make(rows, queries=20).gazetteer for rows in sizes)
    ]
    exponents = np.diff(np.log(words)) / np.diff(np.log(sizes))
    assert all(0.3 < exponent < 0.9 for exponent in exponents), words


def test_a_postcode_has_about_seventeen_addresses_in_the_real_grammar(made):
    codes = [code for code in made.gazetteer["postcode"].to_pylist() if code]
    assert all(POSTCODE.fullmatch(code) for code in codes)
    addresses = len(set(made.gazetteer["uprn"].to_pylist()))
    assert 12 < addresses / len(set(codes)) < 20


def test_no_two_places_are_listed_alike(made):
    owners: dict[tuple, set[int]] = {}
    for row in made.gazetteer.to_pylist():
        owners.setdefault((row["address_concat"], row["postcode"]), set()).add(row["uprn"])
    alike = [key for key, uprns in owners.items() if len(uprns) > 1]
    assert not alike


def test_streets_of_one_name_are_in_several_towns_and_twice_in_one(made):
    where: dict[str, set[tuple[str, ...]]] = {}
    for text in made.gazetteer["address_concat"].to_pylist():
        if found := re.match(r"\d+ ([A-Z][a-z]+ [A-Z][a-z]+), (.+)$", text):
            where.setdefault(found[1], set()).add(tuple(found[2].split(", ")))
    assert max(len({at[-1] for at in ats}) for ats in where.values()) >= 4
    # Once in the middle of a town, and once in a locality of it.
    assert any(at[1:] in ats for ats in where.values() for at in ats)


@pytest.mark.parametrize(
    "shape",
    [
        r"^\d+ ", r"^\d+[A-E] ", r"^\d+-\d+ ", r"^Flat \d+, [A-Z]\w+ \w+, \d+ ",
        r"^Flat [A-E], \d+ ", r"^Flat \d+, [A-Z]\w+ \w+, [A-Z]", r"^Ground Floor Flat, ",
        r"^Basement Flat, ", r"Unit \d+, ",
        r"^Garage \d+, Rear Of \d+-\d+ ", r"^Plot \d+, Land Off ", r"^Land Adjacent To \d+ ",
        r"Allotments, ", r"Car Park, ", r"^Public Conveniences, ", r"^Electricity Sub Station ",
        r"Recreation Ground, ", r" Cottage, [A-Z]", r" Farm, ", r"Stryd ", r"Fflat \d+, ",
        r"Industrial Estate, ", r"^[A-Z]\w+ Dental Practice, \d+ ", r"^Room \d+, ",
    ],
)  # fmt: skip
def test_every_kind_of_place_is_there(made, shape):
    text = "\n".join(made.gazetteer["address_concat"].to_pylist())
    assert re.search(shape, text, re.MULTILINE)


def test_about_half_of_the_divided_buildings_are_listed_themselves(made):
    texts = set(made.gazetteer["address_concat"].to_pylist())
    divided = {m[1] for t in texts if (m := re.match(r"Flat [A-E1-9], (\d+ .+)$", t))}
    shells = sum(building in texts for building in divided)
    assert 0.35 < shells / len(divided) < 0.65


def test_shares_of_slices_are_as_stated(made):
    counts = dict(
        zip(*np.unique(made.addresses["slice"].to_pylist(), return_counts=True), strict=True)
    )
    assert set(counts) == {str(name) for name in bench.Slice}
    assert counts["no answer"] == 300
    assert counts["postcode missing"] == 480


def test_a_row_without_answer_has_lost_its_place_but_not_its_neighbours(made, texts):
    rows = asked(made, "no answer")
    assert all(row["true_uprn"] is None for row in rows)
    codes = set(made.gazetteer["postcode"].to_pylist())
    assert np.mean([row["postcode"] in codes for row in rows]) > 0.95
    divided = [row for row in rows if row["building_to"] - row["building_from"] > 14]
    siblings = [
        any(uprn in texts for uprn in range(row["building_from"], row["building_to"] + 1, 7))
        for row in divided
    ]
    assert len(divided) > 50
    assert np.mean(siblings) > 0.95


def test_every_other_row_has_its_place_in_the_gazetteer(made, texts):
    answers = [
        row["true_uprn"] for row in made.addresses.to_pylist() if row["slice"] != "no answer"
    ]
    assert all(uprn in texts for uprn in answers)


@pytest.mark.parametrize("name", [str(one) for one in bench.Slice if one != "no answer"])
def test_only_the_slices_of_postcodes_have_faulty_postcodes(made, texts, name):
    for row in asked(made, name):
        listed = texts[row["true_uprn"]][0]["postcode"]
        if name == "postcode missing":
            assert row["postcode"] is None
            assert listed is not None
        elif name == "postcode wrong":
            assert row["postcode"] != listed
            assert row["postcode"][:2] == listed[:2]
        else:
            assert row["postcode"] == listed


def test_a_range_is_listed_as_one(made, texts):
    for row in asked(made, "range"):
        assert re.search(r"\d+-\d+ ", texts[row["true_uprn"]][0]["address_concat"])


def test_flats_and_converted_houses_have_others_in_their_building(made):
    for name in ("flat", "converted"):
        assert all(row["building_to"] > row["building_from"] for row in asked(made, name))


def test_welsh_places_are_listed_in_both_languages(made, texts):
    for row in asked(made, "welsh"):
        listed = {text["address_concat"] for text in texts[row["true_uprn"]]}
        assert len(listed) > 1


def test_a_typing_error_changes_a_word_that_the_gazetteer_has(made, texts):
    rows = asked(made, "typing error")
    strange = 0
    for row in rows:
        known = " ".join(t["address_concat"].upper() for t in texts[row["true_uprn"]])
        strange += any(
            word not in known for word in re.findall(r"[A-Z]{5,}", row["address_concat"].upper())
        )
    assert strange / len(rows) > 0.9


def test_the_faults_have_the_rates_that_were_measured(made):
    told = pa.compute.utf8_upper(made.addresses["address_concat"])
    capitals = pc.mean(pc.cast(pc.equal(told, made.addresses["address_concat"]), pa.float64()))
    # The mean over the registers of rates.json.
    assert abs(capitals.as_py() - 0.445) < 0.06
