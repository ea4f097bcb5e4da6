"""Letters that were encoded twice, as they were meant."""

from __future__ import annotations

import re

_RUNS = re.compile("[^\x00-\x7f]+")


def decoded_once(text: str) -> str:
    """Return a text whose letters were encoded twice as they were meant; any other as it is.

    Letters beyond ASCII were encoded twice where they make valid UTF-8 once more when they are
    written in Windows-1252 or Latin-1: "LÃ´n" is "Lôn". True words hardly ever do.
    """
    return text if text.isascii() else _RUNS.sub(lambda run: _run_decoded(run[0]), text)


def _run_decoded(run: str) -> str:
    for page in ("cp1252", "latin-1"):
        try:
            return run.encode(page).decode()
        except UnicodeError:
            continue
    return run
