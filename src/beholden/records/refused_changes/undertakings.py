"""What people are told of changes to what offices undertake."""

from __future__ import annotations

from .sentence import SAME_MOMENT, TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "one_undertaking_per_number": SAME_MOMENT,
    "undertaking_says_what_and_who": Sentence(
        "An undertaking says what is to be done, and which office does it."
    ),
    "undertaking_origin_known": Sentence("It is not known where this undertaking comes from."),
    "undertaking_step_known": Sentence("This is no step in the life of an undertaking."),
    "undertaking_step_has_its_day": Sentence(
        "More time has a last day, and what is done or withdrawn has none."
    ),
    "undertaking_step_has_person_and_reason": Sentence(
        "What is recorded of an undertaking has a person and a reason.", next_step="Say why."
    ),
    "undertaking_ends_once": No(
        "this undertaking has ended.",
        "It was done or withdrawn, and nothing is recorded of it afterwards.",
        "give a new undertaking.",
        WRITTEN,
    ),
    "undertaking_agreed_by_another": No(
        "more time is given, and an undertaking withdrawn, by two people.",
        "One asks and another agrees to the same.",
        "have a second person agree to what was asked.",
        TWO_PEOPLE,
    ),
    "undertaking_set_aside_by_decision": No(
        "an undertaking is set aside only by a decision that refuses the advice it comes from.",
        "Nothing else lifts what the board asked for.",
        "have the accountable officer decide, with reasons.",
        "uses › decision",
    ),
}
