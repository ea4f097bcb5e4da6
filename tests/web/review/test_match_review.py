"""Reviewing matches on the pages: who may, two sides in words, one answer, and the next pair."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from actions import ashmere
from reviewing.doubtful import BOTH, DPO, LOOKER, STEWARD, matched, registered

from beholden.doors.web.review.falling import warnings_in_words
from web.serving import served, signed_in

ONE = "/match-review/accounts/places/"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Make a council once whose accounts are matched to a gazetteer, some of them in doubt."""
    folder = tmp_path_factory.mktemp("prepared")
    council = ashmere.begin(folder / "home", day=date.today())
    matched(registered(council, folder))
    council.close()
    return folder / "home"


@pytest.fixture
def council(home, monkeypatch):
    with served(home, monkeypatch) as council:
        yield council


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the first pair on a page."""
    return dict(re.findall(r'type="hidden" name="(row|candidate|linkage)" value="([^"]*)"', page))


def shown(client, address=ONE):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def looked_at(client, address=ONE):
    """Return a page with its pairs, as the button of the page shows them."""
    answer = client.post(address, {"look": "yes"})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def labels(council) -> list[tuple[int, str, str]]:
    from beholden.records.models import PairLabel

    with council.at_work():
        return list(PairLabel.objects.values_list("row", "candidate", "says"))


def test_how_it_fell_is_kept_in_numbers_and_told_in_words(council):
    from beholden.records.models import KeyColumn

    with council.at_work():
        kept = KeyColumn.objects.get(version__dataset__name="accounts").method["fairness"]
    gap = {"column": "flat or house", "group": "flat", "measure": "matched"}
    assert kept["told"] == [gap | {"difference": -0.4766, "margin": 0.05}]
    assert set(kept) == {"figures", "told"}
    assert (
        "flat or house: flat: 47.7 in 100 fewer rows are matched than of all others; the margin is "
        "5 in 100."
    ) in shown(signed_in(council, LOOKER), ONE + "results/")


def test_what_an_earlier_version_kept_in_words_is_told_as_it_is():
    words = "By area, 14.0 in 100 fewer of the rows of “ZX1” are matched than of all others."
    assert list(warnings_in_words({"figures": [], "warnings": [words]})) == [words]
    assert list(warnings_in_words({})) == []


@pytest.mark.parametrize(
    ("person", "status"),
    [(LOOKER, 200), (DPO, 200), (BOTH, 200), (STEWARD, 403), (ashmere.ANALYST, 403)],
)
def test_who_may_come(council, person, status):
    client = signed_in(council, person)
    for address in ("/match-review/", ONE, ONE + "results/", ONE + "decided/", ONE + "draw/"):
        assert client.get(address).status_code == status, address


def test_a_linkage_of_another_department_or_none_is_not_there(council):
    client = signed_in(council, LOOKER)
    for address in ("/match-review/places/places/", "/match-review/accounts/people/"):
        assert client.get(address).status_code == 404


def test_two_sides_tell_in_words_what_differs(council):
    page = looked_at(signed_in(council, LOOKER))
    assert "Are these the same place?" in page
    assert '<mark class="beholden-differs">' in page
    assert re.search(r"Only on the (first|second) side: <strong>\w", page)
    assert "Its reason: " in page
    assert ashmere.MARKER not in page
    for key in "123":
        assert f'accesskey="{key}"' in page
    assert page.count("<h1") == 1


def test_an_answer_is_kept_and_the_next_pair_is_shown(council):
    client = signed_in(council, LOOKER)
    before = labels(council)
    pair = hidden(looked_at(client))
    answer = client.post(ONE, {**pair, "answer": "different"})
    assert answer.status_code == 200
    next_page = unescape(answer.content.decode())
    assert "You said: Not the same." in next_page
    assert hidden(next_page) != pair
    new = labels(council)[len(before) :]
    assert new == [(int(pair["row"]), pair["candidate"], "different")]
    again = unescape(client.post(ONE, {**pair, "answer": "different"}).content.decode())
    assert hidden(again) == hidden(next_page)
    assert labels(council)[len(before) :] == new
    decided = looked_at(client, ONE + "decided/")
    assert pair["candidate"] in decided
    changed = client.post(ONE + "decided/", {**pair, "answer": "cannot tell"})
    assert "You said: Cannot tell." in changed.content.decode()
    assert labels(council)[-1][2] == "cannot tell"


@pytest.mark.parametrize("address", [ONE, ONE + "decided/", ONE + "sample/matched/"])
def test_whoever_follows_an_address_looks_at_nothing(council, address):
    client, entries = signed_in(council, LOOKER), council.log.size
    page = shown(client, address)
    assert 'name="look"' in page
    assert hidden(page) == {}
    assert client.get(f"{address}?look=yes&page=2").status_code == 200
    assert council.log.size == entries


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Say whether they are the same"),
        ({"answer": "same", "linkage": "accounts v1 uprn-9 00000000"}, "another linkage"),
        (
            {"answer": "same", "candidate": "906799999999"},
            "names a pair that this linkage did not propose",
        ),
        ({"answer": "perhaps"}, "There is a problem"),
    ],
)
def test_an_answer_that_cannot_be_taken_changes_nothing(council, sent, told):
    client = signed_in(council, LOOKER)
    before = labels(council)
    answer = client.post(ONE, {**hidden(looked_at(client)), **sent})
    assert answer.status_code == 422
    assert told in unescape(answer.content.decode())
    assert labels(council) == before


def test_nobody_reviews_their_own_which_is_told_beforehand(council, monkeypatch):
    council.match(by=BOTH, dataset="accounts", gazetteer="places")
    client = signed_in(council, BOTH)
    for address in ("/match-review/", ONE, ONE + "draw/"):
        assert "somebody else must review them" in shown(client, address)
    assert '<button type="submit" name="answer"' not in shown(client)
    pair = hidden(looked_at(signed_in(council, LOOKER)))
    refused = client.post(ONE, {**pair, "answer": "same"})
    assert refused.status_code == 422
    assert "Nobody reviews a link that they had made" in refused.content.decode()


def test_a_sample_is_drawn_decided_blind_and_told_with_its_interval(council):
    client = signed_in(council, LOOKER)
    assert "No sample of this linkage was drawn yet" in shown(client, ONE + "results/")
    wrong = client.post(ONE + "draw/", {"of": "matched", "number": "0"})
    assert wrong.status_code == 422
    drawn = client.post(ONE + "draw/", {"of": "matched", "number": "3"})
    assert drawn["Location"] == ONE + "sample/matched/"
    sample = ONE + "sample/matched/"
    page = looked_at(client, sample)
    for _turn in range(3):
        assert "Its reason" not in page
        page = unescape(client.post(sample, {**hidden(page), "answer": "same"}).content.decode())
    assert "No pair needs a person’s eye." in page
    results = shown(client, ONE + "results/")
    assert "Matched rows that are right" in results
    assert "100.0%" in results
    assert "3 / 3" in results
