"""Review on the command line: of files and of registered datasets, from start to end."""

from __future__ import annotations

import csv
import json

import pytest
from cli.running import Line

from .doubtful import (
    LOOKER,
    STEWARD,
    account_rows,
    gazetteer_rows,
    keys_of,
    read_csv,
    write_csv,
)


@pytest.fixture
def files(tmp_path):
    """Give files of addresses and of a gazetteer, and where to write."""
    rows = [{"Ref": f"r{i}", **row} for i, row in enumerate(account_rows())]
    write_csv(tmp_path / "accounts.csv", rows)
    write_csv(tmp_path / "places.csv", gazetteer_rows())
    return tmp_path


@pytest.fixture
def at_review(council, capsysbinary):
    """Give a command line at the home with doubtful accounts, for its reviewer of links."""
    return Line(capsysbinary, council.directory, LOOKER)


def match(line, files, *more):
    return line(
        "match", files / "accounts.csv", "--gazetteer", files / "places.csv",
        "--address-columns", "Property Address", "--postcode-column", "Postcode",
        "--id-column", "Ref", "--out", files / "out.csv", *more,
    )  # fmt: skip


def test_a_decision_that_stands_is_listed_changed_and_given_back(at_review, council, tmp_path):
    pair = next(
        p
        for p in council.review_queue(by=LOOKER, dataset="accounts", limit=500).pairs
        if p["matched"] == "yes"
    )

    def match_again():
        council.match(by=STEWARD, dataset="accounts", gazetteer="places")
        return keys_of(council)[pair["row"] - 1]["uprn"]

    assert at_review("review", "list", "accounts", "--decided").out.strip() == "No decision stands."
    side = ("--row", pair["row"], "--uprn", pair["uprn"])
    assert at_review("review", "decide", "accounts", *side, "--different").code == 0
    assert match_again() is None
    assert "different" in at_review("review", "list", "accounts", "--decided").out
    listed = tmp_path / "decided.csv"
    assert at_review("review", "list", "accounts", "--decided", "--out", listed).code == 0
    ((row, uprn),) = [(int(r["row"]), r["uprn"]) for r in read_csv(listed)]
    assert (row, uprn) == (pair["row"], pair["uprn"])
    fill(listed, lambda i: "cannot tell")
    assert at_review("review", "decide", "accounts", "--from", listed).code == 0
    assert match_again() == pair["uprn"]
    assert at_review("review", "list", "accounts", "--decided", "--sample").code == 2


def fill(path, answer) -> None:
    rows = read_csv(path)
    write_csv(path, [{**row, "decision": answer(i)} for i, row in enumerate(rows)])


def test_a_file_is_matched_reviewed_and_matched_again(line, files):
    review = files / "review.csv"
    assert match(line, files, "--review", review, "--review-limit", 12).code == 0
    listed = read_csv(review)
    assert 0 < len(listed) <= 12
    assert set(listed[0]) == {
        "unique_id", "address", "uprn", "gazetteer", "score", "matched", "reason", "alike",
        "decision",
    }  # fmt: skip
    fill(review, lambda i: ("same", "different")[i % 2])
    ran = match(line, files, "--decided", review)
    assert ran.code == 0, ran.err
    assert "Decided by people" in ran.out
    by_id = {row["unique_id"]: row for row in read_csv(files / "out.csv")}
    for i, pair in enumerate(listed):
        found = by_id[pair["unique_id"]]
        assert (found["uprn"] == pair["uprn"]) == (i % 2 == 0)
        assert found["score_before"]


def test_only_what_is_in_doubt_is_listed_and_decided_pairs_no_more(line, files):
    review, second = files / "review.csv", files / "second.csv"
    assert match(line, files, "--review", review).code == 0
    listed = read_csv(review)
    assert 0 < len(listed) < len(account_rows())
    fill(review, lambda i: "same")
    ran = match(line, files, "--decided", review, "--review", second)
    assert ran.code == 0, ran.err
    again = {(row["unique_id"], row["uprn"]) for row in read_csv(second)}
    assert not again & {(row["unique_id"], row["uprn"]) for row in listed}


def test_a_list_with_a_fault_leaves_everything_as_it_was(line, files):
    review = files / "review.csv"
    assert match(line, files, "--review", review).code == 0
    before = (files / "out.csv").read_bytes()
    fill(review, lambda i: "perhaps" if i == 1 else "same")
    ran = match(line, files, "--decided", review)
    assert ran.code == 6
    assert "line 2 has no answer" in ran.err
    assert (files / "out.csv").read_bytes() == before


