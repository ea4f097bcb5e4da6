"""Is the HTML valid? html-validate says, in one process of Node that reads page after page."""

from __future__ import annotations

import atexit
import functools
import json
import subprocess
from pathlib import Path

from proving.in_node import NODE

from .packages import installed

PROGRAM = Path(__file__).with_name("html_validity.mjs")


def assert_valid_html(text: str) -> None:
    """Fail with each fault of a page's HTML: line, column, rule, what is wrong, where."""
    assert not (found := faults_of(text)), "\n".join(found)


def faults_of(text: str) -> list[str]:
    """Return what is wrong with a page's HTML by the standard, and by rules of accessibility."""
    process = _validator()
    process.stdin.write(json.dumps(text) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError("html-validate stopped; what it said is on the standard error")
    return list(json.loads(answer))


@functools.cache
def _validator() -> subprocess.Popen[str]:
    library = installed("html-validate", "dist/esm/index.js")
    process = subprocess.Popen(
        [NODE, PROGRAM, library], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_stop, process)
    return process


def _stop(process: subprocess.Popen[str]) -> None:
    process.stdin.close()
    process.stdout.close()
    process.wait()
