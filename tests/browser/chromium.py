"""Which Chromium the tests drive, and how it is started so that it asks nobody outside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from proving.in_node import NODE

from .packages import UNPACKED

NAMED = "BEHOLDEN_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LACKING = (
    "There is no Chromium on this machine, and none could be unpacked for it. Install one (on "
    f"Debian: apt-get install chromium), or give the path of one in {NAMED}."
)
# Chromium's own errands (updates, lists of bad sites, name look-ups) would leave this machine.
# Playwright gives most such flags itself; these it does not, or not in every version.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser to start: its program, and what it needs in its environment."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def found() -> Chromium | None:
    """Return the browser that is named, else the machine's own, else the unpacked one."""
    return on_machine() or unpacked()


def found_or_left_out() -> Chromium:
    """Return the browser; without one the test is left out visibly, and fails where CI is set."""
    if browser := found():
        return browser
    (pytest.fail if os.environ.get("CI") else pytest.skip)(LACKING)


def on_machine() -> Chromium | None:
    """Return the browser that the environment names, else the first on the path.

    Raises FileNotFoundError where the one that is named is not there: another must not stand in.
    """
    if named := os.environ.get(NAMED):
        if not (there := shutil.which(named)):
            raise FileNotFoundError(f"{NAMED} names {named}, which is no program here.")
        return Chromium(Path(there))
    programs = filter(None, map(shutil.which, NAMES))
    return next((Chromium(Path(program)) for program in programs), None)


def unpacked() -> Chromium | None:
    """Return the browser that the set-up unpacked, with its libraries and fonts."""
    program = UNPACKED / "chromium"
    if not program.is_file():
        return None
    libraries = [str(UNPACKED / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    environment = {
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
    }
    return Chromium(program, environment)


@contextmanager
def running(program: Chromium) -> Iterator[Browser]:
    """Run a browser until the end of the block."""
    with pytest.MonkeyPatch.context() as patch:
        # The Node that comes with Playwright needs a library that a bare machine may not have.
        patch.setenv("PLAYWRIGHT_NODEJS_PATH", str(NODE))
        # The loop waits whenever a test runs, so a query in a test can hold up nothing.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(
                executable_path=program.path,
                args=list(ARGUMENTS),
                env={**os.environ, **program.environment},
                chromium_sandbox=False,  # it refuses to be root's, and it sees our pages alone
            )
            yield started
            started.close()
