"""Sealing: from datasets and terms to one encrypted extract that holds only what the terms allow.

room → engine with no way out but the sources → stage permitted rows → check quality
→ leave out objections and rows without a subject → pseudonyms → tables in an order that tells
nothing → encrypt → one rename
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import duckdb

from beholden.kernel import BadInput, Progress, Terms, new_id, silent

from .building import building_engine
from .extracts import Extract, new_header, no_room, write_extract
from .image import Room, building_room, closing
from .keys import Keys
from .members import MembersMade, members_key
from .objecting import LeftOut, Marks
from .sealed_tables import Counted, Tables
from .sources import Source, files_of

__all__ = ["Extract", "Source", "seal"]

_NO_MARKS: Marks = MappingProxyType({})
_EXPANSION = 6  # a native table of sorted pseudonyms against its Parquet files, with some to spare


def seal(
    terms: Terms,
    sources: Mapping[str, Source],
    *,
    to: Path,
    keys: Keys,
    use_secret: bytes,
    version: int,
    marks: Marks = _NO_MARKS,
    opted_out: LeftOut | None = None,
    members_to: Path | None = None,
    progress: Progress = silent,
) -> Extract:
    """Seal what the terms allow of the sources into the file ``to`` and return its record.

    ``marks`` are those of subjects that objected, by key column in lower case; ``opted_out`` are
    those who opted out of a kind of use; ``version`` is the extract's number under its agreement.
    Who is sealed is kept in ``members_to``, where it is given, under a key of its own. An extract
    that stood at ``to`` stays until the new one is whole. Raises BadInput (a source that
    does not fit the terms), Refused (quality under the agreement's floor), NotFound or Damaged (a
    source's files), Unavailable (no room).
    """
    work = _Seal(terms, _wanted(terms, sources), to, keys, use_secret, version, progress)
    left_out = [LeftOut(marks, use_secret), *([opted_out] if opted_out else [])]
    try:
        return work.done(left_out, members_to)
    except OSError as error:
        raise no_room(error) from None


@dataclass(frozen=True, slots=True)
class _Seal:
    """One seal: what is sealed, under what, and where to."""

    terms: Terms
    sources: Mapping[str, Source]
    to: Path
    keys: Keys
    use_secret: bytes
    version: int
    progress: Progress

    def done(self, left_out: Sequence[LeftOut], members_to: Path | None) -> Extract:
        """Write the tables, who is in them where that is kept, and the encrypted file."""
        files = [f for name, s in self.sources.items() for f in files_of(s, dataset=name)]
        size = sum(file.stat().st_size for file in files)
        extract_id = new_id("extract")
        with ExitStack() as undo, building_room(expected_bytes=size * _EXPANSION) as room:
            members = _members(extract_id, self.keys, undo) if members_to else None
            extract = self._record(extract_id, self._tables(room, files, left_out, members))
            if members and members_to:
                written = members.write(members_to, binding=extract.bound_to)
                extract = replace(extract, members=written)
            sealed = _encrypt(room, extract, self.keys, self.progress)
            undo.pop_all()
            return sealed

    def _tables(
        self,
        room: Room,
        files: Sequence[Path],
        left_out: Sequence[LeftOut],
        members: MembersMade | None,
    ) -> Counted:
        with building_engine(room, files) as connection:
            tables = Tables(
                connection, self.terms, secret=self.use_secret, left_out=left_out, members=members
            )
            return tables.write(self.sources, self.progress)

    def _record(self, extract_id: str, counted: Counted) -> Extract:
        return Extract(
            id=extract_id,
            path=self.to,
            agreement=self.terms.agreement,
            use=self.terms.use,
            terms_hash=self.terms.hash,
            version=self.version,
            rows=counted.rows,
            fingerprint="",
            without_subject=counted.without_subject,
            objected=counted.objected,
            noted=counted.noted,
        )


def _members(extract_id: str, keys: Keys, undo: ExitStack) -> MembersMade:
    """Begin to take down who is sealed; without an extract there is no key of its members."""
    name = members_key(extract_id)
    undo.callback(keys.destroy, name)
    return MembersMade(keys.create(name))


def _wanted(terms: Terms, sources: Mapping[str, Source]) -> dict[str, Source]:
    """Return the sources that the terms speak of; raise BadInput where one is missing."""
    named = dict.fromkeys([d.name for d in terms.datasets] + [x.dataset for x in terms.look_ups])
    missing = [name for name in named if name not in sources]
    if missing:
        raise BadInput(
            f"There is no source for {', '.join(missing)}.",
            why=f"The agreement {terms.agreement} gives it.",
            next_step="Register the dataset, then seal.",
        )
    return {name: sources[name] for name in named}


def _encrypt(room: Room, extract: Extract, keys: Keys, progress: Progress) -> Extract:
    """Encrypt the finished image under a new key; without a file there is no key either."""
    progress("encrypt", 0, 1)
    key = keys.create(extract.id)
    header = new_header(extract, engine=f"duckdb {duckdb.__version__}")
    with ExitStack() as undo:
        undo.callback(keys.destroy, extract.id)
        with closing(os.open(room.image, os.O_RDONLY)) as image:
            fingerprint = write_extract(
                image, header=header, key=key, binding=extract.tied_to, to=extract.path
            )
        undo.pop_all()
    progress("encrypt", 1, 1)
    return replace(extract, fingerprint=fingerprint)
