"""An answer of a moment ago is shown once more, by whichever process, and never past what holds."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from actions.ashmere import ANALYST, CODES, DPO

from beholden.actions import answer_in_pages, ask_in_pages, open_council, standing_to_ask
from beholden.actions.answers_in_pages import KEPT_FOR, forget_answers_in_pages
from beholden.kernel import HeldClock, Refused

from .calling import USE

QUESTION = "select tenure, count(*) as n from council_tax group by 1"
OF = {"by": ANALYST, "use": USE, "question": QUESTION}


def files(council):
    return sorted(council.path("answers").glob("*"))


def at(council, later=timedelta()):
    """Return the council as another process has it open, so much later."""
    return open_council(council.directory, clock=HeldClock(council.clock.now() + later))


def first_page(council, *, by, use, question):
    return ask_in_pages(council, standing_to_ask(council, by=by, use=use), question=question)


def next_page(council, *, by, use, question, receipt):
    standing = standing_to_ask(council, by=by, use=use)
    return answer_in_pages(council, standing, question=question, receipt=receipt)


def test_an_answer_is_found_by_another_process_for_five_minutes(served):
    first = first_page(served, **OF)
    with closing(at(served)) as there, closing(at(served, KEPT_FOR)) as late:
        again = first_page(there, **OF)
        assert (again.receipt, again.notes) == (first.receipt, first.notes)
        assert again.table.equals(first.table)
        receipt = first.receipt.id
        assert next_page(there, **OF, receipt=receipt).receipt == first.receipt
        for other in ({"by": CODES["many"]}, {"question": f"{QUESTION} order by 1"}):
            assert next_page(there, **{**OF, **other}, receipt=receipt) is None
        assert files(served)
        assert next_page(late, **OF, receipt=receipt) is None
        assert files(served) == []  # whoever looks, for whatever, deletes what is over
        assert first_page(late, **OF).receipt != first.receipt


def test_it_is_sealed_and_ends_with_its_extract(served):
    """Change the council of this module, and so comes last."""
    forget_answers_in_pages(served, before=served.clock.now() + KEPT_FOR)
    kept = first_page(served, **OF)
    (sealed,) = files(served)
    assert b"tenure" not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o777 == 0o600
    served.end_agreement(by=DPO, agreement="warm-homes-2026", because="Over.")
    assert next_page(served, **OF, receipt=kept.receipt.id) is None
    with pytest.raises(Refused):
        first_page(served, **OF)
