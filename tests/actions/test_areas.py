"""Areas that are kept, and the maps of what is asked and released."""

from __future__ import annotations

import json
import re

import pytest

from beholden.actions import maps, picture_of
from beholden.kernel import BadInput, NotFound, Refused
from beholden.records import reading

from .ashmere import (
    ANALYST,
    CODES,
    DAY,
    PLACES,
    QUESTION,
    WHOSE_PLACES,
    keep_places,
    places_file,
    until_published,
    until_requested,
)
from .councils import copied, entries_of, opened

TWO_GROUPS = "select neighbourhood, tenure, count(*) from council_tax group by all"
RATES = "select neighbourhood, count(*) as homes, avg(arrears) as owed from council_tax group by 1"
BY_TENURE = "select tenure, count(*) from council_tax group by 1"


def ask(council, question):
    return council.ask(by=ANALYST, use="warm-homes", question=question)


def map_of(council, question):
    return council.map_of_answer(ask(council, question), title="Households")


def other_places(council):
    """Write a file of areas from which one is gone."""
    document = json.loads(places_file(council.directory.parent).read_text())
    document["features"].pop()
    file = council.directory.parent / "other.geojson"
    file.write_text(json.dumps(document), "utf-8")
    return file


def told(svg):
    return dict(re.findall(r"<title>([^<:]+): ([^<]+)</title>", svg))


@pytest.fixture(scope="module")
def mapped(request, tmp_path_factory):
    """Give a council with a sealed extract and its neighbourhoods kept."""
    folder = request.getfixturevalue("told")("until_sealed", DAY)
    council = opened(copied(folder, tmp_path_factory.mktemp("mapped")))
    keep_places(council)
    yield council
    council.close()


def test_areas_are_kept_with_an_entry_that_has_their_fingerprint(agreed):
    kept = keep_places(agreed)
    assert (kept.name, kept.version, kept.areas, kept.findings) == ("places", 1, 4, ())
    with agreed.at_work():
        view = reading.areas_named("places")
        document = reading.areas_document("places")
    assert (view.attribution, view.steward) == (WHOSE_PLACES, "Revenues and Benefits")
    assert [name for _code, name in view.labels] == list(PLACES)
    (entry,) = [one for one in entries_of(agreed) if one["act"] == "areas-kept"]
    assert entry["facts"]["document"] == view.versions[0].fingerprint
    assert set(entry["facts"]) == {"areas", "version", "number", "document", "file"}
    assert json.loads(document)["attribution"] == WHOSE_PLACES


def test_the_same_areas_again_are_no_version_and_others_are_the_next(agreed):
    keep_places(agreed)
    again = keep_places(agreed)
    assert (again.version, again.already_there) == (1, True)
    renamed = keep_places(agreed, title="Places of Ashmere")
    assert (renamed.version, renamed.already_there) == (2, False)
    with agreed.at_work():
        (view,) = reading.areas()
    assert [one.number for one in view.versions] == [1, 2]
    assert view.title == "Places of Ashmere"
    assert len([one for one in entries_of(agreed) if one["act"] == "areas-kept"]) == 2


def test_another_organisation_keeps_its_own(agreed):
    keep_places(agreed)
    with pytest.raises(Refused, match="kept by another organisation") as refused:
        keep_places(agreed, by=CODES["housing"], title="Mine")
    assert refused.value.refusal.ask == "a steward of Revenues and Benefits."
    assert keep_places(agreed, by=CODES["housing"], name="other").version == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"name": "Wards!"}, "cannot be the name of a set of areas"),
        ({"attribution": "  "}, "The attribution of the areas has no words"),
        ({"attribution": "x" * 501}, "more than 500"),
        ({"title": "x" * 201}, "more than 200"),
        ({"licence": "javascript:alert(1)"}, "The licence of the areas is no address"),
        ({"code": "WD26CD"}, "has the property WD26CD"),
        ({"source": "nowhere.geojson"}, "cannot be read"),
    ],
)
def test_what_cannot_be_kept_is_said_and_leaves_no_trace(mapped, said, says):
    before = len(entries_of(mapped))
    with pytest.raises(BadInput, match=re.escape(says)):
        keep_places(mapped, **said)
    assert len(entries_of(mapped)) == before


def test_areas_are_drawn_once_for_all_who_look_at_them(mapped, monkeypatch):
    made = mapped.map_of_areas(areas="places")
    monkeypatch.setattr(maps.mapping, "draw_outlines", pytest.fail)
    assert mapped.map_of_areas(areas="places") == made


def test_what_is_not_kept_is_not_found(mapped):
    for read in (mapped.areas_as_geojson, mapped.map_of_areas):
        with pytest.raises(NotFound, match="beholden areas list"):
            read(areas="wards")


def test_an_answer_by_area_has_a_map_of_what_the_answer_shows(mapped):
    answered = ask(mapped, QUESTION)
    made = mapped.map_of_answer(answered, title="Households")
    rows = {row["neighbourhood"]: row for row in answered.table.to_pylist()}
    (number,) = [name for name in answered.table.column_names if name != "neighbourhood"]
    says = told(made.svg)
    for name in PLACES:
        shown = rows.get(name, {}).get(number)
        assert says[name] == (f"{shown:,}" if shown else "no row, or withheld")
    assert set(rows) == {"Millbrook", "Northgate"}  # eight households are too few to be shown
    assert WHOSE_PLACES in made.svg
    assert WHOSE_PLACES not in made.drawing
    assert "where more people live" in made.says[1]


