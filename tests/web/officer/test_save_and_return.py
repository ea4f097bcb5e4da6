"""An officer who is called away saves a form as it is, and finds it again; nobody else does."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from actions.ashmere import ADMIN, CODES, Case
from django.test import Client

from beholden.actions import begun_forms
from beholden.doors.web.coming_back import Begun, begun_under
from beholden.records import reading

USE = "/work/uses/warm-homes/"
AREA, CANVAS = f"{USE}canvas/reasons/", f"{USE}canvas/"
KEEP = {"keep-for-later": "1"}
NOTE = "Ask Mrs Quartermain of 4 Zebra Row"
HOSTILE = '</textarea><script>alert("x")</script>{{ 7*7 }}\x00"><img src=x>'


@pytest.fixture
def moment() -> str:
    """Give how far the case is told: the council has its people, and nothing else."""
    return "begin"


@pytest.fixture
def stated(served) -> Any:
    """Give a council with a use that its owner has stated."""
    statement = Case(served.directory.with_name("stated"), served.clock.today()).use
    served.state_use(by=CODES["owner"], statement=statement)
    return served


@pytest.fixture
def owner(stated, as_officer) -> Client:
    return as_officer("owner")


def told(answer: Any) -> str:
    """Return what a page says, its spaces made one."""
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def saved(client: Client, at: str, **typed: str) -> Any:
    """Save a form as it is, as a browser does that has opened it; return where that leads."""
    seen = re.search(r'name="record-seen" value="([^"]*)"', client.get(at).content.decode())
    body = {**typed, **KEEP, "record-seen": html.unescape(seen[1]) if seen else ""}
    answer = client.post(at, body)
    assert answer.status_code == 302, told(answer)
    assert "Quartermain" not in answer.url
    return client.get(answer.url)


def test_called_away_in_the_middle_of_an_area_of_the_canvas(stated, owner, as_officer):
    """The whole way: saved, told, found on another machine, finished, sent, and gone."""
    entries = stated.log.size
    with stated.at_work():
        before = reading.use("warm-homes").canvas_versions
    back = saved(owner, AREA, notes=NOTE, action_by_day="31")
    assert back.request["PATH_INFO"] == CANVAS
    assert "Saved for you alone, and not sent: " in told(back)
    assert 'In progress</strong> <span class="beholden-entered">saved just now' in told(back)
    assert "In progress" in told(owner.get(USE))
    assert stated.log.size == entries
    with stated.at_work():
        assert reading.use("warm-homes").canvas_versions == before

    elsewhere = as_officer("owner")
    work = told(elsewhere.get("/my-work/"))
    assert "Forms you have begun" in work
    assert "warm-homes › The ethics canvas" in work
    assert f'href="{AREA}"' in work
    page = elsewhere.get(AREA)
    assert page.status_code == 200
    assert f">{NOTE}</textarea>" in re.sub(r">\s+", ">", told(page))
    assert 'value="31"' in told(page)
    assert "It was saved just now, and is not sent." in told(page)
    assert "There is a problem" not in told(page)

    typed = {"status": "in progress", "notes": "Asked.", "action": "", "owner": "", "why_not": ""}
    prompt = re.search(r'name="(says_[^"]+)"', told(page))[1]
    assert elsewhere.post(AREA, {**typed, prompt: "To warm homes."}).status_code == 302
    assert "Forms you have begun" not in told(owner.get("/my-work/"))
    assert "You began this form" not in told(owner.get(AREA))


def test_a_use_that_is_not_stated_yet_is_found_again_by_what_it_is_to_be_called(owner):
    saved(owner, "/work/state-a-use/", title="  ", purpose=NOTE)
    assert ">State a use</a>" in told(owner.get("/my-work/"))
    saved(owner, "/work/state-a-use/", title="Winter help <b>", purpose=NOTE)
    work = told(owner.get("/my-work/")).partition("Forms you have begun")[2]
    assert ">Winter help <b></a>" in work  # as text, which was unescaped to be read
    assert "State a use</p>" in work
    assert "Winter help <b>" not in owner.get("/my-work/").content.decode()


def test_a_form_that_is_refused_stays_begun(owner):
    saved(owner, AREA, notes=NOTE)
    assert owner.post(AREA, {"notes": NOTE, "action_by_day": "99"}).status_code == 422
    assert "You began this form" in told(owner.get(AREA))


def test_nobody_else_finds_it_or_deletes_it(stated, owner, as_officer):
    saved(owner, AREA, notes=NOTE)
    delete = re.search(r'href="(/my-work/begun-forms/[^"]+)"', told(owner.get("/my-work/")))[1]
    for name in ("dpo", "officer", "admin"):
        another = as_officer(name)
        for at in ("/my-work/", AREA, USE, CANVAS):
            assert "Quartermain" not in told(another.get(at)), (name, at)
            assert "saved just now" not in told(another.get(at)), (name, at)
        assert another.get(delete).status_code == 404
        assert another.post(delete).status_code == 404
    assert Client(SERVER_NAME="127.0.0.1").get(delete).status_code == 302
    public = Client(SERVER_NAME="127.0.0.1").get("/uses/warm-homes/")
    assert "Quartermain" not in told(public)
    assert "You began this form" in told(owner.get(AREA))


def test_it_is_deleted_by_its_person_and_the_record_stays(owner):
    saved(owner, AREA, notes=NOTE)
    delete = re.search(r'href="(/my-work/begun-forms/[^"]+)"', told(owner.get(AREA)))[1]
    asked = told(owner.get(delete))
    assert "What you typed is lost. Nothing that is on record changes." in asked
    assert "The ethics canvas" in asked
    assert owner.post(delete).url == "/my-work/"
    assert NOTE not in told(owner.get(AREA))
    assert owner.post(delete).status_code == 404


def test_whoever_lost_the_right_sees_nothing_of_it_and_may_delete_it(stated, owner):
    saved(owner, "/work/state-a-use/", use="cold-homes", title=NOTE)
    person = {"code": CODES["owner"], "office": "Head of Revenues", "organisation": "Revenues"}
    stated.add_person(by=ADMIN, **person, roles=["publisher"])
    assert owner.get("/work/state-a-use/").status_code == 403
    work = told(owner.get("/my-work/"))
    assert "A form that your roles do not open any more" in work
    assert "State a use" not in work.partition("Forms you have begun")[2].partition("</ul>")[0]
    delete = re.search(r'href="(/my-work/begun-forms/[^"]+)"', work)[1]
    assert NOTE not in told(owner.get(delete))
    assert owner.post(delete).status_code == 302


def test_whoever_may_not_send_it_keeps_nothing_of_it(stated, as_officer):
    publisher = as_officer("publisher")
    answer = publisher.post(AREA, {"notes": NOTE, **KEEP})
    assert (answer.status_code, NOTE in told(answer)) == (200, False)
    assert publisher.post("/work/state-a-use/", {"title": NOTE, **KEEP}).status_code == 403
    assert "Forms you have begun" not in told(publisher.get("/my-work/"))


def test_without_the_token_of_the_page_nothing_is_kept(owner):
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    assert strict.post(AREA, {"notes": NOTE, **KEEP}).status_code == 403
    assert "You began this form" not in told(owner.get(AREA))


def filled(council: Any, **said: Any) -> None:
    """Have the area filled in by somebody else's act, with what it says."""
    council.fill_canvas(by=CODES["owner"], use="warm-homes", areas={"reasons": said})


