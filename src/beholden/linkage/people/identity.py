"""Person keys that stay from one load to the next: which person keeps which key."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.kernel import BadInput

from .clustering import Ints

if TYPE_CHECKING:
    import pyarrow as pa

SECRET_BYTES = 32
_DIGEST_BYTES = 16
_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """What is remembered of people between loads; no value of any row is in it.

    ``rows`` has one row per row ever seen: ``row``, ``content`` (keyed digests, hexadecimal),
    ``dataset``, ``person``, ``since`` and ``seen`` (the first and the last load it was in).
    ``persons`` has one per key ever given: ``person``, ``since``, ``until`` (the load that retired
    it, null while it holds) and ``into`` (the key it was joined into). ``links`` are the accepted
    links among the rows of the last load, ``near`` those that nearly were, ``decisions`` what
    reviewers said of pairs (``left``, ``right``, ``same``, and as ``evidence`` a digest of what
    both rows held when it was said; null where that is not known), and ``model`` is what the
    linkage model learnt, None where nothing was.
    """

    secret: bytes
    load: int
    rows: pa.Table
    persons: pa.Table
    links: pa.Table
    near: pa.Table
    decisions: pa.Table
    model: Mapping[str, Any] | None = None

    @classmethod
    def start(cls, *, secret: bytes | None = None) -> PersonKeys:
        """Return the keys of no load yet; the secret (32 bytes) is drawn unless it is given."""
        secret = secrets.token_bytes(SECRET_BYTES) if secret is None else secret
        if len(secret) != SECRET_BYTES:
            raise BadInput(
                "The secret for person keys cannot be used.",
                why=f"It must be {SECRET_BYTES} bytes.",
                next_step="Leave it out, and one is drawn.",
            )
        empty = {name: schema().empty_table() for name, schema in SCHEMAS.items()}
        return cls(secret=secret, load=0, **empty)

    def digest(self, *parts: str) -> str:
        """Return a digest of texts that only who has the secret can make (BLAKE2b, RFC 7693)."""
        return _hashed(self.secret, parts, _DIGEST_BYTES)

    def forget(self, *, before: int) -> PersonKeys:
        """Return the keys without rows that were last seen before a load, and what hangs on them.

        The keys of their persons are retired, never given again.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = self.rows.filter(pc.greater_equal(self.rows["seen"], before))
        known = pa.array(rows["row"].combine_chunks())
        both = [pc.is_in(self.decisions[end], value_set=known) for end in ("left", "right")]
        left = pc.is_in(self.persons["person"], value_set=rows["person"].combine_chunks())
        until = pc.if_else(
            left, self.persons["until"], pc.fill_null(self.persons["until"], self.load)
        )
        at = self.persons.column_names.index("until")
        return replace(
            self,
            rows=rows,
            persons=self.persons.set_column(at, "until", until),
            decisions=self.decisions.filter(pc.and_(*both)),
        )

    def __repr__(self) -> str:
        return f"PersonKeys(load={self.load}, rows={self.rows.num_rows})"


def _rows_schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("row", "dataset", "content", "person")]
    return pa.schema([*texts, ("since", pa.int64()), ("seen", pa.int64())])


def _persons_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("person", pa.string()),
            ("since", pa.int64()),
            ("until", pa.int64()),
            ("into", pa.string()),
        ]
    )


def _links_schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("left", pa.string()),
            ("right", pa.string()),
            ("score", pa.float64()),
            ("strength", pa.float64()),
            ("reason", pa.string()),
        ]
    )


def _decisions_schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("left", "right", "evidence")]
    return pa.schema([*texts[:2], ("same", pa.bool_()), texts[2]])


SCHEMAS = {
    "rows": _rows_schema,
    "persons": _persons_schema,
    "links": _links_schema,
    "near": _links_schema,
    "decisions": _decisions_schema,
}


def _hashed(secret: bytes, parts: Sequence[str], size: int) -> str:
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(told.encode(), key=secret, digest_size=size).hexdigest()


@dataclass(frozen=True, slots=True)
class Named:
    """The key of each person: ``person`` by row, and ``changes``, one per key that was touched.

    A change is ``new``, ``kept``, ``joined`` (the key is retired; ``other`` holds the person now)
    or ``split`` (a new key for a part of ``other``).
    """

    person: list[str]
    changes: list[tuple[str, str, str | None]]


def name_people(
    group: Ints,
    *,
    rows: Sequence[str],
    earlier: Sequence[str | None],
    since: Mapping[str, int],
    secret: bytes,
) -> Named:
    """Return a key for each group of rows, keeping those that were given before.

    ``group`` is any number of its group for each row, ``rows`` the digest of each row,
    ``earlier`` the key under which it was last seen, ``since`` the load in which each key ever
    given was new, retired ones too. A key goes with the largest part of its rows (of equal parts,
    the one with the smallest digest) if no older key goes there; else it is retired. New keys are
    digests of a group's smallest row, and none that was ever given is given again.
    """
    members = _members(group, rows)
    shares = _shares(group, earlier)
    owner: dict[int, str] = {}
    changes: list[tuple[str, str, str | None]] = []
    for key in sorted(shares, key=lambda key: (since[key], -sum(shares[key].values()), key)):
        parts = shares[key]
        best = min(parts, key=lambda part: (-parts[part], members[part]))
        holder = owner.setdefault(best, key)
        changes.append((key, "kept", None) if holder == key else (key, "joined", holder))
    origin = _largest_share(shares)
    given = set(since)
    for part in sorted(members, key=members.__getitem__):
        if part not in owner:
            owner[part] = _fresh_key(secret, members[part], given)
            given.add(owner[part])
            came_from = origin.get(part)
            changes.append((owner[part], "split" if came_from else "new", came_from))
    return Named([owner[part] for part in group.tolist()], sorted(changes))


def _members(group: Ints, rows: Sequence[str]) -> dict[int, str]:
    """Return the smallest digest of each group's rows."""
    smallest: dict[int, str] = {}
    for part, row in zip(group.tolist(), rows, strict=True):
        if part not in smallest or row < smallest[part]:
            smallest[part] = row
    return smallest


def _shares(group: Ints, earlier: Sequence[str | None]) -> dict[str, dict[int, int]]:
    """Return for each earlier key how many of its rows are in which group."""
    shares: dict[str, dict[int, int]] = {}
    for part, key in zip(group.tolist(), earlier, strict=True):
        if key is not None:
            parts = shares.setdefault(key, {})
            parts[part] = parts.get(part, 0) + 1
    return shares


def _largest_share(shares: Mapping[str, Mapping[int, int]]) -> dict[int, str]:
    """Return for each group the earlier key that most of its rows had."""
    best: dict[int, tuple[int, str]] = {}
    for key, parts in shares.items():
        for part, count in parts.items():
            best[part] = min(best.get(part, (0, key)), (-count, key))
    return {part: key for part, (_, key) in best.items()}


def _fresh_key(secret: bytes, row: str, given: set[str]) -> str:
    return next(key for key in _candidates(secret, row) if key not in given)


def _candidates(secret: bytes, row: str) -> Iterator[str]:
    at = 0
    while True:
        yield f"p-{_hashed(secret, ('person', row, str(at)), _KEY_BYTES)}"
        at += 1


def places_of(values: pa.ChunkedArray | pa.Array, among: Sequence[str]) -> Ints:
    """Return where each text is in a list of distinct texts, -1 where it is not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.index_in(values, value_set=pa.array(among, type=pa.string()))
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), dtype=np.int64)
