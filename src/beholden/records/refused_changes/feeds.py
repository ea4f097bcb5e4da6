"""What people are told when the database refuses a change to a feed or to who may read it."""

from __future__ import annotations

from .sentence import TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "one_feed_stands": Sentence(
        "This use has a feed already, or one was asked for.",
        next_step="Close it first: beholden feed close USE.",
    ),
    "one_feed_in_a_place": Sentence("Another feed has this place on the server."),
    "feed_opened_by_another": No(
        "nobody opens a feed that they asked for.",
        "Rows need two people: one who asks and one who looks.",
        clause=TWO_PEOPLE,
    ),
    "feed_begins_as_asked": No(
        "a feed begins as a request.",
        "Rows need two people: one who asks and one who looks.",
        clause=TWO_PEOPLE,
    ),
    "opened_feed_has_place": Sentence("Who opened a feed, when and where belong together."),
    "feed_state_is_that_of_its_moments": Sentence("A feed is asked for, opened, then closed."),
    "only_an_opened_feed_is_filled": Sentence("Only a feed that was opened has rows."),
    "dropped_feed_is_closed_and_empty": Sentence("What is gone from the server has no rows."),
    "feed_has_reason": Sentence("A feed needs its reason, which is public."),
    "feed_keeps_its_words": No(
        "a feed that was asked for is never changed.",
        "Two people stand for it as it was asked.",
        "close it, and ask for another.",
        WRITTEN,
    ),
    "feed_goes_one_way": No(
        "a feed that is closed does not open again.",
        "What ended is looked at anew.",
        "ask for another.",
        WRITTEN,
    ),
    "feed_opened_and_closed_once": No(
        "when a feed was opened, closed and gone is never changed.",
        "Others rely on it.",
        "ask for another.",
        WRITTEN,
    ),
    "feed_opens_under_an_agreement_in_force": No(
        "a feed opens only under an agreement in force.",
        "What is not agreed is not given.",
        clause="agreements › state",
    ),
    "feed_filled_from_the_current_extract": No(
        "a feed is filled from the extract that stands under its own agreement.",
        "What is destroyed, or was sealed under other terms, is not given.",
        clause="S6 the end is the end",
    ),
    "one_access_stands": Sentence(
        "This person has access to the feed already.",
        next_step="Take it first, for a new password: beholden feed access take USE PERSON.",
    ),
    "feed_access_given_by_another": No(
        "nobody gives themselves access to a feed.",
        "Rows need two people: one who reads and one who lets them.",
        clause=TWO_PEOPLE,
    ),
    "records_feedaccess_login_key": Sentence("This login was given to somebody already."),
    "dropped_login_has_ended": Sentence("Access ends before its login is gone."),
    "feed_access_to_an_open_feed": No(
        "access is given to a feed that is open.",
        "There is nothing to read in another.",
        clause="S6 the end is the end",
    ),
    "feed_access_keeps_its_words": No(
        "access that was given is never changed.",
        "Who could read what, until when, must be told later.",
        "take it, and give it anew.",
        WRITTEN,
    ),
    "feed_access_ended_once": No(
        "when access ended is never changed.",
        "Who could read what, until when, must be told later.",
        "give it anew.",
        WRITTEN,
    ),
}
