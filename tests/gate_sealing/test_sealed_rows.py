"""An extract holds the permitted rows and columns, all of them and nothing else (property S1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.gate.extract.objecting import objection_marks
from beholden.gate.extract.pseudonyms import Pseudonyms
from beholden.kernel import DatasetTerms, JoinTerms, RecordsOutput
from gate_sealing.made_up import (
    COUNCIL_TAX,
    ENERGY,
    IDENTITY,
    JOIN,
    MEASURE,
    WITHHELD,
    Bench,
    column,
    council_tax,
    energy,
    image_bytes,
    sealed_rows,
    sealed_types,
    terms,
)


def numbers(bench: Bench, values: list[str], *, name: str = "uprn") -> Any:
    """Return the numbers of all values of one key that are sealed together."""
    maker = Pseudonyms.of_column(name, secret=bench.keys.use_secret("warm-homes"))
    table = maker.numbered(pa.array(values, pa.string()))
    return dict(zip(table["value"].to_pylist(), table["number"].to_pylist(), strict=True))


def pseudonyms(bench: Bench, values: list[str], *, name: str = "uprn") -> Any:
    maker = Pseudonyms.of_column(name, secret=bench.keys.use_secret("warm-homes"))
    table = maker.table(pa.array(values, pa.string()))
    return dict(zip(table["value"].to_pylist(), table["pseudonym"].to_pylist(), strict=True))


def marks(bench: Bench, name: str, *objected: str) -> dict[str, frozenset[int]]:
    """Return the marks of identifiers of one key column whose subjects object."""
    secret = bench.keys.use_secret("warm-homes")
    return {name: objection_marks(objected, column=name, secret=secret)}


def test_only_the_permitted_rows_and_columns_are_there_and_all_of_them(bench: Bench) -> None:
    extract = bench.seal()
    source = council_tax()
    names = numbers(bench, source["uprn"])
    expected = Counter(
        (names[uprn], tenure, hood, float(arrears), owing == "yes")
        for uprn, tenure, hood, arrears, owing, liable in zip(
            source["uprn"],
            source["tenure"],
            source["neighbourhood"],
            source["arrears"],
            source["in_arrears"],
            source["liable_to"],
            strict=True,
        )
        if liable is None
    )
    rows = sealed_rows(extract, bench.keys, "council_tax")
    assert list(rows[0]) == [c.name for c in COUNCIL_TAX.columns]
    assert Counter((*list(r.values())[:3], float(r["arrears"]), r["in_arrears"]) for r in rows) == (
        expected
    )
    assert extract.rows == {"council_tax": 32, "energy_certificates": 40}


def test_a_key_file_gives_a_dataset_its_key_by_position(bench: Bench) -> None:
    bench.seal()
    extract = bench.seal()
    uprns = [str(100_000_000 + i) for i in range(40)]
    names = numbers(bench, uprns)
    label = {"A": "warm", "B": "warm", "C": "warm", "X": None}
    expected = {
        names[u]: label.get(r, "cold") for u, r in zip(uprns, energy()["rating"], strict=True)
    }
    rows = sealed_rows(extract, bench.keys, "energy_certificates")
    assert {row["uprn"]: row["rating"] for row in rows} == expected


def test_a_key_file_stands_before_a_column_of_the_same_name(bench: Bench) -> None:
    source = bench.source("t", {"uprn": ["1", "2"], "rating": ["A", "B"]}, uprn=["7", "8"])
    extract = bench.seal(terms(ENERGY), {"energy_certificates": source})
    found = {row["uprn"] for row in sealed_rows(extract, bench.keys, "energy_certificates")}
    assert found == set(numbers(bench, ["7", "8"]).values())


def test_a_row_that_its_key_file_does_not_name_has_no_subject_and_is_left_out(bench: Bench) -> None:
    source = bench.source("t", {"rating": ["A", "B", "D"]}, uprn=["7", None])
    extract = bench.seal(terms(ENERGY), {"energy_certificates": source})
    assert extract.rows == {"energy_certificates": 1}
    assert extract.without_subject == {"energy_certificates": 2}


@pytest.mark.parametrize("uprn", [None, "", "   "])
def test_a_row_without_a_subject_is_left_out_and_counted(bench: Bench, uprn: str | None) -> None:
    source = bench.source("t", {"uprn": ["1", uprn], "rating": ["A", "B"]})
    extract = bench.seal(terms(ENERGY), {"energy_certificates": source})
    assert (extract.rows, extract.without_subject) == (
        {"energy_certificates": 1},
        {"energy_certificates": 1},
    )


def test_a_subject_that_objected_is_in_no_dataset(bench: Bench) -> None:
    objected = "100000011"
    extract = bench.seal(marks=marks(bench, "uprn", objected))
    known = numbers(bench, [uprn for uprn in council_tax()["uprn"] if uprn != objected])
    sealed = sealed_rows(extract, bench.keys, "energy_certificates")
    assert {row["uprn"] for row in sealed} == set(known.values())
    taxed = sealed_rows(extract, bench.keys, "council_tax")
    owing = {float(row["arrears"]): row["uprn"] for row in taxed}
    assert 110.50 not in owing
    assert owing[120.50] == known["100000012"]
    assert extract.objected == {"council_tax": 1, "energy_certificates": 1}


def test_a_row_without_a_key_that_others_object_by_stays(bench: Bench) -> None:
    homes = DatasetTerms("homes", "Housing", (column("uprn", JOIN), column("person", JOIN)))
    source = bench.source("h", {"uprn": ["1", "2", "3"], "person": [None, "p", "q"]})
    extract = bench.seal(terms(homes), {"homes": source}, marks=marks(bench, "person", "p"))
    found = {row["uprn"] for row in sealed_rows(extract, bench.keys, "homes")}
    assert found == set(numbers(bench, ["1", "3"]).values())
    assert extract.objected == {"homes": 1}


def test_all_keys_of_all_roles_are_numbers_and_the_same_across_datasets(bench: Bench) -> None:
    people = DatasetTerms(
        "people", "Public Health", (column("uprn", JOIN), column("nino", IDENTITY))
    )
    wanted = terms(people, ENERGY)
    sources = {
        "people": bench.source("p", {"uprn": [7, 8], "nino": ["AA000001A", "AA000002A"]}),
        "energy_certificates": bench.source("e", {"uprn": ["7", "9"], "rating": ["A", "B"]}),
    }
    extract = bench.seal(wanted, sources)
    assert sealed_types(extract, bench.keys, "people") == {"uprn": "UINTEGER", "nino": "UINTEGER"}
    names, persons = (
        numbers(bench, ["7", "8", "9"]),
        numbers(bench, ["AA000001A", "AA000002A"], name="nino"),
    )
    assert {r["uprn"] for r in sealed_rows(extract, bench.keys, "people")} == {
        names["7"],
        names["8"],
    }
    assert {r["nino"] for r in sealed_rows(extract, bench.keys, "people")} == set(persons.values())
    found = {r["uprn"] for r in sealed_rows(extract, bench.keys, "energy_certificates")}
    assert found == {names["7"], names["9"]}


def test_a_withheld_column_is_not_there_even_when_it_is_named(bench: Bench) -> None:
    dataset = replace(ENERGY, columns=(*ENERGY.columns, column("certificate", WITHHELD)))
    extract = bench.seal(
        terms(dataset), {"energy_certificates": bench.both()["energy_certificates"]}
    )
    assert set(sealed_types(extract, bench.keys, "energy_certificates")) == {"uprn", "rating"}


def test_neither_file_nor_image_holds_what_was_not_given(bench: Bench) -> None:
    extract = bench.seal()
    image = image_bytes(extract, bench.keys)
    assert b"Millbrook" in image
    for text in (b"MADEUP", b"2026-06-30", b"100000011", b"liable_to", b"account"):
        assert text not in image
    sealed = extract.path.read_bytes()
    for text in (b"Millbrook", b"MADEUP", b"council_tax", b"neighbourhood", b"100000011"):
        assert text not in sealed


def test_the_order_of_the_source_tells_nothing(bench: Bench) -> None:
    forwards = bench.seal(to=bench.folder / "a.sealed")
    upside_down = {name: values[::-1] for name, values in council_tax().items()}
    sources = {**bench.both(), "council_tax": bench.source("other", upside_down)}
    backwards = bench.seal(None, sources, to=bench.folder / "b.sealed")
    for dataset in ("council_tax", "energy_certificates"):
        assert sealed_rows(forwards, bench.keys, dataset) == sealed_rows(
            backwards, bench.keys, dataset
        )


def test_the_order_of_two_noughts_tells_nothing(bench: Bench) -> None:
    dataset = DatasetTerms("t", "S", (column("uprn", JOIN), column("x", MEASURE)))
    sealed = []
    for name, noughts in (("one", [0.0, -0.0]), ("other", [-0.0, 0.0])):
        source = bench.source(name, {"uprn": [7, 7], "x": noughts})
        extract = bench.seal(terms(dataset), {"t": source}, to=bench.folder / f"{name}.sealed")
        sealed.append([str(row["x"]) for row in sealed_rows(extract, bench.keys, "t")])
    assert sealed == [["0.0", "0.0"]] * 2


def test_rows_lie_in_the_order_of_the_subjects_numbers(bench: Bench) -> None:
    wanted = replace(ENERGY, columns=ENERGY.columns[::-1])
    extract = bench.seal(
        terms(wanted), {"energy_certificates": bench.both()["energy_certificates"]}
    )
    order = [row["uprn"] for row in sealed_rows(extract, bench.keys, "energy_certificates")]
    assert order == sorted(order)


def test_two_tables_lie_in_the_order_of_the_key_of_most_values_that_both_have(bench: Bench) -> None:
    """The accounts of few homes lie by account, for it is by account that payments are joined."""
    homes = DatasetTerms("homes", "Planning", (column("uprn", JOIN), column("ward")))
    accounts = DatasetTerms("accounts", "Revenues", (column("uprn", JOIN), column("account", JOIN)))
    payments = DatasetTerms("payments", "Revenues", (column("account", JOIN), column("day")))
    count = range(40)
    sources = {
        "homes": bench.source("h", {"uprn": range(8), "ward": ["a"] * 8}),
        "accounts": bench.source("a", {"uprn": [n % 8 for n in count], "account": count}),
        "payments": bench.source("p", {"account": [*count, *count], "day": range(80)}),
    }
    extract = bench.seal(terms(homes, accounts, payments), sources)
    for dataset, first in (("homes", "uprn"), ("accounts", "account"), ("payments", "account")):
        lying = [row[first] for row in sealed_rows(extract, bench.keys, dataset)]
        assert lying == sorted(lying), dataset


RECORDS = RecordsOutput(to=("Housing",), act="visit", columns=("uprn", "tenure"))


def test_a_key_that_somebody_is_given_keeps_its_pseudonym(bench: Bench) -> None:
    extract = bench.seal(terms(records=RECORDS))
    known = pseudonyms(bench, council_tax()["uprn"])
    for dataset in ("council_tax", "energy_certificates"):
        assert sealed_types(extract, bench.keys, dataset)["uprn"] == "BIGINT"
        found = [row["uprn"] for row in sealed_rows(extract, bench.keys, dataset)]
        assert set(found) <= set(known.values())
        assert found == sorted(found)


def test_a_row_without_a_key_of_another_kind_stays_without(bench: Bench) -> None:
    homes = DatasetTerms("homes", "Housing", (column("uprn", JOIN), column("person", JOIN)))
    source = bench.source("h", {"uprn": ["1", "2", "3"], "person": ["p", None, "q"]})
    extract = bench.seal(terms(homes), {"homes": source})
    known, people = numbers(bench, ["1", "2", "3"]), numbers(bench, ["p", "q"], name="person")
    sealed = {row["uprn"]: row["person"] for row in sealed_rows(extract, bench.keys, "homes")}
    assert sealed == {known["1"]: people["p"], known["2"]: None, known["3"]: people["q"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ["MADEUP-OTHER"] * 40},
        {"account": [str(i) for i in range(40)]},
        {"arrears_note": ["not there before"] * 40},
    ],
    ids=["withheld", "another withheld", "a new column"],
)
def test_what_is_withheld_changes_nothing(bench: Bench, changed: dict[str, list[str]]) -> None:
    _same_when(bench, {**council_tax(), **changed})


def test_rows_that_are_not_given_change_nothing(bench: Bench) -> None:
    source = council_tax()
    for i, liable in enumerate(source["liable_to"]):
        if liable is not None:
            for name in ("name", "tenure", "neighbourhood", "arrears", "in_arrears", "uprn"):
                source[name][i] = f"not a value of {name}"
    _same_when(bench, source)


def _same_when(bench: Bench, changed: dict[str, list[Any]]) -> None:
    first = bench.seal(to=bench.folder / "a.sealed")
    before = sealed_rows(first, bench.keys, "council_tax")
    types = sealed_types(first, bench.keys, "council_tax")
    sources = {**bench.both(), "council_tax": bench.source("changed", changed)}
    second = bench.seal(None, sources, to=bench.folder / "b.sealed")
    assert sealed_rows(second, bench.keys, "council_tax") == before
    assert sealed_types(second, bench.keys, "council_tax") == types


CELL = st.none() | st.sampled_from(["", " yes", "No", "y", "maybe", "12", "1.5", "-3", "é"])
ROW = st.fixed_dictionaries(
    {
        "uprn": st.none() | st.integers(1, 6).map(str),
        "band": CELL,
        "secret": CELL,
        "gone": st.none() | st.just("2026-01-01"),
    }
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, max_size=12), noise=st.lists(ROW, max_size=4))
def test_any_table_is_sealed_row_for_row_and_nothing_else_matters(
    tmp_path: Path, rows: list[dict[str, Any]], noise: list[dict[str, Any]]
) -> None:
    bench = Bench(tmp_path)
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), column("band")), "gone is null")
    given_rows = [row for row in rows if row["gone"] is None and row["uprn"]]
    withheld = [{**row, "secret": None} for row in rows] + [{**n, "gone": "x"} for n in noise]
    images = []
    for number, table in enumerate((rows, withheld[::-1])):
        columns = {
            k: pa.array([r[k] for r in table], pa.string())
            for k in ("uprn", "band", "secret", "gone")
        }
        extract = bench.seal(terms(dataset), {"t": bench.source(f"t{number}", columns)})
        images.append(
            (sealed_types(extract, bench.keys, "t"), sealed_rows(extract, bench.keys, "t"))
        )
    assert images[0] == images[1]
    names = numbers(bench, sorted({row["uprn"] for row in given_rows}))
    yes_no = images[0][0]["band"] == "BOOLEAN"
    expected = Counter((names[r["uprn"]], _read(r["band"], yes_no)) for r in given_rows)
    assert Counter((r["uprn"], r["band"]) for r in images[0][1]) == expected


def _read(cell: str | None, yes_no: bool) -> Any:
    if not yes_no or cell is None:
        return cell
    return {"yes": True, "y": True, "no": False}.get(cell.strip().lower())


def test_two_rows_alike_are_two_rows(bench: Bench) -> None:
    source = bench.source("t", {"uprn": ["1", "1"], "rating": ["A", "A"]})
    extract = bench.seal(terms(ENERGY), {"energy_certificates": source})
    assert extract.rows == {"energy_certificates": 2}


def test_an_empty_dataset_is_an_empty_table(bench: Bench) -> None:
    source = bench.source(
        "t", {"uprn": pa.array([], pa.string()), "rating": pa.array([], pa.string())}
    )
    extract = bench.seal(terms(ENERGY), {"energy_certificates": source})
    assert extract.rows == {"energy_certificates": 0}


def test_names_are_found_whatever_their_case_and_whatever_they_hold(bench: Bench) -> None:
    odd = 'a "quoted" column; drop'
    dataset = DatasetTerms(
        "t", "S", (column("uprn", JOIN), column(odd), column("value"), column("pseudonym"))
    )
    source = bench.source("t", {"UPRN": ["1"], odd: ["x"], "value": ["v"], "pseudonym": ["p"]})
    extract = bench.seal(terms(dataset), {"t": source})
    row = sealed_rows(extract, bench.keys, "t")[0]
    assert (row[odd], row["value"], row["pseudonym"]) == ("x", "v", "p")


def test_a_path_with_pattern_letters_is_a_plain_path(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "a[b]*c? d'e")
    assert bench.seal().rows["council_tax"] == 32


def test_measures_may_be_asked_of_a_dataset_without_the_subject(bench: Bench) -> None:
    dataset = DatasetTerms("wards", "S", (column("ward"), column("homes", MEASURE)))
    source = bench.source("w", {"ward": ["b", "a"], "homes": [2, 1]})
    extract = bench.seal(terms(dataset), {"wards": source})
    rows = sealed_rows(extract, bench.keys, "wards")
    assert rows == [{"ward": "a", "homes": 1}, {"ward": "b", "homes": 2}]


def keyed_apart() -> Any:
    """Return terms in which a person's key has two names, and a place is joined as it is."""
    homes = DatasetTerms("homes", "Housing", (column("person", JOIN), column("ward")))
    visits = DatasetTerms("visits", "Health", (column("patient", JOIN), column("clinic")))
    wards = DatasetTerms("wards", "Planning", (column("code"), column("area")), reference=True)
    joins = (
        JoinTerms("person", ("homes", "visits"), (("person",), ("patient",))),
        JoinTerms("ward", ("homes", "wards"), (("ward",), ("code",))),
    )
    return terms(homes, visits, wards, subject="person", subject_column="person", joins=joins)


