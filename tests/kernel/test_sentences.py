"""Sentences: texts in English that another language can tell from what they were made of."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

import pytest

from beholden.kernel import Sentence, day_in_words, sentences, worded

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (Sentence("Decide"), "Decide"),
        (Sentence("Kept by %(office)s.", office="The library"), "Kept by The library."),
        (Sentence("By %(day)s", day=DAY), "By 1 December 2026"),
        (Sentence("%(n)s area", "%(n)s areas", n=1), "1 area"),
        (Sentence("%(n)s area", "%(n)s areas", n=0), "0 areas"),
        (Sentence("Half: 50 %%"), "Half: 50 %"),
        (Sentence("It is %(state)s", state=worded("in_force")), "It is in force"),
        (worded("household-question"), "household question"),
        (worded("data-protection officer"), "data-protection officer"),
        (sentences(Sentence("One."), "", Sentence("Two.")), "One. Two."),
        (sentences("", ""), ""),
        (day_in_words(DAY), "1 December 2026"),
    ],
)
def test_a_sentence_is_its_text(sentence, text):
    assert sentence == text
    assert json.dumps(sentence) == json.dumps(text)


@pytest.mark.parametrize(
    "made", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_a_copy_remembers_what_it_was_made_of(made):
    one = made(Sentence("%(n)s of %(name)s", "%(n)s of them, %(name)s", n=2, name="zqx"))
    assert (one, one.pattern, one.values["n"]) == ("2 of them, zqx", "%(n)s of %(name)s", 2)


def test_a_sentence_lacking_a_value_is_not_made():
    with pytest.raises(KeyError):
        Sentence("Kept by %(office)s.", day=DAY)
