"""Who is linked with whom, and why; who stays apart."""

import errno
import logging
import os
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pytest

from beholden.borough import make
from beholden.kernel import BadInput, Unavailable
from beholden.linkage.people import PersonColumns, link_people
from beholden.linkage.people.linking import private_engine
from beholden.linkage.people.training import _is_sound

from .measuring import pairwise

FAKE = Path(__file__).parent / "data" / "fake_1000.csv"
CLUSTERS = ["dataset", "row", "person", "score", "reason"]


def people(*rows, names=("name", "dob", "address", "postcode", "nhs_number")):
    """Return a table of text; a row that is too short is null to its end."""
    whole = [row + (None,) * (len(names) - len(row)) for row in rows]
    return pa.table(
        {
            name: pa.array([row[at] for row in whole], type=pa.string())
            for at, name in enumerate(names)
        }
    )


HERE, THERE = ("2 Mill Lane", "ZX1 4AB"), ("9 Elm Way", "ZX9 9AA")
NHS = "9434765919"


@pytest.fixture(scope="module")
def ashmere():
    return make(households=2_000, seed=11)


@pytest.fixture(scope="module")
def linked(ashmere):
    tables = {name: ashmere.tables[name] for name in ("vaccinations", "support_scheme")}
    return link_people(tables)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (("Ann Lee", "1971-06-24"), ("Ann Lee", "24/06/1971"), "same date of birth"),
        (("Bill Lee", "1971-06-24"), ("William Lee", "1971-06-24"), "forms of one name"),
        (("Brenda Lee", "1971-06-24"), ("Brneda Lee", "1971-06-24"), "similar first name"),
        (("Brenda Naylor", "1971-06-24"), ("Brenda Nayler", "1971-06-24"), "similar surname"),
        (("Brenda Naylor", "1971-06-04"), ("Brenda Naylor", "1971-04-06"), "month exchanged"),
        (("Brenda Naylor", "1971-06-24"), ("Brenda Naylor", "1981-06-24"), "one digit"),
        (("Brenda Naylor", "1971-06-24"), ("Naylor, Brenda", "1971-06-24"), "same surname"),
        (("Naylor Brenda", "1971-06-24"), ("Brenda Naylor", "1971-06-24"), "other order"),
    ],
)
def test_one_person_written_in_two_ways_is_linked(one, other, because):
    clusters = link_people({"list": people(one + HERE, other + HERE)}).clusters
    assert clusters["person"].to_pylist() == ["list:0", "list:0"]
    assert all(because in reason for reason in clusters["reason"].to_pylist())
    assert min(clusters["score"].to_pylist()) >= 0.95


def test_one_nhs_number_links_who_moved_and_is_spelt_otherwise():
    one, other = (
        ("Brenda Naylor", "1971-06-24", *HERE, NHS),
        ("Bren Nailer", "1971-06-24", *THERE, NHS),
    )
    clusters = link_people({"list": people(one, other)}).clusters
    assert clusters["person"].to_pylist() == ["list:0", "list:0"]
    assert all("same NHS number" in reason for reason in clusters["reason"].to_pylist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("Ann Lee", "2010-05-02", *HERE), ("Bob Lee", "2010-05-02", *HERE), id="twins"
        ),
        pytest.param(
            ("John Lee", "1950-05-02", *HERE),
            ("John Lee", "1983-11-19", *HERE),
            id="father and son",
        ),
        pytest.param(
            ("John Smith", "1971-06-24", *HERE), ("John Smith", None, *THERE), id="a common name"
        ),
        pytest.param(("J Lee", None, *HERE), ("John Lee", None, *HERE), id="an initial"),
        pytest.param(
            ("Ann Lee", "1971-06-24", *HERE, NHS),
            ("Omar Khan", "1990-01-09", *THERE, NHS),
            id="one NHS number for two people",
        ),
        pytest.param(
            ("Ann Lee", "1971-06-24", *HERE, NHS),
            ("Joan Lee", "1971-06-24", *HERE, "9992300132"),
            id="two NHS numbers",
        ),
    ],
)
def test_two_people_stay_apart(one, other):
    clusters = link_people({"list": people(one, other)}).clusters
    assert clusters["person"].to_pylist() == ["list:0", "list:1"]
    assert clusters["score"].to_pylist() == [None, None]


