"""Every rule that needs two people (property S9): in words, and where code and database keep it.

A refusal that names S9 and is not in this list fails a standing test, in the code as in the
database.
"""

from __future__ import annotations

from dataclasses import dataclass

from .rights import Right


@dataclass(frozen=True, slots=True)
class TwoPeople:
    """One rule: the second person's right, the function that refuses, what the database has.

    ``code`` is a function of this room, by its module; ``database`` are constraints and guards.
    """

    rule: str
    right: Right
    code: str
    database: tuple[str, ...]


TWO_PEOPLE: tuple[TwoPeople, ...] = (
    TwoPeople(
        "Nobody gives themselves a role; the first administrator's comes with the home.",
        Right.PERSON_ADD,
        "people._refuse_own_role",
        ("role_given_by_another", "role_given_by_somebody"),
    ),
    TwoPeople(
        "Nobody gives an account again, or opens it anew, that they began anew or closed; nor is "
        "its new address shown to anybody who is joined to who did by accounts that one opened "
        "for another.",
        Right.ACCOUNT_KEEP,
        "taken_accounts._refuse_unless",
        (
            "account_given_by_another",
            "account_given_from_elsewhere",
            "account_given_on_record",
            "account_begins_taken",
            "account_opened_on_record",
            "account_stays_theirs",
        ),
    ),
    TwoPeople(
        "Nobody decides on a use that they stated.",
        Right.USE_DECIDE,
        "uses._refuse_own_use",
        ("decision_by_another",),
    ),
    TwoPeople(
        "Nobody decides on a use on which they advised as a member of the board.",
        Right.USE_DECIDE,
        "board.deciding.refuse_adviser",
        ("decision_by_no_adviser",),
    ),
    TwoPeople(
        "Nobody takes over a use that somebody else stated, so that nobody can pass their own on "
        "and then decide on it.",
        Right.USE_STATE,
        "uses._refuse_another_author",
        ("use_stays_with_its_author",),
    ),
    TwoPeople(
        "Nobody looks again at a use that they stated.",
        Right.USE_REVIEW,
        "looking_again._refuse_own_use",
        ("review_by_another",),
    ),
    TwoPeople(
        "Nobody agrees to more time for what was undertaken, or to its withdrawal, that they asked "
        "for.",
        Right.UNDERTAKING_AGREE,
        "undertakings.closing._refuse_who_asked",
        ("undertaking_agreed_by_another",),
    ),
    TwoPeople(
        "Nobody reviews the design of a use that they stated.",
        Right.DESIGN_REVIEW,
        "considering.designs._refuse_own_design",
        ("design_reviewed_by_another",),
    ),
    TwoPeople(
        "Nobody advises on the impact assessment of a use that they stated.",
        Right.DPIA_ADVISE,
        "considering.designs._refuse_own_assessment",
        ("dpia_advised_by_another",),
    ),
    TwoPeople(
        "Nobody confirms a use in a crisis that they asked for themselves.",
        Right.CRISIS_CONFIRM,
        "crisis.opening._refuse_own_opening",
        ("opening_confirmed_by_another", "opening_begins_unconfirmed"),
    ),
    TwoPeople(
        "Nobody decides on a use that they opened in a crisis.",
        Right.USE_DECIDE,
        "crisis.lapsing.refuse_opener",
        ("decision_by_no_opener",),
    ),
    TwoPeople(
        "Nobody signs an agreement that they wrote, be it as its draft.",
        Right.AGREEMENT_SIGN,
        "agreeing.signing._refuse_signature",
        ("signature_by_another",),
    ),
    TwoPeople(
        "Nobody lets an agreement go on that they stopped.",
        Right.AGREEMENT_RESUME,
        "agreeing.suspending._refuse_own_suspension",
        ("resumed_by_another", "agreement_stopped_on_record"),
    ),
    TwoPeople(
        "Nobody opens a feed that they asked for, and none begins opened.",
        Right.FEED_OPEN,
        "feeding.opening._refuse_own_feed",
        ("feed_opened_by_another", "feed_begins_as_asked"),
    ),
    TwoPeople(
        "Nobody gives themselves access to a feed.",
        Right.FEED_ACCESS,
        "feeding.access._refuse_own_access",
        ("feed_access_given_by_another",),
    ),
    TwoPeople(
        "Nobody reviews a release that they asked for, or one of their own question, asked or "
        "saved to the use, and nothing leaves without a review.",
        Right.RELEASE_REVIEW,
        "released_by_two.refuse_own_release",
        (
            "release_of_an_answer",
            "release_reviewed_by_another",
            "release_reviewed_by_another_than_asked",
            "release_reviewed_by_another_than_saved",
            "reviewed_release_has_reviewer",
            "release_judged_with_reason",
            "release_goes_one_way",
        ),
    ),
    TwoPeople(
        "Nobody decides on a doubtful pair of a linkage that they had made.",
        Right.LINKS_REVIEW,
        "reviewing._refuse_own",
        ("label_by_another",),
    ),
    TwoPeople(
        "Nobody confirms a concealment that they stated, and none holds before it is confirmed.",
        Right.CONCEALMENT_CONFIRM,
        "subjects.concealing._refuse_own_concealment",
        ("concealment_by_two_people", "concealment_begins_unconfirmed"),
    ),
    TwoPeople(
        "Nobody confirms a shorter span that they stated, and none holds before it is confirmed.",
        Right.SPAN_CONFIRM,
        "subjects.spans._refuse_own_span",
        ("span_shortened_by_two_people", "shorter_span_waits"),
    ),
    TwoPeople(
        "Nobody decides on a complaint about a use that they stated or decided on.",
        Right.COMPLAINT_HANDLE,
        "subjects.complaining._refuse_own_use",
        ("complaint_decided_by_another",),
    ),
)
