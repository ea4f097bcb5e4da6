"""What holds of every page, however it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve
from page_shape import faults_of

from .html_validity import assert_valid_html
from .modes import Mode, with_forced_colours
from .order import assert_order
from .packages import installed
from .visiting import Visit

# WCAG 2.2 levels A and AA (each version adds its own tag), and what axe's makers advise besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Once scripts may run, the browser hides what it shows only where they may not.
SHOW_NOSCRIPT = (
    "() => document.querySelectorAll('noscript').forEach(n => n.replaceWith(...n.childNodes))"
)
TOLD = """() => ({
    title: document.title,
    headings: Array.from(document.querySelectorAll('h1'), e => e.innerText),
    language: document.documentElement.lang,
})"""
RUN_AXE = """async ({runOnly, rules}) => {
    const asked = {runOnly, rules, resultTypes: ['violations']};
    const {violations, passes} = await axe.run(document, asked);
    return {looked: passes.length, violations: violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id} (${rule.help}): ${node.target} ${node.html.slice(0, 200)}`))};
}"""
# All that axe's rules ask of a page, but for its colours: what stands in it, where, and whether
# it can be seen. (Forced colours change colours alone: CSS Color Adjustment Level 1, 3.1.)
LAID_OUT = """() => JSON.stringify([location.href, document.documentElement.outerHTML,
    Array.from(document.querySelectorAll('*'), e => {
        const {x, y, width, height} = e.getBoundingClientRect();
        const s = getComputedStyle(e);
        return [x, y, width, height, s.display, s.visibility, s.opacity, s.position, s.overflow,
            s.clip, s.clipPath, s.contentVisibility, s.fontSize, s.fontWeight];
    })])"""
# Of axe's rules only this one and the contrast of a text read a colour.
OF_COLOURS = ("link-in-text-block",)


def assert_good_page(visit: Visit, name: str, *, status: int = 200) -> None:
    """Keep a picture of the open page under a name, and fail where anything is wrong with it."""
    assert_good_look(visit, name, status=status)
    with saying_where(visit):
        assert_valid_html(visit.source)


def assert_good_look(visit: Visit, name: str, *, status: int = 200) -> None:
    """Do the same, but for the HTML, which is no other however a page is looked at."""
    assert_good_shape(visit, name, status=status)
    with saying_where(visit):
        assert_accessible(visit)


def assert_good_shape(visit: Visit, name: str, *, status: int = 200) -> None:
    """Do the same, but for what axe finds."""
    visit.keep(name)
    with saying_where(visit):
        assert visit.status == status, f"answered {visit.status}"
        assert not visit.watch.faults, "\n".join(visit.watch.faults)
        assert_whole(visit)
        assert_fits(visit)
        assert_order(visit)


@contextmanager
def saying_where(visit: Visit) -> Iterator[None]:
    """Add to a failure at which page, and how it was looked at."""
    try:
        yield
    except AssertionError as fault:
        fault.add_note(f"at {visit.page.url} ({visit.mode.name})")
        raise


def assert_whole(visit: Visit) -> None:
    """Fail unless the page has a title, one first heading, and its language."""
    told = visit.page.evaluate(TOLD)
    assert told["title"].strip(), "The page has no title"
    headings = told["headings"]
    assert len(headings) == 1, f"The page has not one first heading but {headings}"
    assert headings[0].strip(), "The first heading says nothing"
    assert told["language"], "The page does not say its language"


def assert_fits(visit: Visit) -> None:
    """Fail where the page must be scrolled sideways (WCAG 2.2, 1.4.10)."""
    wide = visit.page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return Array.from(document.body.querySelectorAll('*'))
                .filter(e => e.getBoundingClientRect().right > room + 1)
                .map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    assert not wide, "\n".join(["The page is wider than the window:", *wide])


def assert_shaped(visit: Visit, *, council: str) -> None:
    """Fail unless a page of a council's is headed, led back from, and of one place in the bar."""
    path = urlsplit(visit.page.url).path
    language = "cy" if path.startswith("/cy/") else "en-gb"
    # A form that tells of a fault (422) is the page that was asked for.
    there = visit.status in {200, 422}
    route = resolve(path.removeprefix("/cy")).url_name if there else ""
    found = faults_of(visit.source, route=str(route), council=council, language=language)
    assert not found, "\n".join(found)


# What is in sight and would do nothing: a button of no form, a field whose form cannot be sent.
IDLE = """() => {
    const sends = 'button:not([type=button]), input[type=submit]';
    const answers = e => e.matches('button')
        ? e.type === 'submit' && e.form
        : e.form && Array.from(e.form.elements).some(one => one.matches(sends));
    return Array.from(document.querySelectorAll('button, input, select, textarea, a[href="#"]'))
        .filter(e => e.type !== 'hidden' && e.checkVisibility() && !answers(e))
        .map(e => e.outerHTML.slice(0, 120));
}"""
SAYS_SO = "() => Boolean(document.querySelector('main noscript'))"


def assert_works_without_scripts(visit: Visit) -> None:
    """Fail where only a script would answer what is in sight, and the page does not say so."""
    assert not visit.mode.scripts, "scripts run"
    idle = visit.page.evaluate(IDLE)
    says_so = visit.page.evaluate(SAYS_SO)
    assert says_so or not idle, "\n".join(["Without scripts these do nothing:", *idle])


def assert_accessible(visit: Visit) -> None:
    """Fail with each fault that axe finds: rule, what helps, and the elements."""
    assert not (found := violations_of(visit)), "\n".join(found)


def assert_accessible_in_own_colours(visit: Visit) -> None:
    """Look on in the visitor's own colours, and fail with each fault that axe finds then.

    The page has been found accessible as it is. Where nothing became other than its colours, no
    rule but those of colours can say otherwise now, so axe is asked for them alone.
    """
    before = visit.page.evaluate(LAID_OUT)
    visit.look(with_forced_colours(visit.mode))
    same = visit.page.evaluate(LAID_OUT) == before
    found = _run_axe(visit, OF_COLOURS if same else TAGS)["violations"]
    assert not found, "\n".join(found)


def violations_of(visit: Visit) -> list[str]:
    """Return what axe finds against its rules in the open page."""
    found = _run_axe(visit, TAGS)
    assert found["looked"], "axe looked at nothing"
    return list(found["violations"])


def _rules(mode: Mode) -> dict[str, dict[str, bool]]:
    """Leave the contrast of forced colours alone: they are the visitor's choice, not the page's.

    Chromium tells a script the page's own colour of a text there (-webkit-text-fill-color), which
    is not what it draws.
    """
    return {"color-contrast": {"enabled": not mode.forced_colours}}


def _run_axe(visit: Visit, rules: tuple[str, ...]) -> Any:
    """Run axe's rules of some names or tags, once its program is in the page.

    Given as a script of the browser's tools, the program is compiled once for a window.
    """
    source = installed("axe-core", "axe.min.js").read_text(encoding="utf-8")
    if not visit.mode.scripts:
        visit.page.evaluate(SHOW_NOSCRIPT)
    visit.run_scripts(True)
    try:
        if visit.page.evaluate("typeof axe === 'undefined'"):
            visit.tools.send("Runtime.evaluate", {"expression": source})
        asked = {"runOnly": rules, "rules": _rules(visit.mode) if rules is TAGS else {}}
        return visit.page.evaluate(RUN_AXE, asked)
    finally:
        visit.run_scripts(visit.mode.scripts)
