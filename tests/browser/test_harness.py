"""Each check of a page fails for the fault that it is there for, and for no page without it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .checking import (
    assert_accessible,
    assert_accessible_in_own_colours,
    assert_fits,
    assert_good_page,
    assert_whole,
    assert_works_without_scripts,
)
from .html_validity import assert_valid_html, faults_of
from .keyboard import assert_keyboard_works, tab_order
from .modes import DESKTOP, PHONE, Mode, with_forced_colours, without_scripts
from .order import assert_order
from .routes import lacking
from .visiting import windows

# {0} is the body, {1} what stands in the head.
FRAME = (
    '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Made up</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">{1}</head>'
    "<body><main>{0}</main></body></html>\n"
)
GOOD = FRAME.format('<h1>Made up</h1><p>See <a href="/other">the other page</a>.</p>', "")


def body(text: str, head: str = "") -> str:
    return FRAME.format(f"<h1>Made up</h1>{text}", head)


def style(rules: str) -> str:
    return f"<style>{rules}</style>"


def script(text: str) -> str:
    return f"<script>{text}</script>"


class Pages:
    """A server of tiny pages on this machine."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.policy = ""
        self.broken: set[str] = set()
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pages.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        content = self.pages.get(request.path, body("<p>There is no such page.</p>")).encode()
        found = 200 if request.path in self.pages else 404
        request.send_response(500 if request.path in self.broken else found)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.send_header("Content-Length", str(len(content)))
        if self.policy:
            request.send_header("Content-Security-Policy", self.policy)
        request.end_headers()
        request.wfile.write(content)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def pages() -> Iterator[Pages]:
    served = Pages()
    yield served
    served.stop()


@pytest.fixture
def show(pages, open_visit, mode):
    """Give a function that serves a text as a page and opens it, without waiting for its faults."""

    def shown(text: str, how: Mode = mode):
        pages.pages["/"] = text
        visit = open_visit(pages.address, how)
        visit.open("/")
        return visit

    return shown


def taken(visit) -> list[str]:
    """Return the faults that a page is meant to have, so that they do not fail the test."""
    faults = list(visit.watch.faults)
    visit.watch.faults.clear()
    return faults


@pytest.mark.parametrize(
    "mode",
    [PHONE, DESKTOP, with_forced_colours(PHONE), without_scripts(DESKTOP)],
    ids=lambda mode: mode.name,
)
def test_a_good_page_passes_however_it_is_looked_at(show, mode):
    visit = show(GOOD)
    assert_good_page(visit, "harness-good")
    picture = (visit.screenshots / f"harness-good--{mode.name}.jpg").read_bytes()
    frame = picture.index(b"\xff\xc0")  # the header of a JPEG's frame says its size
    assert int.from_bytes(picture[frame + 7 : frame + 9]) == mode.width
    assert_keyboard_works(visit)
    assert tab_order(visit) == ["the other page"]


# What a page does that no page may do, under a policy, and what is said of it.
DONE = {
    "an error in the console": (body("", script("console.error('Oh')")), "", "console: Oh"),
    "an uncaught error": (body("", script("throw new Error('Oh')")), "", "script: Oh"),
    "an inline script": (body("", script("1")), "default-src 'self'", "Content Security Policy"),
    "an inline style": (body('<p style="color:red">A</p>'), "style-src 'self'", "inline style"),
    "a picture from elsewhere": (
        body('<img src="http://elsewhere.example/a.png" alt="A">'),
        "",
        "asked another host: http://elsewhere.example/a.png",
    ),
    "a picture of another port": (
        body('<img src="http://127.0.0.1:9/a.png" alt="A">'),
        "",
        "asked another host: http://127.0.0.1:9/a.png",
    ),
    "a socket to elsewhere": (
        body("", script("new WebSocket('ws://elsewhere.example/')")),
        "",
        "asked another host: ws://elsewhere.example/",
    ),
    "a picture that is not there": (body('<img src="/a.png" alt="A">'), "", "answered 404: "),
    "a frame that is not there": (
        body('<iframe src="/a" title="A"></iframe>'),
        "",
        "answered 404: ",
    ),
    "a style that is not there": (
        body("", '<link rel="stylesheet" href="/a.css">'),
        "",
        "answered 404: ",
    ),
}


