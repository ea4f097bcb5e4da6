"""One file of named arrays: a versioned header with checksums, then the arrays, mapped when opened.

Layout: 8 bytes that name the format, 4 of its version, 4 of the header's length (little-endian), 32
of the header's SHA-256, the header (JSON: name, dtype, shape, offset, and the CRC-32 of each 4 MB
of each array), then each array at a multiple of 64 bytes.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import secrets
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from beholden.kernel import Damaged, NotFound, Unavailable

from .shapes import Array

MAGIC = b"BHLDNGAZ"
VERSION = 10
_FIXED = struct.Struct("<8sII32s")
_ALIGNED = 64
_BLOCK = 1 << 22
_CHECKED_WHOLE = 1 << 28
_SAMPLED = 64
_KINDS = {"uint8", "uint32", "uint64", "int32", "int64", "float32"}


def _aligned(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


def _checksums(array: Array) -> list[int]:
    data = np.ascontiguousarray(array).data.cast("B")
    return [zlib.crc32(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK)]


def _described(arrays: Mapping[str, Array]) -> tuple[bytes, list[int]]:
    entries, offsets, at = [], [], 0
    for name, array in arrays.items():
        offsets.append(at)
        entries.append([name, str(array.dtype), list(array.shape), at, _checksums(array)])
        at = _aligned(at + array.nbytes)
    header = json.dumps({"arrays": entries, "length": at}, separators=(",", ":")).encode()
    return header, offsets


def _write(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    header, offsets = _described(arrays)
    file.write(_FIXED.pack(MAGIC, VERSION, len(header), hashlib.sha256(header).digest()))
    file.write(header)
    start = _aligned(_FIXED.size + len(header))
    for offset, array in zip(offsets, arrays.values(), strict=True):
        file.seek(start + offset)
        file.write(np.ascontiguousarray(array).data)
    file.truncate(_aligned(max(file.tell(), start)))
    file.flush()
    os.fsync(file.fileno())


def save_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays to a file, whole or not at all; raise Unavailable where the disk says no."""
    # Opened by name, not by mkstemp: whoever may read the folder's other files may read this one.
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with part.open("xb") as file:
            _write(file, arrays)
        part.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # a name too long to write is too long to take away
            part.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"The index {path.name} could not be written.",
        why=f"The machine says: {error.strerror}.",
        next_step="Make room or choose another folder; what stood there before is as it was.",
    )


def damaged(path: Path, why: str) -> Damaged:
    """Return the error for an index file that cannot be used, with how to build it again."""
    return Damaged(
        f"The gazetteer index {path.name} cannot be used.",
        why=why,
        next_step="Build it again: beholden gazetteer build SOURCE --out INDEX.",
    )


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise NotFound(
            f"There is no gazetteer index {path.name}.",
            next_step="Build it: beholden gazetteer build SOURCE --out INDEX.",
        ) from error
    except ValueError as error:
        raise damaged(path, "The file is empty.") from error
    except OSError as error:
        raise Unavailable(
            f"The index {path.name} could not be read.", why=f"The machine says: {error.strerror}."
        ) from error


def _header(path: Path, content: mmap.mmap) -> tuple[dict[str, Any], int]:
    if len(content) < _FIXED.size or content[:8] != MAGIC:
        raise damaged(path, "It is not a gazetteer index of Beholden.")
    _, version, length, digest = _FIXED.unpack(content[: _FIXED.size])
    if version != VERSION:
        raise damaged(path, f"It is of version {version}; this Beholden reads version {VERSION}.")
    header = content[_FIXED.size : _FIXED.size + length]
    if hashlib.sha256(header).digest() != digest:
        raise damaged(path, "Its header is not as it was written.")
    start = _aligned(_FIXED.size + length)
    try:
        described: dict[str, Any] = json.loads(header)
        whole = len(content) == start + described["length"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(path, "Its header does not describe what it holds.") from error
    if not whole:
        raise damaged(path, "Its length is not as it was written.")
    return described, start


def _check(path: Path, name: str, array: Array, sums: list[int], step: int) -> None:
    """Check every ``step``-th block of an array, and its last."""
    data = array.data.cast("B") if array.size else memoryview(b"")
    for block in {*range(0, len(sums), step), len(sums) - 1} if sums else ():
        at = block * _BLOCK
        if zlib.crc32(data[at : at + _BLOCK]) != sums[block]:
            raise damaged(path, f"Its part {name} is not as it was written.")


def open_arrays(path: Path, *, verify: bool = False) -> dict[str, Array]:
    """Map the arrays of a file, read-only; raise Damaged where a part is not as it was written.

    A large file is checked in samples, because reading all of it would take longer than a look-up
    should; ``verify`` checks all.
    """
    content = _mapped(path)
    described, start = _header(path, content)
    whole = verify or len(content) <= _CHECKED_WHOLE
    step = 1 if whole else max(1, len(content) // _BLOCK // _SAMPLED)
    arrays = {}
    try:
        for name, kind, shape, offset, sums in described["arrays"]:
            if kind not in _KINDS:
                raise damaged(path, "It holds an array of an unknown kind.")
            count = int(np.prod(shape))
            array = np.frombuffer(content, kind, count, start + offset).reshape(shape)
            _check(path, name, array, sums, step)
            arrays[name] = array
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(path, "Its header does not describe what it holds.") from error
    return arrays
