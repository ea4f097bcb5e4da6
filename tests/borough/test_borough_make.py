"""The made-up borough: the same for a seed, true to its truth, wrong at the stated rates."""

import hashlib
import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from beholden.borough import make
from beholden.borough.departments import CERTIFIED_HOMES, CLOSED_ACCOUNTS, STEWARDS
from beholden.borough.faults import FAULTS
from beholden.kernel import BadInput

LISTS = tuple(FAULTS)
POSTCODE = re.compile(r"[A-PR-UWYZ][A-HK-Y][0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}")

COLUMNS = {
    "council_tax": "account_ref liable_name address_1 address_2 address_3 postcode tenure band "
    "arrears in_arrears liable_to",
    "housing_tenancies": "tenancy_ref tenant_name dob address postcode rent start",
    "energy_certificates": "certificate_ref address postcode rating lodged",
    "vaccinations": "first_name surname dob sex nhs_number address postcode vaccinated "
    "vaccination_date",
    "support_scheme": "case_ref claimant_name dob address postcode enrolled",
    "gazetteer": "uprn address_concat postcode ward neighbourhood property_type",
    "places": "uprn neighbourhood ward",
}


def digest(tables):
    seen = hashlib.sha256()
    for name, table in tables.items():
        seen.update(name.encode())
        seen.update(repr(table.to_pydict()).encode())
    return seen.hexdigest()


def share(column):
    return pc.mean(pc.cast(column, pa.float64())).as_py()


def test_one_seed_makes_one_borough_and_another_seed_another():
    one, same, other = (make(households=120, seed=seed) for seed in (3, 3, 4))
    assert digest(one.tables) == digest(same.tables)
    assert digest(one.truth) == digest(same.truth)
    assert digest(one.tables) != digest(other.tables)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_list_has_its_own_columns_and_its_steward(ashmere, name):
    assert " ".join(ashmere.tables[name].column_names) == COLUMNS[name]
    assert ashmere.stewards[name] == STEWARDS[name]


def test_five_departments_hold_the_five_lists(ashmere):
    assert len({ashmere.stewards[name] for name in LISTS}) == 5


def test_every_table_says_that_it_is_made_up(ashmere):
    for table in [*ashmere.tables.values(), *ashmere.truth.values()]:
        assert table.schema.metadata[b"beholden.made_up"] == b"yes"


def test_no_list_of_a_department_holds_a_uprn_or_a_person(ashmere):
    uprns = set(ashmere.tables["gazetteer"]["uprn"].to_pylist())
    people = set(ashmere.truth["people"]["person"].to_pylist())
    for name in LISTS:
        for column in ashmere.tables[name].columns:
            assert uprns.isdisjoint(column.to_pylist())
            assert people.isdisjoint(column.to_pylist())


def test_a_uprn_is_twelve_digits_from_a_range_of_our_own_and_never_twice(ashmere):
    uprns = ashmere.tables["gazetteer"]["uprn"].to_pylist()
    assert len(set(uprns)) == len(uprns)
    assert all(re.fullmatch(r"9999[0-9]{8}", uprn) for uprn in uprns)


def test_postcodes_fit_the_grammar_in_areas_that_nobody_uses(ashmere):
    for postcode in ashmere.tables["gazetteer"]["postcode"].to_pylist():
        assert POSTCODE.fullmatch(postcode)
        assert postcode.startswith("ZX")


def test_no_two_addresses_of_the_gazetteer_are_written_alike(ashmere):
    table = ashmere.tables["gazetteer"]
    written = list(
        zip(table["address_concat"].to_pylist(), table["postcode"].to_pylist(), strict=True)
    )
    assert len(set(written)) == len(written)


def test_the_gazetteer_holds_houses_flats_buildings_and_businesses(ashmere):
    kinds = pc.value_counts(ashmere.tables["gazetteer"]["property_type"]).to_pylist()
    counts = {kind["values"]: kind["counts"] for kind in kinds}
    assert set(counts) == {"house", "flat", "building of flats", "business"}
    assert min(counts.values()) >= 50


def test_there_are_24_neighbourhoods_in_six_wards_and_millbrook_is_one(ashmere):
    places = ashmere.tables["places"]
    assert len(set(places["neighbourhood"].to_pylist())) == 24
    assert len(set(places["ward"].to_pylist())) == 6
    assert "Millbrook" in places["neighbourhood"].to_pylist()


@pytest.mark.parametrize("name", LISTS)
def test_truth_has_one_row_for_each_row(ashmere, name):
    rows = ashmere.truth[name]["row"].to_pylist()
    assert rows == list(range(ashmere.tables[name].num_rows))


@pytest.mark.parametrize("name", LISTS)
def test_a_true_uprn_is_in_the_gazetteer_and_has_the_postcode_as_written(ashmere, name):
    gazetteer = ashmere.tables["gazetteer"]
    postcode = dict(
        zip(gazetteer["uprn"].to_pylist(), gazetteer["postcode"].to_pylist(), strict=True)
    )
    truth, written = ashmere.truth[name].to_pylist(), ashmere.tables[name]["postcode"].to_pylist()
    checked = 0
    for row, text in zip(truth, written, strict=True):
        if row["uprn"] is None or row["postcode_fault"] == "missing":
            continue
        same = text.replace(" ", "") == postcode[row["uprn"]].replace(" ", "")
        assert same != (row["postcode_fault"] == "wrong")
        checked += 1
    assert checked > 100