def test_an_nhs_number_that_two_people_share_is_reported():
    rows = people(("Ann Lee", "1971-06-24", *HERE, NHS), ("Omar Khan", "1990-01-09", *HERE, NHS))
    report = link_people({"list": rows}).report
    assert report["pairs_disputed"] == 1
    assert any("NHS" in warning for warning in report["warnings"])


def test_an_nhs_number_alone_links_rows_with_nothing_else():
    rows = people((None, None, *HERE, NHS), (None, None, "9 Elm Way", "ZX9 9AA", "943 476 5919"))
    assert link_people({"list": rows}).clusters["person"].to_pylist() == ["list:0", "list:0"]


def test_rows_with_nothing_to_compare_by_stay_single_and_say_so():
    rows = people((None, None, *HERE), ("", "", *HERE), ("Ann Lee", "1971-06-24", *HERE))
    clusters = link_people({"list": rows}).clusters
    assert clusters["person"].to_pylist() == ["list:0", "list:1", "list:2"]
    told = clusters["reason"].to_pylist()
    assert told[0] == told[1] == "nothing to compare by: no name and no date of birth"
    assert told[2] == "no other row is like this one"


def test_people_are_linked_between_tables_of_different_columns():
    one = people(("Ann Lee", "1971-06-24", *HERE), ("Omar Khan", "1990-01-09", *HERE))
    other = pa.table(
        {
            "Forename": ["OMAR"],
            "Surname": ["Khan"],
            "D.O.B.": ["09-Jan-1990"],
            "Post Code": ["zx14ab"],
        }
    )
    clusters = link_people({"b": other, "a": one}).clusters
    assert clusters.to_pydict()["dataset"] == ["b", "a", "a"]
    assert clusters.to_pydict()["row"] == [0, 0, 1]
    assert clusters.to_pydict()["person"] == ["a:1", "a:0", "a:1"]


def test_dates_and_numbers_need_not_be_text():
    rows = pa.table(
        {
            "name": ["Ann Lee", "Ann Lee"],
            "dob": [date(1971, 6, 24)] * 2,
            "uprn": [100012.0, 100012.0],
        }
    )
    assert link_people({"list": rows}).clusters["person"].to_pylist() == ["list:0", "list:0"]


def test_an_address_may_be_missing_in_every_line():
    rows = pa.table(
        {
            "name": ["Ann Lee", "Omar Khan", "Ann Lee"],
            "dob": ["1971-06-24", "1990-01-09", "1971-06-24"],
            "address_1": [None, "2 Mill Lane", None],
            "address_2": [None, None, None],
        }
    )
    assert link_people({"l": rows}).clusters["person"].to_pylist() == ["l:0", "l:1", "l:0"]


def test_columns_may_be_stated_for_all_tables_or_for_one():
    rows = people(("Ann Lee", "1971-06-24"), ("Ann Lee", "1971-06-24"), names=("who", "when"))
    stated = PersonColumns(name="who", date_of_birth="when")
    for columns in (stated, {"list": stated}):
        clusters = link_people({"list": rows}, columns=columns).clusters
        assert clusters["person"].to_pylist() == ["list:0", "list:0"]


def test_an_empty_table_gives_no_rows():
    clusters = link_people({"list": people(names=("name", "dob"))}).clusters
    assert clusters.num_rows == 0
    assert clusters.column_names == CLUSTERS


