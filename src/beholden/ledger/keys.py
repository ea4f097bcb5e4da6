"""Keys: the private one that signs checkpoints, and the public one that anybody may check with.

Both are written as C2SP signed-note has it: ``origin+id+base64(kind ‖ 32 bytes)``, the private one
after ``PRIVATE+KEY+`` as Go's ``sumdb/note`` reads it, so that tools of other makers can use them.
The kind is 0x01 for a ledger's key and 0x04 for a witness's (C2SP tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable

from .files import sync_directory

LEDGER = b"\x01"
WITNESS = b"\x04"
_KEY_SIZE = 32
_PRIVATE = "PRIVATE+KEY+"
_WHOSE = {
    LEDGER: ("ledger", "of the council's verifier.key"),
    WITNESS: ("witness", "that the witness gives out as its key"),
}


def checked_origin(origin: str) -> str:
    """Return text that may name a log; raise BadInput otherwise (C2SP signed-note, Format)."""
    bad = any(c == "+" or c.isspace() or unicodedata.category(c)[0] in "CZ" for c in origin)
    if origin and not bad:
        return origin
    raise BadInput(
        "This cannot be the origin of a ledger.",
        why="An origin is the ledger's name in every checkpoint: no spaces, no plus signs.",
        next_step="Choose the ledger's address without https://, such as ashmere.example/ledger.",
    )


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key: whose it is, the 32 bytes of an Ed25519 public key, and what it signs."""

    origin: str
    public: bytes
    kind: bytes = LEDGER

    @classmethod
    def parse(cls, text: str, kind: bytes = LEDGER) -> VerifierKey:
        """Return the key that ``str`` wrote (a signed-note vkey); raise BadInput for other text."""
        parts = text.strip().split("+", 2)
        material = _material(parts[2], kind) if len(parts) == 3 else None
        if material is None:
            raise _not_a_key(kind)
        key = cls(checked_origin(parts[0]), material, kind)
        if parts[1] != key.id.hex():
            raise _not_a_key(kind)
        return key

    @property
    def id(self) -> bytes:
        """Return the four bytes by which a signature names its key (signed-note, Signatures)."""
        return sha256(self.origin.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def signed(self, text: str, signature: bytes) -> bool:
        """Return whether this is this key's signature over text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.origin}+{self.id.hex()}+{_base64(self.kind + self.public)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """The private key of a ledger or of a witness. Its text form never holds the key."""

    key: VerifierKey
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def create(cls, path: str | Path, origin: str, kind: bytes = LEDGER) -> Signer:
        """Make a new key, write it to a file of its own (mode 0600) and return it.

        The file appears whole or not at all. Raises BadInput where the origin cannot name a ledger
        or there is a file already, Unavailable where the file cannot be written.
        """
        signer = _signer(checked_origin(origin), secrets.token_bytes(_KEY_SIZE), kind)
        _write_new(Path(path), signer._written().encode())
        return signer

    @classmethod
    def open(cls, path: str | Path, kind: bytes = LEDGER) -> Signer:
        """Return the key in a file.

        Raises NotFound where there is no file, BadInput where others may read it, Damaged where it
        holds no key, Unavailable where it cannot be read.
        """
        path = Path(path)
        try:
            mode, text = path.stat().st_mode, path.read_text("utf-8", "replace")
        except FileNotFoundError:
            raise NotFound(
                f"The {_WHOSE[kind][0]}'s private key is not there.",
                next_step="Put the key back in its place; without it nothing can be written.",
            ) from None
        except OSError as error:
            raise _cannot(f"The private key cannot be read: {error.strerror}.") from error
        _refuse_shared(mode)
        return _parse_signer(text, kind)

    def sign(self, text: str) -> bytes:
        """Return the 64 bytes of this key's Ed25519 signature over text (RFC 8032)."""
        return self._private.sign(text.encode())

    def _written(self) -> str:
        seed = self._private.private_bytes_raw()
        return f"{_PRIVATE}{self.key.origin}+{self.key.id.hex()}+{_base64(self.key.kind + seed)}\n"


def _signer(origin: str, seed: bytes, kind: bytes) -> Signer:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(VerifierKey(origin, private.public_key().public_bytes_raw(), kind), private)


def _parse_signer(text: str, kind: bytes) -> Signer:
    parts = text.strip().removeprefix(_PRIVATE).split("+", 2)
    seed = _material(parts[2], kind) if text.startswith(_PRIVATE) and len(parts) == 3 else None
    signer = _signer(parts[0], seed, kind) if seed else None
    if signer is None or parts[1] != signer.key.id.hex():
        raise Damaged(
            f"The file of the {_WHOSE[kind][0]}'s private key holds no such key.",
            next_step="Put back the copy that was kept; never make a new key in its place.",
        )
    return signer


def _refuse_shared(mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(
            "The private key may be read by others on this machine.",
            why="Whoever reads it can sign in its owner's name.",
            next_step="Take their right away: chmod 600, on the file of the key.",
        )


def _write_new(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, mode=0o700)
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, path)  # unlike a rename, this never replaces a key that is there
        sync_directory(path.parent)
    except FileExistsError:
        raise BadInput(
            "There is a private key already.",
            why="A new key would leave what was signed earlier without its signer.",
            next_step="Open the key that is there, or choose another place.",
        ) from None
    except OSError as error:
        raise _cannot(f"The private key cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _material(text: str, kind: bytes) -> bytes | None:
    """Return the 32 bytes of a key of this kind in its base64 form, or None where it holds none."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content[1:] if content[:1] == kind and len(content) == 1 + _KEY_SIZE else None


def _not_a_key(kind: bytes) -> BadInput:
    whose, line = _WHOSE[kind]
    return BadInput(
        f"This is not the public key of a {whose}.",
        why="A key is one line of three parts with plus signs between: origin, id, base64.",
        next_step=f"Copy the whole line {line}.",
    )


def _cannot(what: str) -> Unavailable:
    return Unavailable(what, next_step="See to the disk and the file's owner, then try again.")
