"""An agreement that could not be written down and hashed is bad input that names the place."""

import pytest

from beholden.kernel import BadInput

from .warm_homes import CONDITIONS, agreement, terms

LONE = "\ud800"


def put(at: tuple, value) -> dict:
    """Return the worked case's agreement with one value put at a place."""
    changed = agreement()
    part = changed
    for step in at[:-1]:
        part = part[step]
    part[at[-1]] = value
    return changed


UNWRITABLE = [
    (("outputs", "aggregate", "largest_share"), float("nan"), "largest_share: This must be a fin"),
    (("outputs", "aggregate", "largest_share"), float("inf"), "largest_share: This must be a fin"),
    (("outputs", "aggregate", "round_to"), 10**20, "round_to: This number is too large"),
    (("quality", "council_tax.uprn", "complete"), float("nan"), "complete: This must be a finite"),
    (("between", 0), f"Rev{LONE}", "between › 1: This text has a letter that is no Unicode"),
    (("datasets", "council_tax", "rows"), f"name = '{LONE}'", "council_tax › rows: This text has"),
    (("outputs", "records", "for"), LONE, "records › for: This text has a letter"),
    ((LONE,), "x", "the agreement: This text has a letter"),
    (("use",), LONE, "use: This text has a letter"),
]


@pytest.mark.parametrize(("at", "value", "told"), UNWRITABLE)
def test_what_cannot_be_written_down_is_named_by_its_place(at, value, told):
    with pytest.raises(BadInput) as caught:
        terms(put(at, value))
    assert told in caught.value.why
    caught.value.why.encode("utf-8")


def test_a_condition_of_the_board_must_be_writable_too():
    with pytest.raises(BadInput) as caught:
        terms(conditions=(*CONDITIONS[:1], {**CONDITIONS[1], "because": LONE}))
    assert "conditions › 2 › because" in caught.value.why
