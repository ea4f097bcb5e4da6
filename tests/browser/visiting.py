"""A page that a visitor looks at in one mode: Playwright's page, watched, and its last source."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, Response

from .modes import DESKTOP, Mode
from .watching import Watch

PATIENCE = 60_000.0
"""So many milliseconds without what a test waits for mean that it will not come."""


class Visit:
    """One visitor's window: nothing is shared with any other visit, and each fault is noted."""

    def __init__(
        self,
        browser: Browser,
        *,
        address: str,
        mode: Mode,
        screenshots: Path,
        also: tuple[str, ...] = (),
    ) -> None:
        """Open an empty window; ``address`` is the served council's, without a path.

        ``also`` are addresses of other servers that are part of what is visited.
        """
        self.screenshots = screenshots
        self._context = browser.new_context(
            base_url=address,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.tools: CDPSession = self._context.new_cdp_session(self.page)
        hosts = frozenset(urlsplit(one).netloc for one in (address, *also))
        self.watch = Watch(self.page, hosts=hosts)
        self._held: Mode | None = None
        self.look(mode)

    def look(self, mode: Mode) -> None:
        """Look on in another mode, as who turns a phone or changes its colours."""
        self.mode = mode
        self._take_up()

    def look_next(self, mode: Mode) -> None:
        """Look in another mode at the next page; the open one is not laid out anew for it."""
        self.mode = mode

    def _take_up(self) -> None:
        """Tell the browser what the mode changes: it lays the page out anew for each thing told."""
        mode, held = self.mode, self._held
        if held is None or (held.width, held.height) != (mode.width, mode.height):
            self.page.set_viewport_size({"width": mode.width, "height": mode.height})
        if held is None or held.forced_colours != mode.forced_colours:
            self.page.emulate_media(forced_colors="active" if mode.forced_colours else "none")
        if held is None or held.scripts != mode.scripts:
            self.run_scripts(mode.scripts)
        self._held = mode

    def run_scripts(self, run: bool) -> None:
        """Let the page run scripts, or not.

        Playwright's own switch holds for all of a context's life. This one can be lifted for a
        moment, so that axe runs in a page that none of its own scripts has touched.
        """
        self.tools.send("Emulation.setScriptExecutionDisabled", {"value": not run})

    def open(self, path: str) -> Response:
        """Go to a path of the served council, and return the answer."""
        self._take_up()
        answer = self.page.goto(path)
        if answer is None:
            raise ValueError(f"{path} is the page that is open already")
        return answer

    @property
    def status(self) -> int:
        """Return the status of the page that is open."""
        return self._document.status

    @property
    def source(self) -> str:
        """Return the page that is open as the server sent it."""
        return self._document.text()

    @property
    def _document(self) -> Response:
        if self.watch.document is None:
            raise ValueError("no page is open yet")
        return self.watch.document

    def keep(self, name: str) -> Path:
        """Keep a picture of the whole page, named by page and mode.

        Hundreds are kept to be looked at by people, and none is compared; a JPEG is quicker made.
        """
        path = self.screenshots / f"{name}--{self.mode.name}.jpg"
        self.page.screenshot(
            path=path, type="jpeg", quality=85, full_page=True, animations="disabled"
        )
        return path

    def picture_in_sight(self, **part: float) -> bytes:
        """Return a picture of a part of what is in sight, by its place and size on the page.

        Where many small ones are taken and none is kept, this is half the work of Playwright's own.
        """
        asked = {"format": "png", "clip": {**part, "scale": 1}}
        return base64.b64decode(self.tools.send("Page.captureScreenshot", asked)["data"])

    def take_faults(self) -> list[str]:
        """Return the faults that were noted, and note anew."""
        faults = list(self.watch.faults)
        self.watch.faults.clear()
        return faults

    def close(self) -> None:
        """Close the window; what it kept of its visitor is gone."""
        self._context.close()


class Windows:
    """The windows that one test opened."""

    def __init__(self, browser: Browser, screenshots: Path) -> None:
        self._browser = browser
        self._screenshots = screenshots
        self.visits: list[Visit] = []

    def open(self, address: str, mode: Mode = DESKTOP, *, also: tuple[str, ...] = ()) -> Visit:
        """Open a window on what is served at an address, and at others that it may lead to."""
        visit = Visit(
            self._browser, address=address, mode=mode, screenshots=self._screenshots, also=also
        )
        self.visits.append(visit)
        return visit

    def drop(self, visit: Visit) -> None:
        """Close one of them before the others."""
        self.visits.remove(visit)
        visit.close()

    def keep(self, name: str) -> None:
        """Keep a picture of what each window shows."""
        for number, visit in enumerate(self.visits, start=1):
            visit.keep(f"{name}-{number}")


@contextmanager
def windows(browser: Browser, *, screenshots: Path) -> Iterator[Windows]:
    """Give windows to open, and fail at the end of the block with each fault that one had."""
    opened = Windows(browser, screenshots)
    try:
        yield opened
    finally:
        faults = [fault for visit in opened.visits for fault in visit.watch.faults]
        for visit in opened.visits:
            visit.close()
    assert not faults, "\n".join(faults)
