"""The browser, the served council and the windows that these tests look through.

The browser lasts as long as tests of this folder follow each other, and no longer: while it runs,
its driver's event loop stands in the thread, and Django takes that for a program of its own.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from actions.councils import copied, told  # noqa: F401 (fixture)
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect

from . import chromium
from .looked_at import furnish
from .modes import DESKTOP, Mode
from .serving import Served, served_home
from .visiting import PATIENCE, Visit, Windows, windows

SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Run the browser."""
    expect.set_options(timeout=PATIENCE)
    with chromium.running(chromium.found_or_left_out()) as running:
        yield running


@pytest.fixture(scope="session")
def screenshots(shared_folder: Path, testrun_uid: str) -> Path:
    """Give the folder of pictures, which holds those of one test run."""
    run = SCREENSHOTS / ".run"
    with FileLock(shared_folder / "screenshots.lock"):
        if not run.exists() or run.read_text() != testrun_uid:
            shutil.rmtree(SCREENSHOTS, ignore_errors=True)
            SCREENSHOTS.mkdir()
            run.write_text(testrun_uid)
    return SCREENSHOTS


@pytest.fixture(scope="package")
def served(
    told: Callable[[str, date], Path],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """Serve a council with something on each of its pages, for tests that only look."""
    home = copied(told("until_published_and_refused", date.today()), tmp_path_factory.mktemp("c"))
    with served_home(home, **furnish(home)) as council:
        yield council


@pytest.fixture
def mode() -> Mode:
    """Say how the page is looked at; ``parametrize("mode", WIDTHS)`` says otherwise."""
    return DESKTOP


@pytest.fixture
def open_visit(
    browser: Browser, screenshots: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visit]]:
    """Give a function that opens a window of its own at an address, as another person would.

    No window may have a fault at the end; where the test failed, what each showed is kept.
    """
    with windows(browser, screenshots=screenshots) as visits:
        yield visits.open
        if request.node.stash.get(FAILED, False):
            visits.keep("failed-" + re.sub(r"\W+", "-", request.node.name))


@pytest.fixture(scope="module")
def standing(browser: Browser, screenshots: Path) -> Iterator[tuple[Windows, dict[str, Visit]]]:
    """Give the windows that the tests of a file share, by who stands at each."""
    with windows(browser, screenshots=screenshots) as opened:
        yield opened, {}


@pytest.fixture
def window_of(
    standing: tuple[Windows, dict[str, Visit]], request: pytest.FixtureRequest
) -> Iterator[Callable[[str, str], Visit]]:
    """Give a function that gives somebody's window, for tests that only look.

    The next test of the file finds it again, as who looks at one page after another keeps theirs;
    only its cookies are gone. It may have no fault at the end of any; after a failure another is
    opened.
    """
    opened, known = standing
    used: dict[str, Visit] = {}

    def window(address: str, who: str) -> Visit:
        used[who] = known[who] = known.get(who) or opened.open(address)
        used[who].page.context.clear_cookies()
        used[who].look_next(DESKTOP)
        return used[who]

    yield window
    failed = request.node.stash.get(FAILED, False)
    faults = {who: visit.take_faults() for who, visit in used.items()}
    for who, visit in used.items():
        if failed or faults[who]:
            visit.keep("failed-" + re.sub(r"\W+", "-", request.node.name))
            opened.drop(known.pop(who))
    assert not any(faults.values()), "\n".join(chain.from_iterable(faults.values()))


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Remember that a test failed, so that its fixtures know at its end."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(served: Served, mode: Mode, open_visit: Callable[..., Visit]) -> Visit:
    """Give a window on the served council."""
    return open_visit(served.address, mode)


@pytest.fixture
def page(visit: Visit) -> Page:
    """Give Playwright's page of that window."""
    return visit.page
