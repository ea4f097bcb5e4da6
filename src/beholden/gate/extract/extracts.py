"""Extracts: the record of what was sealed, how it is written down whole, and how it is opened."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from beholden.kernel import NotFound, Unavailable

from ..noted import Noted
from .encryption import CHUNK, Header, damaged, decrypt, encrypt, read_header, unwrap, wrap
from .platforms import IS_LINUX, fsync_directory

_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Extract:
    """What was sealed: under which agreement and terms, how many rows by dataset, and where.

    ``without_subject`` and ``objected`` count, by dataset, the rows that were left out because they
    name no subject or because their subject objected. ``fingerprint`` is that of the sealed file.
    ``noted`` is what makes answers quick.
    ``members`` is the fingerprint of the file that keeps who is in it, empty where there is none.
    It and the ``notes`` for whoever sealed are no part of the record.
    """

    id: str
    path: Path
    agreement: str
    use: str
    terms_hash: str
    version: int
    rows: Mapping[str, int]
    fingerprint: str
    without_subject: Mapping[str, int] = field(default_factory=lambda: _NONE)
    objected: Mapping[str, int] = field(default_factory=lambda: _NONE)
    notes: tuple[str, ...] = ()
    members: str = ""
    noted: Noted = field(default_factory=Noted)

    def to_dict(self) -> dict[str, Any]:
        """Return the extract's record as plain data."""
        counts = ("rows", "without_subject", "objected")
        plain = {name: dict(getattr(self, name)) for name in counts}
        named = ("id", "agreement", "use", "terms_hash", "version", "fingerprint")
        known = {name: getattr(self, name) for name in named}
        return {**known, **plain, **self.noted.to_dict(), "path": str(self.path)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Extract:
        """Return the record that ``to_dict`` wrote; what is on record beside it is passed by."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        return cls(**{**known, "noted": Noted.from_dict(data), "path": Path(data["path"])})

    @property
    def bound_to(self) -> str:
        """Return what the files beside the sealed one are tied to."""
        return bound_to(self.id, self.agreement, self.terms_hash)

    @property
    def tied_to(self) -> str:
        """Return what the wrapped key of the sealed file is tied to: what is noted of it as well.

        So a record whose notes were changed opens nothing.
        """
        return f"{self.bound_to}\n{self.noted.tied}" if self.noted else self.bound_to


def bound_to(extract_id: str, agreement: str, terms_hash: str) -> str:
    """Return the associated data of a key's wrapping."""
    return f"{extract_id}\n{agreement}\n{terms_hash}"


def write_extract(
    image: int, *, header: Callable[[str, int], Header], key: bytes, binding: str, to: Path
) -> str:
    """Encrypt the image behind a descriptor into ``to``, whole or not at all.

    ``header`` makes the header from the wrapped data key and the size. An extract that was at
    ``to`` stays until the new one is safe on the disk. Returns the fingerprint of the file; raises
    Unavailable where there is no room.
    """
    data_key = secrets.token_bytes(32)
    head = header(wrap(data_key, key, bound_to=binding), os.fstat(image).st_size)
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write_whole(encrypt(image, head, data_key), to)
    except OSError as error:
        raise no_room(error) from None


def no_room(error: OSError) -> Unavailable:
    """Return the error for a disk or a directory that does not take the extract."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Unavailable(
        "The extract cannot be written.",
        why="There is no room left on the disk." if full else "The directory does not let it.",
        next_step="Make room and seal again; what was sealed before is untouched."
        if full
        else "Check the rights on the directory of extracts and seal again.",
    )


def _write_whole(parts: Iterable[bytes], to: Path) -> str:
    draft = to.with_name(f".{to.name}.new")
    digest = hashlib.sha256()
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(_nameless(draft), "wb") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
            if not draft.exists():
                _give_name(file.fileno(), draft)
        draft.replace(to)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    fsync_directory(to.parent)
    return f"sha256:{digest.hexdigest()}"


def _nameless(draft: Path) -> int:
    """Open a file that has no name yet, so that a kill leaves nothing; or one called draft."""
    if IS_LINUX:
        with suppress(OSError):
            return os.open(draft.parent, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _give_name(descriptor: int, draft: Path) -> None:
    directory = os.open(draft.parent, os.O_RDONLY)
    try:
        # With a directory descriptor the link follows /proc's own link to the file (linkat(2)).
        os.link(f"/proc/self/fd/{descriptor}", draft.name, dst_dir_fd=directory)
    finally:
        os.close(directory)


def open_extract(extract: Extract, key: bytes, image: int) -> None:
    """Decrypt an extract into the empty image behind a descriptor.

    Raises NotFound where the file is gone, Damaged where it is not as it was sealed or is not what
    the record says.
    """
    try:
        file = extract.path.open("rb")
    except FileNotFoundError:
        raise NotFound(
            "The extract is not where it was sealed.", next_step="Seal it again."
        ) from None
    with file:
        header = read_header(file)
        said = (header.extract, header.agreement, header.use, header.terms, header.version)
        kept = (extract.id, extract.agreement, extract.use, extract.terms_hash, extract.version)
        if said != kept:
            raise damaged("Its header is that of another extract.")
        data_key = unwrap(header.key, key, bound_to=extract.tied_to)
        _fill(image, decrypt(file, header, data_key))


def _fill(image: int, parts: Iterable[bytes]) -> None:
    for part in parts:
        left = memoryview(part)
        while left:
            left = left[os.write(image, left) :]


def new_header(extract: Extract, *, engine: str) -> Callable[[str, int], Header]:
    """Return what makes the header of an extract once its key is wrapped and its size known."""

    def make(wrapped: str, size: int) -> Header:
        return Header(
            extract=extract.id,
            agreement=extract.agreement,
            use=extract.use,
            terms=extract.terms_hash,
            version=extract.version,
            engine=engine,
            key=wrapped,
            chunk=CHUNK,
            size=size,
        )

    return make