@pytest.mark.parametrize("opened", ["before", "after"])
def test_a_record_that_changed_meanwhile_is_told(stated, owner, opened):
    """Also where it changed between the opening of the page and the saving of what was typed."""
    if opened == "before":
        saved(owner, AREA, notes=NOTE)
        filled(stated, notes="Two landlords hold them.", why_not="Not owed.")
    else:
        seen = re.search(r'name="record-seen" value="([^"]*)"', owner.get(AREA).content.decode())[1]
        filled(stated, notes="Two landlords hold them.", why_not="Not owed.")
        typed = {"notes": NOTE, "record-seen": html.unescape(seen), **KEEP}
        assert owner.post(AREA, typed).status_code == 302
    page = told(owner.get(AREA))
    changes = page.partition("The record has changed since you began.")[2].partition("</dl>")[0]
    assert "Two landlords hold them." in changes
    assert "Notes" in changes
    assert "Which office" not in changes, "what is as it was is not told"
    assert NOTE in page
    saved(owner, AREA, notes=NOTE)
    assert "The record has changed" not in told(owner.get(AREA)), "it was told"


def test_a_record_that_did_not_change_is_no_change_on_another_day(stated, owner, as_officer):
    """The day that a form proposes is today's, and no part of the record."""
    dpo = as_officer("dpo")
    saved(dpo, f"{USE}dpia-advice/", says=NOTE)
    serving_tomorrow(stated)
    page = told(dpo.get(f"{USE}dpia-advice/"))
    assert "It was saved 23 hours ago" in page
    assert "The record has changed" not in page


