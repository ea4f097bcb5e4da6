"""What people are told of changes to agreements, extracts and receipts."""

from __future__ import annotations

from .sentence import NEW_ACT, SAME_MOMENT, TWO_PEOPLE, WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
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
        "an agreement comes into force only for a use that is approved, or open in a crisis.",
        "This use has no decision that approves it, or was declined since.",
        "have the accountable officer decide.",
        "uses › decision",
    ),
    "agreement_ends_once": No(
        "the moment at which an agreement ended is never changed.",
        "Its extract's key was destroyed then.",
        NEW_ACT,
        WRITTEN,
    ),
    "agreement_begins_once": No(
        "the moment at which an agreement came into force is never changed.",
        "What was asked before it must be told from what was asked under it.",
        NEW_ACT,
        WRITTEN,
    ),
    "agreement_stopped_on_record": No(
        "an agreement is suspended, and goes on, only with a reason on record.",
        "Whoever stops it says why, and another person says why it goes on.",
        "suspend it, or have another person resume it.",
        TWO_PEOPLE,
    ),
    "suspension_has_reason": Sentence("A suspension needs its reason.", next_step="Say because."),
    "resumption_is_whole": Sentence("A suspension is lifted by somebody, at a moment, with why."),
    "resumed_by_another": No(
        "nobody lifts a suspension that they ordered.",
        "It takes two people: one who stops and one who finds that it may go on.",
        "have another officer resume it.",
        TWO_PEOPLE,
    ),
    "one_suspension_at_a_time": Sentence("This agreement is suspended already."),
    "suspension_keeps_its_reason": No(
        "the reason of a suspension is never changed.", "It is public.", NEW_ACT, WRITTEN
    ),
    "suspension_lifted_once": No(
        "a suspension is lifted once.", "When it stood must be told later.", NEW_ACT, WRITTEN
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
        TWO_PEOPLE,
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
        "the record of an extract is never changed.", "It was sealed once.", "seal anew.", WRITTEN
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
        NEW_ACT,
        "S6 the end is the end",
    ),
    "answer_has_extract": Sentence("An answer comes from an extract, under an agreement."),
    "receipt_of_its_own_extract": No(
        "an answer comes from an extract of its own use and agreement.",
        "Nothing is joined across uses.",
        "ask under the use that the extract was sealed for.",
        "S7 no joining across uses",
    ),
}
