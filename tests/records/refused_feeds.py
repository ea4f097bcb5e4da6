"""Changes to a feed, or to who may read it, that the database refuses, each with what refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import story


def _save(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def _feed(case: Any) -> Any:
    return case.one("Feed")


def _closed(case: Any) -> Any:
    feed = _feed(case)
    _save(feed, state="closed", closed_at=story.at(20))
    return feed


def _dropped(case: Any) -> Any:
    feed = _closed(case)
    _save(feed, dropped_at=story.at(21), extract=None)
    return feed


def _asked(case: Any, **other: Any) -> Any:
    _closed(case)
    return story.asked_feed(case.one("Agreement"), **{"id": "feed-2", **other})


def _opened(feed: Any, **other: Any) -> None:
    fields = {"state": "open", "opened_by": story.officer(), "opened_at": story.at(20)}
    _save(feed, **{**fields, "place": "another", **other})


def _opened_after_the_end(case: Any) -> None:
    feed = _asked(case)
    _save(case.one("Agreement"), state="ended", ended_at=story.at(19))
    _opened(feed)


def _filled_from_what_is_destroyed(case: Any) -> None:
    feed, old = _feed(case), case.one("Extract")
    _save(feed, extract=None)
    _save(old, state="destroyed", destroyed_at=story.at(9))
    _save(feed, extract=old)


def _filled_unopened(case: Any) -> None:
    _save(_asked(case), extract=case.one("Extract"))


def _access(case: Any) -> Any:
    return case.one("FeedAccess")


def _other_access(case: Any, **other: Any) -> Any:
    fields = {"person": story.reviewer(), "login": "warm_homes_bbbbbbbb", **other}
    return story.an_access(_feed(case), **fields)


def _ended(case: Any) -> Any:
    access = _access(case)
    _save(access, ended_at=story.at(20), ended_because="Left.")
    return access


FEEDS: list[tuple[str, Callable[[Any], object]]] = [
    ("one_feed_stands", lambda case: story.asked_feed(case.one("Agreement"), id="feed-2")),
    ("one_feed_in_a_place", lambda case: _opened(_asked(case), place="warm_homes")),
    ("feed_opened_by_another", lambda case: _opened(_asked(case), opened_by=story.author())),
    ("feed_begins_as_asked", lambda case: _asked(case, state="open", opened_at=story.at(9))),
    ("opened_feed_has_place", lambda case: _opened(_asked(case), place="")),
    (
        "feed_state_is_that_of_its_moments",
        lambda case: _save(_feed(case), closed_at=story.at(20)),
    ),
    ("only_an_opened_feed_is_filled", _filled_unopened),
    (
        "dropped_feed_is_closed_and_empty",
        lambda case: _save(_closed(case), dropped_at=story.at(21)),
    ),
    ("feed_has_reason", lambda case: _asked(case, because="")),
    ("feed_keeps_its_words", lambda case: _save(_feed(case), because="Another.")),
    ("feed_goes_one_way", lambda case: _save(_feed(case), state="asked")),
    ("feed_opened_and_closed_once", lambda case: _save(_feed(case), place="elsewhere")),
    ("feed_opened_and_closed_once", lambda case: _save(_closed(case), closed_at=story.at(30))),
    ("feed_opened_and_closed_once", lambda case: _save(_dropped(case), dropped_at=None)),
    ("feed_opens_under_an_agreement_in_force", _opened_after_the_end),
    ("feed_filled_from_the_current_extract", _filled_from_what_is_destroyed),
    ("one_access_stands", lambda case: _other_access(case, person=story.analyst())),
    ("feed_access_given_by_another", lambda case: _other_access(case, given_by=story.reviewer())),
    (
        "records_feedaccess_login_key",
        lambda case: _other_access(case, login=_access(case).login),
    ),
    ("dropped_login_has_ended", lambda case: _save(_access(case), dropped_at=story.at(20))),
    (
        "feed_access_to_an_open_feed",
        lambda case: story.an_access(_closed(case), person=story.reviewer(), login="b"),
    ),
    ("feed_access_to_an_open_feed", lambda case: _other_access(case, ended_at=story.at(20))),
    ("feed_access_keeps_its_words", lambda case: _save(_access(case), login="b")),
    ("feed_access_ended_once", lambda case: _save(_ended(case), ended_at=None)),
]