def serving_tomorrow(council: Any, hours: int = 23) -> None:
    """Let what was begun have been begun so long ago."""
    from beholden.records.models import BegunForm

    with council.at_work():
        for one in BegunForm.objects.all():
            one.kept_at -= timedelta(hours=hours)
            one.save()


def test_28_days_are_told_and_then_it_is_gone(stated, owner):
    saved(owner, AREA, notes=NOTE)
    last = date.today() + timedelta(days=28)
    assert f"It is deleted on {last.day} {last:%B %Y} unless you send it before." in told(
        owner.get(AREA)
    )
    serving_tomorrow(stated, hours=28 * 24 + 1)
    assert NOTE not in told(owner.get(AREA))
    assert "Forms you have begun" not in told(owner.get("/my-work/"))


def test_what_is_too_long_is_refused_and_stays_on_the_page(owner):
    long = "x" * (begun_forms.LONGEST + 1)
    answer = owner.post(AREA, {"notes": long, **KEEP})
    assert answer.status_code == 422
    assert "What you have typed is too long to be kept half-filled." in told(answer)
    assert long in told(answer)
    assert "You began this form" not in told(owner.get(AREA))


def test_hostile_text_is_inert_wherever_it_is_shown_again(stated, owner):
    typed = {"title": HOSTILE, "purpose": HOSTILE, "use": HOSTILE, "personal_data": HOSTILE}
    rows = {"consequences-TOTAL_FORMS": "2", "consequences-INITIAL_FORMS": "0"}
    row = {"consequences-1-what": HOSTILE, "consequences-1-by_day": HOSTILE}
    saved(owner, "/work/state-a-use/", **typed, **rows, **row)
    for at in ("/work/state-a-use/", "/my-work/"):
        raw = owner.get(at).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x>" not in raw
        assert "49" not in re.findall(r"\{\{.*?\}\}|\b49\b", raw)
    page = told(owner.get("/work/state-a-use/"))
    assert page.count('alert("x")') == 5, "each place has it as it was typed"
    assert "Consequence 2" in page


@pytest.mark.parametrize("rows", ["-1", "99999999", "", "x"])
def test_rows_that_no_page_sends_do_no_harm(owner, rows):
    typed = {"title": NOTE, "consequences-TOTAL_FORMS": rows, "consequences-INITIAL_FORMS": "0"}
    saved(owner, "/work/state-a-use/", **typed)
    shown = owner.get("/work/state-a-use/")
    assert shown.status_code == 200
    assert shown.content.count(b'-DELETE"') <= 300, "a hundred rows: a box, its place, its label"


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"notes": 7}', '{"notes": "<b>"}', "x" * 200_000])
def test_marks_that_no_page_sends_do_no_harm(owner, seen):
    assert owner.post(AREA, {"notes": NOTE, "record-seen": seen, **KEEP}).status_code == 302
    page = told(owner.get(AREA))
    assert NOTE in page
    assert "The record has changed" not in page


