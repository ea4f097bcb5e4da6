"""What people are told of changes to uses opened in a crisis."""

from __future__ import annotations

from .sentence import NEW_ACT, TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "records_opening_use_id_key": Sentence(
        "This use was stated in a crisis already.", next_step="See it with `beholden crisis list`."
    ),
    "opening_of_thirty_days_at_most": Sentence(
        "A use is opened in a crisis for one day at least and thirty at most.",
        next_step="Say days: 30, or fewer.",
    ),
    "opening_is_reviewed_while_open": Sentence(
        "The full review of a use opened in a crisis is had while it is open.",
        next_step="Say review_within: as many days as it is open, or fewer.",
    ),
    "opening_has_reason": Sentence(
        "A crisis needs its reason.", next_step="Say why_now: what has happened."
    ),
    "opening_confirmed_whole": Sentence(
        "A use is opened by somebody, with a reason, for so many days, with a day for its review."
    ),
    "opening_keeps_to_its_days": No(
        "a use that was opened in a crisis ends, and is reviewed, by the days that were stated.",
        "Two people opened it for so many days, and no more.",
        clause="crisis › days",
    ),
    "opening_begins_unconfirmed": No(
        "a use is first asked for in a crisis, then confirmed.",
        "It takes two people: one officer and the data-protection officer.",
        "have the data-protection officer confirm it.",
        TWO_PEOPLE,
    ),
    "opening_keeps_its_words": No(
        "what was stated in a crisis is never changed.",
        "It was public from the first minute.",
        NEW_ACT,
        WRITTEN,
    ),
    "opening_confirmed_by_another": No(
        "nobody confirms a crisis that they stated themselves.",
        "It takes two people: one officer and the data-protection officer.",
        "have the data-protection officer confirm it.",
        TWO_PEOPLE,
    ),
    "decision_by_no_opener": No(
        "whoever opened a use in a crisis does not decide on it at its review.",
        "Two people opened it without a review; the review is a third person's.",
        "have another accountable officer decide.",
        TWO_PEOPLE,
    ),
    "opening_confirmed_once": No(
        "a use is opened in a crisis once.",
        "Otherwise thirty days would have no end.",
        "have its full review.",
        "crisis › days",
    ),
    "opening_reviewed_once": No(
        "when an opened use had its full review is never changed.", "", NEW_ACT, WRITTEN
    ),
    "opening_lapses_once": No(
        "when an opened use lapsed is never changed.",
        "The key of its extract was destroyed then.",
        NEW_ACT,
        WRITTEN,
    ),
    "agreement_of_no_declined_use": No(
        "no agreement begins of a use that was declined.",
        "The accountable officer said no, and that it was opened before changes nothing.",
        "state a new use.",
        "uses › decision",
    ),
    "opened_use_keeps_its_purpose": No(
        "what a use was opened for in a crisis is never changed.",
        "The data-protection officer confirmed this purpose and these officers.",
        "state another use.",
        WRITTEN,
    ),
}