@pytest.mark.parametrize("fault", DONE)
def test_what_no_page_may_do_is_noted(show, pages, fault):
    text, pages.policy, said = DONE[fault]
    visit = show(text)
    visit.page.wait_for_load_state("networkidle")
    assert any(said in one for one in taken(visit)), fault


def test_what_is_not_noted(show, pages):
    visit = show(body('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">'))
    assert visit.open("/nowhere").status == 404
    assert visit.status == 404
    assert visit.watch.faults == []


# A page, how it is looked at, the check that fails for it, and what it says.
WRONG = {
    "no title": (GOOD.replace("Made up</title>", "</title>"), DESKTOP, assert_whole, "no title"),
    "two first headings": (body("<h1>Again</h1>"), DESKTOP, assert_whole, "Again"),
    "no first heading": (GOOD.replace("h1", "h2"), DESKTOP, assert_whole, "but []"),
    "an empty heading": (
        GOOD.replace("Made up</h1>", "</h1>"),
        DESKTOP,
        assert_whole,
        "says nothing",
    ),
    "no language": (GOOD.replace(' lang="en-GB"', ""), DESKTOP, assert_whole, "its language"),
    "too wide for a phone": (
        body('<p class="w">A</p>', style(".w{width:500px}")),
        PHONE,
        assert_fits,
        'class="w"',
    ),
    "too pale": (
        body("<p>A pale sentence.</p>", style("p{color:#bbb}")),
        DESKTOP,
        assert_accessible,
        "contrast",
    ),
    "a field without a label": (body("<input>"), DESKTOP, assert_accessible, "label"),
    "too small to be touched": (
        body("<button>A</button><button>B</button>", style("button{height:9px;font-size:5px}")),
        PHONE,
        assert_accessible,
        "target-size",
    ),
    "a landmark too few": (GOOD.replace("main", "div"), DESKTOP, assert_accessible, "landmark"),
    "only without scripts": (
        body("<noscript><input></noscript>"),
        without_scripts(DESKTOP),
        assert_accessible,
        "label",
    ),
    "reached without a name": (
        body('<span tabindex="0"></span>'),
        DESKTOP,
        assert_keyboard_works,
        "without a name",
    ),
    "a focus that is not seen": (
        body('<a href="/a">A</a>', style("a:focus{outline:none}")),
        DESKTOP,
        assert_keyboard_works,
        "link A: it looks the same",
    ),
    "a focus that colours of one's own take away": (
        body('<a href="/a">A</a>', style("a:focus{outline:none;box-shadow:0 0 0 3px #000}")),
        with_forced_colours(DESKTOP),
        assert_keyboard_works,
        "link A: it looks the same",
    ),
    "a focus outside the window": (
        body('<a href="/a">A</a>', style("a{position:fixed;left:-999px}")),
        DESKTOP,
        assert_keyboard_works,
        "link A: it is outside",
    ),
    "a focus under something": (
        body(
            '<a href="/a">A</a><div></div>',
            style("div{position:fixed;inset:0;background:#fff}"),
        ),
        DESKTOP,
        assert_keyboard_works,
        "link A: something lies over it",
    ),
    "a button that only a script answers": (
        body('<button type="button">A</button>'),
        without_scripts(DESKTOP),
        assert_works_without_scripts,
        "do nothing",
    ),
    "a form that cannot be sent": (
        body('<form action="/a"><label>A <input></label></form>'),
        without_scripts(DESKTOP),
        assert_works_without_scripts,
        "do nothing",
    ),
    "an order of its own": (
        body('<a href="/a">A</a><a href="/b" tabindex="1">B</a>'),
        DESKTOP,
        assert_order,
        "has an order of its own",
    ),
    "a bar without a way past it": (
        body('<nav><a href="/a">A</a></nav>'),
        DESKTOP,
        assert_order,
        "the way past the bar is not first",
    ),
    "what is drawn above and comes after": (
        body(
            '<p><a href="/a">A</a></p><p class="u"><a href="/b">B</a></p>',
            style("main{display:flex;flex-direction:column}.u{order:-1}"),
        ),
        DESKTOP,
        assert_order,
        'stands above or before it: <a href="/b"',
    ),
    "what is drawn on the left and comes after": (
        body(
            '<p><a href="/a">A</a><a href="/b">B</a></p>',
            style("p{display:flex;flex-direction:row-reverse}"),
        ),
        DESKTOP,
        assert_order,
        'stands above or before it: <a href="/b"',
    ),
    "a focus without a look of its own": (
        body('<a href="/a">A</a>', style("a:focus{outline:none}")),
        DESKTOP,
        assert_order,
        'looks the same with the focus: <a href="/a"',
    ),
    "what Tab is made to leave out": (
        body(
            '<a href="/a" id="a">A</a><a href="/b">B</a><a href="/c" id="c">C</a>',
            "<script>addEventListener('keydown', e => { if (e.key === 'Tab' && "
            "document.activeElement.id === 'a') { e.preventDefault(); c.focus() } })</script>",
        ),
        DESKTOP,
        assert_keyboard_works,
        'Tab leaves out:\n<a href="/b"',
    ),
    "a trap": (
        body(
            '<button id="a">A</button>',
            "<script>addEventListener('keydown', e => { if (e.key === 'Tab' && "
            "document.activeElement.id === 'a') e.preventDefault() })</script>",
        ),
        DESKTOP,
        assert_keyboard_works,
        "Tab does not leave",
    ),
}


