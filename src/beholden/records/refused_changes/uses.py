"""What people are told of changes to uses, advice, decisions and objections."""

from __future__ import annotations

from .sentence import TWO_PEOPLE, WRITTEN, No, Sentence

AS_SEEN = No(
    "this use was advised on or decided already, and cannot be stated anew.",
    "What the board and the officer saw must stay what was stated.",
    "state a new use, under another name.",
    "uses › statement",
)

SENTENCES: dict[str, Sentence] = {
    # Uses
    "records_datause_name_key": Sentence("There is already a data use of this name."),
    "use_has_purpose": Sentence(
        "A data use needs a purpose.", "Data are used for one purpose, stated beforehand."
    ),
    "special_category_is_personal": Sentence(
        "Special-category data are personal data.", next_step="Say personal_data: yes."
    ),
    "personal_data_owe_full_review": Sentence(
        "A use of personal data is owed a full review.", next_step="Take it to the board."
    ),
    "use_state_known": Sentence("A data use is stated, approved or declined, and nothing else."),
    "use_begins_stated": No(
        "a data use begins as stated.",
        "It is approved by the accountable officer's decision.",
        "state it, then have it decided.",
        "uses › decision",
    ),
    "use_follows_its_decision": No(
        "a data use is approved or declined by its newest decision, and by nothing else.",
        "The accountable officer answers for it.",
        "have the accountable officer decide.",
        "uses › decision",
    ),
    "use_keeps_its_name": No(
        "a data use keeps its name.",
        "The ledger tells of it by that name.",
        "state a new use, under another name.",
        WRITTEN,
    ),
    "use_stays_with_its_author": No(
        "a use is stated anew only by whoever stated it first.",
        "Otherwise somebody could pass their own use on, and then decide on it.",
        "state a new use, under another name.",
        TWO_PEOPLE,
    ),
    "use_stays_as_it_was_seen": AS_SEEN,
    "consequence_added_before_advice": AS_SEEN,
    "consequence_stays_as_it_was_seen": AS_SEEN,
    "consequence_deleted_before_advice": AS_SEEN,
    "consequence_never_emptied": AS_SEEN,
    "one_consequence_per_place": Sentence("Two consequences have the same place in the list."),
    "stance_known": Sentence(
        "The stance on a consequence is not known.", next_step="Say act, influence or monitor."
    ),
    "consequence_kind_known": Sentence(
        "The kind of a consequence is not known.", next_step="Say positive or negative."
    ),
    # Advice and decisions
    "advice_has_quorum": Sentence(
        "Advice without a quorum is no advice.", next_step="Record it once the board is quorate."
    ),
    "one_advice_per_meeting": Sentence("The board's advice of this meeting is recorded already."),
    "one_point_per_number": Sentence(
        "Two points of advice have the same number.", next_step="Number the points from 1."
    ),
    "decision_has_reason": Sentence("A decision needs its reasons.", next_step="Say because: …"),
    "decision_by_another": No(
        "nobody decides on a use that they stated themselves.",
        "A decision needs two people: one who asks and one who answers.",
        "have the accountable officer decide.",
        TWO_PEOPLE,
    ),
    "review_has_reason": Sentence("A review needs its reasons.", next_step="Say because: …"),
    "review_by_another": No(
        "nobody reviews a use that they stated themselves.",
        "A review needs two people: one who uses the data and one who looks.",
        "have the accountable officer review it.",
        TWO_PEOPLE,
    ),
    # Objections
    "one_objection_stands": Sentence("This subject has objected already."),
    "objection_keeps_its_mark": No(
        "an objection is never changed.",
        "Somebody relies on it.",
        "withdraw it, then record another.",
        WRITTEN,
    ),
    "objection_withdrawn_once": No(
        "an objection is withdrawn once.",
        "When it stood, and when it did not, must be told later.",
        "record a new objection.",
        WRITTEN,
    ),
}
