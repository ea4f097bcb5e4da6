"""Members: which subjects each dataset of an extract held, kept so that it can be told later.

For each sealed dataset one roaring bitmap of positions. The position of a subject is its pseudonym
under a key of this extract's members and of this dataset alone, cut to 48 bits, so that positions
meet no pseudonym and no position of another dataset, seal or use (property S7). The bitmaps are
encrypted under the same key file, which is not the extract's: it is destroyed when the council
keeps them no longer, and with it every copy of them is gone (property S6).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyroaring import BitMap64

from beholden.kernel import NotFound, canonical_json

from .encryption import damaged
from .extracts import no_room
from .keys import Keys
from .pseudonyms import Pseudonyms
from .small_seals import open_text, seal_text

POSITION_BITS = 48
_FIRST_LINE = b"beholden-members 1\n"
_PAGE = 1 << 16  # the size of a file tells the number of subjects to no better than this


def members_key(extract_id: str) -> str:
    """Return by what name the key of an extract's members is kept."""
    return f"members-{extract_id}"


@dataclass(slots=True)
class MembersMade:
    """The members of an extract that is being sealed, dataset by dataset."""

    key: bytes
    maps: dict[str, bytes] = field(default_factory=dict)

    def add(self, dataset: str, subjects: pa.Array) -> None:
        """Add the distinct subjects of a dataset: texts or whole numbers, none of them null."""
        positions = _positions(self.key, dataset, subjects)
        # In order, and as one block of memory: the bitmap is made in a third of the time.
        self.maps[dataset] = BitMap64(np.sort(positions)).serialize()

    def write(self, to: Path, *, binding: str) -> str:
        """Encrypt the members into a new file; return its fingerprint. Raises Unavailable."""
        sizes = {name: len(content) for name, content in self.maps.items()}
        plain = canonical_json(sizes) + b"\n" + b"".join(self.maps.values())
        padded = plain + bytes(-len(plain) % _PAGE)
        written = _FIRST_LINE + seal_text(padded, key=_sealing_key(self.key), bound_to=binding)
        try:
            with to.open("xb") as file:
                file.write(written)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise no_room(error) from None
        return f"sha256:{hashlib.sha256(written).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one extract, opened."""

    key: bytes
    maps: Mapping[str, BitMap64]

    def holds(self, dataset: str, identifier: str) -> bool:
        """Return whether a dataset held a subject.

        Who was in it is always found; who was not is taken for a member once in 2⁴⁸ / n times,
        where n subjects were in it (about 5 in 10¹⁰ at 150,000).
        """
        text = identifier.strip()
        if not text or dataset not in self.maps:
            return False
        (position,) = _positions(self.key, dataset, pa.array([text], pa.string()))
        return int(position) in self.maps[dataset]


def open_members(extract_id: str, *, binding: str, keys: Keys, at: Path) -> Members:
    """Return the members of an extract.

    Raises NotFound where the key or the file is gone, Damaged where it is not as it was written.
    """
    key = keys.read(members_key(extract_id))
    try:
        written = at.read_bytes()
    except FileNotFoundError:
        raise NotFound(
            "The members of this extract are not there.",
            next_step="Bring the file back from a backup of the home.",
        ) from None
    if not written.startswith(_FIRST_LINE):
        raise damaged("Its members were changed.")
    plain = open_text(written[len(_FIRST_LINE) :], key=_sealing_key(key), bound_to=binding)
    return Members(key, _read(plain))


def _read(plain: bytes) -> dict[str, BitMap64]:
    import json

    head, _, rest = plain.partition(b"\n")
    maps, start = {}, 0
    for name, size in json.loads(head).items():
        maps[name] = BitMap64.deserialize(rest[start : start + size])
        start += size
    return maps


def _positions(key: bytes, dataset: str, subjects: pa.Array) -> Any:
    maker = Pseudonyms.of_column(f"members of {dataset}", secret=key)
    names = maker.of(subjects)
    return np.ascontiguousarray(names).view(np.uint64) >> np.uint64(64 - POSITION_BITS)


def _sealing_key(key: bytes) -> bytes:
    return hashlib.blake2b(key=key, person=b"beholden-members", digest_size=32).digest()