def places_and_people(bench: Bench) -> dict[str, Any]:
    return {
        "homes": bench.source("homes", {"person": ["p1", "p2", "p3"], "ward": ["7", "7", "8"]}),
        "visits": bench.source("visits", {"patient": ["p3", "p1"], "clinic": ["a", "b"]}),
        "wards": bench.source("wards", {"code": [7, 8], "area": ["east", "west"]}),
    }


def test_a_key_under_two_names_has_the_numbers_of_one(bench: Bench) -> None:
    extract = bench.seal(keyed_apart(), places_and_people(bench))
    known = numbers(bench, ["p1", "p2", "p3"], name="person")
    homes = {row["person"] for row in sealed_rows(extract, bench.keys, "homes")}
    visits = {row["patient"] for row in sealed_rows(extract, bench.keys, "visits")}
    assert homes == set(known.values())
    assert visits == {known["p1"], known["p3"]}
    wards = {str(row["code"]) for row in sealed_rows(extract, bench.keys, "wards")}
    assert wards == {"7", "8"}


def test_an_objection_by_a_key_holds_under_its_other_name(bench: Bench) -> None:
    extract = bench.seal(
        keyed_apart(), places_and_people(bench), marks=marks(bench, "person", "p3")
    )
    assert extract.rows == {"homes": 2, "visits": 1, "wards": 2}
    assert extract.objected == {"homes": 1, "visits": 1, "wards": 0}


ODD = [None, "", " ", "it's", 'a "quote"', "é", "É", "yes", "null", "1", "a\nb"]


@pytest.mark.parametrize("different", [1, 63, 64, 65, 300])
def test_a_text_of_few_or_many_values_is_the_same_text_in_its_row(
    bench: Bench, different: int
) -> None:
    values = [*ODD, *(f"ward {n}" for n in range(300))][: different + 1]
    uprns = [str(n) for n in range(600)]
    wards = [values[n % len(values)] for n in range(600)]
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), column("ward"), column("other")))
    source = bench.source("t", {"uprn": uprns, "ward": wards, "other": wards[::-1]})
    extract = bench.seal(terms(dataset), {"t": source})
    names = numbers(bench, uprns)
    expected = Counter((names[u], w, o) for u, w, o in zip(uprns, wards, wards[::-1], strict=True))
    got = sealed_rows(extract, bench.keys, "t")
    assert Counter((row["uprn"], row["ward"], row["other"]) for row in got) == expected
    assert [row["uprn"] for row in got] == sorted(names.values())
    kind = sealed_types(extract, bench.keys, "t")["ward"]
    assert kind.startswith("ENUM") if different <= 64 else kind == "VARCHAR"
