"""Made-up tables: from the terms alone, of the extract's shape, the same for the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from beholden.gate import Shape, compile_terms, made_up_tables, write_made_up
from beholden.kernel import BadInput, Terms

GOLDEN = Path(__file__).parents[1] / "gate" / "golden"
NAMES = sorted(path.name.removesuffix(".terms.json") for path in GOLDEN.glob("*.terms.json"))


def golden(name: str) -> Terms:
    return Terms.from_dict(json.loads((GOLDEN / f"{name}.terms.json").read_text("utf-8")))


WARM = golden("warm-homes-2026")
SHAPES = {
    "council_tax": {
        "in_arrears": Shape("boolean"),
        "tenure": Shape("string", ("owned", "rented")),
        "arrears": Shape("integer"),
    },
    "support_scheme": {"enrolled": Shape("boolean")},
}


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_the_given_columns_and_no_other(name: str) -> None:
    terms = golden(name)
    tables = made_up_tables(terms, seed=1)
    assert {n: t.column_names for n, t in tables.items()} == {
        d.name: [c.name for c in d.columns if c.role != "withheld"] for d in terms.datasets
    }
    assert all(table.num_rows > 500 for table in tables.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(name: str, tmp_path) -> None:
    terms = golden(name)
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        tables = made_up_tables(terms, seed=seed)
        write_made_up(tables, tmp_path / folder, terms=terms, form="parquet")
    a, b, c = (
        {f.name: f.read_bytes() for f in (tmp_path / x).glob("*.parquet")} for x in ("a", "b", "c")
    )
    assert a == b != c
    assert set(a) == {f"{d.name}.MADE-UP.parquet" for d in terms.datasets}


def test_joins_hit_most_subjects_and_miss_some() -> None:
    tables = made_up_tables(WARM, seed=1)
    keys = [set(table.column("uprn").to_pylist()) for table in tables.values()]
    for one in keys[1:]:
        assert 0.7 < len(keys[0] & one) / len(keys[0]) < 1
    assert len(keys[0]) < tables["council_tax"].num_rows  # a subject may have two rows


def test_values_are_the_labels_of_the_terms() -> None:
    rating = made_up_tables(WARM, seed=1)["energy_certificates"].column("rating")
    assert set(rating.to_pylist()) == {"warm", "cold", None}
    children = made_up_tables(golden("early-help-2026"), seed=1)["children"]
    assert set(children.column("age").to_pylist()) == {"under 5", "primary", "secondary", None}
    assert all(s is None or s.startswith("ZZ") for s in children.column("sector").to_pylist())
    assert children.column("school").type == pa.int64()
    since = made_up_tables(golden("early-help-2026"), seed=1)["benefits"].column("since")
    assert "2026-Q4" in since.to_pylist()


def test_a_stated_contract_gives_types_and_values() -> None:
    table = made_up_tables(WARM, seed=1, shapes=SHAPES)["council_tax"]
    assert table.column("in_arrears").type == pa.bool_()
    assert set(table.column("tenure").to_pylist()) == {"owned", "rented", None}
    assert table.column("arrears").type == pa.int64()


@pytest.mark.parametrize("form", ["parquet", "csv", "duckdb"])
def test_every_file_says_that_it_is_made_up(form: str, tmp_path) -> None:
    tables = made_up_tables(WARM, seed=1)
    write_made_up(tables, tmp_path / "new", terms=WARM, form=form)
    files = list((tmp_path / "new").iterdir())
    assert len(files) == (2 if form == "duckdb" else 4)
    assert all("MADE-UP" in file.name for file in files)
    assert (tmp_path / "new/README-MADE-UP.md").read_text("utf-8").startswith("# MADE UP\n")
    if form == "parquet":
        found = pq.read_schema(tmp_path / "new/council_tax.MADE-UP.parquet").metadata
        assert found[b"beholden"].startswith(b"MADE UP")
    if form == "duckdb":
        with duckdb.connect(str(tmp_path / "new/rehearsal.MADE-UP.duckdb")) as connection:
            said = connection.execute("SELECT DISTINCT comment FROM duckdb_tables()").fetchall()
            rows = connection.execute("SELECT count(*) FROM council_tax").fetchone()[0]
        assert said[0][0].startswith("MADE UP")
        assert rows == tables["council_tax"].num_rows


def test_nothing_is_written_over(tmp_path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        write_made_up({}, tmp_path, terms=WARM, form="csv")
    with pytest.raises(BadInput, match="not written as xlsx"):
        write_made_up({}, tmp_path / "new", terms=WARM, form="xlsx")


def test_names_and_types_are_all_that_a_changed_agreement_changes() -> None:
    said = yaml.safe_load((GOLDEN / "matching-2026.agreement.yaml").read_text("utf-8"))
    setting = yaml.safe_load((GOLDEN / "matching-2026.setting.yaml").read_text("utf-8"))
    longer = compile_terms({**said, "until": "2027-06-30"}, **setting)
    assert made_up_tables(longer, seed=1) == made_up_tables(golden("matching-2026"), seed=1)
