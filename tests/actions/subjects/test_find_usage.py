"""The answer in the form of a data tracker: the same facts, in a shape that others read."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from ..ashmere import DAY, DPO, NAME, uprn
from ..councils import records_of

SCHEMA = json.loads(Path(__file__).with_name("find_usage.json").read_text("utf-8"))
FITS = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
# As published; where it is from and its licence: tests/exports/official/README.md.
OFFICIAL = Path(__file__).parents[2] / "exports/official/dumonitor-openapi.yaml"
TRACKER = yaml.safe_load(OFFICIAL.read_text("utf-8"))["components"]


def find(council: Any, identifier: str) -> dict[str, Any]:
    asked = {"identifier": identifier, "since": date(2020, 1, 1)}
    found = council.find_usage(by=DPO, **asked)
    FITS.validate(found)
    return found


@pytest.fixture
def certain(sealed):
    sealed.state_household_dataset(
        by=DPO, dataset="council_tax", columns=["liable_to"], because="Every household is."
    )
    return sealed


def test_what_certainly_happened_is_a_usage_for_each_receiver(certain):
    found = find(certain, uprn(1))
    period = found["usagePeriod"]
    assert {datetime.fromisoformat(said).date() for said in period.values()} == {DAY}
    (usage,) = found["findUsage"]["usages"]
    assert found["findUsage"]["totalUsages"] == 1
    assert datetime.fromisoformat(usage["logtime"]).date() == DAY
    assert usage["action"].endswith("So that the Warm Homes team can offer help before January.")
    assert usage["receiverCode"] == "public-health-intelligence"
    assert usage["receiverName"] == "Public Health Intelligence"
    assert usage["receiverSystem"] == NAME


@pytest.mark.parametrize("identifier", ["999999999999", uprn(0)])
def test_what_is_told_by_kind_is_no_usage(certain, identifier):
    # The first household is not liable any more, so the row is not given.
    assert find(certain, identifier)["findUsage"] == {"totalUsages": 0, "usages": []}


def test_it_rests_on_the_same_filter_and_leaves_the_same_count(sealed):
    assert find(sealed, uprn(1))["findUsage"]["totalUsages"] == 0
    assert len(records_of(sealed)["AnswersOfDay"]) == 1


def test_the_schema_is_one_that_something_fails():
    assert not FITS.is_valid({"findUsage": {"totalUsages": 1}, "usagePeriod": {}})


def fits_the_tracker(said: dict[str, Any], shape: str) -> bool:
    """Return whether an answer is of its shape in the tracker's own document."""
    schema = {"components": TRACKER, "$ref": f"#/components/schemas/{shape}"}
    return bool(OAS30Validator(schema, format_checker=oas30_format_checker).is_valid(said))


def test_it_is_what_the_trackers_own_document_says(certain):
    found = find(certain, uprn(1))
    assert fits_the_tracker(found["findUsage"], "FindUsageResponse")
    assert fits_the_tracker(found["usagePeriod"], "UsagePeriodResponse")
    (usage,) = found["findUsage"]["usages"]
    assert fits_the_tracker(usage, "Usage")
    assert not fits_the_tracker({**usage, "logtime": "lately"}, "Usage")
    assert not fits_the_tracker({**found["findUsage"], "totalUsages": "one"}, "FindUsageResponse")
