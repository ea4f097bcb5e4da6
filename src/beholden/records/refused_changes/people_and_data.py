"""What people are told of changes to people, datasets and the review of links."""

from __future__ import annotations

from .sentence import SAME_MOMENT, TWO_PEOPLE, WRITTEN, No, Sentence

_STAYS = No(
    "nobody is taken out of the register.",
    "Whatever they did is on record as theirs.",
    "record that they left: `beholden person leave`.",
    WRITTEN,
)

_OWN_ROLE = No(
    "nobody gives themselves a role.",
    "Who may give roles could else decide, sign and ask alone.",
    "another administrator.",
    TWO_PEOPLE,
)

_HANDED_OVER = No(
    "an account is given again by who cannot be who took it away, or its address is only sent.",
    "Accounts that one opened for another, directly or through others, may be one human being's.",
    "another administrator.",
    TWO_PEOPLE,
)

SENTENCES: dict[str, Sentence] = {
    # People
    "account_given_by_another": No(
        "nobody gives an account again that they took away.",
        "Whoever holds what sets its password acts as its person.",
        "another administrator.",
        TWO_PEOPLE,
    ),
    "account_given_from_elsewhere": _HANDED_OVER,
    "account_given_on_record": _HANDED_OVER,
    "account_begins_taken": No(
        "an account is taken away first, and given again afterwards.",
        "Two people are told apart by it.",
        "another administrator.",
        TWO_PEOPLE,
    ),
    "account_opened_on_record": No(
        "an account is opened by somebody, and after one was closed by another than who closed it.",
        "Whoever opened it may have been its person; so it is on record who did.",
        "an administrator: `beholden account open`.",
        TWO_PEOPLE,
    ),
    "account_stays_theirs": No(
        "an account stays its person's.",
        "Whoever signs in with it acts as that person.",
        "an administrator: close it, and open one for the other person.",
        TWO_PEOPLE,
    ),
    "account_taken_once": Sentence(
        "This account is taken away already, and was not given again.",
        next_step="Have another administrator give it: beholden account give.",
    ),
    "account_taken_stays": No(
        "who took an account away, and who gave it again, stays on record.",
        "Two people are told apart by it.",
        clause=WRITTEN,
    ),
    "accounttaken_never_deleted": _STAYS,
    "accounttaken_never_emptied": _STAYS,
    "wayin_never_changed": _STAYS,
    "wayin_never_deleted": _STAYS,
    "wayin_never_emptied": _STAYS,
    "person_has_code": Sentence("A person needs a code.", next_step="Name one, such as a.khan."),
    "person_has_office": Sentence("A person needs an office.", "Only the office is ever public."),
    "api_key_has_purpose": Sentence("A key of the API says what it is for."),
    "records_apikey_fingerprint_key": Sentence("There is already a key with this secret."),
    "api_key_keeps_what_it_carries": No(
        "a key of the API is never changed.",
        "What a program may do was said when it was opened.",
        "close it, and open another.",
        WRITTEN,
    ),
    "api_key_closed_for_good": No(
        "a key of the API that was closed stays closed.",
        "Whoever closed it relies on that.",
        "open another.",
        WRITTEN,
    ),
    "sent_once_by_a_person": Sentence("There is already a request under this key."),
    "form_begun_once": SAME_MOMENT,
    # Areas
    "one_areas_per_version": Sentence(
        "There is already that version of these areas.", next_step="Keep them again."
    ),
    "areas_say_whose_they_are": Sentence(
        "A version of areas counts from one and says whose they are.",
        "The words of their licence stand under every map.",
    ),
    "records_person_code_key": Sentence("There is already a person with this code."),
    "person_keeps_code": No(
        "a person keeps their code.",
        "Whatever they did is on record under it, and would be another's.",
        "record that they left, and add them under the other code.",
        WRITTEN,
    ),
    "person_keeps_earlier_offices": No(
        "whoever gets another office keeps the earlier ones on record, as they were.",
        "What was signed shows the office of its day.",
        "record the office with `beholden person add`, which keeps them.",
        WRITTEN,
    ),
    "person_never_deleted": _STAYS,
    "person_never_emptied": _STAYS,
    "role_held_once": Sentence("This person has this role already."),
    "role_given_by_another": _OWN_ROLE,
    "role_given_by_somebody": _OWN_ROLE,
    "role_stays_as_given": Sentence(
        "A role that was given stays as it was given.", next_step="Take it away, and give another."
    ),
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
        TWO_PEOPLE,
    ),
}
