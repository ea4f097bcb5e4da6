"""The one family of errors: one JSON shape, one code each, and words without a traceback."""

from __future__ import annotations

import json

import pytest

from beholden import kernel
from beholden.kernel import BeholdenError, Refusal, Refused

PLAIN = [kind for kind in BeholdenError.__subclasses__() if kind is not Refused]

REFUSAL = Refusal(
    what="this question would list arrears for each household.",
    why="The agreement gives you arrears as a measure.",
    clause="datasets › council_tax › arrears",
    next_step="select neighbourhood, avg(arrears) from council_tax group by 1",
    ask="the steward of council_tax (Revenues and Benefits) to change the agreement.",
)

CODES = {
    "BeholdenError": (1, "error"),
    "Refused": (3, "refused"),
    "BadQuestion": (4, "bad-question"),
    "OutOfLimits": (5, "out-of-limits"),
    "BadInput": (6, "bad-input"),
    "NotFound": (7, "not-found"),
    "Damaged": (8, "damaged"),
    "Unavailable": (9, "unavailable"),
}


def test_the_family_has_these_members_with_these_codes() -> None:
    family = [BeholdenError, *BeholdenError.__subclasses__()]
    assert {kind.__name__: (kind.exit_code, kind.kind) for kind in family} == CODES
    assert all(kind.__name__ in kernel.__all__ for kind in family)


@pytest.mark.parametrize("kind", [BeholdenError, *PLAIN], ids=lambda kind: kind.__name__)
def test_every_error_has_one_json_shape(kind: type[BeholdenError]) -> None:
    error = kind("It stopped.", why="The disk is full.", next_step="Make room.", ask="the office")
    code, name = CODES[kind.__name__]
    assert json.loads(json.dumps(error.to_dict())) == {
        "error": {
            "kind": name,
            "exit_code": code,
            "what": "It stopped.",
            "why": "The disk is full.",
            "next": "Make room.",
            "ask": "the office",
        }
    }


def test_a_refusal_has_the_same_shape_and_its_clause() -> None:
    shape = Refused(REFUSAL).to_dict()["error"]
    plain = BeholdenError("It stopped.").to_dict()["error"]
    assert set(shape) == {*plain, "clause"}
    assert shape["what"] == REFUSAL.what
    assert shape["clause"] == REFUSAL.clause
    assert shape["exit_code"] == 3


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "It stopped."),
        ({"why": "Why."}, "It stopped.\n  Why."),
        ({"next_step": "Do this."}, "It stopped.\n  Next:  Do this."),
        ({"ask": "the office"}, "It stopped.\n  Ask:   the office"),
        (
            {"why": "Why.", "next_step": "Do this.", "ask": "the office"},
            "It stopped.\n  Why.\n  Next:  Do this.\n  Ask:   the office",
        ),
    ],
)
def test_an_error_in_words(parts: dict[str, str], text: str) -> None:
    assert str(BeholdenError("It stopped.", **parts)) == text


def test_a_refusal_in_words() -> None:
    assert str(Refused(REFUSAL)) == (
        "Not allowed: this question would list arrears for each household.\n"
        "\n"
        "  The agreement gives you arrears as a measure.  (datasets › council_tax › arrears)\n"
        "\n"
        "  Try:  select neighbourhood, avg(arrears) from council_tax group by 1\n"
        "  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement."
    )


def test_a_refusal_with_nothing_to_try_says_whom_to_ask() -> None:
    told = Refusal(what="this.", why="It belongs to an office.", ask="the analyst.").in_words()
    assert told.endswith("\n\n  Ask the analyst.")


def test_a_refusal_without_a_next_step_ends_with_its_reason() -> None:
    assert Refusal(what="this.", why="It has ended.").in_words() == (
        "Not allowed: this.\n\n  It has ended."
    )


def test_a_refusal_is_plain_data() -> None:
    assert Refusal(**REFUSAL.to_dict()) == REFUSAL
