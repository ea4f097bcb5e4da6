"""The way through a page by real presses of the Tab key: what is reached and seen.

Pressing takes a second for a page, so that it is done for one page of each kind; of every page the
order is computed (``order.py``), and here that is held to what the presses reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .order import TABBABLE
from .visiting import Visit

MOST_STOPS = 500
# An outline may lie this many CSS pixels outside its element.
AROUND = 8

# From the top of the page; a caret that blinks would be a difference by itself.
START = """() => {
    const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex');
    const still = new CSSStyleSheet();
    still.replaceSync('* { caret-color: transparent !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    window.tabbable = TABBABLE;
    return window.tabbable.map(e => e.outerHTML.slice(0, 120));
}""".replace("TABBABLE", TABBABLE)
# Where the focus is, what lies there, and what two elements have in common that are drawn alike.
LOOK = """() => {
    const e = document.activeElement;
    const b = e.getBoundingClientRect();
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    const top = document.elementFromPoint(
        middle(b.left, b.right, innerWidth), middle(b.top, b.bottom, innerHeight));
    const label = top?.closest('label')?.control;
    const seen = top && (e.contains(top) || top.contains(e) || label === e);
    const kind = [e.parentElement, e]
        .map(x => `${x.tagName}.${x.className}.${x.type ?? ''}`).join('>');
    return {x: b.x, y: b.y, width: b.width, height: b.height, left: scrollX, top: scrollY,
        screenWidth: innerWidth, screenHeight: innerHeight, covered: !seen, kind,
        turn: window.tabbable.indexOf(e)};
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """An element that has the focus: its role and name, as a screen reader says them."""

    role: str
    name: str
    node: int


def tab_order(visit: Visit) -> list[str]:
    """Return the accessible names of what Tab reaches, in order, from the top of the page."""
    visit.page.evaluate(START)
    return [stop.name for stop in _stops(visit)]


def assert_keyboard_works(visit: Visit) -> list[str]:
    """Fail where Tab is trapped, reaches what has no name, or the focus cannot be seen.

    And where it leaves out, or reaches at another turn, what is computed of every page. Returns the
    names of what Tab reaches, in order.
    """
    unseen, names, turns = [], [], []
    kinds: set[str] = set()
    computed = visit.page.evaluate(START)
    for stop in _stops(visit):
        names.append(stop.name)
        assert stop.name, f"Tab reaches a {stop.role} without a name"
        box = visit.page.evaluate(LOOK)
        turns += [box["turn"]] if box["turn"] >= 0 else []  # a box that scrolls is in no document
        unseen += [f"{stop.role} {stop.name}: {why}" for why in _unseen(visit, box, kinds)]
    assert not unseen, "\n".join(["The focus cannot be seen:", *unseen])
    left_out = [computed[turn] for turn in range(len(computed)) if turn not in turns]
    assert not left_out, "\n".join(["Tab leaves out:", *left_out])
    assert turns == sorted(turns), "Tab goes another way than through the document"
    return names


def _stops(visit: Visit) -> Any:
    """Give each stop of the Tab key while it has the focus, until it leaves the page."""
    before: Stop | None = None
    met: set[int] = set()
    for _ in range(MOST_STOPS):
        visit.page.keyboard.press("Tab")
        stop = focused(visit)
        assert stop is None or stop != before, f"Tab does not leave {stop}"
        if stop is None or stop.node in met:
            return
        yield stop
        met.add(stop.node)
        before = stop
    raise AssertionError(f"Tab has not come round after {MOST_STOPS} stops")


def focused(visit: Visit) -> Stop | None:
    """Return what has the focus, by the browser's own accessibility tree; nothing for the page."""
    expression = "document.activeElement === document.body ? null : document.activeElement"
    element = visit.tools.send("Runtime.evaluate", {"expression": expression})["result"]
    if element.get("subtype") != "node":
        return None
    asked = {"objectId": element["objectId"], "fetchRelatives": False}
    (node,) = visit.tools.send("Accessibility.getPartialAXTree", asked)["nodes"]
    said = {part: node.get(part, {}).get("value", "").strip() for part in ("role", "name")}
    return Stop(said["role"], said["name"], node["backendDOMNodeId"])


def _unseen(visit: Visit, box: dict[str, Any], kinds: set[str]) -> list[str]:
    """Return why the focus cannot be seen where it is; how it is drawn is tried once for a kind."""
    if not _on_screen(box):
        return ["it is outside the window"]
    if box["covered"]:
        return ["something lies over it"]
    if box["kind"] in kinds:
        return []
    kinds.add(box["kind"])
    with_focus = visit.picture_in_sight(**_around(box))
    element = visit.page.evaluate_handle("document.activeElement")
    element.evaluate("e => e.blur()")
    without = visit.picture_in_sight(**_around(box))
    element.evaluate("e => e.focus()")
    return ["it looks the same without the focus"] if with_focus == without else []


def _on_screen(box: dict[str, Any]) -> bool:
    across = box["x"] < box["screenWidth"] and box["x"] + box["width"] > 0
    return across and box["y"] < box["screenHeight"] and box["y"] + box["height"] > 0


def _around(box: dict[str, Any]) -> dict[str, float]:
    """Return the part of the page in sight where the focus is drawn."""
    left, top = max(box["x"] - AROUND, 0), max(box["y"] - AROUND, 0)
    right = min(box["x"] + box["width"] + AROUND, box["screenWidth"])
    bottom = min(box["y"] + box["height"] + AROUND, box["screenHeight"])
    place = {"x": left + box["left"], "y": top + box["top"]}
    return {**place, "width": right - left, "height": bottom - top}
