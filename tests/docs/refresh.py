"""Writes the numbers of pages anew, as their examples print them now.

    PYTHONPATH=tests python -m docs.refresh PAGE...        (make figures, for those of the matcher)

A page is run as its test runs it. Where more than numbers has changed nothing is written, and what
was printed is shown beside what is expected: that is for a person to mend.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .examples import refreshed_page


def main() -> None:
    """Refresh the pages that are named."""
    for page in map(Path, sys.argv[1:]):
        with TemporaryDirectory() as folder:
            text = refreshed_page(page, Path(folder))
        changed = text != page.read_text(encoding="utf-8")
        page.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{page}: {'written anew' if changed else 'as it was'}\n")


if __name__ == "__main__":
    main()
