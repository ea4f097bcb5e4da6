"""The API against its own document: Schemathesis asks each operation what it allows and forbids.

It is asked with the key of one officer who holds many rights; that each role may call what its
rights say, and nothing else, is in test_who_may_call.py. ``BEHOLDEN_API_EXAMPLES`` says how many
requests there are to an operation (docs/how-to/use-the-api.md).
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
import schemathesis
from actions.ashmere import CODES
from actions.councils import copied, told  # noqa: F401 (fixtures)
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from waiting import PATIENCE

from beholden.actions import Right, open_council
from beholden.doors.api.openapi import BASE, document
from beholden.doors.web import serving

from .serving import served

# A body may be as the schema says and still name what is not there: that is told with 404 or 422.
LEFT_OUT = (positive_data_acceptance,)
EXAMPLES = int(os.environ.get("BEHOLDEN_API_EXAMPLES", "3"))


@pytest.fixture(scope="module")
def asked(told, tmp_path_factory):  # noqa: F811
    """Give a served council and a key of somebody with many rights, for all of the module."""
    folder = tmp_path_factory.mktemp("asked")
    home = copied(told("until_sealed", date.today()), folder)
    council = open_council(home)
    os.environ["BEHOLDEN_SERVED_HOME"] = str(home)
    pages = serving.application(home, host="127.0.0.1")
    rights = [r for r in Right if r in RIGHTS]
    key = council.open_api_key(
        by=CODES["dpo"],
        purpose="a test",
        until=date.today() + timedelta(days=1),
        rights=[str(one) for one in rights],
    )
    with served(pages) as address:
        yield address, key.token
    council.close()


# What a data-protection officer may do, but for the ends that would leave nothing to ask about.
RIGHTS = {
    Right.USE_TRIAGE,
    Right.CANVAS_FILL,
    Right.DPIA_ADVISE,
    Right.AGREEMENT_DRAFT,
    Right.AGREEMENT_STATE,
    Right.CRISIS_CONFIRM,
    Right.OBJECTION_RECORD,
    Right.SUBJECT_ANSWER,
    Right.HOUSEHOLD_STATE,
    Right.CONCEALMENT_STATE,
    Right.COMPLAINT_HANDLE,
    Right.RELEASE_REVIEW,
    Right.UNDERTAKING_STATE,
    Right.TRAINING_READ,
    Right.COURSE_TAKE,
}

schema = schemathesis.openapi.from_dict(document())
# At full size it also tries each fault by itself, and the methods that an address does not take.
schema.config.phases.coverage.enabled = EXAMPLES > 10


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
def test_an_operation_keeps_to_the_document(case, asked):
    address, token = asked
    key = {"Authorization": f"Bearer {token}"}
    answer = case.call(base_url=address + BASE, headers=key, timeout=PATIENCE)
    case.validate_response(answer, excluded_checks=LEFT_OUT)
