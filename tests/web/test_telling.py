"""Days, codes and sentences of the library, told in the language of the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from beholden.doors.web.telling import code_alone, code_in_words, day_in_words, told
from beholden.kernel import Sentence, worded

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("said", "english", "welsh"),
    [
        (lambda: day_in_words(DAY), "1 January 2026", "1 Ionawr 2026"),
        (lambda: told(Sentence("It came late.")), "It came late.", "Daeth yn hwyr."),
        (lambda: told("It came late."), "It came late.", "It came late."),
        (lambda: told(Sentence("%(day)s", day=DAY)), "1 January 2026", "1 Ionawr 2026"),
        (
            lambda: told(Sentence("%(starts)s to %(ends)s", starts=DAY, ends=DAY)),
            "1 January 2026 to 1 January 2026",
            "1 Ionawr 2026 hyd 1 Ionawr 2026",
        ),
        (lambda: told(worded("in_force")), "in force", "mewn grym"),
        (lambda: code_in_words("in_force"), "in force", "mewn grym"),
        (lambda: code_alone("not begun"), "Not begun", "Heb ei ddechrau"),
        (lambda: code_in_words(""), "", ""),
        (lambda: code_in_words("e-mail"), "e-mail", "e-mail"),
    ],
)
def test_what_is_told_in_each_language(said, english, welsh):
    with override("en-gb"):
        assert said() == english
    with override("cy"):
        assert said() == welsh


@pytest.mark.parametrize(
    ("number", "welsh"),
    [(1, "Atebwyd 1 cwestiwn"), (2, "Atebwyd 2 gwestiwn"), (3, "Atebwyd 3 cwestiwn")],
)
def test_numbers_are_told_as_welsh_counts(number, welsh):
    one, many = "%(counter)s question answered", "%(counter)s questions answered"
    with override("cy"):
        assert told(Sentence(one, many, n=number, counter=number)) == welsh
