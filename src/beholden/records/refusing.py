"""The database's refusals, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from ..kernel import BadInput, BeholdenError, Damaged, Unavailable
from .refused_changes import SAME_MOMENT, SENTENCES, No, Sentence

_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")

# PostgreSQL's SQLSTATE (appendix A) or the words of SQLite, for what has no name of its own.
_NAMELESS: tuple[tuple[str, str, Sentence], ...] = (
    ("23502", "NOT NULL constraint", Sentence("Something that the register needs was left out.")),
    ("23503", "FOREIGN KEY constraint", Sentence("This rests on something that is not there.")),
    ("23514", "CHECK constraint", Sentence("A number in it is smaller than it can be.")),
    ("23505", "UNIQUE constraint", Sentence("This is in the register already.")),
)
_STILL_RESTS = No("something else in the register rests on this.", "So it is never deleted.")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the database refuses in this block into errors of the kernel's family.

    Put it around ``transaction.atomic``, since some refusals come with the commit. Raises Refused,
    BadInput, Unavailable or Damaged; the database's own text, which may hold values, is left out.
    """
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as fault:
        said = _in_words(fault)
        if said is None:
            raise
        # The cause is dropped: PostgreSQL's DETAIL repeats the row.
        raise said from None


def _in_words(fault: Exception) -> BeholdenError | None:
    from django.db import DataError, IntegrityError, OperationalError
    from django.db.models import ProtectedError

    if isinstance(fault, ProtectedError):
        return _STILL_RESTS.error()
    if isinstance(fault, IntegrityError):
        return _sentence(fault).error()
    if isinstance(fault, DataError):
        return BadInput("Something in it is too long, or too large, for the register.")
    if damaged := _damaged(fault):
        return damaged
    if isinstance(fault, OperationalError):
        return _not_now(fault)
    if "invalid connection option" in str(fault):
        return BadInput(
            "The address of the records has an option that PostgreSQL does not know.",
            next_step="Mend [records] database in council.toml.",
        )
    return None


def _sentence(fault: Exception) -> Sentence:
    name = constraint_of(fault)
    if name in SENTENCES:
        return SENTENCES[name]
    for code, words, sentence in _NAMELESS:
        if _state(fault) == code or words in str(fault):
            return sentence
    return Sentence("The register does not take this change.")


def constraint_of(fault: Exception) -> str:
    """Return the name of the constraint or guard that refused, or an empty text."""
    diagnosis = getattr(fault.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    text = str(fault)
    if check := _SQLITE_CHECK.fullmatch(text):
        return check[1]
    if unique := _SQLITE_UNIQUE.fullmatch(text):
        return _unique_name(unique[1].split(", "))
    return text if text in SENTENCES else ""


def _unique_name(columns: list[str]) -> str:
    """Return the name of a unique constraint from ``table.column`` texts, as SQLite gives them."""
    from django.apps import apps
    from django.db.models import UniqueConstraint

    table = columns[0].partition(".")[0]
    fields = [column.partition(".")[2] for column in columns]
    for model in apps.get_app_config("records").get_models():
        if model._meta.db_table != table:
            continue
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and fields == [
                getattr(model._meta.get_field(field), "column", "") for field in constraint.fields
            ]:
                return constraint.name
        key = model._meta.pk.column == fields[0]
        return f"{table}_pkey" if key else f"{table}_{fields[0]}_key"
    return ""


def _damaged(fault: Exception) -> Damaged | None:
    text, state = str(fault), _state(fault)
    if "malformed" in text or "not a database" in text:
        return Damaged(
            "The file of the records is not whole.",
            why="The database cannot read it.",
            next_step="Bring the file back from a backup, then verify the ledger.",
        )
    # 42P01 undefined_table, 42703 undefined_column
    if state in {"42P01", "42703"} or "no such table" in text or "no such column" in text:
        return Damaged(
            "The records lack a part that this version of Beholden needs.",
            why="The database was made by another version, or was not made to the end.",
            next_step="Run the command again; should it say the same, bring back a backup.",
        )
    return None


def _state(fault: Exception) -> str:
    """Return PostgreSQL's SQLSTATE, or an empty text."""
    return getattr(fault.__cause__, "sqlstate", None) or ""


def _not_now(fault: Exception) -> BeholdenError:
    text = str(fault)
    if _state(fault).startswith("40"):  # a deadlock, or acts that cannot be put in a row
        return SAME_MOMENT.error()
    if "locked" in text:
        return Unavailable(
            "Another process is writing to the records.",
            why="It has held them for a minute or more.",
            next_step="Wait for it to finish, then run the command again.",
        )
    if "full" in text or "No space" in text:
        return Unavailable(
            "The disk would not take what had to be written; nothing was changed.",
            next_step="Make room on the disk that holds the records, then run the command again.",
        )
    if "readonly" in text or "unable to open" in text:
        return Unavailable(
            "The file of the records cannot be written.",
            next_step="Give the account that runs Beholden the right to write there.",
        )
    return Unavailable(
        "The records cannot be reached.",
        why="The database did not answer, or did not let this process in.",
        next_step="Check the database named in council.toml, then run the command again.",
    )
