"""Where a table came from, as the register keeps it and the public list of datasets tells it."""

from __future__ import annotations

from pathlib import Path

from ..kernel import BadInput
from .home import Home


def origin_of(home: Home, source: str | Path) -> str:
    """Return where a table came from without a folder, a password or a host.

    Of a file that was sent over HTTP its form alone: whoever sent it named it for their own
    machine, perhaps by somebody's name, and was not told that the name is public.
    """
    text = str(source)
    if "://" in text:
        return f"database ({text.split('://', 1)[0]})"
    file = Path(text)
    if not file.name:
        raise BadInput("Name the file or the database to register.")
    if not _was_sent(home, file):
        return file.name
    form = _FORMS.get(file.suffix.lower())
    return f"a file that was sent ({form})" if form else "a file that was sent"


# Nothing else of a name is kept, its ending neither: what stands after a dot may be a name too.
_FORMS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "ndjson",
}


def _was_sent(home: Home, file: Path) -> bool:
    """Return whether a file lies where the doors put what is sent to them."""
    return home.path(".staging").resolve() in file.resolve().parents