@pytest.mark.parametrize(
    ("tables", "options"),
    [
        ({}, {}),
        ({"energy": pa.table({"rating": ["A"]})}, {}),
        ({"list": people(("Ann Lee",))}, {"columns": PersonColumns(name="nobody")}),
        ({"list": people(("Ann Lee",))}, {"columns": PersonColumns(postcode="postcode")}),
        ({"list": people(("Ann Lee",))}, {"threshold": 0.0}),
        ({"list": people(("Ann Lee",))}, {"threshold": 1.5}),
    ],
    ids=["no table", "no person", "no such column", "no person stated", "threshold 0", "over 1"],
)
def test_what_cannot_be_linked_is_refused(tables, options):
    with pytest.raises(BadInput) as error:
        link_people(tables, **options)
    assert error.value.next_step


def test_a_table_too_small_to_learn_from_uses_the_built_in_parameters_and_says_so():
    report = link_people(
        {"list": people(("Ann Lee", "1971-06-24"), ("Al Lee", "1981-06-24"))}
    ).report
    assert report["learnt"] is False
    assert any("too few" in warning for warning in report["warnings"])


def test_what_makes_no_sense_is_not_used_and_the_report_says_so(monkeypatch):
    monkeypatch.setattr("beholden.linkage.people.training._is_sound", lambda comparison: False)
    rows = pyarrow.csv.read_csv(FAKE)
    links = link_people({"fake": rows})
    assert links.report["learnt"] is False
    assert any("made no sense" in warning for warning in links.report["warnings"])
    found = links.clusters["person"].to_pylist()
    assert pairwise(found, rows["cluster"].to_pylist())[0] >= 0.95


def test_rules_that_bring_too_many_pairs_are_left_out_and_named(monkeypatch):
    monkeypatch.setattr("beholden.linkage.people.blocking.FEW_PAIRS", 1)
    monkeypatch.setattr("beholden.linkage.people.blocking.MOST_PAIRS_PER_ROW", 0)
    rows = [(f"{name} Lee", "1971-06-24", *HERE) for name in ("Ann", "Ann", "Bob", "Bob")]
    report = link_people({"list": people(*rows)}).report
    assert "birth" in report["left_out"]
    assert "birth and first key" not in report["left_out"]
    assert report["pairs_compared"] == 2


@pytest.mark.parametrize(
    ("m", "u", "sound"), [(0.8, 0.01, True), (0.97, 0.5, True), (0.011, 0.01, False)]
)
def test_full_agreement_must_be_commoner_among_matches(m, u, sound):
    levels = [{"is_null_level": True}, {"m_probability": m, "u_probability": u}]
    assert _is_sound({"comparison_levels": levels}) is sound


def test_an_engine_that_stops_is_told_without_its_words(monkeypatch):
    def stops(*args, **options):
        raise duckdb.OutOfMemoryException("could not hold Brenda Naylor")

    monkeypatch.setattr("beholden.linkage.people.model.score_pairs", stops)
    with pytest.raises(Unavailable) as error:
        link_people({"list": people(("Brenda Naylor", "1971-06-24"))})
    assert "Naylor" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_nothing_is_written_to_the_screen_and_splinks_own_logging_is_left_alone(capfd):
    logger = logging.getLogger("splink")
    before = (logger.level, logger.propagate, list(logger.handlers))
    rows = pyarrow.csv.read_csv(FAKE).slice(0, 300)
    link_people({"list": rows})
    assert capfd.readouterr() == ("", "")
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_progress_names_the_steps():
    told = []
    link_people(
        {"list": people(("Ann Lee", "1971-06-24"), ("Ann Lee", "1971-06-24"))},
        progress=lambda step, *_: told.append(step),
    )
    assert told == [
        "reading names and dates",
        "learning what agreement is worth",
        "comparing people",
        "putting people together",
    ]


def test_every_row_of_every_table_is_told_of_in_order(ashmere, linked):
    assert linked.clusters.column_names == CLUSTERS
    expected = [
        (name, row)
        for name in ("vaccinations", "support_scheme")
        for row in range(ashmere.tables[name].num_rows)
    ]
    told = linked.clusters.select(["dataset", "row"]).to_pydict()
    assert list(zip(told["dataset"], told["row"], strict=True)) == expected


