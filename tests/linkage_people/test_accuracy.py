"""How well people are linked, on sets with a known truth, by one configuration for all of them."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from beholden.borough import make
from beholden.kernel import silent
from beholden.linkage.people import model
from beholden.linkage.people.columns import find_person_columns
from beholden.linkage.people.model import score_pairs
from beholden.linkage.people.preparing import prepare

FAKE = Path(__file__).parent / "data" / "fake_1000.csv"


def scored(tables, truth):
    """Return whether each scored pair is one person, its probability, how many there are, facts."""
    people = prepare(tables, {name: find_person_columns(table) for name, table in tables.items()})
    with duckdb.connect(":memory:") as connection:
        pairs, facts = score_pairs(connection, people, progress=silent)
    person = np.unique(np.array(truth), return_inverse=True)[1]
    left, right = (pairs[f"unique_id_{side}"].to_numpy() for side in "lr")
    sizes = np.bincount(person)
    total = int((sizes * (sizes - 1) // 2).sum())
    return person[left] == person[right], pairs["match_probability"].to_numpy(), total, facts


def best_f1(same, probability, total):
    right = np.cumsum(same[np.argsort(-probability, kind="stable")])
    return float((2 * right / (np.arange(1, len(right) + 1) + total)).max())


@pytest.fixture(scope="module")
def fake():
    rows = pyarrow.csv.read_csv(FAKE)
    return scored(
        {"fake": rows.drop_columns(["cluster", "unique_id"])}, rows["cluster"].to_pylist()
    )


@pytest.fixture(scope="module")
def ashmere():
    return make(households=3_000, seed=4)


def of_ashmere(borough, *, uprn):
    names = ("support_scheme", "vaccinations")
    tables = {name: borough.tables[name] for name in names}
    if uprn:
        tables = {
            name: table.append_column("uprn", borough.truth[name]["uprn"])
            for name, table in tables.items()
        }
    return scored(tables, [p for name in names for p in borough.truth[name]["person"].to_pylist()])


@pytest.fixture(scope="module", params=[False, True], ids=["without UPRN", "with UPRN"])
def borough_pairs(request, ashmere):
    return of_ashmere(ashmere, uprn=request.param)


def test_fake_1000_is_scored_well_by_pairs(fake):
    same, probability, total, _ = fake
    assert best_f1(same, probability, total) >= 0.92


def test_a_score_of_fake_1000_is_rarely_too_high(fake):
    same, probability, _, _ = fake
    sure = probability >= 0.95
    assert same[sure].mean() >= 0.99


def test_the_made_up_borough_is_scored_well(borough_pairs):
    same, probability, total, _ = borough_pairs
    assert best_f1(same, probability, total) >= 0.99
    assert same[probability >= 0.95].mean() >= 0.99


def test_the_share_of_pairs_that_are_one_person_is_estimated(borough_pairs, ashmere):
    _, _, total, facts = borough_pairs
    rows = sum(ashmere.tables[name].num_rows for name in ("support_scheme", "vaccinations"))
    assert facts.prior == pytest.approx(total / (rows * (rows - 1) / 2), rel=0.1)
    assert facts.at_home > 0


def test_the_share_of_pairs_that_were_looked_at_is_estimated(borough_pairs):
    *_, facts = borough_pairs
    assert facts.found >= 0.99
    assert facts.warnings == []


@pytest.fixture(scope="module")
def vaccinations(ashmere):
    """Return one list as it is compared, its pairs and what was learnt of it."""
    table = ashmere.tables["vaccinations"]
    people = prepare({"v": table}, {"v": find_person_columns(table)})
    with duckdb.connect(":memory:") as connection:
        return people, *score_pairs(connection, people, progress=silent)


@pytest.fixture(scope="module")
def by_kept_model(vaccinations):
    people, _, facts = vaccinations
    with duckdb.connect(":memory:") as connection:
        return score_pairs(connection, people, progress=silent, model=facts.model)


def test_a_kept_model_scores_the_same_rows_alike(vaccinations, by_kept_model):
    _, first, facts = vaccinations
    again, later = by_kept_model
    assert later.trained
    assert later.prior == facts.prior
    assert later.model is None
    both = first.join(again, ["unique_id_l", "unique_id_r"], right_suffix="_again")
    sure = np.array(both["match_probability"].to_pylist()) >= 0.99
    later_score = np.array(both["match_probability_again"].fill_null(0.0).to_pylist())
    assert (later_score[sure] >= 0.9).mean() >= 0.98


def test_pairs_are_weighed_a_share_at_a_time_and_scored_alike(
    vaccinations, by_kept_model, monkeypatch
):
    people, _, facts = vaccinations
    monkeypatch.setattr(model, "PAIRS_AT_ONCE", facts.pairs // 3)
    with duckdb.connect(":memory:") as connection:
        shares, _ = score_pairs(connection, people, progress=silent, model=facts.model)
        left = connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()
    assert shares.combine_chunks() == by_kept_model[0].combine_chunks()
    assert not [name for (name,) in left if "predict" in name]


def test_a_model_of_other_columns_is_not_used(ashmere, vaccinations):
    *_, facts = vaccinations
    fewer = ashmere.tables["vaccinations"].select(["first_name", "surname", "dob"])
    people = prepare({"v": fewer}, {"v": find_person_columns(fewer)})
    with duckdb.connect(":memory:") as connection:
        _, later = score_pairs(connection, people, progress=silent, model=facts.model)
    assert later.model is not None
    assert later.model["compared"] == ["first_name", "surname", "birth"]


def test_only_pairs_with_a_fresh_row_are_looked_at():
    rows = pyarrow.csv.read_csv(FAKE).drop_columns(["cluster", "unique_id"])
    fresh = np.arange(rows.num_rows) >= 900
    people = prepare({"f": rows}, {"f": find_person_columns(rows)})
    with duckdb.connect(":memory:") as connection:
        pairs, _ = score_pairs(
            connection, people.append_column("fresh", pa.array(fresh)), progress=silent
        )
    left, right = (pairs[f"unique_id_{side}"].to_numpy() for side in "lr")
    assert pairs.num_rows > 0
    assert (fresh[left] | fresh[right]).all()
