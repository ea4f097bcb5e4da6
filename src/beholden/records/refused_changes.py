"""What people are told when the database refuses a change: one sentence for each constraint.

The names are those of the models' constraints and of the guards in the migrations; a test holds the
two lists together. No sentence holds a value.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel import BadInput, BeholdenError, Refusal, Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was wrong, why it is not taken, and what to do next."""

    what: str
    why: str = ""
    next_step: str = ""

    def error(self) -> BeholdenError:
        """Return the error that says it: what was stated does not fit the register."""
        return BadInput(self.what, why=self.why, next_step=self.next_step)


@dataclass(frozen=True, slots=True)
class No(Sentence):
    """A sentence that is the software's no, with the clause that says it."""

    clause: str = ""

    def error(self) -> BeholdenError:
        """Return the refusal."""
        return Refused(
            Refusal(what=self.what, why=self.why, clause=self.clause, next_step=self.next_step)
        )


@dataclass(frozen=True, slots=True)
class Later(Sentence):
    """A sentence for what may succeed when it is tried again."""

    def error(self) -> BeholdenError:
        """Return the error that says to try again."""
        return Unavailable(self.what, why=self.why, next_step=self.next_step)


_NEW_ACT = "record a new act beside it; what was written stays."
_WRITTEN = "S5 every act is written"
_TWO_PEOPLE = "S9 two people"

_FACTS = {
    "ledgerentry": "an entry of the ledger",
    "signature": "a signature",
    "advice": "the board's advice",
    "advicepoint": "a point of the board's advice",
    "decision": "a decision",
    "review": "a review",
    "receipt": "a receipt",
    "outcome": "an outcome",
    "datasetversion": "a version of a dataset",
    "keycolumn": "the record of a linkage",
    "linkagerun": "the record of who ran a linkage",
    "reviewsample": "a sample for review",
    "pairlabel": "a decision about a pair",
    "partyanswer": "a party's answer",
}

_KEPT = {
    **_FACTS,
    "ledgerhead": "the head of the ledger",
    "datause": "a data use",
    "agreement": "an agreement",
    "extract": "the record of an extract",
    "release": "the record of a release",
    "objection": "an objection",
    "suspension": "a suspension",
}


def _facts() -> dict[str, Sentence]:
    why = "It is a fact that others rely on, so it is only ever added to."
    changed = {
        f"{table}_never_changed": No(f"{words} is never changed.", why, _NEW_ACT, _WRITTEN)
        for table, words in _FACTS.items()
    }
    gone = {
        f"{table}_never_{how}": No(f"{words} is never deleted.", why, _NEW_ACT, _WRITTEN)
        for table, words in _KEPT.items()
        for how in ("deleted", "emptied")
    }
    return changed | gone


_AS_SEEN = No(
    "this use was advised on or decided already, and cannot be stated anew.",
    "What the board and the officer saw must stay what was stated.",
    "state a new use, under another name.",
    "uses › statement",
)

SAME_MOMENT = Later(
    "Another act was recorded at the same moment; nothing was changed.",
    next_step="Run the command again.",
)

