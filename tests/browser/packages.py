"""Where the npm packages of these tests lie: beside Python's own, so that one environment has all.

``package.json`` says what each is for a machine: axe-core (MPL-2.0) and html-validate (MIT) always,
a Chromium (packed by @sparticuz/chromium, MIT) only where the machine has no browser of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(sys.prefix) / "browser-tools"
NODE_MODULES = FOLDER / "node_modules"
UNPACKED = FOLDER / "chromium"


def installed(package: str, file: str) -> Path:
    """Return a file of a package, by its path inside it."""
    path = NODE_MODULES / package / file
    if not path.is_file():
        raise FileNotFoundError(f"{package} is not installed: make .venv/.ready-dev brings it.")
    return path
