"""What holds of every page, however it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .html_validity import assert_valid_html
from .modes import Mode
from .packages import installed
from .visiting import Visit

# WCAG 2.2 levels A and AA (each version adds its own tag), and what axe's makers advise besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Once scripts may run, the browser hides what it shows only where they may not.
SHOW_NOSCRIPT = (
    "() => document.querySelectorAll('noscript').forEach(n => n.replaceWith(...n.childNodes))"
)
RUN_AXE = """({tags, rules}) =>
    axe.run(document, {runOnly: tags, rules, resultTypes: ['violations']})"""


def assert_good_page(visit: Visit, name: str, *, status: int = 200) -> None:
    """Keep a picture of the open page under a name, and fail where anything is wrong with it."""
    assert_good_look(visit, name, status=status)
    with saying_where(visit):
        assert_valid_html(visit.source)


def assert_good_look(visit: Visit, name: str, *, status: int = 200) -> None:
    """Do the same, but for the HTML, which is no other however a page is looked at."""
    visit.keep(name)
    with saying_where(visit):
        assert visit.status == status, f"answered {visit.status}"
        assert not visit.watch.faults, "\n".join(visit.watch.faults)
        assert_whole(visit)
        assert_fits(visit)
        assert_accessible(visit)


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
    assert visit.page.title().strip(), "The page has no title"
    headings = visit.page.locator("h1").all_inner_texts()
    assert len(headings) == 1, f"The page has not one first heading but {headings}"
    assert headings[0].strip(), "The first heading says nothing"
    assert visit.page.locator("html").get_attribute("lang"), "The page does not say its language"


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


def violations_of(visit: Visit) -> list[str]:
    """Return what axe finds against its rules in the open page."""
    found = _run_axe(visit)
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _rules(mode: Mode) -> dict[str, dict[str, bool]]:
    """Leave the contrast of forced colours alone: they are the visitor's choice, not the page's.

    Chromium tells a script the page's own colour of a text there (-webkit-text-fill-color), which
    is not what it draws.
    """
    return {"color-contrast": {"enabled": not mode.forced_colours}}


def _run_axe(visit: Visit) -> Any:
    source = installed("axe-core", "axe.min.js").read_text(encoding="utf-8")
    if not visit.mode.scripts:
        visit.page.evaluate(SHOW_NOSCRIPT)
    visit.run_scripts(True)
    try:
        if visit.page.evaluate("typeof axe === 'undefined'"):
            visit.page.evaluate(source)
        return visit.page.evaluate(RUN_AXE, {"tags": TAGS, "rules": _rules(visit.mode)})
    finally:
        visit.run_scripts(visit.mode.scripts)
