"""A use along its pages: stated in rows, thought through, judged, decided, and what came of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from actions.ashmere import CANVAS, CODES, Case
from django.test import Client

from beholden.records import reading

TODAY = date.today()


def day(name: str, on: date | None = None) -> dict[str, str]:
    """Return a day as three fields have it."""
    on = on or TODAY
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


ROW = {
    "what": "Households are offered help",
    "affects": "",
    "kind": "positive",
    "intended": "yes",
    "likelihood": "likely",
    "severity": "",
    "response": "A letter in plain English",
    "measure": "households helped; target 400",
    "who": "",
    "by_day": "",
    "by_month": "",
    "by_year": "",
    "stance": "act",
}


def stated(*rows: dict[str, str], **said: str) -> dict[str, str]:
    typed = {
        "use": "cold-homes",
        "title": "Cold homes",
        "purpose": "So that help is offered.",
        "why_data": "",
        "owner": "Head of Revenues",
        "accountable_officer": "Director of Resources",
        "people_affected": "",
        "personal_data": "yes",
        "special_category": "no",
        "made_up": "on",
        "consequences-TOTAL_FORMS": str(len(rows)),
        "consequences-INITIAL_FORMS": "0",
        "consequences-MIN_NUM_FORMS": "0",
        "consequences-MAX_NUM_FORMS": "50",
    } | said
    for number, row in enumerate(rows):
        typed |= {f"consequences-{number}-{name}": value for name, value in row.items()}
    return typed


def test_the_offices_that_may_answer_for_a_use_are_offered(as_officer):
    owner = as_officer("owner")
    page = owner.get("/work/state-a-use/").content.decode()
    for entry, office in (
        ("owner", "Head of Revenues"),
        ("accountable_officer", "Director of Res"),
    ):
        (offered,) = re.findall(rf'<select name="{entry}".*?</select>', page, re.S)
        assert office in offered
        assert "Data-protection officer" not in offered
    answer = owner.post("/work/state-a-use/", stated(ROW, accountable_officer="Analyst"))
    assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)


def told(answer) -> str:
    """Return what a page says, its spaces made one."""
    return re.sub(r"\s+", " ", answer.content.decode())


def errors_link_to_fields(answer) -> bool:
    """Return whether the summary of errors is there, and each of its links leads to a field."""
    page = answer.content.decode()
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, re.S)
    links = re.findall(r'href="#([^"]+)"', summary.group(1)) if summary else []
    return bool(links) and all(f'id="{link}"' in page for link in links)


@pytest.fixture
def moment() -> str:
    """Give how far the case is told: the council has its people, and nothing else."""
    return "begin"


def view(served, name="cold-homes"):
    with served.at_work():
        return reading.use(name)


def test_a_use_from_the_idea_to_the_decision(served, as_officer):
    """Five people, each at their own page; what is typed is what is on record."""
    owner, dpo = as_officer("owner"), as_officer("dpo")
    harm = {**ROW, "what": "It frightens somebody", "kind": "negative", "intended": "no"}
    answer = owner.post("/work/state-a-use/", stated(ROW, harm))
    assert (answer.status_code, answer.url) == (302, "/work/uses/cold-homes/")
    use = view(served)
    assert [(c.kind, c.intended, c.response) for c in use.consequences] == [
        ("positive", True, "A letter in plain English"),
        ("negative", False, "A letter in plain English"),
    ]
    tasks = told(owner.get("/work/uses/cold-homes/"))
    assert "Yours to do" in tasks
    assert "You stated this use." in tasks
    assert "its statement does not say why the data are needed" in tasks
    said = {"why_data": "Nobody holds both.", "people_affected": "households in cold homes"}
    again = stated(ROW, {**harm, "severity": "minor"}, **said)
    assert owner.post("/work/uses/cold-homes/statement/", again).status_code == 302
    assert "its statement does not say" not in told(owner.get("/work/uses/cold-homes/"))

    assert owner.post("/work/uses/cold-homes/triage/", TRIAGE).status_code == 302
    assert view(served).triage.owed["missing"]
    for area, text in CANVAS.items():
        code = _prompt(owner, area)
        typed = {f"says_{code}": text, "status": "complete", **NO_ACTION}
        answer = owner.post(f"/work/uses/cold-homes/canvas/{area}/", typed)
        assert answer.status_code == 302, area
    assert "15 of 15 areas are settled" in told(owner.get("/work/uses/cold-homes/canvas/"))

    advice = {"says": "Enough.", "proceed": "with measures", "residual_risk": "low", **day("on")}
    assert dpo.post("/work/uses/cold-homes/dpia-advice/", advice).status_code == 302
    assert view(served).dpia_advice[0].proceed == "with measures"

    case = {**Case(served.directory, TODAY).advice, "use": "cold-homes", "meeting": str(TODAY)}
    served.record_advice(by=CODES["secretary"], statement=case)
    officer = as_officer("officer")
    page = told(officer.get("/work/uses/cold-homes/decision/"))
    assert "fewer than 20 households" in page
    decided = {
        "decides": "yes",
        "because": "The need is urgent.",
        **day("on"),
        "point_0": "accepted",
        "point_1": "accepted",
        "point_2": "refused",
        "point_2_why": "It is looked at sooner.",
        "dpo_advice": "accepted",
        "residual_risk": "low",
        "measures_approved_by": "Head of Revenues",
    }
    wrong = officer.post("/work/uses/cold-homes/decision/", {**decided, "point_2_why": ""})
    assert wrong.status_code == 422
    assert errors_link_to_fields(wrong)
    assert "The need is urgent." in told(wrong)
    assert officer.post("/work/uses/cold-homes/decision/", decided).status_code == 302
    made = view(served).decision
    assert made.yes
    assert made.on_advice[f"{TODAY}/3"] == "refused: It is looked at sooner."
    assert made.dpia == {
        "dpo_advice": "accepted",
        "residual_risk": "low",
        "measures_approved_by": "Head of Revenues",
    }


NO_ACTION = {
    "owner": "",
    "why_not": "",
    "notes": "",
    "action": "",
    "action_by_whom": "",
    "action_by_day": "",
    "action_by_month": "",
    "action_by_year": "",
}
TRIAGE = {"automated": "no"}


def _prompt(client: Client, area: str) -> str:
    page = client.get(f"/work/uses/cold-homes/canvas/{area}/").content.decode()
    return re.search(r'name="says_([\w-]+)"', page).group(1)


def test_what_was_typed_wrong_is_kept_and_told(as_officer, served):
    owner = as_officer("owner")
    answer = owner.post("/work/state-a-use/", stated({**ROW, "what": ""}, title=""))
    assert answer.status_code == 422
    assert errors_link_to_fields(answer)
    assert "So that help is offered." in told(answer)
    assert "A letter in plain English" in told(answer)
    wrong = owner.post(
        "/work/state-a-use/", stated(ROW, special_category="yes", personal_data="no")
    )
    assert wrong.status_code == 422
    assert "Special-category data are personal data." in told(wrong)
    with served.at_work():
        assert reading.uses() == ()


def test_rows_are_added_and_taken_out_without_a_script(as_officer, served):
    owner = as_officer("owner")
    added = owner.post("/work/state-a-use/", stated(ROW, add="1", title=""))
    assert added.status_code == 200  # nobody is told of faults who has not finished
    assert 'name="consequences-1-what"' in told(added)
    assert "Households are offered help" in told(added)
    assert "So that help is offered." in told(added)
    gone = {**ROW, "what": "To be taken out", "DELETE": "on"}
    left = owner.post("/work/state-a-use/", stated(ROW, gone, **{"take-out": "1"}))
    assert "To be taken out" not in told(left)
    assert 'name="consequences-0-what"' in told(left)
    assert 'name="consequences-1-what"' not in told(left)
    with served.at_work():
        assert reading.uses() == ()


def test_a_consequence_that_says_nothing_is_none(as_officer, served):
    """The form shows one to begin with; whoever foresees none leaves it as it is."""
    nothing, shown = dict.fromkeys(ROW, ""), {"consequences-INITIAL_FORMS": "1"}
    answer = as_officer("owner").post("/work/state-a-use/", stated(nothing, **shown))
    assert answer.status_code == 302
    assert view(served).consequences == ()
    half = {**nothing, "affects": "Tenants"}
    page = as_officer("owner").post("/work/state-a-use/", stated(half, use="other", **shown))
    assert page.status_code == 422
    assert "What may happen?" in told(page)


def test_a_use_is_stated_anew_by_its_author_alone(as_officer, served):
    owner = as_officer("owner")
    owner.post("/work/state-a-use/", stated(ROW))
    page = owner.get("/work/uses/cold-homes/statement/")
    assert "Households are offered help" in told(page)
    answer = owner.post("/work/uses/cold-homes/statement/", stated(ROW, title="Warmer homes"))
    assert answer.status_code == 302
    assert view(served).title == "Warmer homes"
    other = as_officer("many")
    assert 'name="title"' not in told(other.get("/work/uses/cold-homes/statement/"))
    other.post("/work/uses/cold-homes/statement/", stated(ROW, title="Mine"))
    assert view(served).title == "Warmer homes"


@pytest.mark.parametrize(
    ("task", "who", "says"),
    [
        ("decision", "owner", "It is done by the Director of Resources"),
        ("dpia-advice", "owner", "It is done by the data-protection officer"),
        ("triage", "analyst", "It is done by"),
        ("canvas/sources", "analyst", "It is filled in by"),
        ("seal", "dpo", "An agreement is to be in force first."),
        ("decision", "officer", "The board is to advise first."),
    ],
)
def test_who_may_not_learns_why_beforehand(as_officer, served, task, who, says):
    as_officer("owner").post("/work/state-a-use/", stated(ROW))
    size = served.log.size
    client = as_officer(who)
    page = told(client.get(f"/work/uses/cold-homes/{task}/"))
    assert says in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    client.post(f"/work/uses/cold-homes/{task}/", {"because": "x"})
    assert served.log.size == size


@pytest.mark.parametrize("moment", ["until_sealed"])
def test_what_came_of_a_use_stands_beside_what_was_foreseen(as_officer, served):
    owner = as_officer("owner")
    typed = {
        **day("on"),
        "happened_1": "yes",
        "actual_1": "371 of 400",
        "done_1": "",
        "unforeseen": "Landlords asked who had been written to",
        "unforeseen_kind": "negative",
        "unforeseen_done": "Refused.",
    }
    wrong = owner.post("/work/uses/warm-homes/outcome/", {**typed, "unforeseen_kind": ""})
    assert wrong.status_code == 422
    assert errors_link_to_fields(wrong)
    assert owner.post("/work/uses/warm-homes/outcome/", typed).status_code == 302
    page = told(owner.get("/work/uses/warm-homes/outcome/"))
    assert "371 of 400" in page
    assert "happened, and nobody had foreseen it" in page


@pytest.mark.parametrize("moment", ["until_agreed"])
def test_an_extract_is_sealed_and_a_use_looked_at_again(as_officer, served):
    dpo = as_officer("dpo")
    assert dpo.post("/work/uses/warm-homes/seal/").status_code == 302
    assert "It is sealed, and can be asked." in told(dpo.get("/work/uses/warm-homes/"))
    review = {"continues": "yes", "because": "It helped.", **day("on"),
              "next_review_day": "", "next_review_month": "", "next_review_year": ""}  # fmt: skip
    assert as_officer("officer").post("/work/uses/warm-homes/review/", review).status_code == 302


@pytest.mark.parametrize("moment", ["until_agreed"])
def test_a_use_in_a_crisis_takes_two_people(as_officer, served):
    owner, dpo = as_officer("owner"), as_officer("dpo")
    page = ASK + "?datasets=council_tax&datasets=support_scheme"
    assert "tenure: to count and compare groups by" in told(owner.get(page))
    wrong = owner.post(page, {**CRISIS, "review_within": "11"})
    assert (wrong.status_code, errors_link_to_fields(wrong)) == (422, True)
    assert "The river came over its banks." in told(wrong)
    asked = owner.post(page, CRISIS)
    assert (asked.status_code, asked.url) == (302, "/work/uses/flood-2026/")
    assert "Confirm the use in a crisis: flood-2026" in told(dpo.get("/my-work/"))
    assert "The river" in told(dpo.get("/work/uses/flood-2026/crisis/"))
    done = dpo.post("/work/uses/flood-2026/crisis/", {"because": "Lives are at risk."})
    assert done.status_code == 302
    assert view(served, "flood-2026").opening.confirmed_at is not None
    with served.at_work():
        document = reading.agreement("flood-2026").document
    assert document["datasets"] == {
        "council_tax": {
            "columns": {
                "uprn": {"role": "join"},
                "tenure": {"role": "dimension"},
                "arrears": {"role": "measure", "functions": ["sum", "avg"]},
            }
        },
        "support_scheme": {"columns": {"uprn": {"role": "join"}}},
    }
    assert document["joins"] == {"key": "uprn", "among": ["council_tax", "support_scheme"]}


@pytest.mark.parametrize("moment", ["until_agreed"])
def test_datasets_of_a_crisis_need_a_key_in_common(as_officer, served, tmp_path):
    (tmp_path / "visits.csv").write_text("day,place\n2026-01-05,Library\n", "utf-8")
    served.register(
        by=CODES["revenues"],
        source=tmp_path / "visits.csv",
        name="visits",
        steward="Revenues and Benefits",
        made_up=True,
    )
    owner = as_officer("owner")
    assert "It has no UPRN yet" in told(owner.get(ASK))
    for chosen in ("?chosen=yes", "?datasets=council_tax&datasets=visits", "?datasets=nothing"):
        answer = owner.get(ASK + chosen)
        assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)


ASK = "/work/ask-in-a-crisis/"
CRISIS = {
    "crisis": "flood-2026",
    "title": "Flooded homes",
    "purpose": "So that those who cannot leave are found.",
    "why_now": "The river came over its banks.",
    "owner": "Head of Revenues",
    "accountable_officer": "Director of Resources",
    "personal_data": "yes",
    "special_category": "no",
    "made_up": "on",
    "days": "10",
    "review_within": "5",
    "subject": "household",
    "columns-council_tax": ["tenure", "arrears"],
    "to": ["Public Health Intelligence"],
    "smallest_group": "10",
    "round_to": "5",
    "article_6": "public-task",
    "power": "Civil Contingencies Act 2004, section 2",
}


def test_a_canvas_is_taken_along_as_a_file_and_taken_over_from_one(served, as_officer):
    """What one use's canvas says comes into another's, but for what the file does not answer."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner, page = as_officer("owner"), "/work/uses/warm-homes/"
    for name in ("cold-homes", "warm-homes"):
        assert owner.post("/work/state-a-use/", stated(ROW, use=name)).status_code == 302
    area, text = "reasons", CANVAS["reasons"]
    typed = {f"says_{_prompt(owner, area)}": text, "status": "complete", **NO_ACTION}
    assert owner.post(f"/work/uses/cold-homes/canvas/{area}/", typed).status_code == 302
    told_along = owner.get("/work/uses/cold-homes/canvas.json")
    assert told_along["Content-Disposition"].endswith('filename="cold-homes.canvas.json"')

    def sent(content: bytes):
        file = SimpleUploadedFile("canvas.json", content)
        return owner.post(page + "take-over-a-canvas/", {"file": file})

    assert sent(told_along.content).status_code == 302
    assert text in told(owner.get(f"{page}canvas/{area}/"))
    assert sent(told_along.content).status_code == 302
    assert "Nothing new was taken over." in told(owner.get(f"{page}canvas/"))
    for wrong in (b"{", b"\xff\xfe", b" " * (2**20 + 1)):
        answer = sent(wrong)
        assert (answer.status_code, errors_link_to_fields(answer)) == (422, True)
    assert as_officer("analyst").post(page + "take-over-a-canvas/", {}).status_code == 200