def test_a_form_that_can_be_sent_and_a_page_that_says_so_work_without_scripts(show):
    sent = '<form action="/a"><label>A <input></label><button>Send</button></form>'
    for text in (sent, '<noscript>It needs scripts.</noscript><button type="button">A</button>'):
        assert_works_without_scripts(show(body(text), without_scripts(DESKTOP)))


@pytest.mark.parametrize("fault", WRONG)
def test_a_page_with_a_fault_fails(show, fault):
    text, how, check, said = WRONG[fault]
    visit = show(text, how)
    with pytest.raises(AssertionError) as failed:
        check(visit)
    assert said in str(failed.value)


def test_colours_of_ones_own_are_drawn_in_place_of_the_pages(show):
    text = body("<p>A</p>", style("body{background:#ff0000}"))
    top_left = {"x": 0, "y": 0, "width": 4, "height": 4}
    red, own = (
        show(text, how).page.screenshot(clip=top_left)
        for how in (DESKTOP, with_forced_colours(DESKTOP))
    )
    assert red != own


# What is found in colours of one's own alone: a page, and what axe says of it.
IN_OWN_COLOURS = {
    "a heading that is gone": (
        body("", style("@media (forced-colors: active) {h1{display:none}}")),
        "page-has-heading-one",
    ),
    "a link that looks like the text around it": (
        body(
            '<p>See <a href="/a">the other page</a> for more, and then come back here.</p>',
            style(
                "@media (forced-colors: active) {p{forced-color-adjust:none;color:#000}"
                "a{color:#333;text-decoration:none}}"
            ),
        ),
        "link-in-text-block",
    ),
}


@pytest.mark.parametrize("fault", IN_OWN_COLOURS)
def test_a_fault_in_colours_of_ones_own_alone_is_found(show, fault):
    text, said = IN_OWN_COLOURS[fault]
    visit = show(text)
    assert_accessible(visit)
    with pytest.raises(AssertionError) as failed:
        assert_accessible_in_own_colours(visit)
    assert said in str(failed.value)


def test_a_good_page_is_good_in_colours_of_ones_own(show):
    visit = show(GOOD)
    assert_accessible_in_own_colours(visit)
    assert visit.mode == with_forced_colours(DESKTOP)


def test_without_scripts_none_runs_and_axe_leaves_it_so(show, pages):
    text = body('<p id="a">Before</p><noscript><p>None</p></noscript>') + script(
        "document.querySelector('#a').textContent = 'After'"
    )
    assert show(text).page.locator("#a").inner_text() == "After"
    visit = show(text, without_scripts(DESKTOP))
    for _ in range(2):
        assert visit.page.locator("#a").inner_text() == "Before"
        assert visit.page.locator("noscript p").is_visible()
        assert_accessible(visit)
        pages.pages["/?again"] = text
        visit.open("/?again")


