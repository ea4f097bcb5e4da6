"""The Welsh of the pages for everybody: whole, with the same placeholders, shown under /cy/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from actions.councils import copied
from babel.messages.pofile import read_po
from browser.routes import PUBLIC_ROUTES, address
from served_pages import answer_of, page_of

from beholden.actions import Council, open_council

from . import catalogue
from .catalogue import BORROWED, PLACEHOLDER, WEB, Fixed, every_string
from .welsh_pages import english_in, record_of, same_in_both

PO = WEB / "locale" / "cy" / "LC_MESSAGES" / "django.po"


def said_by_the_catalogue() -> dict[Fixed, tuple[str, ...]]:
    """Return what the catalogue says, by what it is asked."""
    with PO.open("rb") as file:
        told = read_po(file, locale="cy", abort_invalid=True)
    found = {}
    for message in told:
        if message.id:
            asked = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            found[Fixed(*asked)] = said
            assert not message.fuzzy, message.id
    assert not told.obsolete
    return found


TOLD = said_by_the_catalogue()


def test_every_fixed_string_of_a_public_page_has_its_welsh():
    wanted = every_string()
    assert len(wanted) > 650
    assert sorted(one for one in wanted if not all(TOLD.get(one, ("",)))) == []
    assert sorted(set(TOLD) - wanted) == [], "nothing is kept that no page says any more"


def test_every_form_of_a_number_is_there():
    forms = _forms()
    assert forms == 4, "one, two, eight and eleven, and the others"
    for asked, said in TOLD.items():
        assert len(said) == (forms if asked.plural else 1), asked


def _forms() -> int:
    with PO.open("rb") as file:
        return read_po(file, locale="cy").num_plurals


def test_what_is_borrowed_is_said_by_django_or_by_allauth():
    import allauth
    import django

    known: set[str] = set()
    for package in (django, allauth):
        for file in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"):
            with file.open("rb") as said:
                known |= {_asked(message) for message in read_po(said)}
    assert {one.text for one in BORROWED} <= known


def _asked(message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def test_placeholders_agree():
    for asked, said in TOLD.items():
        for form in said:
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(asked.text)), asked
            assert re.sub(PLACEHOLDER, "", form).count("%") == 0


def test_what_is_said_in_welsh_is_not_english():
    same = {asked.text for asked, said in TOLD.items() if asked.text in said}
    assert same <= {"Beholden", "Data", "person"}


def test_a_string_that_has_no_welsh_would_be_found(tmp_path, monkeypatch):
    (tmp_path / "templates" / "public").mkdir(parents=True)
    page = '{% load i18n %}{% translate "Nobody said this" %}{{ x|default:_("Nor that") }}'
    (tmp_path / "templates" / "public" / "new.html").write_text(page)
    code = 'from django.utils.translation import gettext as said\ntold = said("Nor this one")'
    (tmp_path / "errors.py").write_text(code)
    monkeypatch.setattr(catalogue, "WEB", tmp_path)
    monkeypatch.setattr(catalogue, "_template", lambda name: _compiled(page))
    assert catalogue.of_templates() == {Fixed("Nobody said this"), Fixed("Nor that")}
    assert Fixed("Nor this one") in catalogue.of_code()


def _compiled(text: str):
    from django.template import engines

    return engines["django"].from_string(text).template


# The pages


@pytest.fixture(scope="module")
def council(told, tmp_path_factory) -> Iterator[Council]:
    """Give a council that published a table."""
    folder = told("until_published_and_refused", date.today())
    council = open_council(copied(folder, tmp_path_factory.mktemp("welsh")))
    yield council
    council.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/", ("At beth y defnyddir data", "Mewn defnydd", "Defnyddiau data", "1 cwestiwn")),
        ("/uses/warm-homes/", ("Y cytundeb, mewn geiriau", "Datganwyd y defnydd", "Perchennog")),
        ("/datasets/", ("Setiau data, a&#x27;u diben", "Stiward")),
        ("/datasets/council_tax/", ("rhif eiddo (UPRN)", "Cyflawnder")),
        ("/open-data/", ("Data agored", "cymeradwywyd gan")),
        ("/your-say/", ("Eich data, eich llais", "Gwrthwynebu un defnydd", "llai na 10")),
        ("/courses/", ("Cyrsiau i drigolion",)),
        ("/register/", ("Y cofnod, i gofrestrau eraill",)),
        ("/board/", ("Y bwrdd moeseg data",)),
        ("/ledger/", ("Y log o bob gweithred", "Cyhoeddwyd y tabl")),
        ("/ledger/verify/", ("Gwirio&#x27;r log yn y porwr hwn",)),
    ],
)
def test_a_page_in_welsh(council, address, says):
    text = page_of(council, f"/cy{address}")
    assert '<html lang="cy"' in text
    for words in (*says, "Neidio i&#x27;r prif gynnwys", "Data ffug."):
        assert words in text or words.replace("&#x27;", "'") in text, words
    assert "yn sefyll yn yr iaith" in text or address.endswith(("register/", "ledger/", "verify/"))
    assert f'href="{address}"' in text, "the way to the English page"
    assert 'hreflang="cy"' in page_of(council, address)


def test_what_is_not_there_is_told_in_welsh(council):
    answer = answer_of(council, "/cy/uses/nowhere/")
    assert answer.status_code == 404
    assert "Nid oes tudalen o" in answer.content.decode()


def test_days_are_told_in_welsh(council):
    months = (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    )
    text = page_of(council, "/cy/open-data/")
    assert re.search(rf"Cyhoeddwyd ar \d+ ({months.replace(' ', '|')}) \d{{4}}", text)


# Every page that no office is needed for


def address_in_welsh(name: str) -> str:
    """Return the Welsh address of a route's example."""
    return "/cy" + address(name, {"release": "none", "paper": "none"})