@pytest.mark.parametrize("name", LISTS)
def test_who_did_not_move_is_listed_at_home(ashmere, name):
    for row in ashmere.truth[name].to_pylist():
        if not row["moved"] and row["uprn"] is not None:
            assert row["uprn"] == row["lives_at"]


def test_a_vaccination_row_is_about_its_person(ashmere):
    people = {row["person"]: row for row in ashmere.truth["people"].to_pylist()}
    rows = ashmere.tables["vaccinations"].to_pylist()
    truth = ashmere.truth["vaccinations"].to_pylist()
    for row, fact in zip(rows, truth, strict=True):
        person = people[fact["person"]]
        assert (row["vaccinated"] == "yes") == person["vaccinated"]
        assert (row["vaccination_date"] is not None) == person["vaccinated"]
        assert person["uprn"] == fact["lives_at"]
    exact = sum(
        r["dob"] == people[f["person"]]["dob"].isoformat() for r, f in zip(rows, truth, strict=True)
    )
    assert 0.96 < exact / len(rows) < 0.995


def test_an_account_says_how_the_household_at_its_address_lives(ashmere):
    homes = {row["uprn"]: row for row in ashmere.truth["households"].to_pylist()}
    truth = ashmere.truth["council_tax"].to_pylist()
    for row, fact in zip(ashmere.tables["council_tax"].to_pylist(), truth, strict=True):
        if fact["uprn"] is None:
            continue
        home = homes[fact["uprn"]]
        assert row["tenure"] == home["tenure"]
        assert (row["liable_to"] is None) == (not fact["moved"])
        if not fact["moved"]:
            assert row["arrears"] == home["arrears"]
            assert (row["in_arrears"] == "yes") == home["in_arrears"] == (home["arrears"] > 0)


def nhs_number_is_valid(text):
    total = sum(
        int(digit) * weight for digit, weight in zip(text[:9], range(10, 1, -1), strict=True)
    )
    return (11 - total % 11) % 11 == int(text[9])


def test_true_nhs_numbers_are_distinct_valid_and_in_the_test_range(ashmere):
    numbers = ashmere.truth["people"]["nhs_number"].to_pylist()
    assert len(set(numbers)) == len(numbers)
    assert all(text.startswith("999") and nhs_number_is_valid(text) for text in numbers)


def test_some_nhs_numbers_are_missing_and_some_fail_their_check(ashmere):
    truth = ashmere.truth["vaccinations"]["doubled"].to_pylist()
    numbers = ashmere.tables["vaccinations"]["nhs_number"].to_pylist()
    first = [text for text, doubled in zip(numbers, truth, strict=True) if not doubled]
    assert sum(text is None for text in first) / len(first) == pytest.approx(0.06, abs=0.01)
    wrong = sum(text is not None and not nhs_number_is_valid(text) for text in first)
    assert wrong / len(first) == pytest.approx(0.01 * 0.94, abs=0.005)


@pytest.mark.parametrize("fault", ["misspelt", "doubled", "moved", "missing", "wrong"])
@pytest.mark.parametrize("name", LISTS)
def test_faults_come_at_their_stated_rates(ashmere, name, fault):
    stated, truth = FAULTS[name], ashmere.truth[name]
    if fault in ("missing", "wrong"):
        seen = share(pc.fill_null(pc.equal(truth["postcode_fault"], fault), fill_value=False))
        rate = getattr(stated, f"postcode_{fault}")
    else:
        seen, rate = share(truth[fault]), getattr(stated, fault)
    if fault == "moved":
        rate = CLOSED_ACCOUNTS / (1 + CLOSED_ACCOUNTS) if name == "council_tax" else rate
        rate += stated.outside
    assert seen == pytest.approx(rate, abs=4 * (rate / truth.num_rows) ** 0.5 + 0.004)


def test_seven_homes_in_ten_have_a_certificate(ashmere):
    certificates = len(set(ashmere.truth["energy_certificates"]["lives_at"].to_pylist()))
    assert certificates / 2_000 == pytest.approx(CERTIFIED_HOMES, abs=0.04)


def test_hardship_shows_in_some_neighbourhoods_only(ashmere):
    homes = ashmere.truth["households"].to_pylist()

    def share_in_need(*names):
        here = [home for home in homes if home["neighbourhood"] in names]
        need = [h for h in here if h["in_arrears"] and h["rating"] >= "D" and not h["enrolled"]]
        return len(need) / len(here)

    assert share_in_need("Millbrook") > 0.15
    assert share_in_need("Kingsmead", "Oakhurst", "Priory") < 0.08


@pytest.mark.parametrize(("households", "seed"), [(19, 1), (300_001, 1), (-5, 1), (100, -1)])
def test_a_size_or_seed_that_cannot_be_is_refused(households, seed):
    with pytest.raises(BadInput) as error:
        make(households=households, seed=seed)
    assert error.value.next_step


def test_progress_is_told_to_its_end():
    told = []
    make(households=50, progress=lambda *step: told.append(step))
    assert told[-1] == ("writing lists", 5, 5)


def test_a_borough_is_twenty_thousand_households():
    borough = make()
    homes = borough.truth["households"]
    assert homes.num_rows == 20_000
    cells = homes.group_by(["neighbourhood", "tenure"]).aggregate([("uprn", "count")])
    sizes = cells["uprn_count"].to_pylist()
    assert 5 <= sum(size < 20 for size in sizes) <= 30
    assert max(sizes) > 500
