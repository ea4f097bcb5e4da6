"""A log on the web: its public files read over HTTP, and the whole of it copied to a folder.

The other side is not trusted: every file has a length that it may not pass, the whole has one too,
and nothing but http and https is asked.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from beholden.kernel import BadInput, Damaged, OutOfLimits, Progress, Unavailable, silent

from .checkpoint import parse_checkpoint
from .entries import LONGEST_ENTRY
from .keys import VerifierKey
from .places import CHECKPOINT, VERIFIER_KEY, WITNESSES, witnessed_path
from .tiles import ENTRIES, WIDTH, Place, count_at, tile_path, width_at
from .tree import HASH_SIZE
from .walk import MOST_FAULTS
from .witnessed import named_witnesses

MOST_BYTES = 4_000_000_000
"""How much is fetched of one log: about ten million entries."""

_LONGEST_TEXT = 1_000_000
_LONGEST_BUNDLE = WIDTH * (2 + LONGEST_ENTRY)
_LEAST_ENTRY = 3 + HASH_SIZE
_WAIT = 20.0
_WAIT_FOR_ONE = 120.0
_PIECE = 65_536
_AT_ONCE = 8


def is_address(where: str) -> bool:
    """Return whether text is an address on the web rather than a folder."""
    return urlsplit(where).scheme.lower() in ("http", "https")


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a log at an address."""

    address: str

    @property
    def named(self) -> str:
        """Return the address under which the log's files lie."""
        parts = urlsplit(self.address)
        if not is_address(self.address) or not parts.hostname:
            raise BadInput(
                "This is not the address of a ledger.",
                next_step="Give a folder, or an address such as https://ashmere.example/ledger.",
            )
        path = parts.path.rstrip("/").removesuffix(f"/{CHECKPOINT}")
        return f"{parts.scheme}://{parts.netloc}{path}/"

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raise FileNotFoundError, Unavailable or OutOfLimits."""
        request = Request(self.named + name, headers={"Accept-Encoding": "gzip, identity"})  # noqa: S310 (http and https alone)
        try:
            with _opener().open(request, timeout=_WAIT) as answer:
                plain = answer.headers.get("Content-Encoding", "").lower() != "gzip"
                return b"".join(_within(_pieces(answer, plain=plain), _limit(name), name))
        except HTTPError as error:
            if error.code in (404, 410):
                raise FileNotFoundError(name) from None
            raise _unavailable(name, f"The server answers {error.code}.") from None
        except (URLError, HTTPException, zlib.error, OSError) as error:
            raise _unavailable(name, f"{getattr(error, 'reason', error)}.") from None


def copy_log(
    site: Site, folder: Path, *, most: int = MOST_BYTES, progress: Progress = silent
) -> None:
    """Copy the public files of a log into an empty folder, as its checkpoint states them.

    What is not there is left out, for the verification to tell. Raises Unavailable where the
    server cannot be reached or fails, Damaged where there is no ledger at the address, OutOfLimits
    where it is larger than ``most`` bytes.
    """
    try:
        note = site.read(CHECKPOINT)
    except FileNotFoundError:
        raise Damaged(
            "There is no ledger at this address.",
            why="It has no file `checkpoint`.",
            next_step="Give the address of the folder that holds checkpoint.",
        ) from None
    _write(folder / CHECKPOINT, note)
    size = parse_checkpoint(note.decode("utf-8", "replace")).size
    if size * _LEAST_ENTRY > most:
        raise _too_large(most)
    _copy_keys(site, folder)
    _copy_tiles(site, folder, size, most, progress)


def _copy_keys(site: Site, folder: Path) -> None:
    """Copy the public key, the list of witnesses, and what each of them cosigned."""
    for name in (VERIFIER_KEY, WITNESSES):
        _copy(site, folder, [name])
    try:
        witnesses: tuple[VerifierKey, ...] = named_witnesses(site)
    except Damaged:
        return  # which the verification tells
    for witness in witnesses[:MOST_FAULTS]:
        _copy(site, folder, [witnessed_path(witness.id)])


def _copy_tiles(site: Site, folder: Path, size: int, most: int, progress: Progress) -> None:
    """Copy every tile and bundle; end where as many are missing as faults are listed."""
    places, total = list(_places(size)), 0
    missing = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            copied = pool.map(lambda place: _copy(site, folder, _names(size, place)), some)
            for length in copied:
                total += length
                missing += not length
            if total > most:
                raise _too_large(most)
            if missing > MOST_FAULTS:
                return
            progress("fetch", start + len(some), len(places))


def _copy(site: Site, folder: Path, names: list[str]) -> int:
    """Copy the first of some files that is there; return its length, 0 where none is."""
    for name in names:
        try:
            content = site.read(name)
        except FileNotFoundError:
            continue
        _write(folder / name, content)
        return len(content)
    return 0


def _places(size: int) -> Iterator[Place]:
    """Yield every tile and bundle that a log of a size has, the entries first."""
    level = ENTRIES
    while count_at(size, level):
        for index in range(-(-count_at(size, level) // WIDTH)):
            yield level, index
        level += 1


def _names(size: int, place: Place) -> list[str]:
    """Return the names of a tile: as wide as it is at this size, or full as it may be by now."""
    return list(dict.fromkeys((tile_path(place, width_at(size, place)), tile_path(place))))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _opener() -> OpenerDirector:
    """Return what opens http and https and nothing else, by the machine's proxy if it has one."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler, HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
    ):  # fmt: skip
        opener.add_handler(handler())
    return opener


def _pieces(answer: HTTPResponse, *, plain: bool) -> Iterator[bytes]:
    """Yield what a server sends, unpacked, a little at a time; a slow one is not waited for."""
    unpacker = zlib.decompressobj(wbits=31)
    until = time.monotonic() + _WAIT_FOR_ONE
    while piece := answer.read(_PIECE):
        if time.monotonic() > until:
            raise URLError(f"it took over {_WAIT_FOR_ONE:.0f} seconds for one file")
        if plain:
            yield piece
            continue
        yield unpacker.decompress(piece, _PIECE)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    if answer.length or not (plain or unpacker.eof):
        raise URLError("it ended before its end")


def _within(pieces: Iterator[bytes], limit: int, name: str) -> Iterator[bytes]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > limit:
            raise OutOfLimits(
                f"A file of the ledger is longer than it can be: {name}.",
                why=f"It may have {limit:,} bytes.",
                next_step="See whether this is the address of a ledger.",
            )
        yield piece


def _limit(name: str) -> int:
    if not name.startswith("tile/"):
        return _LONGEST_TEXT
    return _LONGEST_BUNDLE if name.startswith("tile/entries/") else WIDTH * HASH_SIZE


def _unavailable(name: str, why: str) -> Unavailable:
    return Unavailable(
        f"The ledger cannot be read over the web: {name}.",
        why=why,
        next_step="See whether the address is right and the site is up, then try again.",
    )


def _too_large(most: int) -> OutOfLimits:
    return OutOfLimits(
        "The ledger is larger than what is fetched.",
        why=f"At most {most:,} bytes are.",
        next_step="Get its folder in another way, and verify that.",
    )