# What is given as it was written or made: files, and pages of data.
FILES = re.compile(r"\.\w+$|/brand-\w+$|/releases/|/checkpoint$")
PAGES = [name for name in PUBLIC_ROUTES if not FILES.search(address_in_welsh(name))]


@pytest.fixture(scope="module")
def record(council) -> frozenset[str]:
    """Give every text that is on record, and the titles of the courses."""
    titles = {course.title for course in council.public_courses()}
    return record_of(council.directory) | {council.name, *titles}


def test_no_page_in_welsh_is_english(council, record):
    found = {}
    for name in PAGES:
        answer = answer_of(council, address_in_welsh(name))
        assert answer.status_code in (200, 302), name
        text = answer.content.decode()
        found |= {name: english} if (english := english_in(text, record)) else {}
    assert found == {}, "\n".join(f"{n}: {t}" for n, texts in found.items() for t in texts)


def test_no_text_is_the_same_in_both_languages(council, record):
    """Each page beside its English one: what both say is data, or a name."""
    found = {}
    for name in PAGES:
        at = address_in_welsh(name)
        english, welsh = (answer_of(council, one) for one in (at.removeprefix("/cy"), at))
        if welsh.status_code == 200:
            pages = (english.content.decode(), welsh.content.decode())
            found |= {name: same} if (same := same_in_both(*pages, record)) else {}
    assert found == {}, "\n".join(f"{n}: {t}" for n, texts in found.items() for t in texts)


def test_each_page_leads_to_the_same_page_in_the_other_language(council):
    for name in PAGES:
        answer = answer_of(council, address_in_welsh(name))
        if answer.status_code == 200:
            text, english = answer.content.decode(), address_in_welsh(name).removeprefix("/cy")
            assert '<html lang="cy"' in text, name
            assert f'href="{english}" rel="alternate" lang="en-gb"' in text, name
            assert f'href="/cy{english}" rel="alternate" lang="cy"' in page_of(council, english)


@pytest.mark.parametrize(
    ("welsh", "same"),
    [
        ("<button>Anfon</button>", []),
        ("<button>Send</button>", ["Send"]),
        ("<p>Warm homes</p><p>12</p><code>ls</code>", []),
        ('<p lang="en-gb">Of the record</p><p>dcat.jsonld</p><p>CSV</p>', []),
        ('<img alt="A picture">', ["A picture"]),
    ],
)
def test_a_text_that_was_left_in_english_is_found(welsh, same):
    english = (
        "<button>Send</button><p>Warm homes</p><p>12</p><code>ls</code><p>Of the record</p>"
        '<p>dcat.jsonld</p><p>CSV</p><img alt="A picture">'
    )
    assert same_in_both(english, welsh, frozenset({"Warm homes"})) == same
