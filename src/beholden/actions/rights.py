"""Who may do what. This file belongs to the data-protection officer: read it, and own it.

A right is one act. A role is an office that carries rights. A person holds roles. Two rules stand
above the roles and are kept by the database as well (property S9): nobody decides on a use that
they stated, and nobody reviews a release that they asked for or a link that they had made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """One act that somebody may be given the right to do."""

    PERSON_ADD = "person-add"
    DATASET_REGISTER = "dataset-register"
    ADDRESSES_MATCH = "addresses-match"
    PEOPLE_LINK = "people-link"
    LINKS_REVIEW = "links-review"
    USE_STATE = "use-state"
    ADVICE_RECORD = "advice-record"
    USE_DECIDE = "use-decide"
    USE_REVIEW = "use-review"
    AGREEMENT_STATE = "agreement-state"
    AGREEMENT_SIGN = "agreement-sign"
    AGREEMENT_END = "agreement-end"
    OBJECTION_RECORD = "objection-record"
    EXTRACT_SEAL = "extract-seal"
    QUESTION_ASK = "question-ask"
    SELF_SERVICE_ASK = "self-service-ask"
    RELEASE_REQUEST = "release-request"
    RELEASE_REVIEW = "release-review"
    RELEASE_PUBLISH = "release-publish"
    OUTCOME_RECORD = "outcome-record"


@dataclass(frozen=True, slots=True)
class Role:
    """An office, in one sentence for people, with its rights."""

    code: str
    title: str
    sentence: str
    rights: frozenset[Right]


# What every office may do: whoever an agreement gives self-service asks for it under any role.
ANYBODY = frozenset({Right.SELF_SERVICE_ASK})

ROLES: tuple[Role, ...] = (
    Role(
        "administrator",
        "Administrator",
        "Adds people and gives them their roles; sees no data and decides nothing.",
        frozenset({Right.PERSON_ADD}) | ANYBODY,
    ),
    Role(
        "steward",
        "Steward",
        "Answers for a department's datasets: registers them, has their addresses and people "
        "matched, and signs agreements for the department.",
        frozenset(
            {
                Right.DATASET_REGISTER,
                Right.ADDRESSES_MATCH,
                Right.PEOPLE_LINK,
                Right.AGREEMENT_SIGN,
            }
        )
        | ANYBODY,
    ),
    Role(
        "link_reviewer",
        "Reviewer of links",
        "Looks at doubtful pairs of the own department's datasets and says whether they are the "
        "same; whoever had them matched may not.",
        frozenset({Right.LINKS_REVIEW}) | ANYBODY,
    ),
    Role(
        "use_owner",
        "Owner of a data use",
        "States what data are wanted for and what it may lead to, and records what came of it.",
        frozenset({Right.USE_STATE, Right.OUTCOME_RECORD}) | ANYBODY,
    ),
    Role(
        "board_secretary",
        "Secretary of the data ethics board",
        "Writes down what the board advised, at a meeting with a quorum.",
        frozenset({Right.ADVICE_RECORD}) | ANYBODY,
    ),
    Role(
        "accountable_officer",
        "Accountable officer",
        "Decides, yes or no, says what was done about each point of advice, and looks again when a "
        "review is owed.",
        frozenset({Right.USE_DECIDE, Right.USE_REVIEW}) | ANYBODY,
    ),
    Role(
        "data_protection_officer",
        "Data-protection officer",
        "Writes agreements, records objections, has extracts sealed, reviews what is to leave and "
        "any doubtful link, and may end an agreement at any time.",
        frozenset(
            {
                Right.LINKS_REVIEW,
                Right.AGREEMENT_STATE,
                Right.AGREEMENT_END,
                Right.OBJECTION_RECORD,
                Right.EXTRACT_SEAL,
                Right.RELEASE_REVIEW,
            }
        )
        | ANYBODY,
    ),
    Role(
        "analyst",
        "Analyst",
        "Asks questions under an agreement that names their organisation, and asks for releases.",
        frozenset({Right.QUESTION_ASK, Right.RELEASE_REQUEST}) | ANYBODY,
    ),
    Role(
        "reviewer",
        "Reviewer of releases",
        "Checks a table that somebody else wants to release, cell by cell.",
        frozenset({Right.RELEASE_REVIEW}) | ANYBODY,
    ),
    Role(
        "publisher",
        "Publisher",
        "Publishes what was approved for release.",
        frozenset({Right.RELEASE_PUBLISH}) | ANYBODY,
    ),
    Role(
        "partner",
        "Partner organisation",
        "Signs agreements for an organisation outside the council.",
        frozenset({Right.AGREEMENT_SIGN}) | ANYBODY,
    ),
)

ROLE_BY_CODE = {role.code: role for role in ROLES}


def role_that_may(roles: frozenset[str], right: Right) -> Role | None:
    """Return the first of somebody's roles that carries a right, or None."""
    return next((r for r in ROLES if r.code in roles and right in r.rights), None)


def offices_that_may(right: Right) -> str:
    """Return, in words, whom to ask for an act."""
    titles = [role.title.lower() for role in ROLES if right in role.rights]
    return "the " + " or the ".join(titles)
