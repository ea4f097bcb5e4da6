"""The order in which Tab goes through a page, computed, so that every page can be asked for it.

Computed are: what can be reached, from the document; that nobody puts it into an order of their own
(a positive ``tabindex``); that the order is that of reading, from the places where things are
drawn; and that the focus is drawn, from the styles with it and without it. What no computing tells
(a trap, a focus that something lies over, a key that a script takes) is tried by real presses of
Tab, in ``keyboard.py``, which also holds what was computed to what Tab then does reach.
"""

from __future__ import annotations

from .visiting import Visit

# Of a group of radio buttons, Tab reaches the one that is chosen, and else the first.
TABBABLE = """(() => {
    const radios = e => [...document.querySelectorAll('input[type=radio]')]
        .filter(one => one.name === e.name && one.form === e.form);
    const stands_for_its_group = e => e.type !== 'radio' || !e.name || e.checked
        || (radios(e)[0] === e && !radios(e).some(one => one.checked));
    const opens = e => e.localName !== 'summary' || e.parentElement.querySelector('summary') === e;
    const reached = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]';
    return [...document.querySelectorAll(reached)].filter(e => e.tabIndex >= 0 && !e.disabled
        && !e.closest('[inert]') && e.checkVisibility({visibilityProperty: true})
        && stands_for_its_group(e) && opens(e));
})()"""
ORDER = (
    """() => {
    const faults = [], all = """
    + TABBABLE
    + """;
    const told = e => e.outerHTML.slice(0, 120).replace(/\\s+/g, ' ');
    for (const e of all) if (e.tabIndex > 0) faults.push(`has an order of its own: ${told(e)}`);

    const skips = all[0]?.matches('a[href^="#"]') && document.querySelector(all[0].hash);
    if (document.querySelector('nav') && !skips) faults.push('the way past the bar is not first');

    const place = e => (e.getClientRects()[0] ?? e.getBoundingClientRect());
    const drawn = all.filter(e => place(e).width > 1 && place(e).bottom + scrollY > 0)
        .map(e => [e, place(e)]);
    for (let i = 1; i < drawn.length; i++) {
        const [[, a], [e, b]] = [drawn[i - 1], drawn[i]];
        const goes_up = b.bottom <= a.top + 1 && b.left < a.right - 1;
        const same_row = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
            > Math.min(a.height, b.height) / 2;
        if (goes_up || (same_row && b.right <= a.left + 1))
            faults.push(`comes before what stands above or before it: ${told(e)}`);
    }

    const looks = e => [e, e.nextElementSibling, e.closest('label')].filter(Boolean)
        .flatMap(one => [null, '::before', '::after'].map(part => getComputedStyle(one, part)))
        .map(s => [s.outline, s.boxShadow, s.backgroundColor, s.border, s.textDecoration].join())
        .join();
    const kinds = new Set(), had = document.activeElement;
    for (const e of all) {
        const kind = [e.parentElement, e].map(x => `${x.tagName}.${x.className}.${x.type}`).join();
        if (kinds.has(kind)) continue;
        kinds.add(kind);
        const without = looks(e);
        e.focus({preventScroll: true});
        if (document.activeElement !== e) faults.push(`takes no focus: ${told(e)}`);
        else if (looks(e) === without) faults.push(`looks the same with the focus: ${told(e)}`);
        e.blur();
    }
    had?.focus({preventScroll: true});  // the page is left as it was found
    return faults;
}"""
)


def assert_order(visit: Visit) -> None:
    """Fail where the way by Tab is another than that of reading, or a focus would not be seen."""
    faults = visit.page.evaluate(ORDER)
    assert not faults, "\n".join(["By the Tab key:", *faults])