def test_a_person_is_named_by_the_first_row_of_the_group(linked):
    rows = linked.clusters.to_pylist()
    first = {}
    for row in sorted(rows, key=lambda row: (row["dataset"], row["row"])):
        first.setdefault(row["person"], f"{row['dataset']}:{row['row']}")
    assert all(person == name for person, name in first.items())


def test_a_score_goes_with_company_and_a_reason_with_every_row(linked):
    rows = linked.clusters.to_pylist()
    size = {}
    for row in rows:
        size[row["person"]] = size.get(row["person"], 0) + 1
    for row in rows:
        assert (row["score"] is not None) == (size[row["person"]] > 1)
        assert row["score"] is None or 0.95 <= row["score"] <= 1
        assert row["reason"]


def test_no_reason_and_no_report_holds_a_value(ashmere, linked):
    told = " ".join({*linked.clusters["reason"].to_pylist(), str(linked.report)}).upper().split()
    words = {word.strip(";,.'[]:{}") for word in told}
    for column in ("surname", "dob", "nhs_number", "postcode"):
        values = {str(v).upper() for v in ashmere.tables["vaccinations"][column].to_pylist() if v}
        assert words.isdisjoint(values)


def test_the_same_rows_give_the_same_answer_in_any_order_of_tables(ashmere, linked):
    names = ("support_scheme", "vaccinations")
    again = link_people({name: ashmere.tables[name] for name in names}).clusters
    key = [("dataset", "ascending"), ("row", "ascending")]
    assert again.sort_by(key).equals(linked.clusters.sort_by(key))


def truth_of(borough, *names):
    return [person for name in names for person in borough.truth[name]["person"].to_pylist()]


def test_people_of_two_lists_are_found(ashmere, linked):
    true = truth_of(ashmere, "vaccinations", "support_scheme")
    precision, recall, _ = pairwise(linked.clusters["person"].to_pylist(), true)
    assert precision >= 0.98
    assert recall >= 0.95


def test_fake_1000_is_linked_as_well_as_it_can_be():
    rows = pyarrow.csv.read_csv(FAKE)
    links = link_people({"fake": rows})
    precision, recall, _ = pairwise(
        links.clusters["person"].to_pylist(), rows["cluster"].to_pylist()
    )
    assert precision >= 0.99
    assert recall >= 0.65


def test_doubled_persons_of_eight_thousand_households_are_found():
    borough = make(households=8_000)
    links = link_people({"vaccinations": borough.tables["vaccinations"]})
    found, true = links.clusters["person"].to_pylist(), truth_of(borough, "vaccinations")
    precision, recall, f1 = pairwise(found, true)
    assert f1 >= 0.97, (precision, recall)
    assert links.report["learnt"]
    assert_no_origin_is_left_behind(borough, found, true)


def assert_no_origin_is_left_behind(borough, found, true):
    """Recall by modelled origin of names is never far below recall for all."""
    origin = borough.truth["vaccinations"]["origin"].to_pylist()
    whole = pairwise(found, true)[1]
    for name in sorted(set(origin)):
        rows = [at for at, of in enumerate(origin) if of == name]
        recall = pairwise([found[at] for at in rows], [true[at] for at in rows])[1]
        assert recall > whole - 0.10, name


def test_the_engine_spills_into_a_private_folder_and_leaves_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with private_engine() as engine:
        folder = Path(engine.sql("SELECT current_setting('temp_directory')").fetchall()[0][0])
        assert folder.stat().st_mode & 0o777 == 0o700
        engine.execute("SET memory_limit = '64MB'")
        engine.execute(
            "CREATE TABLE many AS SELECT range AS n, md5(range::text) AS t FROM range(3000000)"
        )
        assert list(folder.iterdir())
    assert not folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_where_no_folder_can_be_made_to_work_in_it_is_told_in_the_familys_words(monkeypatch):
    """A full disk is met by the first call of all, before there is an engine."""

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "mkdir", full)
    with pytest.raises(Unavailable, match="no folder"), private_engine():
        pass
