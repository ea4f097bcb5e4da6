"""Who may do what. This file belongs to the data-protection officer: read it, and own it.

A right is one act. A role is an office that carries rights. A person holds roles. Above the roles
stand the rules that need two people (property S9), which the database keeps as well: nobody decides
on a use that they stated, and nobody reviews a release that they asked for or a link that they had
made; all of them are on the page of roles and rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from ..kernel import Sentence, ToldCode, worded


class Right(ToldCode):
    """One act that somebody may be given the right to do, with one sentence for people."""

    PERSON_ADD = "person-add", "Add people, give them roles, and record that they left."
    ACCOUNT_KEEP = "account-keep", "Open, reset and close accounts for signing in to the pages."
    HOME_BACKUP = "home-backup", "Back up the council's home, and bring it back from a backup."
    DATASET_REGISTER = "dataset-register", "Register a dataset, or a new version of one."
    AREAS_KEEP = "areas-keep", "Keep areas that numbers are shown on as a map, or a new version."
    ADDRESSES_MATCH = "addresses-match", "Have a dataset's addresses matched to UPRNs."
    PEOPLE_LINK = "people-link", "Have the people of datasets linked."
    LINKS_REVIEW = "links-review", "Decide on doubtful pairs that somebody else had matched."
    USE_STATE = "use-state", "State what data are wanted for, and what it may lead to."
    USE_TRIAGE = "use-triage", "Answer how much review a use is owed."
    CANVAS_FILL = "canvas-fill", "Fill in areas of a use's ethics canvas."
    DESIGN_REVIEW = "design-review", "Review the design of a use that somebody else stated."
    DPIA_ADVISE = "dpia-advise", "Advise on the impact assessment of somebody else's use."
    ADVICE_RECORD = "advice-record", "Write down what the board advised."
    BOARD_STATE = "board-state", "State who is on the board, and what they declare."
    BOARD_MEET = "board-meet", "Plan meetings of the board, say who was there, publish minutes."
    USE_DECIDE = "use-decide", "Decide on a use that somebody else stated."
    USE_REVIEW = "use-review", "Look again at a use that somebody else stated."
    UNDERTAKING_STATE = "undertaking-state", "State what an office undertakes to do by a day."
    UNDERTAKING_CLOSE = "undertaking-close", "Say that what was undertaken is done."
    UNDERTAKING_EXTEND = "undertaking-extend", "Ask for more time, or for a withdrawal."
    UNDERTAKING_AGREE = "undertaking-agree", "Agree to what somebody else asked for."
    CRISIS_ASK = "crisis-ask", "Ask that a use be opened in a crisis, before its full review."
    CRISIS_CONFIRM = "crisis-confirm", "Open a use in a crisis that somebody else asked for."
    AGREEMENT_STATE = "agreement-state", "Write an agreement, or a new version of one."
    AGREEMENT_SIGN = "agreement-sign", "Sign an agreement for one's own organisation."
    AGREEMENT_END = "agreement-end", "End an agreement before its date."
    AGREEMENT_DRAFT = "agreement-draft", "Keep the draft of an agreement, and change one's own."
    AGREEMENT_ANSWER = (
        "agreement-answer",
        "Ask for changes to an agreement, or decline it, for one's own organisation.",
    )
    AGREEMENT_WITHDRAW = (
        "agreement-withdraw",
        "Withdraw from an agreement for one's own organisation.",
    )
    AGREEMENT_SUSPEND = "agreement-suspend", "Stop an agreement at once."
    AGREEMENT_RESUME = "agreement-resume", "Let an agreement go on that somebody else stopped."
    OBJECTION_RECORD = "objection-record", "Record that somebody objects to a use."
    SUBJECT_ANSWER = "subject-answer", "Tell a verified resident which uses they were in."
    HOUSEHOLD_STATE = "household-state", "Say which datasets every household is in."
    SPAN_STATE = "span-state", "Say for how long what is about subjects is kept."
    SPAN_CONFIRM = (
        "span-confirm",
        "Confirm that what is about subjects is kept for fewer days, as somebody else stated.",
    )
    CONCEALMENT_STATE = (
        "concealment-state",
        "State, or lift, what residents are not told of, for a lawful reason.",
    )
    CONCEALMENT_CONFIRM = "concealment-confirm", "Confirm a concealment that somebody else stated."
    COMPLAINT_HANDLE = "complaint-handle", "Record complaints, read them, answer and close them."
    REQUEST_ANSWER = (
        "request-answer",
        "List what residents ask for on the pages, read it, answer it and close it.",
    )
    EXTRACT_SEAL = "extract-seal", "Have the extract of an agreement sealed."
    FEED_ASK = "feed-ask", "Ask that rows which an agreement gives be put into a feed."
    FEED_OPEN = "feed-open", "Open a feed that somebody else asked for, and fill it anew."
    FEED_ACCESS = "feed-access", "Give somebody else access to a feed, or take it."
    FEED_CLOSE = "feed-close", "Close a feed, or decline one that was asked for."
    QUESTION_ASK = "question-ask", "Ask a question under an agreement that names one's office."
    SELF_SERVICE_ASK = (
        "self-service-ask",
        "Ask what an agreement opens to a wider circle.",
    )
    RELEASE_REQUEST = "release-request", "Ask that an answer may leave the council."
    RELEASE_REVIEW = "release-review", "Approve or decline a release that somebody else asked for."
    RELEASE_PUBLISH = "release-publish", "Publish what was approved."
    OUTCOME_RECORD = "outcome-record", "Record what came of a use."
    WITNESS_NAME = "witness-name", "Name who vouches for the ledger from outside, or let one go."
    COURSE_PUBLISH = "course-publish", "Publish a course, or a new version of one."
    COURSE_TAKE = "course-take", "Take a course and have one's answers marked."
    TRAINING_REQUIRE = "training-require", "Say which right asks for which course."
    TRAINING_READ = "training-read", "See who has passed which course."
    AUDIT_RECORD = (
        "audit-record",
        "Check what is on record against the log, and say what was found.",
    )
    RECEIPT_READ = "receipt-read", "Read the receipts of questions, as they were typed."
    API_KEY_OPEN = "api-key-open", "Open a key with which a program acts as oneself, and close it."


@dataclass(frozen=True, slots=True)
class Role:
    """An office, in one sentence for people, with its rights.

    ``outside`` is an office of somebody who is not the council's staff: what an agreement gives to
    all staff, it does not give to them.
    """

    code: str
    title: str
    sentence: str
    rights: frozenset[Right]
    outside: bool = False


# What every office may do: whoever an agreement gives self-service asks for it under any role,
# whoever is to learn something may learn it, and a program may do for somebody what they may do.
ANYBODY = frozenset({Right.SELF_SERVICE_ASK, Right.COURSE_TAKE, Right.API_KEY_OPEN})

# One right a line, so that a change of what an office may do shows as one line.
ROLES: tuple[Role, ...] = (
    Role(
        "administrator",
        "Administrator",
        "Adds people, gives them their roles, keeps their accounts, sees what training they have "
        "had and keeps backups; sees no data and decides nothing.",
        ANYBODY
        | {
            Right.PERSON_ADD,
            Right.ACCOUNT_KEEP,
            Right.HOME_BACKUP,
            Right.TRAINING_READ,
        },
    ),
    Role(
        "steward",
        "Steward",
        "Answers for a department's datasets: registers them, keeps the areas that maps show, has "
        "addresses and people matched, signs agreements for the department, and says when what it "
        "undertook is done.",
        ANYBODY
        | {
            Right.CANVAS_FILL,
            Right.DATASET_REGISTER,
            Right.AREAS_KEEP,
            Right.ADDRESSES_MATCH,
            Right.PEOPLE_LINK,
            Right.AGREEMENT_SIGN,
            Right.UNDERTAKING_CLOSE,
            Right.AGREEMENT_ANSWER,
            Right.AGREEMENT_WITHDRAW,
        },
    ),
    Role(
        "link_reviewer",
        "Reviewer of links",
        "Looks at doubtful pairs of the own department's datasets and says whether they are the "
        "same; whoever had them matched may not.",
        ANYBODY
        | {
            Right.LINKS_REVIEW,
        },
    ),
    Role(
        "use_owner",
        "Owner of a data use",
        "States what data are wanted for and what it may lead to, with what is undertaken about "
        "it, asks for feeds and says who reads them, and records what came of it.",
        ANYBODY
        | {
            Right.USE_TRIAGE,
            Right.CANVAS_FILL,
            Right.USE_STATE,
            Right.UNDERTAKING_STATE,
            Right.UNDERTAKING_CLOSE,
            Right.CRISIS_ASK,
            Right.AGREEMENT_DRAFT,
            Right.FEED_ASK,
            Right.FEED_ACCESS,
            Right.FEED_CLOSE,
            Right.OUTCOME_RECORD,
        },
    ),
    Role(
        "board_member",
        "Member of the data ethics board",
        "Reads the papers and advises on each use; the advice is public, and never a decision.",
        ANYBODY,
        outside=True,
    ),
    Role(
        "board_secretary",
        "Secretary of the data ethics board",
        "Writes down what the board advised, at a meeting with a quorum, and keeps account of what "
        "was undertaken.",
        ANYBODY
        | {
            Right.ADVICE_RECORD,
            Right.BOARD_STATE,
            Right.BOARD_MEET,
            Right.UNDERTAKING_STATE,
            Right.UNDERTAKING_CLOSE,
            Right.UNDERTAKING_AGREE,
        },
    ),
    Role(
        "design_authority",
        "Design authority",
        "Looks at how a use is to be built: security, open standards, a way out, and what is kept "
        "how long.",
        ANYBODY
        | {
            Right.DESIGN_REVIEW,
        },
    ),
    Role(
        "accountable_officer",
        "Accountable officer",
        "Decides, yes or no, says what was done about each point of advice, and looks again when a "
        "review is owed; asks for more time for what was undertaken.",
        ANYBODY
        | {
            Right.USE_DECIDE,
            Right.USE_REVIEW,
            Right.CONCEALMENT_CONFIRM,
            Right.SPAN_CONFIRM,
            Right.UNDERTAKING_STATE,
            Right.UNDERTAKING_CLOSE,
            Right.UNDERTAKING_EXTEND,
            Right.CRISIS_ASK,
            Right.AGREEMENT_SUSPEND,
            Right.AGREEMENT_RESUME,
        },
    ),
    Role(
        "data_protection_officer",
        "Data-protection officer",
        "Writes agreements, records objections, answers residents and their complaints, has "
        "extracts sealed, opens feeds, reviews what is to leave and any doubtful link, agrees to "
        "more time as a second person, names the witnesses of the ledger, sees to training, and "
        "may end an agreement at any time.",
        ANYBODY
        | {
            Right.USE_TRIAGE,
            Right.CANVAS_FILL,
            Right.DPIA_ADVISE,
            Right.LINKS_REVIEW,
            Right.AGREEMENT_DRAFT,
            Right.AGREEMENT_STATE,
            Right.AGREEMENT_SUSPEND,
            Right.AGREEMENT_RESUME,
            Right.AGREEMENT_END,
            Right.CRISIS_CONFIRM,
            Right.OBJECTION_RECORD,
            Right.SUBJECT_ANSWER,
            Right.HOUSEHOLD_STATE,
            Right.SPAN_STATE,
            Right.CONCEALMENT_STATE,
            Right.CONCEALMENT_CONFIRM,
            Right.SPAN_CONFIRM,
            Right.COMPLAINT_HANDLE,
            Right.REQUEST_ANSWER,
            Right.EXTRACT_SEAL,
            Right.FEED_OPEN,
            Right.FEED_ACCESS,
            Right.FEED_CLOSE,
            Right.RELEASE_REVIEW,
            Right.UNDERTAKING_STATE,
            Right.UNDERTAKING_CLOSE,
            Right.UNDERTAKING_AGREE,
            Right.WITNESS_NAME,
            Right.COURSE_PUBLISH,
            Right.TRAINING_REQUIRE,
            Right.TRAINING_READ,
        },
    ),
    Role(
        "analyst",
        "Analyst",
        "Asks questions under an agreement that names their organisation, and asks for releases.",
        ANYBODY
        | {
            Right.QUESTION_ASK,
            Right.RELEASE_REQUEST,
        },
    ),
    Role(
        "reviewer",
        "Reviewer of releases",
        "Checks a table that somebody else wants to release, cell by cell.",
        ANYBODY
        | {
            Right.RELEASE_REVIEW,
        },
    ),
    Role(
        "publisher",
        "Publisher",
        "Publishes what was approved for release.",
        ANYBODY
        | {
            Right.RELEASE_PUBLISH,
        },
    ),
    Role(
        "auditor",
        "Auditor",
        "Proves that the log is whole, checks what is on record against it and reads receipts; "
        "asks nothing of the data and changes nothing.",
        ANYBODY
        | {
            Right.AUDIT_RECORD,
            Right.RECEIPT_READ,
        },
        outside=True,
    ),
    Role(
        "partner",
        "Partner organisation",
        "Signs agreements for an organisation outside the council.",
        ANYBODY
        | {
            Right.AGREEMENT_SIGN,
            Right.AGREEMENT_ANSWER,
            Right.AGREEMENT_WITHDRAW,
        },
        outside=True,
    ),
    Role(
        "resident",
        "Resident",
        "Reads what is public, as anybody may without signing in, and takes courses; is given no "
        "data about others.",
        ANYBODY,
        outside=True,
    ),
)

ROLE_BY_CODE = {role.code: role for role in ROLES}
OUTSIDE = frozenset(role.code for role in ROLES if role.outside)


def role_that_may(roles: frozenset[str], right: Right) -> Role | None:
    """Return the first of somebody's roles that carries a right, or None."""
    return next((r for r in ROLES if r.code in roles and right in r.rights), None)


def offices_that_may(right: Right) -> Sentence:
    """Return, in words, whom to ask for an act."""
    titles = (worded(role.title.lower()) for role in ROLES if right in role.rights)
    offices = (Sentence("the %(office)s", office=title) for title in titles)
    return reduce(lambda one, or_: Sentence("%(one)s or %(other)s", one=one, other=or_), offices)
