"""Names that refusals tell, all of the agreement: which was meant, and which join by what."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from beholden.kernel import ColumnRole, DatasetTerms, JoinTerms

from .examples import sql_name

_LIKE = 0.75  # a letter wrong, missing or too many in a name of four; three in one of twelve


def names_given(dataset: DatasetTerms) -> list[str]:
    """Return the names of the columns that the agreement gives of a dataset."""
    return [c.name for c in dataset.columns if c.role is not ColumnRole.WITHHELD]


def meant_among(named: str, given: Iterable[str]) -> str:
    """Return the question whether one of the names that are given was meant, empty where none is.

    The name itself is not repeated.
    """
    known = {name.lower(): name for name in given}
    close = get_close_matches(named.lower(), known, n=1, cutoff=_LIKE) if named else []
    return f"Did you mean {sql_name(known[close[0]])}? " if close else ""


def listed(words: list[str], last: str = "or") -> str:
    """Return words as a list that is read aloud: ``a, b or c``."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def join_in_words(join: JoinTerms) -> str:
    """Return by which columns a join of the agreement joins which datasets."""
    if not join.columns:
        return f"on {join.key} among {listed(list(join.among), 'and')}"
    sides = [
        " and ".join(f"{name}.{column}" for column in join.columns_of(name)) for name in join.among
    ]
    return f"on {join.key}, which is {listed(sides, 'and')}"
