"""Objections: kept as marks that nobody can read back, found again in the data at sealing.

A mark is the pseudonym of an identifier under the use's secret, made for objections alone, so that
it meets neither a pseudonym of the extract nor a mark of another use (property S7). The marks of
who opted out of a kind of use are made under a secret that is no use's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .pseudonyms import Pseudonyms
from .sql_text import quoted

Marks = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Subjects who are left out: their marks by what they name, and the secret of the marks."""

    marks: Marks
    secret: bytes

    def commitment(self, to: str) -> str:
        """Return what proves later which marks these were, and tells nothing to who has no secret.

        ``to`` is what they were left out of: the same marks never come to the same text twice.
        """
        digest = hashlib.blake2b(key=self.secret, person=b"beholden-choices", digest_size=32)
        digest.update(to.encode())
        for column in sorted(self.marks):
            digest.update(f"\n{column}".encode())
            for mark in sorted(self.marks[column]):
                digest.update(f" {mark}".encode())
        return f"blake2b:{digest.hexdigest()}"


def objection_marks(identifiers: Iterable[str], *, column: str, secret: bytes) -> frozenset[int]:
    """Return the marks of identifiers of one key column under a use's secret.

    Spaces around an identifier do not count, nor does one that is empty.
    """
    texts = {text.strip() for text in identifiers} - {""}
    table = _maker(column, secret).table(pa.array(sorted(texts), pa.string()))
    return frozenset(table.column("pseudonym").to_pylist())


def secret_name(secret: bytes) -> str:
    """Return by what name a secret is known where it must not be seen (128 bits, hexadecimal)."""
    return hashlib.blake2b(
        b"name", key=secret, person=b"beholden-secret", digest_size=16
    ).hexdigest()


def marked_values(
    connection: Any, table: str, name: str, *, thing: str, left_out: Sequence[LeftOut]
) -> str | None:
    """Make a table of the texts of a staged key column that are marked; return its name.

    ``thing`` is what the column is a key of: marks are kept by that name. Returns None where nobody
    marked it.
    """
    wanted = [(one.secret, one.marks[thing]) for one in left_out if one.marks.get(thing)]
    if not wanted:
        return None
    distinct = f"SELECT DISTINCT {quoted(name)} AS v FROM {table} WHERE {quoted(name)} IS NOT NULL"  # noqa: S608
    values = connection.sql(distinct).to_arrow_table().column("v").combine_chunks()
    found = pa.concat_tables([_marked(values, thing, secret, marks) for secret, marks in wanted])
    connection.register("found", found)
    marked = quoted(f"marked {name} of {table}")
    connection.execute(
        f"CREATE TEMP TABLE {marked} AS SELECT CAST(value AS VARCHAR) AS value FROM found"  # noqa: S608
    )
    connection.unregister("found")
    return marked


def _marked(values: pa.Array, thing: str, secret: bytes, marks: frozenset[int]) -> pa.Table:
    made = _maker(thing, secret).table(values)
    return made.filter(pc.is_in(made.column("pseudonym"), pa.array(sorted(marks), pa.int64())))


def _maker(column: str, secret: bytes) -> Pseudonyms:
    return Pseudonyms.of_column(f"objections by {column}", secret=secret)