# Before anything is advised; every later stage is walked in tests/web/test_every_form.py.
STAGES = {
    f"{USE}statement/": ("owner", {"purpose": NOTE, "owner": ""}),
    f"{USE}triage/": ("owner", {"automated": "no"}),
    f"{USE}canvas/actions/": ("owner", {"why_not": NOTE, "action_by_year": "27"}),
    f"{USE}dpia-advice/": ("dpo", {"says": NOTE, "on_day": ""}),
    "/work/undertakings/warm-homes/state/": ("owner", {"text": NOTE, "by_year": "27"}),
}


@pytest.mark.parametrize("at", STAGES)
def test_each_stage_is_found_again_and_what_was_emptied_is_empty(stated, as_officer, at):
    """The record does not creep back into what somebody typed."""
    who, typed = STAGES[at]
    client = as_officer(who)
    saved(client, at, **typed)
    page = told(client.get(at))
    assert "You began this form" in page
    for name, said in typed.items():
        fields = re.findall(rf'<[^>]*name="{name}"[^>]*>(?:[^<]*</textarea>)?', page)
        assert any(said in field for field in fields), name
        if not said:
            assert 'value="' not in fields[0]
    if at.endswith("triage/"):
        assert re.search(
            r'value="no"[^>]*name="automated"|name="automated" value="no"[^>]*checked', page
        )


def test_marks_that_are_nested_without_end_are_no_marks(owner):
    kept = owner.post(AREA, {"notes": NOTE, "record-seen": "[" * 60_000, **KEEP})
    assert kept.status_code == 302
    assert NOTE in told(owner.get(AREA))


@pytest.mark.parametrize("area", ["sources", "rights", "limitations", "ethical-legislative"])
def test_an_answer_of_another_kind_than_text_is_mended_where_it_was_typed(stated, owner, area):
    at = f"{USE}canvas/{area}/"
    name = re.search(r'name="(says_[^"]+)"', told(owner.get(at)))[1]
    base = {"status": "in progress", "owner": "", "why_not": "", "notes": "", "action": ""}
    assert owner.post(at, {**base, name: "The counciltax list."}).status_code == 302
    page = told(owner.get(at))
    assert f'name="{name}"' in page
    assert ">The counciltax list.</textarea>" in re.sub(r">\s+", ">", page)
    assert owner.post(at, {**base, name: "The council tax list."}).status_code == 302
    with stated.at_work():
        versions = [v for v in reading.use("warm-homes").canvas_versions if v.area == area]
    assert max(versions, key=lambda one: one.number).text == "The council tax list."
    saved(owner, at, **{name: "Half of"})
    assert ">Half of</textarea>" in re.sub(r">\s+", ">", told(owner.get(at)))


@pytest.mark.parametrize(("begun", "other"), [("", "/cy"), ("/cy", "")])
def test_a_form_is_one_in_both_languages(stated, owner, begun, other):
    saved(owner, begun + AREA, notes=NOTE)
    work = told(owner.get(f"{other}/my-work/"))
    assert f'href="{other}{AREA}"' in work
    tasks = told(owner.get(other + CANVAS))
    assert tasks.count('class="beholden-entered"') == 1
    page = told(owner.get(other + AREA))
    assert NOTE in page
    banner = page.partition('id="begun-form"')[2].partition("/begun-forms/")[0]
    assert banner
    assert "<dl" not in banner, "another language is no change of the record"
    saved(owner, other + AREA, notes=f"{NOTE} again")
    assert len(stated.begun_forms(by=CODES["owner"])) == 1
    typed = {"status": "in progress", "notes": "Asked.", "action": "", "owner": "", "why_not": ""}
    prompt = re.search(r'name="(says_[^"]+)"', page)[1]
    assert owner.post(begun + AREA, {**typed, prompt: "To warm homes."}).status_code == 302
    assert not stated.begun_forms(by=CODES["owner"]), "what is sent takes it along"


def test_what_opens_no_more_is_not_told_as_in_progress():
    """A task tells only of what My work would open."""
    form: Any = None
    shut = Begun(form, "just now", open=False, address=AREA)
    still = Begun(form, "just now", open=True, address=AREA)
    assert begun_under([shut], CANVAS) is None
    assert begun_under([shut, still], CANVAS) is still
