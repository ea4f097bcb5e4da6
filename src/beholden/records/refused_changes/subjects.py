"""What people are told when the database refuses a change to what subjects asked for."""

from __future__ import annotations

from .sentence import SAME_MOMENT, TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "one_opt_out_stands": Sentence("This subject has opted out already."),
    "opt_out_has_kind": Sentence("An opt-out is of a kind of use."),
    "opt_out_keeps_its_mark": No(
        "an opt-out is never changed.",
        "Somebody relies on it.",
        "withdraw it, then record another.",
        WRITTEN,
    ),
    "opt_out_withdrawn_once": No(
        "an opt-out is withdrawn once.",
        "When it stood, and when it did not, must be told later.",
        "record a new opt-out.",
        WRITTEN,
    ),
    "records_memberskept_extract_id_key": Sentence("The members of this extract are kept already."),
    "members_are_of_their_extract": No(
        "the record of an extract's members is never changed.",
        "What residents are told rests on it.",
        "seal again.",
        WRITTEN,
    ),
    "members_destroyed_for_good": No(
        "what was destroyed does not come back.",
        "The council keeps it no longer.",
        clause="S6 the end is the end",
    ),
    "one_household_statement_stands": SAME_MOMENT,
    "household_statement_has_reason": Sentence(
        "This needs a reason.", "Why to be in the dataset tells nothing of anybody."
    ),
    "household_statement_keeps_its_words": No(
        "what was stated of a dataset is never changed.",
        "Residents were told by it.",
        "state it anew; the earlier statement is withdrawn.",
        WRITTEN,
    ),
    "household_statement_withdrawn_once": No(
        "a statement of a dataset is withdrawn once.",
        "When it stood, and when it did not, must be told later.",
        "state it anew.",
        WRITTEN,
    ),
    "span_is_of_something": Sentence("A span is of something that is kept or lasts."),
    "shorter_span_waits": No(
        "what is kept is kept for fewer days only once a second person confirms it.",
        "What is past a shorter span is destroyed.",
        clause=TWO_PEOPLE,
    ),
    "span_shortened_by_two_people": No(
        "nobody confirms a shorter span that they stated.",
        "What is past a shorter span is destroyed.",
        clause=TWO_PEOPLE,
    ),
    "records_spanconfirmation_span_id_key": SAME_MOMENT,
    "records_answersofday_day_key": SAME_MOMENT,
    "answers_of_a_day_only_grow": No(
        "how many answers were given on a day is never taken back.",
        "The ledger tells it.",
        clause=WRITTEN,
    ),
    "concealment_by_two_people": No(
        "nobody confirms a concealment that they stated.",
        "What residents are not told of needs two people.",
        clause=TWO_PEOPLE,
    ),
    "concealment_begins_unconfirmed": No(
        "a concealment waits for a second person.",
        "What residents are not told of needs two people.",
        clause=TWO_PEOPLE,
    ),
    "confirmed_concealment_has_moment": Sentence("Who confirmed it, and when, belong together."),
    "concealment_has_reason": Sentence("A concealment needs a lawful reason."),
    "concealment_keeps_its_words": No(
        "a concealment is never changed.",
        "Two people stand for it as it was stated.",
        "lift it, and state another.",
        WRITTEN,
    ),
    "concealment_confirmed_and_ended_once": No(
        "a concealment is confirmed once, and what has ended does not begin again.",
        "It is looked at anew each time.",
        "state another.",
        WRITTEN,
    ),
    "complaint_has_kind": Sentence("A complaint is about something."),
    "complaint_keeps_its_words": No(
        "a complaint is never changed.",
        "It is what somebody said.",
        "record what came of it as a step.",
        WRITTEN,
    ),
    "complaint_forgotten_for_good": No(
        "what was forgotten does not come back.",
        "The council keeps it no longer.",
        clause="S6 the end is the end",
    ),
    "request_has_kind": Sentence("A request is for something."),
    "closed_request_has_outcome": Sentence("A request is closed by somebody, with an outcome."),
    "forgotten_request_is_closed": Sentence("What nobody has answered yet is not forgotten."),
    "request_begins_open": No(
        "a request is filed first, and closed afterwards.",
        "Whoever asks is answered by somebody.",
        "file it, then close it.",
        WRITTEN,
    ),
    "request_keeps_its_words": No(
        "a request is never changed.",
        "It is what somebody asked.",
        "say in the note, when it is closed, what came of it.",
        WRITTEN,
    ),
    "request_closed_once": No(
        "a request is closed once.",
        "What came of it was told.",
        "have it filed anew.",
        WRITTEN,
    ),
    "request_forgotten_for_good": No(
        "what was forgotten does not come back.",
        "The council keeps it no longer.",
        clause="S6 the end is the end",
    ),
    "one_step_of_a_kind": Sentence("This was recorded of the complaint already."),
    "decided_complaint_has_outcome": Sentence("A decision, and nothing else, has an outcome."),
    "complaint_decided_by_another": No(
        "nobody decides on a complaint about a use that they stated or decided on.",
        "Whoever complains is owed another's eyes.",
        clause=TWO_PEOPLE,
    ),
}
