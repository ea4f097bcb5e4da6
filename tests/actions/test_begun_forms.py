"""Forms that somebody has begun: theirs alone, sealed, and gone once sent, deleted or old."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from beholden.actions import Council, Typed, work_once
from beholden.actions import begun_forms as begun
from beholden.kernel import BadInput, HeldClock, NotFound

from .ashmere import ADMIN, CODES, DAY, Case
from .councils import copied, entries_of, opened

OWNER, OFFICER = CODES["owner"], CODES["officer"]
PAGE = "/work/uses/warm-homes/decision/"
SECRET = "Mrs Quartermain of 4 Zebra Row"
TYPED = Typed(PAGE, "Decision", "warm-homes", {"because": [SECRET], "decides": []}, {"on": "ab12"})


@pytest.fixture(scope="module")
def whole(told, tmp_path_factory) -> Iterator[Council]:
    council = opened(copied(told("begin", DAY), tmp_path_factory.mktemp("begun")))
    yield council
    council.close()


@pytest.fixture
def council(whole: Council) -> Iterator[Council]:
    """Give a council of which nobody has begun a form."""
    yield whole
    with whole.at_work():
        from beholden.records.models import BegunForm

        BegunForm.objects.all().delete()
        begun.sweep_begun_keys(whole, begun.begun_keys(whole))


def later(council: Council, **passed: float) -> Council:
    return council.holding(HeldClock(council.clock.now() + timedelta(**passed)))


def kept(council: Council, by: str = OWNER, typed: Typed = TYPED) -> str:
    council.keep_begun_form(by=by, typed=typed)
    return council.begun_forms(by=by)[0].id


def keys(council: Council) -> list[str]:
    return begun.begun_keys(council)


def test_what_was_typed_is_found_again_as_it_was(council):
    kept(council)
    found = council.begun_form(by=OWNER, address=PAGE)
    assert found.typed == TYPED
    assert found.until == DAY + timedelta(days=28)
    assert council.begun_forms(by=OWNER) == (found,)


def test_nobody_else_reads_it_or_deletes_it(council):
    name = kept(council)
    assert council.begun_form(by=OFFICER, address=PAGE) is None
    assert council.begun_forms(by=OFFICER) == ()
    with pytest.raises(NotFound):
        council.drop_begun_form(by=OFFICER, form=name)
    with pytest.raises(NotFound):
        council.keep_begun_form(by="code-nobody", typed=TYPED)
    assert council.begun_form(by=OWNER, address=PAGE).id == name


def test_what_lies_in_the_records_says_nothing_and_opens_for_nobody_else(council):
    from beholden.records.models import BegunForm, Person

    kept(council)
    with council.at_work():
        record = BegunForm.objects.get()
        assert [one for one in (b"Zebra", b"Decision", b"because") if one in record.sealed] == []
        # Also whoever can write into the records gains nothing: it is tied to whose it is.
        BegunForm.objects.update(person=Person.objects.get(code=OFFICER))
    assert council.begun_form(by=OFFICER, address=PAGE) is None
    assert council.begun_forms(by=OFFICER) == ()


def test_nothing_of_it_is_in_the_ledger(council):
    before = len(entries_of(council))
    council.drop_begun_form(by=OWNER, form=kept(council))
    assert len(entries_of(council)) == before


def test_what_is_kept_anew_takes_the_place_of_what_was_kept(council):
    first = kept(council)
    kept(council, typed=replace(TYPED, values={"because": ["Better."]}))
    (found,) = council.begun_forms(by=OWNER)
    assert found.typed.values == {"because": ["Better."]}
    assert first not in keys(council)
    assert keys(council) == [found.id]


def test_the_newest_is_first_and_each_page_has_its_own(council):
    other = replace(TYPED, address="/work/uses/warm-homes/canvas/reason/")
    kept(council)
    later(council, minutes=5).keep_begun_form(by=OWNER, typed=other)
    assert [one.typed.address for one in council.begun_forms(by=OWNER)] == [other.address, PAGE]


def test_what_is_deleted_takes_its_key_with_it(council):
    council.drop_begun_form(by=OWNER, form=kept(council))
    assert (council.begun_forms(by=OWNER), keys(council)) == ((), [])


def test_what_is_sent_is_gone_with_the_act_and_stays_where_the_act_is_refused(council):
    use = Case(council.directory.with_name("stated")).use
    kept(council)
    kept(council, by=OFFICER)
    sends = replace(council, sends=PAGE)
    with pytest.raises(BadInput):
        sends.state_use(by=OWNER, statement={**use, "title": ""})
    assert council.begun_form(by=OWNER, address=PAGE)
    replace(council, sends="/another/").state_use(by=OWNER, statement=use)
    assert council.begun_form(by=OWNER, address=PAGE)
    sends.state_use(by=OWNER, statement=use)
    assert council.begun_form(by=OWNER, address=PAGE) is None
    assert council.begun_form(by=OFFICER, address=PAGE), "what another has begun is theirs"


def test_it_is_gone_after_28_days(council):
    kept(council)
    assert later(council, days=28).begun_form(by=OWNER, address=PAGE)
    over = later(council, days=28, seconds=1)
    assert over.begun_form(by=OWNER, address=PAGE) is None
    assert over.begun_forms(by=OWNER) == ()
    assert keys(council), "nobody looked yet whether it is over"
    assert "forms" in work_once(over, worker="worker-test").done
    assert keys(council) == []
    assert council.begun_forms(by=OWNER) == ()


def test_whoever_leaves_leaves_nothing_behind(council):
    council.add_person(
        by=ADMIN, code="code-brief", office="Brief", organisation="Brief", roles=["analyst"]
    )
    kept(council, by="code-brief")
    council.let_person_go(by=ADMIN, code="code-brief")
    assert keys(council) == []


def test_a_key_without_its_form_is_swept_and_a_form_without_its_key_is_none(council):
    council.keys.create("begun-left-behind")
    name = kept(council)
    opened(council.directory).close()
    assert keys(council) == [name]
    council.keys.destroy(name)
    assert council.begun_form(by=OWNER, address=PAGE) is None


@pytest.mark.parametrize(
    "typed",
    [
        replace(TYPED, values={"because": ["x" * begun.LONGEST]}),
        replace(TYPED, address="/" + "x" * 1000),
    ],
    ids=["text", "address"],
)
def test_what_is_too_long_is_refused_and_what_was_kept_stays(council, typed):
    kept(council)
    with pytest.raises(BadInput, match="too long"):
        council.keep_begun_form(by=OWNER, typed=typed)
    assert council.begun_form(by=OWNER, address=PAGE).typed == TYPED
    assert len(keys(council)) == 1


def test_nobody_keeps_too_many(council):
    for number in range(begun.MOST):
        council.keep_begun_form(by=OWNER, typed=replace(TYPED, address=f"/page/{number}/"))
    with pytest.raises(BadInput, match="too many"):
        council.keep_begun_form(by=OWNER, typed=TYPED)
    council.keep_begun_form(by=OWNER, typed=replace(TYPED, address="/page/7/", title="Again"))
    council.keep_begun_form(by=OFFICER, typed=TYPED)
