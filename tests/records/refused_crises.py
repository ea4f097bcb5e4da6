"""Changes to a use opened in a crisis that the database refuses, each with what refuses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import story


def _save(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def _opening(case: Any, **other: Any) -> Any:
    return story.an_opening(case.fresh_use(), **other)


def _opened(case: Any) -> Any:
    return case.one("Opening")


def confirmed_as_written(opening: Any, **written: str) -> None:
    """Confirm it with days or a moment in the very text, as a program beside ours may write it."""
    from django.db.models.expressions import RawSQL

    texts = {name: RawSQL(f"'{text}'", []) for name, text in written.items()}
    type(opening).objects.filter(pk=opening.pk).update(**{**story.confirmation(), **texts})


def _in_force_unconfirmed(case: Any) -> None:
    story.an_agreement(_opening(case).use, name="second")


def _in_force_after_a_no(case: Any) -> None:
    """Begin an agreement of a use that was opened, reviewed in time, and declined."""
    opening = _opening(case)
    _save(opening, **story.confirmation())
    story.a_decision(opening.use, yes=False)
    _save(opening.use, state="declined")
    _save(opening, reviewed_at=story.at(15))
    story.an_agreement(opening.use, name="second")


CRISES: list[tuple[str, Callable[[Any], object]]] = [
    ("records_opening_use_id_key", lambda case: story.an_opening(_opened(case).use)),
    ("opening_of_thirty_days_at_most", lambda case: _opening(case, days=31)),
    ("opening_is_reviewed_while_open", lambda case: _opening(case, days=5, review_within=6)),
    ("opening_has_reason", lambda case: _opening(case, why_now="")),
    ("opening_begins_unconfirmed", lambda case: _opening(case, **story.confirmation())),
    ("opening_confirmed_whole", lambda case: _save(_opening(case), until=story.at(20).date())),
    (
        "opening_confirmed_whole",
        lambda case: _save(
            _opening(case), **{**story.confirmation(), "review_by": story.at(30).date()}
        ),
    ),
    *(
        (
            "opening_keeps_to_its_days",
            lambda case, days=days: _save(
                _opening(case),
                **{
                    **story.confirmation(),
                    **{name: story.at(day).date() for name, day in days.items()},
                },
            ),
        )
        # Stated for 20 days and a review within 14, and confirmed on the second of the month.
        for days in (
            {"until": 24, "review_by": 18},
            {"until": 22, "review_by": 17},
            {"until": 19, "review_by": 13},
            {"until": 21},  # fewer days after its review than were stated
        )
    ),
    *(
        (
            "opening_keeps_to_its_days",
            lambda case, written=written: confirmed_as_written(_opening(case), **written),
        )
        # Text that SQLite's date() reads as nothing and Python as a day.
        for written in (
            {"until": "20991231", "review_by": "20991208"},
            {"until": "2099-1-1", "review_by": "2099-1-1"},
            {"confirmed_at": "20981203T10:00:00"},
        )
    ),
    (
        "opening_confirmed_by_another",
        lambda case: _save(
            _opening(case), **{**story.confirmation(), "confirmed_by": story.author()}
        ),
    ),
    ("opening_keeps_its_words", lambda case: _save(_opened(case), why_now="Other.")),
    ("opening_keeps_its_words", lambda case: _save(_opened(case), days=29)),
    ("opening_keeps_its_words", lambda case: _save(_opened(case), asked_by=story.officer())),
    ("opening_confirmed_once", lambda case: _save(_opened(case), until=story.at(29).date())),
    (
        "decision_by_no_opener",
        lambda case: story.a_decision(_opened(case).use, decided_by=story.reviewer()),
    ),
    ("opening_reviewed_once", lambda case: _save(_opened(case), reviewed_at=None)),
    ("opening_lapses_once", lambda case: _save(_opened(case), lapsed_at=None)),
    (
        "opened_use_keeps_its_purpose",
        lambda case: _save(_opened(case).use, purpose="Something else."),
    ),
    ("agreement_of_an_approved_use", _in_force_unconfirmed),
    ("agreement_of_no_declined_use", _in_force_after_a_no),
    (
        "agreement_of_an_approved_use",
        lambda case: story.an_agreement(_opened(case).use, name="third"),
    ),
]
