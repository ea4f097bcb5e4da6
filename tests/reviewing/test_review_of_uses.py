"""Under two signed agreements: what linking reads, and that no use learns of another (S7)."""

from __future__ import annotations

import pytest

from beholden.kernel import BadInput, NotFound, Refused
from beholden.records import reading

from .agreed_uses import LISTS, accept, agree, case_of
from .doubtful import DPO, LOOKER, STEWARD, keys_of


@pytest.fixture
def council(two_uses):
    return two_uses


def link(council, use):
    return council.link(by=STEWARD, datasets=LISTS, use=use)[0]


def decide_sample(council, answer, number):
    pairs = council.draw_review_sample(
        by=LOOKER, dataset="visits", number=number, key="person"
    ).pairs
    for pair in pairs:
        council.decide_pair(
            by=LOOKER, dataset="visits", key="person", row=pair["row"], candidate=pair["other"],
            answer=answer,
        )  # fmt: skip
    return pairs


def together(council, pair):
    dataset, _, other = pair["other"].partition(":")
    own = keys_of(council, "visits", "person")[pair["row"] - 1]
    return own["person"] == keys_of(council, dataset, "person")[int(other) - 1]["person"]


def test_a_pair_parted_for_one_use_stays_together_for_another(council):
    link(council, "warm-homes")
    (pair,) = decide_sample(council, "different", 1)
    other = link(council, "early-help")
    assert (other.decided, together(council, pair)) == (0, True)
    own = link(council, "warm-homes")
    assert (own.decided, together(council, pair)) == (1, False)


@pytest.mark.parametrize("withheld", [("date_of_birth",), ("date_of_birth", "postcode")])
def test_what_the_agreement_withholds_is_not_read(council, withheld, columns_read):
    agree(council, "warm-homes", withheld)
    columns_read.clear()
    link(council, "warm-homes")
    read = {column for columns in columns_read for column in columns}
    assert read.isdisjoint(withheld)
    assert {"forename", "surname"} <= read


def test_without_a_column_that_is_withheld_fewer_are_found_to_be_one(council):
    agree(council, "warm-homes", ("date_of_birth",))
    assert link(council, "warm-homes").linked["rows"] == 0
    assert link(council, "early-help").linked["rows"] == 84


def test_what_an_accepted_condition_withholds_is_not_read(council, columns_read):
    accept(council, "warm-homes", {"withhold": ["Date_of_birth"]})
    columns_read.clear()
    link(council, "warm-homes")
    assert "date_of_birth" not in {column for columns in columns_read for column in columns}


@pytest.mark.parametrize("withheld", [(), ("date_of_birth",)])
def test_an_agreement_tells_beforehand_which_columns_linking_reads(council, withheld, columns_read):
    document = case_of(council, "warm-homes").agreement("warm-homes-2026", withheld, LISTS)
    told = council.check_agreement(by=DPO, document=document).engine.does
    (said,) = (str(one) for one in told if "linking reads of more" in one)
    agree(council, "warm-homes", withheld)
    columns_read.clear()
    link(council, "warm-homes")
    read = {column for columns in columns_read for column in columns}
    assert f"reads of more the columns {', '.join(in_order(read))}, named" in said
    assert "note" not in said


def in_order(read):
    return [name for name in ("forename", "surname", "date_of_birth", "postcode") if name in read]


def test_an_agreement_that_joins_on_something_else_tells_of_no_linking(council):
    document = case_of(council, "warm-homes").agreement("warm-homes-2026", (), LISTS)
    columns = {"columns": {"person": {"role": "identity"}, "postcode": {"role": "join"}}}
    document["datasets"] = {name: columns for name in LISTS}
    document["joins"] = {"key": "postcode", "among": LISTS}
    told = council.check_agreement(by=DPO, document=document).engine.does
    assert not any("linking reads" in str(one) for one in told)


def test_rows_are_not_known_again_by_what_is_withheld(council):
    agree(council, "warm-homes", ("note",))
    with pytest.raises(Refused, match="withheld"):
        council.link(by=STEWARD, datasets=LISTS, use="warm-homes", row_ids={"more": "note"})


def test_fairness_is_not_told_by_what_is_withheld(council, columns_read):
    accept(council, "warm-homes", {"withhold": ["date_of_birth"]})
    columns_read.clear()
    with pytest.raises(Refused, match="Date_Of_Birth of more, which is withheld"):
        council.link(by=STEWARD, datasets=LISTS, use="warm-homes", groups=["Date_Of_Birth"])
    assert columns_read == []


def test_who_was_linked_by_what_is_withheld_since_is_not_joined_again(council):
    link(council, "warm-homes")
    accept(council, "warm-homes", {"withhold": ["date_of_birth"]})
    with pytest.raises(Refused, match="were linked by date_of_birth") as refused:
        council.seal(by=DPO, use="warm-homes")
    assert refused.value.refusal.next_step == "beholden link more visits --use warm-homes"
    link(council, "warm-homes")
    assert council.seal(by=DPO, use="warm-homes").id


def test_an_agreement_that_not_all_have_signed_links_nobody(council):
    council.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")
    agree(council, "warm-homes", name="warm-homes-again", signers=("revenues",))
    with pytest.raises(Refused, match="without an agreement"):
        link(council, "warm-homes")


def test_an_agreement_on_one_of_the_lists_links_nobody(council):
    agree(council, "warm-homes", among=LISTS[:1])
    with pytest.raises(Refused, match="without an agreement"):
        link(council, "warm-homes")


def test_answers_for_one_use_do_not_judge_another(council):
    link(council, "warm-homes")
    decide_sample(council, "same", 5)
    assert council.estimate_links(by=LOOKER, dataset="visits", key="person").precision.decided == 5
    link(council, "early-help")
    with pytest.raises(NotFound, match="No sample") as missing:
        council.estimate_links(by=LOOKER, dataset="visits", key="person")
    assert "earlier" not in missing.value.why
    with council.at_work():
        (view,) = reading.review_of("visits")
    assert view.decided == {}
    council.draw_review_sample(by=LOOKER, dataset="visits", number=500, key="person")
    with pytest.raises(BadInput, match="Not every part"):
        council.estimate_links(by=LOOKER, dataset="visits", key="person")
