"""S7 for keys of rows: what was linked for one use is never sealed for another."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.actions.datasets import keys_for_use, latest_version
from beholden.actions.keys_kept import Made, keep_keys
from beholden.actions.rights import Right
from beholden.kernel import NotFound

from .ashmere import CODES, DPO, HEALTH, HOUSEHOLDS, REVENUES, Case, approve, register

QUESTION = "select tenure, count(*) as n from council_tax group by 1"


class OfOther(Case):
    """The same case told of another use."""

    use = property(lambda self: Case(self.folder).use | {"use": "other"})
    dpia_advice = property(lambda self: Case(self.folder).dpia_advice | {"use": "other"})
    advice = property(lambda self: Case(self.folder).advice | {"use": "other"})
    decision = property(lambda self: Case(self.folder).decision | {"use": "other"})


@pytest.fixture
def about_people(founded, tmp_path):
    """Give a council whose agreement in force counts people of one dataset, still to be linked."""
    case = Case(tmp_path / "stated")
    register(founded, case)
    approve(founded, case)
    columns = {name: {"role": "dimension"} for name in ("tenure", "neighbourhood")}
    agreement = case.agreement | {
        "subject": "person",
        "between": [REVENUES, HEALTH],
        "datasets": {"council_tax": {"columns": {"person": {"role": "join"}, **columns}}},
    }
    del agreement["joins"], agreement["quality"]
    founded.state_agreement(by=DPO, document=agreement)
    for who in ("revenues", "partner"):
        founded.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    other = {"use": "other"}
    approve(founded, OfOther(tmp_path / "other"))
    founded.state_agreement(by=DPO, document=agreement | other | {"agreement": "other-2026"})
    return founded


def keyed(council, *, use, persons):
    """Give the rows the persons of a linkage for a use."""
    with council.at_work():
        version = latest_version("council_tax")
    people = [f"{use}-{row % persons}" for row in range(HOUSEHOLDS)]
    keys = pa.table({"row": range(HOUSEHOLDS), "person": people, "score": [0.9] * HOUSEHOLDS})
    made = Made("person", keys, {"kind": "people", "use": use, "run": f"run-{use}"}, {}, 0.9)
    keep_keys(council, by=CODES["revenues"], right=Right.PEOPLE_LINK, version=version, made=made)


def people_sealed(council):
    """Return how many persons the seal of the use is made of."""
    council.seal(by=DPO, use="warm-homes")
    answer = council.ask(by=CODES["analyst"], use="warm-homes", question=QUESTION)
    return sum(row["n"] or 0 for row in answer.table.to_pylist())


@pytest.mark.parametrize("own", ["", "warm-homes"])
def test_a_newer_linkage_for_another_use_is_passed_over(about_people, own):
    keyed(about_people, use=own, persons=HOUSEHOLDS)
    keyed(about_people, use="other", persons=3)
    with about_people.at_work():
        found = keys_for_use(about_people, latest_version("council_tax"), "warm-homes")["person"]
        taken = pq.read_table(about_people.path(found.path))["person"]
    assert taken[0].as_py() == f"{own}-0"
    assert people_sealed(about_people) > HOUSEHOLDS / 2


def test_the_newest_linkage_of_this_use_or_of_all_is_taken(about_people):
    for use in ("warm-homes", ""):
        keyed(about_people, use=use, persons=HOUSEHOLDS)
        with about_people.at_work():
            found = keys_for_use(about_people, latest_version("council_tax"), "warm-homes")[
                "person"
            ]
        assert found.method["use"] == use


def test_what_is_linked_for_another_use_alone_is_not_sealed(about_people):
    keyed(about_people, use="other", persons=HOUSEHOLDS)
    with pytest.raises(NotFound, match="no column person") as refused:
        about_people.seal(by=DPO, use="warm-homes")
    assert "another use" in refused.value.why
