"""People on Spark: the pairs, levels and scores of DuckDB, whatever Spark's functions say."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from splink import DuckDBAPI, Linker, SettingsCreator

from beholden.kernel import Unavailable
from beholden.linkage.spark import score_pairs_on_spark
from beholden.linkage.spark.deciding import Decision, decided

FAKE = Path(__file__).parent.parent / "linkage_people" / "data" / "fake_1000.csv"
WANTED = ["unique_id_l", "unique_id_r", "match_probability", "gamma_first", "gamma_birth"]


def level(sql: str, m: float, u: float, **more: Any) -> dict[str, Any]:
    return {"sql_condition": sql, "m_probability": m, "u_probability": u, **more}


def comparison(name: str, *levels: dict[str, Any]) -> dict[str, Any]:
    missing = {"sql_condition": f"{name}_l IS NULL OR {name}_r IS NULL", "is_null_level": True}
    return {"output_column_name": name, "comparison_levels": [missing, *levels]}


SETTINGS = {
    "link_type": "dedupe_only",
    "probability_two_random_records_match": 0.001,
    "comparisons": [
        comparison(
            "first",
            level("first_l = first_r", 0.7, 0.01, tf_adjustment_column="first"),
            level("list_has_any(forms_l, forms_r)", 0.05, 0.01),
            level("jaro_winkler_similarity(first_l, first_r) >= 0.92", 0.1, 0.01),
            level("jaro_winkler_similarity(first_l, first_r) >= 0.75", 0.05, 0.02),
            level("first_l[1] = first_r[1]", 0.02, 0.05),
            level("ELSE", 0.08, 0.9),
        ),
        comparison(
            "birth",
            level("birth_l = birth_r", 0.9, 0.001),
            level("damerau_levenshtein(birth_l, birth_r) <= 1", 0.05, 0.01),
            level("ELSE", 0.05, 0.989),
        ),
    ],
    "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.unique_id = r.unique_id"}],
    "linker_uid": "made_up",
}


def people() -> pa.Table:
    """Return made-up people from Splink's test data, some in other scripts or with nothing."""
    with FAKE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file)][:400]
    first = [row["first_name"].upper() or None for row in rows]
    first[:4] = ["ŁUCJA", "LUCJA", "ΜΑΡΙΑ", None]
    return pa.table(
        {
            "unique_id": pa.array(range(len(rows)), pa.int64()),
            "first": pa.array(first, pa.string()),
            "forms": [[name[:3], name] if name else None for name in first],
            "surname": [row["surname"].upper() or None for row in rows],
            "birth": [row["dob"] for row in rows],
        }
    )


CANDIDATES = """
    SELECT '0' AS match_key, l.unique_id AS join_key_l, r.unique_id AS join_key_r
    FROM people AS l JOIN people AS r
    ON l.surname = r.surname OR l.birth[1:7] = r.birth[1:7] OR l.unique_id + 1 = r.unique_id
    WHERE l.unique_id < r.unique_id
"""


def on_duckdb(rows: pa.Table) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
    """Return the candidates, DuckDB's scores of them, and the model."""
    with duckdb.connect(":memory:") as connection:
        connection.register("people", rows)
        candidates = connection.sql(CANDIDATES).to_arrow_table()
        engine = DuckDBAPI(connection=connection)
        linker = Linker(engine.register(rows), SettingsCreator(**SETTINGS), log_level=None)
        linker.table_management.register_blocked_pairs_for_predict(engine.register(candidates))
        scored = linker.inference.predict().physical_name
        pairs = connection.sql(f"SELECT {', '.join(WANTED)} FROM {scored}").to_arrow_table()
        return candidates, pairs, linker.misc.save_model_to_json()


def in_order(pairs: pa.Table) -> list[dict[str, Any]]:
    return pairs.sort_by([("unique_id_l", "ascending"), ("unique_id_r", "ascending")]).to_pylist()


def test_pairs_levels_and_scores_are_those_of_duckdb(spark: Any) -> None:
    rows = people()
    candidates, alone, model = on_duckdb(rows)
    keep = "match_probability >= 0.0001"
    spread = score_pairs_on_spark(spark, rows, candidates, model, columns=WANTED, keep=keep)
    expected = [pair for pair in in_order(alone) if pair["match_probability"] >= 0.0001]
    assert len(expected) > 100
    assert len({pair["gamma_first"] for pair in expected}) == 7
    for one, other in zip(in_order(spread), expected, strict=True):
        assert one == pytest.approx(other, rel=0, abs=1e-6)
    assert not [t for t in spark.catalog.listTables() if t.isTemporary]
    assert not spark.sparkContext._jsc.getPersistentRDDs()


def test_a_stop_of_spark_is_told_without_its_words(spark: Any) -> None:
    rows = people()
    candidates, _, model = on_duckdb(rows)
    with pytest.raises(Unavailable) as caught:
        score_pairs_on_spark(
            spark, rows, candidates, model, columns=WANTED, keep="no_such_column = 1"
        )
    assert "no_such_column" not in str(caught.value)
    assert not spark.sparkContext._jsc.getPersistentRDDs()


def test_only_what_is_more_than_an_equality_is_asked_of_duckdb() -> None:
    first, decision = decided(SETTINGS["comparisons"][0])
    assert decision == Decision(
        "level_of_first",
        ("first_l", "first_r", "forms_l", "forms_r"),
        tuple(
            level["sql_condition"].replace("ELSE", "TRUE")
            for level in SETTINGS["comparisons"][0]["comparison_levels"]
        ),
    )
    asked = "level_of_first(first_l, first_r, forms_l, forms_r)"
    assert [level["sql_condition"] for level in first["comparison_levels"]] == [
        "first_l IS NULL OR first_r IS NULL",
        "first_l = first_r",
        *(f"{asked} = {at}" for at in (2, 3, 4, 5)),
        "ELSE",
    ]
    plain = comparison("nhs", level("nhs_l = nhs_r", 0.9, 0.1), level("ELSE", 0.1, 0.9))
    assert decided(plain) == (plain, None)


def test_a_decision_is_the_first_condition_that_holds() -> None:
    draw = random.Random(1)
    words = ["".join(draw.choices("ABC", k=draw.randint(0, 4))) or None for _ in range(600)]
    left, right = pa.array(words[:300], pa.string()), pa.array(words[300:], pa.string())
    decision = Decision("made_up", ("a", "b"), ("a IS NULL", "a = b", "levenshtein(a, b) <= 1"))
    expected = [
        0 if a is None else 1 if a == b else 2 if b is not None and _one_apart(a, b) else None
        for a, b in zip(left.to_pylist(), right.to_pylist(), strict=True)
    ]
    assert decision(left, right).to_pylist() == expected
    assert set(expected) == {0, 1, 2, None}


def _one_apart(one: str, other: str) -> bool:
    """Return whether a letter put in, taken out or changed makes one text the other."""
    if len(one) < len(other):
        one, other = other, one
    shorter = {one[:at] + one[at + 1 :] for at in range(len(one))}
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    return other in shorter