SENTENCES: dict[str, Sentence] = {
    **_facts(),
    # People
    "person_has_code": Sentence("A person needs a code.", next_step="Name one, such as a.khan."),
    "person_has_office": Sentence("A person needs an office.", "Only the office is ever public."),
    "records_person_code_key": Sentence("There is already a person with this code."),
    "role_held_once": Sentence("This person has this role already."),
    # Datasets
    "records_dataset_name_key": Sentence(
        "There is already a dataset of this name.", next_step="Register a new version of it."
    ),
    "dataset_has_steward": Sentence(
        "A dataset needs a steward.", "Somebody must answer for what the council holds."
    ),
    "one_version_per_number": SAME_MOMENT,
    "versions_count_from_one": Sentence("The versions of a dataset are counted from 1."),
    "one_key_per_number": SAME_MOMENT,
    "matched_within_rows": Sentence("More rows were matched than the dataset has."),
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
        _WRITTEN,
    ),
    "use_stays_with_its_author": No(
        "a use is stated anew only by whoever stated it first.",
        "Otherwise somebody could pass their own use on, and then decide on it.",
        "state a new use, under another name.",
        _TWO_PEOPLE,
    ),
    "use_stays_as_it_was_seen": _AS_SEEN,
    "consequence_added_before_advice": _AS_SEEN,
    "consequence_stays_as_it_was_seen": _AS_SEEN,
    "consequence_deleted_before_advice": _AS_SEEN,
    "consequence_never_emptied": _AS_SEEN,
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
        _TWO_PEOPLE,
    ),
    "review_has_reason": Sentence("A review needs its reasons.", next_step="Say because: …"),
    "review_by_another": No(
        "nobody reviews a use that they stated themselves.",
        "A review needs two people: one who uses the data and one who looks.",
        "have the accountable officer review it.",
        _TWO_PEOPLE,
    ),
    # Objections
    "one_objection_stands": Sentence("This subject has objected already."),
    "objection_keeps_its_mark": No(
        "an objection is never changed.",
        "Somebody relies on it.",
        "withdraw it, then record another.",
        _WRITTEN,
    ),
    "objection_withdrawn_once": No(
        "an objection is withdrawn once.",
        "When it stood, and when it did not, must be told later.",
        "record a new objection.",
        _WRITTEN,
    ),
    # Agreements
    "one_agreement_per_version": SAME_MOMENT,
    "agreement_versions_count_from_one": Sentence(
        "The versions of an agreement are counted from 1."
    ),
    "one_agreement_in_force": No(
        "another agreement of this use is in force or suspended.",
        "Two agreements over one use could disagree.",
        "end the other, or offer a new version of it.",
        "agreement",
    ),
    "agreement_ends_after_start": Sentence(
        "The agreement ends before it starts.", next_step="Check from: and until:."
    ),
    "ended_agreement_has_moment": Sentence(
        "An agreement has a moment of ending if, and only if, it has ended."
    ),
    "agreement_begins_offered": No(
        "an agreement begins as an offer.",
        "It comes into force when every party has signed.",
        "offer it, then have the parties sign.",
        "agreement › between",
    ),
    "agreement_keeps_its_words": No(
        "the words of an agreement are never changed.",
        "The parties signed them, and the gate obeys them.",
        "offer a new version.",
        "agreement",
    ),
    "agreement_goes_one_way": No(
        "an agreement cannot go back to what it was, nor skip a step.",
        "It is offered, then in force, perhaps suspended, then superseded, ended or withdrawn.",
        "offer a new version.",
        "agreement",
    ),
    "agreement_of_an_approved_use": No(
        "an agreement comes into force only for a use that is approved.",
        "This use has no decision that approves it, or was declined since.",
        "have the accountable officer decide.",
        "uses › decision",
    ),
    "agreement_ends_once": No(
        "the moment at which an agreement ended is never changed.",
        "Its extract's key was destroyed then.",
        _NEW_ACT,
        _WRITTEN,
    ),
    "agreement_begins_once": No(
        "the moment at which an agreement came into force is never changed.",
        "What was asked before it must be told from what was asked under it.",
        _NEW_ACT,
        _WRITTEN,
    ),
    "agreement_stopped_on_record": No(
        "an agreement is suspended, and goes on, only with a reason on record.",
        "Whoever stops it says why, and another person says why it goes on.",
        "suspend it, or have another person resume it.",
        _TWO_PEOPLE,
    ),
    "suspension_has_reason": Sentence("A suspension needs its reason.", next_step="Say because."),
    "resumption_is_whole": Sentence("A suspension is lifted by somebody, at a moment, with why."),
    "resumed_by_another": No(
        "nobody lifts a suspension that they ordered.",
        "It takes two people: one who stops and one who finds that it may go on.",
        "have another officer resume it.",
        _TWO_PEOPLE,
    ),
    "one_suspension_at_a_time": Sentence("This agreement is suspended already."),
    "suspension_keeps_its_reason": No(
        "the reason of a suspension is never changed.", "It is public.", _NEW_ACT, _WRITTEN
    ),
    "suspension_lifted_once": No(
        "a suspension is lifted once.", "When it stood must be told later.", _NEW_ACT, _WRITTEN
    ),
    "draft_keeps_its_author": No(
        "a draft keeps its name, its use and its author.",
        "Only its author changes it.",
        "keep a draft of your own, under another name.",
        "agreement › draft",
    ),
    "records_agreementdraft_name_key": Sentence("There is already a draft of this name."),
    "answer_has_party_and_text": Sentence("A party's answer needs a party and its words."),
    "answer_is_known": Sentence(
        "A party's answer is not known.", next_step="Sign, ask for changes, decline or withdraw."
    ),
    "party_withdraws_once": Sentence("This party has withdrawn already."),
    "answer_while_open": No(
        "nothing is answered to an agreement that is over.",
        "It was superseded, ended or withdrawn.",
        "answer its newest version.",
        "agreement › between",
    ),
    "withdrawal_after_signature": Sentence(
        "Only a party that has signed can withdraw.", next_step="Decline it, or ask for changes."
    ),
    "signature_while_open": No(
        "an agreement that is over is not signed.",
        "It was superseded, ended or withdrawn.",
        "sign its newest version.",
        "agreement › between",
    ),
    "party_signs_once": Sentence("This party has signed this version already."),
    "signature_has_party": Sentence("A signature needs a party."),
    "signature_by_another": No(
        "nobody signs an agreement that they wrote themselves.",
        "An agreement needs two people: one who offers it and one who signs.",
        "have somebody else sign for the party.",
        _TWO_PEOPLE,
    ),
    "signature_under_same_terms": No(
        "a party signs the terms as they were offered, and no others.",
        "The terms that were read differ from those of the agreement.",
        "read the agreement as it stands, then sign.",
        "agreement › terms",
    ),
    # Extracts and receipts
    "one_current_extract": SAME_MOMENT,
    "one_extract_per_version": SAME_MOMENT,
    "extract_versions_count_from_one": Sentence("The extracts of a use are counted from 1."),
    "destroyed_extract_has_moment": Sentence(
        "An extract has a moment of destruction if, and only if, its key is destroyed."
    ),
    "extract_under_agreement_in_force": No(
        "nothing is sealed without an agreement of this use that is in force.",
        "What is not agreed cannot be computed.",
        "have every party sign the agreement.",
        "agreement",
    ),
    "extract_keeps_its_facts": No(
        "the record of an extract is never changed.", "It was sealed once.", "seal anew.", _WRITTEN
    ),
    "extract_goes_one_way": No(
        "an extract whose key is destroyed cannot be asked again.",
        "The end is the end.",
        "seal anew, under an agreement in force.",
        "S6 the end is the end",
    ),
    "extract_destroyed_once": No(
        "the moment at which a key was destroyed is never changed.",
        "The end is the end.",
        _NEW_ACT,
        "S6 the end is the end",
    ),
    "answer_has_extract": Sentence("An answer comes from an extract, under an agreement."),
    "receipt_of_its_own_extract": No(
        "an answer comes from an extract of its own use and agreement.",
        "Nothing is joined across uses.",
        "ask under the use that the extract was sealed for.",
        "S7 no joining across uses",
    ),
    # Releases
    "release_of_an_answer": No(
        "a release begins as a request, for an answer of its own use.",
        "Nothing leaves that was not asked, answered and looked at by a second person.",
        "ask the question, then request the release of its answer.",
        _TWO_PEOPLE,
    ),
    "release_reviewed_by_another": No(
        "nobody reviews a release that they asked for.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        _TWO_PEOPLE,
    ),
    "release_reviewed_by_another_than_asked": No(
        "nobody reviews a release of their own question.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        _TWO_PEOPLE,
    ),
    "reviewed_release_has_reviewer": No(
        "a release is approved or declined by a named reviewer, at a moment.",
        "A release needs two people: one who asks and one who looks.",
        "have another reviewer look at it.",
        _TWO_PEOPLE,
    ),
    "published_release_has_moment": Sentence(
        "A release has a moment of publication if, and only if, it is published."
    ),
    "release_keeps_its_table": No(
        "the table of a release is never changed.",
        "The reviewer saw this table and no other.",
        "request a new release.",
        _WRITTEN,
    ),
    "release_goes_one_way": No(
        "a release cannot go back to what it was, nor skip a step.",
        "It is requested, then approved or declined; what is approved may be published.",
        "request a new release.",
        _TWO_PEOPLE,
    ),
    "release_keeps_its_reviewer": No(
        "a review is never changed.", "It was given once.", "request a new release.", _WRITTEN
    ),
    "release_published_once": No(
        "what was published stays as it was published.",
        "Others may have taken it already.",
        "request a new release.",
        _WRITTEN,
    ),
    # Review of links
    "threshold_is_a_share": Sentence("The threshold of a linkage is from 0 to 1."),
    "sample_of_known_rows": Sentence("A sample is of matched rows or of unmatched ones."),
    "labelled_rows_count_from_one": Sentence("The rows of a dataset are counted from 1."),
    "label_says_a_known_word": Sentence(
        "What is decided about a pair is same, different or cannot tell."
    ),
    "label_by_another": No(
        "nobody reviews a link that they had made.",
        "A link needs two people: one who has it made and one who looks.",
        "have another reviewer of links look at it.",
        _TWO_PEOPLE,
    ),
    # The ledger
    "one_ledger_head": SAME_MOMENT,
    "records_ledgerhead_pkey": SAME_MOMENT,
    "records_ledgerentry_pkey": SAME_MOMENT,
    "ledgerentry_takes_next_place": SAME_MOMENT,
    "ledgerhead_starts_at_nothing": SAME_MOMENT,
    "ledgerhead_goes_on_by_one": SAME_MOMENT,
}
