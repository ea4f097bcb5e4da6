"""The borough's answers beside its truth, on lists small enough to count by hand."""

from __future__ import annotations

import pyarrow as pa

from beholden import open as open_council
from beholden.actions.reporting import table_with_keys
from beholden.doors.demo.truth import compare_uptake, compare_warm_homes

PLACES = pa.table({"uprn": ["1", "2", "3"], "neighbourhood": ["Millbrook", "Priory", "Priory"]})


def _borough(*, found, true):
    """Return three homes in arrears and cold, the third enrolled, with keys found and true."""
    accounts = {
        "uprn": found,
        "tenure": ["owned"] * 3,
        "in_arrears": [True] * 3,
        "liable_to": pa.nulls(3, pa.date32()),
    }
    certificates = {"uprn": ["1", "2", "3"], "rating": ["D", "G", "E"]}
    tables = {
        "places": PLACES,
        "council_tax": pa.table(accounts),
        "energy_certificates": pa.table(certificates),
        "support_scheme": pa.table({"uprn": ["3"], "enrolled": [True]}),
    }
    household = {"in_arrears": [True], "rating": ["G"], "enrolled": [False]}
    truth = {"council_tax": pa.table({"uprn": true}), "households": pa.table(household)}
    return tables, truth


def test_with_the_true_keys_nothing_is_moved():
    tables, truth = _borough(found=["1", "2", "3"], true=["1", "2", "3"])
    compared = compare_warm_homes(tables, truth)
    assert compared.ours == {("Millbrook", "owned"): 1, ("Priory", "owned"): 1}
    assert (compared.off.largest, compared.off.share, compared.really) == (0, 0.0, 1)


def test_a_wrong_key_takes_a_household_from_one_place_and_a_missed_one_from_all():
    tables, truth = _borough(found=["2", None, "3"], true=["1", "2", "3"])
    compared = compare_warm_homes(tables, truth)
    assert compared.ours == {("Priory", "owned"): 1}
    assert compared.truth == {("Millbrook", "owned"): 1, ("Priory", "owned"): 1}
    assert (compared.off.ours, compared.off.true, compared.off.share) == (1, 2, 0.5)


def test_people_are_counted_and_not_entries():
    tables = {
        "places": PLACES,
        "vaccinations": pa.table(
            {
                "uprn": ["2", "2", "3", "1"],
                "person": ["a", "b", "c", "d"],
                "vaccinated": [True, True, False, True],
            }
        ),
    }
    keys = {"uprn": ["2", "2", "3", "1"], "person": ["a", "a", "c", "d"]}
    compared = compare_uptake(tables, {"vaccinations": pa.table(keys)})
    assert compared.ours == {("Millbrook",): 1, ("Priory",): 2}
    assert compared.truth == {("Millbrook",): 1, ("Priory",): 1}
    assert compared.rates == (("Millbrook", 1.0, 1.0), ("Priory", 2 / 3, 1 / 2))


def test_what_is_compared_is_what_the_engine_counted(demonstrated):
    council = open_council(demonstrated.folder / "ashmere")
    question = "select neighbourhood, count(*) as people from vaccinations join places using (uprn)"
    question += " where vaccinated group by 1"
    answered = council.ask(by="analyst", use="vaccination-uptake", question=question)
    names = ("vaccinations", "places")
    tables = {name: table_with_keys(council, dataset=name) for name in names}
    exact = compare_uptake(tables, {"vaccinations": tables["vaccinations"]}).ours
    shown = {row["neighbourhood"]: row["people"] for row in answered.table.to_pylist()}
    assert shown == {at[0]: 5 * round(n / 5) for at, n in exact.items() if n >= 30}
    assert shown
