"""Whose answers judge a linkage, and of which linkage a list's answers are (S9)."""

from __future__ import annotations

import pyarrow as pa
import pytest
from actions.councils import state_of

from beholden.kernel import BadInput, NotFound, Refused

from .doubtful import (
    BOTH,
    LOOKER,
    STEWARD,
    account_rows,
    keys_of,
    linkage_of,
    matched,
    write_csv,
)
from .test_review_acts import decide, queue


def table_of(pairs, answer, **instead):
    """Return a list for review as it was written, filled in with one answer."""
    rows = [{**pair, "decision": answer, **instead} for pair in pairs]
    names = ("row", "uprn", "linkage", "decision")
    return pa.table({name: [str(row[name]) for row in rows] for name in names})


def match_again(council, by):
    return council.match(by=by, dataset="accounts", gazetteer="places")


def test_ones_own_answers_do_not_judge_the_link_one_has_made_anew(council):
    """Who reviewed the steward's link and then has it made again has judged nothing of theirs."""
    pairs = council.draw_review_sample(by=BOTH, dataset="accounts", number=500).pairs
    decide(council, *((p["row"], p["uprn"], "same") for p in pairs), by=BOTH)
    match_again(council, BOTH)
    again = council.draw_review_sample(by=LOOKER, dataset="accounts", number=500)
    with pytest.raises(BadInput, match="Not every part"):
        council.estimate_links(by=LOOKER, dataset="accounts")
    decide(council, *((p["row"], p["uprn"], "different") for p in again.pairs))
    told = council.estimate_links(by=LOOKER, dataset="accounts")
    assert told.precision.estimate.share == 0.0
    assert told.precision.decided == len(again.pairs)


def test_ones_own_answers_do_not_change_the_link_one_has_made(council):
    """Decided on the steward's link, heeded by the steward's next one, and not by one's own."""
    pair = next(p for p in queue(council, limit=500).pairs if p["matched"] == "yes")
    decide(council, (pair["row"], pair["uprn"], "different"), by=BOTH)
    assert (uprn_of(council, pair), matched(council).decided, uprn_of(council, pair)) == (
        pair["uprn"], 1, None,
    )  # fmt: skip
    own = match_again(council, BOTH)
    assert (own.decided, uprn_of(council, pair)) == (0, pair["uprn"])
    assert own.warnings[0].startswith("1 decisions of your own were not heeded")
    decide(council, (pair["row"], pair["uprn"], "different"))
    assert match_again(council, BOTH).decided == 1
    assert uprn_of(council, pair) is None


def uprn_of(council, pair):
    return keys_of(council, "accounts", "uprn")[pair["row"] - 1]["uprn"]


def test_the_makers_answer_does_not_take_a_pair_from_the_queue(council):
    pair = queue(council, limit=1).pairs[0]
    decide(council, (pair["row"], pair["uprn"], "cannot tell"), by=BOTH)
    assert (pair["row"], pair["uprn"]) not in open_pairs(council)
    match_again(council, BOTH)
    assert (pair["row"], pair["uprn"]) in open_pairs(council)


def open_pairs(council):
    return {(p["row"], p["uprn"]) for p in queue(council, limit=500).pairs}


def test_the_same_keys_made_by_another_are_still_ones_own(council):
    match_again(council, BOTH)
    match_again(council, STEWARD)
    pair = queue(council, limit=1).pairs[0]
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        decide(council, (pair["row"], pair["uprn"], "same"), by=BOTH)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(council) == before


def test_the_maker_draws_no_sample(council):
    match_again(council, BOTH)
    before = state_of(council)
    with pytest.raises(Refused) as refused:
        council.draw_review_sample(by=BOTH, dataset="accounts", number=5)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(council) == before


def take(council, table):
    return council.decide_pairs(by=LOOKER, dataset="accounts", decisions=table)


def test_a_list_of_another_version_is_not_taken(council, tmp_path):
    """In the next delivery the row is another household's, at a text that leads to the place."""
    pair = next(p for p in queue(council, limit=500).pairs if p["matched"] == "no")
    rows = account_rows()
    rows[pair["row"] - 1] |= {"Property Address": pair["gazetteer"].split(",")[0]}
    source = write_csv(tmp_path / "next.csv", rows)
    council.register(by=STEWARD, source=source, name="accounts", steward="Revenues and Benefits")
    matched(council)
    before = state_of(council)
    with pytest.raises(BadInput, match="1 of the decisions are of another linkage") as refused:
        take(council, table_of([pair], "different"))
    assert "accounts v2 uprn-1" in str(refused.value.why)
    assert state_of(council) == before


def test_a_list_of_an_earlier_run_is_taken_only_where_the_keys_are_the_same(council):
    first, second, third = queue(council, limit=3).pairs
    matched(council)
    assert linkage_of(council).startswith("accounts v1 uprn-2 ")
    assert take(council, table_of([first], "different")).different == 1
    matched(council)
    with pytest.raises(BadInput, match="another linkage"):
        take(council, table_of([second, third], "same"))


@pytest.mark.parametrize("of", ["", "places v1 uprn-1 0000", "None"])
def test_a_line_of_no_known_linkage_is_not_taken(council, of):
    pair = queue(council, limit=1).pairs[0]
    with pytest.raises(BadInput, match="another linkage"):
        take(council, table_of([pair], "same", linkage=of))
    assert take(council, table_of([pair], " ", linkage=of)).blank == 1


@pytest.mark.parametrize("column", ["row", "uprn", "linkage", "decision"])
def test_a_list_without_one_of_its_columns_is_refused(council, column):
    pair = queue(council, limit=1).pairs[0]
    with pytest.raises(BadInput, match=f"no column {column}"):
        take(council, table_of([pair], "same").drop_columns([column]))


def test_after_another_match_the_sample_of_the_earlier_one_is_told(council):
    def why(look):
        with pytest.raises(NotFound, match="No sample of this linkage") as missing:
            look(by=LOOKER, dataset="accounts")
        return missing.value.why

    assert "earlier" not in why(council.estimate_links)
    first = linkage_of(council)
    pairs = council.draw_review_sample(by=LOOKER, dataset="accounts", number=20).pairs
    matched(council)
    assert f"{first}, was drawn on 20" in why(council.estimate_links)
    assert why(council.estimate_links).endswith("and not decided.")
    take(council, table_of(pairs, "same"))
    matched(council)
    assert "of its rows 1.0000 (0." in why(council.estimate_links)
    assert first in why(council.list_review_sample)