def test_decisions_on_another_address_under_the_same_name_are_not_taken(line, files):
    """The next list calls other homes by the same references; the old decisions are not theirs."""
    review = files / "review.csv"
    assert match(line, files, "--review", review).code == 0
    listed = read_csv(review)
    row = int(listed[1]["unique_id"][1:])
    rows = [{"Ref": f"r{i}", **one} for i, one in enumerate(account_rows())]
    number = listed[1]["gazetteer"].split()[0]
    rows[row]["Property Address"] = f"{number}B {listed[1]['gazetteer'].split(' ', 1)[1]}"
    write_csv(files / "accounts.csv", rows)
    fill(review, lambda i: "same" if i == 1 else "")
    ran = match(line, files, "--threshold", "0", "--decided", review)
    assert ran.code == 6
    assert "line 2 was decided on another address" in ran.err
    assert "Lane" not in ran.err


@pytest.mark.parametrize(
    ("spoil", "said"),
    [("", "2 rows are blank; decisions"), ("r0", "3 rows share their value")],
)
def test_names_that_do_not_tell_rows_apart_are_told_and_take_no_decisions(line, files, spoil, said):
    review = files / "review.csv"
    assert match(line, files, "--review", review).code == 0
    fill(review, lambda i: "same")
    rows = read_csv(files / "accounts.csv")
    write_csv(
        files / "accounts.csv", [{**r, "Ref": spoil} for r in rows[1:3]] + rows[3:] + rows[:1]
    )
    ran = match(line, files)
    assert ran.code == 0
    assert f"Warning: In the column Ref of accounts.csv, {said}" in " ".join(ran.out.split())
    before = (files / "out.csv").read_bytes()
    refused = match(line, files, "--decided", review)
    assert refused.code == 6
    assert "--id-column" in refused.err
    assert (files / "out.csv").read_bytes() == before


def test_columns_that_are_not_found_are_named_as_an_officer_would(line, files):
    odd = write_csv(files / "odd.csv", [{"where": "1 Mill Lane", "number": "1"}])
    no_uprn = write_csv(files / "no.csv", [{"address": "1 Mill Lane", "number": "1"}])
    out = ("--out", files / "out.csv")
    ran = line("match", odd, "--gazetteer", files / "places.csv", *out)
    assert (ran.code, "odd.csv" in ran.err, "where, number" in ran.err) == (6, True, True)
    assert "--address-columns COLUMN[,COLUMN…] --postcode-column COLUMN" in ran.err
    told = ran.err
    named = ("--address-columns", "where")
    for gazetteer, option in ((odd, "--address-columns COLUMN"), (no_uprn, "--uprn-column")):
        ran = line("match", odd, "--gazetteer", gazetteer, *named, *out)
        assert ran.code == 6
        assert gazetteer.name in ran.err
        assert option in ran.err
        told += ran.err
    assert "AddressColumns" not in told


def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(line, files):
    rows = [{"Ref": "=1+1", **account_rows()[3]}, {"Ref": "-5", **account_rows()[1]}]
    rows[0] |= {"Property Address": "=HYPERLINK(1) Flat 3, 3 Mill Lane\tAshmere", "Postcode": ""}
    write_csv(files / "accounts.csv", rows)
    review = files / "review.csv"
    ran = match(line, files, "--threshold", "0.3", "--review", review)
    assert ran.code == 0, ran.err
    assert [row["unique_id"] for row in read_csv(files / "out.csv")] == ["'=1+1", "-5"]
    for row in read_csv(review):
        assert not any(cell.startswith(("=", "\t", "@")) for cell in row.values())
    fill(review, lambda i: "same")
    ran = match(line, files, "--threshold", "0.3", "--decided", review)
    assert ran.code == 0, ran.err


def test_a_header_as_the_file_has_it_names_a_column_of_the_dataset(at_review):
    steward = at_review.by(STEWARD)
    asked = ("match", "accounts", "--gazetteer", "places", "--json")
    named = steward(
        *asked, "--address-columns", "Property Address", "--postcode-column", "Postcode"
    )
    assert named.code == 0, named.err
    missing = steward(*asked, "--address-columns", "No Such Header")
    assert missing.code == 6
    assert "No Such Header" in missing.err


def test_a_dataset_is_reviewed_by_a_list(at_review, council, tmp_path):
    doubtful = tmp_path / "doubtful.csv"
    ran = at_review("review", "list", "accounts", "--limit", 6, "--out", doubtful)
    assert ran.code == 0, ran.err
    assert "6 pairs in doubtful.csv." in ran.out
    listed = read_csv(doubtful)
    fill(doubtful, lambda i: ("different", "same", "")[i % 3])
    ran = at_review("review", "decide", "accounts", "--from", doubtful, "--json")
    assert ran.json == {
        "same": 2, "different": 2, "cannot_tell": 0, "known_before": 0, "repeated": 0,
        "left_blank": 2,
    }  # fmt: skip
    ran = at_review.by(STEWARD)("match", "accounts", "--gazetteer", "places")
    assert ran.code == 0, ran.err
    keys = keys_of(council)
    assert keys[int(listed[1]["row"]) - 1]["uprn"] == listed[1]["uprn"]
    assert keys[int(listed[0]["row"]) - 1]["uprn"] != listed[0]["uprn"]
    shown = at_review("review", "show", "accounts", "--json").json[0]
    assert shown["decided"] == {"same": 2, "different": 2}