def test_a_rate_is_mapped_and_drawn_before_a_count_and_a_sum_is_warned_of(mapped):
    sums = ask(mapped, RATES.replace("avg", "sum"))
    assert mapped.map_of_answer(sums, title="Owed").says[1].startswith("These are counts or sums")
    answered = ask(mapped, RATES)
    made = mapped.map_of_answer(answered, title="Owed")
    assert made.description.startswith("Map of owed by neighbourhood")
    assert len(made.says) == 1
    assert "Bar chart of homes" in picture_of(answered, title="Owed")
    assert "Bar chart of owed" in picture_of(answered, title="Owed", measure=made.measure)
    release = mapped.request_release(
        by=ANALYST, receipt=answered.receipt.id, name="owed", title="Owed"
    )
    made = mapped.release_map(release_id=release.id)  # which knows that it is an average
    assert made.description.startswith("Map of owed by neighbourhood")
    assert len(made.says) == 1


@pytest.mark.parametrize("question", [BY_TENURE, TWO_GROUPS, "select count(*) from council_tax"])
def test_an_answer_without_one_row_for_each_area_has_no_map(mapped, question):
    assert map_of(mapped, question) is None


def test_nothing_is_mapped_where_no_areas_are_kept(sealed):
    assert map_of(sealed, QUESTION) is None


@pytest.mark.parametrize("kept", [True, False])
def test_a_release_is_published_with_its_map_where_its_areas_are_kept(sealed, kept):
    if kept:
        keep_places(sealed)
    release = until_published(sealed)
    folder = sealed.path("releases", release)
    files = {file.name for file in folder.iterdir()}
    assert ({"map.svg", "areas.geojson"} <= files) == kept
    (shown,) = sealed.public_releases()
    assert shown.map == (f"/releases/{release}/map.svg" if kept else "")
    page = (folder / "index.html").read_text("utf-8")
    assert (WHOSE_PLACES in page) == kept
    (entry,) = [one for one in entries_of(sealed) if one["act"] == "release-published"]
    assert set(entry["facts"]["files"]) == files


def test_areas_may_be_called_whatever_they_are_called(sealed, tmp_path):
    named = places_file(tmp_path)
    odd = json.loads(named.read_text(encoding="utf-8"))
    for area, words in zip(odd["features"], ("url(x)", "href=", "onx=1", "<b>"), strict=True):
        area["properties"] = {"code": area["properties"]["name"], "name": f"At {words}"}
    named.write_text(json.dumps(odd), encoding="utf-8")
    keep_places(sealed, source=named)
    published = sealed.directory / "releases" / until_published(sealed)
    for name in ("map.svg", "index.html"):
        text = (published / name).read_text(encoding="utf-8")
        assert all(f"At {words}" in text for words in ("url(x)", "href=", "onx=1", "&lt;b&gt;"))


def test_a_reviewer_sees_the_map_and_withheld_areas_are_told_as_withheld(mapped):
    release = until_requested(mapped)
    made = mapped.release_map(release_id=release)
    says = told(made.svg)
    assert says["Elm End"] == "withheld"
    assert says["Ferry Lane"] == "no row in the table"
    assert re.search(r">Withheld \(\d areas?\)<", made.svg)
    with pytest.raises(NotFound):
        mapped.release_map(release_id="release-0")


def test_a_later_version_of_areas_does_not_change_what_was_published(sealed):
    keep_places(sealed)
    release = until_published(sealed)
    file = sealed.path("releases", release, "areas.geojson")
    before = file.read_bytes()
    assert keep_places(sealed, source=other_places(sealed)).areas == 3
    assert file.read_bytes() == before
    assert "Ferry Lane" in told(sealed.release_map(release_id=release).svg)


def test_what_is_published_is_the_map_that_was_reviewed(sealed):
    """Whatever one person keeps after the request, or after the approval, changes nothing (S9)."""
    keep_places(sealed)
    with sealed.at_work():
        first = reading.areas_document("places")
    release = until_requested(sealed)
    keep_places(sealed, source=other_places(sealed), title="Others", attribution="Somebody else")
    seen = sealed.release_map(release_id=release)
    sealed.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    keep_places(sealed, title="Others again")
    sealed.publish(by=CODES["publisher"], release_id=release)
    folder = sealed.path("releases", release)
    assert (folder / "areas.geojson").read_text("utf-8") == first
    assert (folder / "map.svg").read_text("utf-8").rstrip() == seen.svg
    assert WHOSE_PLACES in seen.svg
    told = {one["act"]: one["facts"] for one in entries_of(sealed)}
    files = told["release-published"]["files"]
    assert told["release-reviewed"]["map"] == {
        "areas": "places",
        "version": 1,
        "document": files["areas.geojson"],
    }


def test_what_was_reviewed_without_a_map_is_published_without_one(sealed):
    release = until_requested(sealed)
    keep_places(sealed)
    assert sealed.release_map(release_id=release) is None
    sealed.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    assert entries_of(sealed)[-1]["facts"]["map"] is None
    sealed.publish(by=CODES["publisher"], release_id=release)
    assert not sealed.path("releases", release, "map.svg").exists()


def test_made_up_numbers_are_not_put_on_real_areas_nor_real_ones_on_made_up(mapped, monkeypatch):
    keep_places(mapped, made_up=False, title="Real")  # the newest version is what maps are drawn on
    assert map_of(mapped, QUESTION) is None
    monkeypatch.setattr(reading, "made_up_under", lambda *_: False)
    assert map_of(mapped, QUESTION).areas.title == "Real"
    keep_places(mapped, title="Neighbourhoods")
    assert map_of(mapped, QUESTION) is None


def test_what_cannot_be_mapped_looks_at_no_areas(mapped, monkeypatch):
    monkeypatch.setattr(reading, "labels_of_areas", None)
    for question in (TWO_GROUPS, "select count(*) from council_tax"):
        assert map_of(mapped, question) is None
    assert maps._fitted(mapped, {"a": [str(n) for n in range(3000)]}, use="", made_of=()) is None