INVALID = {
    "an element that must not stand there": body("<p><ul><li>A</li></ul></p>"),
    "the same id twice": body('<p id="a">A</p><p id="a">B</p>'),
    "an element that is not closed": body("<div>"),
    "an element that there is not": body("<blink>A</blink>"),
    "an attribute's value that there is not": body('<input type="nothing" aria-label="A">'),
    "no document type": GOOD.removeprefix("<!doctype html>\n"),
    "a label of nothing": body('<label for="nowhere">A</label>'),
}


@pytest.mark.parametrize("fault", INVALID)
def test_html_that_is_not_valid_fails(fault):
    with pytest.raises(AssertionError):
        assert_valid_html(INVALID[fault])


def test_html_that_is_valid_passes_whatever_came_before_it():
    assert faults_of(body("<blink>A</blink>")) != []
    assert faults_of(GOOD) == []


def test_an_order_that_is_that_of_reading_passes(show):
    """Columns are read one after the other, and of a group of radio buttons Tab reaches one."""
    radios = "".join(f'<label><input type="radio" name="r" value="{n}">{n}</label>' for n in "12")
    text = body(
        '<p><a href="/a">A</a></p><form action="/a"><p><button>B</button></p></form>'
        f'<form action="/c">{radios}<button>C</button></form>',
        style("main{columns:3}form{break-before:column}"),
    )
    visit = show(text)
    assert_order(visit)
    assert len(assert_keyboard_works(visit)) == 4


def test_the_way_of_the_tab_key(show):
    text = body(
        '<button>First</button><a href="/a">Second</a><a>Not reached</a>'
        "<label>Third <input></label><button disabled>Nor this</button>"
        '<details><summary>Fourth</summary><a href="/b">Nor what is folded</a></details>'
    )
    assert tab_order(show(text)) == ["First", "Second", "Third", "Fourth"]


def test_a_page_that_is_broken_is_noted(open_visit, pages):
    pages.broken.add("/")
    visit = open_visit(pages.address)
    assert visit.open("/").status == 500
    assert taken(visit) == [f"answered 500: {pages.address}/"]


def test_a_test_fails_for_what_any_of_its_windows_did(browser, screenshots, pages):
    pages.pages = {"/": GOOD, "/bad": body("", script("throw new Error('Oh')"))}

    def look_at_both():
        with windows(browser, screenshots=screenshots) as visits:
            visits.open(pages.address).open("/")
            visits.open(pages.address).open("/bad")

    with pytest.raises(AssertionError, match="script: Oh"):
        look_at_both()


def test_a_page_is_not_good_with_another_status(show, pages):
    visit = show(GOOD)
    visit.open("/nowhere")
    with pytest.raises(AssertionError, match="answered 404"):
        assert_good_page(visit, "harness-not-there")
    assert_good_page(visit, "harness-not-there", status=404)


def test_a_new_route_lacks_an_example_until_it_has_one():
    assert lacking({"new": "new/<slug:thing>/<file>"}) == {"new: thing", "new: file"}
    assert lacking({"use": "uses/<slug:name>/", "plain": "plain/"}) == set()


def test_a_window_that_stays_has_nothing_of_the_test_before(pages, window_of):
    # It outlives the server, so it may not be asking it for an icon then.
    pages.pages["/"] = body("", '<link rel="icon" href="data:,">')
    visit = window_of(pages.address, "visitor")
    visit.look(without_scripts(PHONE))
    visit.open("/")
    visit.page.evaluate("document.cookie = 'a=1'")
    again = window_of(pages.address, "visitor")
    assert again is visit
    assert again.mode == DESKTOP
    assert again.page.evaluate("document.cookie") == ""


def test_windows_share_nothing(pages, open_visit):
    pages.pages["/"] = GOOD
    one, other = open_visit(pages.address), open_visit(pages.address)
    one.open("/")
    other.open("/")
    one.page.evaluate("document.cookie = 'a=1'")
    assert other.page.evaluate("document.cookie") == ""