def test_forms_of_the_list(at_review):
    as_json = at_review("review", "list", "accounts", "--limit", 3, "--json").json
    assert len(as_json["pairs"]) == 3
    assert as_json["left"] > 0
    as_csv = at_review("review", "list", "accounts", "--limit", 3, "--csv").out
    assert [row["uprn"] for row in csv.DictReader(as_csv.splitlines())] == [
        pair["uprn"] for pair in as_json["pairs"]
    ]
    on_screen = at_review("review", "list", "accounts", "--limit", 3)
    assert "more are in doubt" in on_screen.out


def test_one_pair_is_decided_by_hand(at_review):
    pair = at_review("review", "list", "accounts", "--limit", 1, "--json").json["pairs"][0]
    of_pair = ("review", "decide", "accounts", "--row", pair["row"], "--uprn", pair["uprn"])
    assert at_review(*of_pair, "--cannot-tell", "--json").json["cannot_tell"] == 1
    own = at_review.by(STEWARD)(*of_pair, "--same")
    assert own.code == 3
    wrong = at_review("review", "decide", "accounts", "--row", 1, "--uprn", "1", "--same")
    assert wrong.code == 6


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("--row", 1),
        ("--row", 1, "--uprn", "1"),
        ("--from", "x.csv", "--row", 1),
        ("--from", "x.csv", "--same"),
        ("--row", 1, "--uprn", "1", "--same", "--different"),
        ("--row", 1, "--uprn", "1", "--cannot-tell", "--same"),
    ],
)
def test_half_a_decision_is_misuse(at_review, given):
    ran = at_review("review", "decide", "accounts", *given)
    assert ran.code == 2
    assert "Give --from FILE" in ran.err


def test_a_sample_is_drawn_decided_and_told(at_review, tmp_path):
    assert at_review("review", "estimate", "accounts").code == 7
    drawn = tmp_path / "sample.csv"
    ran = at_review("review", "sample", "accounts", 30, "--by-score", "--out", drawn)
    assert ran.code == 0, ran.err
    assert "score" not in read_csv(drawn)[0]
    fill(drawn, lambda i: "same" if i else "different")
    assert at_review("review", "decide", "accounts", "--from", drawn).code == 0
    told = at_review("review", "estimate", "accounts", "--json").json[0]
    assert told["estimate"] == "precision"
    assert told["from"] < told["share"] < told["to"] <= 1
    assert at_review("review", "list", "accounts", "--sample", "--json").json["pairs"] == []


def test_how_many_needs_no_home(line):
    assert line("review", "how-many").out == "916 pairs.\n"
    told = line("review", "how-many", "--precision", "0.95", "--within", "0.02", "--json")
    assert json.loads(told.out)["pairs"] == 722


@pytest.mark.parametrize(
    "asked",
    [("--within", "2"), ("--within", "nan"), ("--precision", "nan"), ("--precision", "inf")],
)
def test_a_precision_that_cannot_be_is_refused(line, asked):
    ran = line("review", "how-many", *asked)
    assert ran.code == 6
    assert "cannot be known so closely" in ran.err


@pytest.mark.parametrize("out", ["x.txt", "nowhere/x.csv"])
def test_a_place_that_cannot_be_written_is_told_before_anybody_looks(at_review, council, out):
    from actions.councils import entries_of

    before = len(entries_of(council))
    ran = at_review("review", "list", "accounts", "--out", council.directory / out)
    assert ran.code == 6
    assert len(entries_of(council)) == before


def test_the_precision_of_what_nobody_had_decided_is_told_apart(at_review, council):
    """Some are decided before the next match; of all others every one is found to be wrong."""
    sample = council.draw_review_sample(by=LOOKER, dataset="accounts", number=12).pairs
    for pair in sample:
        decide_as(council, pair, "same")
    council.match(by=STEWARD, dataset="accounts", gazetteer="places")
    before = {row["uprn"] for row in keys_of(council) if "a person decided" in row["reason"]}
    again = council.draw_review_sample(by=LOOKER, dataset="accounts", number=500).pairs
    for pair in again:
        if pair["uprn"] not in before:
            decide_as(council, pair, "different")
    told = {
        one["estimate"]: one for one in at_review("review", "estimate", "accounts", "--json").json
    }
    whole, rest = told["precision"], told["of those not decided before"]
    assert whole["share"] == round(len(before) / whole["rows"], 4) > 0
    assert (rest["share"], rest["rows"]) == (0.0, whole["rows"] - len(before))


def decide_as(council, pair, answer):
    council.decide_pair(
        by=LOOKER, dataset="accounts", row=pair["row"], candidate=pair["uprn"], answer=answer
    )
