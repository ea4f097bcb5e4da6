"""Keys: one per extract and one secret per use, in a directory of their own, outside the home.

What an extract holds can be read only with its key, so destroying the key ends the extract
wherever its copies lie (property S6). Nothing here is cached: a key that was destroyed is gone for
the next reader in the same process too. Give this directory another backup regime than the home:
an extract is unreadable from the day that the longest backup of its key has passed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable, checked_name

from .platforms import IS_POSIX, fsync_directory

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The directory of keys (0700), each key a file of 32 random bytes (0600)."""

    directory: Path

    def create(self, extract_id: str) -> bytes:
        """Draw and keep the key of a new extract; raise BadInput where it has one already."""
        path = self._key_path(extract_id)
        self._prepare()
        key = secrets.token_bytes(KEY_BYTES)
        if not _write_new(path, key):
            raise BadInput(
                "This extract has a key already.",
                why="A key is never replaced: what it sealed could no longer be opened.",
                next_step="Seal under a new extract id.",
            )
        return key

    def read(self, extract_id: str) -> bytes:
        """Return the key of an extract; raise NotFound where it was destroyed or never made."""
        return _read(self._key_path(extract_id), what="The key of this extract")

    def has(self, extract_id: str) -> bool:
        """Return whether the extract's key is still there; raise OSError where nobody can tell."""
        try:
            return stat.S_ISREG(self._key_path(extract_id).stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def destroy(self, extract_id: str) -> None:
        """Overwrite and remove the key of an extract; nothing happens where there is none."""
        _destroy(self._key_path(extract_id))

    def of_answers(self, extract_id: str) -> bytes:
        """Return the key of the answers that are kept of an extract, which is gone with its own."""
        key = self.read(extract_id)
        return hashlib.blake2b(key=key, person=b"beholden-answer", digest_size=32).digest()

    def use_secret(self, use: str) -> bytes:
        """Return the 32 bytes that a use's pseudonyms are made from, drawn when first asked for."""
        path = self._secret_path(use)
        if not path.exists():
            self._prepare()
            _write_new(path, secrets.token_bytes(KEY_BYTES))
        return _read(path, what="The secret of this use")

    def forget_use(self, use: str) -> None:
        """Destroy a use's secret: no later extract can share its pseudonyms."""
        _destroy(self._secret_path(use))

    def council_secret(self, name: str) -> bytes:
        """Return 32 bytes that belong to no use, drawn when first asked for."""
        path = self.directory / f"{checked_name(name, of='a secret')}.council"
        if not path.exists():
            self._prepare()
            _write_new(path, secrets.token_bytes(KEY_BYTES))
        return _read(path, what="A secret of this council")

    def _key_path(self, extract_id: str) -> Path:
        return self.directory / f"{checked_name(extract_id, of='an extract')}.key"

    def _secret_path(self, use: str) -> Path:
        return self.directory / f"{checked_name(use, of='a use')}.secret"

    def _prepare(self) -> None:
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write(error) from error
        _check_private(self.directory, what="The directory of keys", mode=0o700)


def _check_private(path: Path, *, what: str, mode: int) -> None:
    found = path.stat(follow_symlinks=False)
    if IS_POSIX and (stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != os.geteuid()):
        raise Unavailable(
            f"{what} can be reached by other accounts of this machine.",
            why="A key that others could have copied no longer keeps anything.",
            next_step=f"Give it to the account that runs Beholden: chown, then chmod {mode:o}.",
        )


def _read(path: Path, *, what: str) -> bytes:
    try:
        _check_private(path.parent, what="The directory of keys", mode=0o700)
        _check_private(path, what=what, mode=0o600)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        raise NotFound(f"{what} is not there.", why="It was destroyed, or never made.") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _damaged(what) from None
        raise Unavailable(
            f"{what} cannot be read.", next_step="Check the rights on the directory of keys."
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise _damaged(what)
    return key


def _damaged(what: str) -> Damaged:
    return Damaged(
        f"{what} is not as it was written.",
        why=f"A key is a file of exactly {KEY_BYTES} bytes.",
        next_step="Bring the directory of keys back from its own backup, or seal again.",
    )


def _cannot_write(error: OSError) -> Unavailable:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return Unavailable(
        "A key cannot be written.",
        why="The disk is full." if full else "The directory of keys does not let it.",
        next_step="Make room." if full else "Check the rights on the directory of keys.",
    )


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file that was not there, whole or not at all; return False where it was there."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise _cannot_write(error) from error
    finally:
        with suppress(OSError):  # it is swept with the next opening
            draft.unlink(missing_ok=True)
    try:
        fsync_directory(path.parent)
    except OSError as error:
        raise _cannot_write(error) from error
    return True


def _destroy(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(max(KEY_BYTES, path.stat().st_size)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        fsync_directory(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Unavailable(
            "A key cannot be destroyed.",
            why="Until it is, what it sealed can still be read.",
            next_step="Check the rights on the directory of keys and try again.",
        ) from error
