"""What people are told of changes to releases and to the ledger."""

from __future__ import annotations

from .sentence import SAME_MOMENT, TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "saved_question_says_something": Sentence("A saved question has a title and a text."),
    # Schedules
    "schedule_has_days": Sentence(
        "A schedule asks every day, on a day of the week (1 to 7) or on one of the month (1 to 31)."
    ),
    "schedule_starts_before_its_end": Sentence("A schedule starts before it ends."),
    "schedule_asks_once_a_day": SAME_MOMENT,
    "records_schedulerun_receipt_id_key": Sentence("A receipt is of one asking."),
    "run_keeps_what_it_was": No(
        "what a schedule asked is never changed.",
        "Its answer is kept until its extract ends, and then it is only ever taken away.",
        "schedule the question anew.",
        WRITTEN,
    ),
    # Releases
    "release_of_an_answer": No(
        "a release begins as a request, for an answer of its own use.",
        "Nothing leaves that was not asked, answered and looked at by a second person.",
        "ask the question, then request the release of its answer.",
        TWO_PEOPLE,
    ),
    "release_reviewed_by_another": No(
        "nobody reviews a release that they asked for.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        TWO_PEOPLE,
    ),
    "release_reviewed_by_another_than_asked": No(
        "nobody reviews a release of their own question.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        TWO_PEOPLE,
    ),
    "release_reviewed_by_another_than_saved": No(
        "nobody reviews a release of a question that they saved.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        TWO_PEOPLE,
    ),
    "reviewed_release_has_reviewer": No(
        "a release is approved or declined by a named reviewer, at a moment.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        TWO_PEOPLE,
    ),
    "release_judged_with_reason": No(
        "a release of which something was left to judge is approved with a reason.",
        "What was found is in the release; how it was judged would be nowhere.",
        "say why it may leave all the same.",
        TWO_PEOPLE,
    ),
    "published_release_has_moment": Sentence(
        "A release has a moment of publication if, and only if, it is published."
    ),
    "release_keeps_its_table": No(
        "the table of a release is never changed.",
        "The reviewer saw this table and no other.",
        "request a new release.",
        WRITTEN,
    ),
    "release_goes_one_way": No(
        "a release cannot go back to what it was, nor skip a step.",
        "It is requested, then approved or declined; what is approved may be published.",
        "request a new release.",
        TWO_PEOPLE,
    ),
    "release_keeps_its_reviewer": No(
        "a review is never changed.", "It was given once.", "request a new release.", WRITTEN
    ),
    "release_mapped_before_its_review": No(
        "the map of a release is settled when it is asked for.",
        "The reviewer sees this map, or none, and no other is published.",
        "request a new release.",
        WRITTEN,
    ),
    "release_published_once": No(
        "what was published stays as it was published.",
        "Others may have taken it already.",
        "request a new release.",
        WRITTEN,
    ),
    # The ledger
    "one_ledger_head": SAME_MOMENT,
    "records_ledgerhead_pkey": SAME_MOMENT,
    "records_ledgerentry_pkey": SAME_MOMENT,
    "ledgerentry_takes_next_place": SAME_MOMENT,
    "ledgerhead_starts_at_nothing": SAME_MOMENT,
    "ledgerhead_goes_on_by_one": SAME_MOMENT,
}
