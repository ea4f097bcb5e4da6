"""A log on the web: read from a real server on this machine, and one that misbehaves."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from beholden.actions import prove_entry, verify_log
from beholden.kernel import BadInput, Damaged, OutOfLimits, Unavailable
from beholden.ledger import Signer, Site, TileLog, copy_log, entry_bytes

ORIGIN = "ashmere.example/ledger"


def acts(count: int, start: int = 0) -> list[bytes]:
    return [entry_bytes({"act": "test", "number": i}) for i in range(start, start + count)]


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.create(tmp_path / "keys" / "ledger.key", ORIGIN)


@pytest.fixture
def log(tmp_path: Path, signer: Signer) -> TileLog:
    log = TileLog(tmp_path / "site" / "ledger")
    log.append(acts(700), signer)
    return log


@pytest.mark.parametrize("ending", ["", "/", "/checkpoint"])
def test_a_log_on_the_web_is_verified(log, signer, served, tmp_path, ending):
    address = served(tmp_path / "site") + "/ledger" + ending
    told: list[tuple[str, int, int]] = []
    found = verify_log(
        address,
        key=str(signer.key),
        copy_to=tmp_path / "copy",
        progress=lambda step, done, total: told.append((step, done, total)),
    )
    assert (found.ok, found.size, found.believed) == (True, 700, "given")
    assert told[0][0] == "fetch"
    assert told[-1] == ("verify", 3, 3)
    assert verify_log(tmp_path / "copy").root == found.root
    assert prove_entry(address, index=300) == prove_entry(log.directory, index=300)


def test_the_second_look_finds_what_the_first_cannot(log, signer, served, tmp_path):
    """The key and the checkpoint are remembered: put back, forked, or with another key."""
    seen, site = tmp_path / "seen", tmp_path / "site"
    address = served(site) + "/ledger"
    earlier = Path(shutil.copytree(log.directory, tmp_path / "earlier"))
    first = verify_log(address, seen=seen)
    assert (first.ok, first.believed) == (True, "at first sight")
    log.append(acts(10, 700), signer)
    assert verify_log(address, seen=seen).believed == "known from before"

    def now(folder: Path) -> list[str]:
        shutil.rmtree(log.directory)
        shutil.copytree(folder, log.directory)
        found = verify_log(address, seen=seen)
        assert not found.ok
        return [fault.what for fault in found.faults]

    assert now(earlier) == ["The ledger was put back: it had 710 entries and now has 700."]
    fork = TileLog(tmp_path / "fork")
    fork.append([*acts(5), *acts(750)], signer)
    assert now(fork.directory) == ["The first 710 entries are not those that were signed earlier."]
    theirs = TileLog(tmp_path / "theirs")
    theirs.append(acts(720), Signer.create(tmp_path / "theirs.key", ORIGIN))
    assert now(theirs.directory) == ["checkpoint: The signature of the checkpoint is not right."]
    assert len(list(seen.rglob("contradiction-*"))) == 3


def test_a_changed_byte_is_found_over_the_web_too(log, served, tmp_path):
    bundle = log.directory / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes().replace(b":300}", b":999}"))
    found = verify_log(served(tmp_path / "site") + "/ledger")
    assert [(f.entry, f.what) for f in found.faults] == [
        (300, "Entry 300 is not what was written.")
    ]


def test_a_file_that_is_not_there_is_told(log, served, tmp_path):
    (log.directory / "tile/0/001").unlink()
    found = verify_log(served(tmp_path / "site") + "/ledger")
    assert "tile/0/001" in found.faults[0].what


class _Odd(SimpleHTTPRequestHandler):
    """A server that answers as its test wants; ``answer`` is (status, headers, body) of a path."""

    answer: Callable[[str], tuple[int, dict[str, str], bytes] | None]

    def do_GET(self) -> None:
        made = type(self).answer(self.path)
        if made is None:
            super().do_GET()
            return
        status, headers, body = made
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def odd(answer: Callable[[str], tuple[int, dict[str, str], bytes] | None]) -> type[_Odd]:
    return type("Odd", (_Odd,), {"answer": staticmethod(answer)})


BEYOND_ALL = "o\n" + "9" * 18 + "\n" + "A" * 43 + "=\n\n— o AAAAAAAA\n"


def only(name: str, status: int = 200, body: bytes = b"", **headers: str) -> type[_Odd]:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return odd(lambda path: (status, named, body) if path.endswith(name) else None)


@pytest.mark.parametrize(
    ("handler", "fault", "words"),
    [
        (only("tile/0/000", body=b"x" * 9_000), OutOfLimits, "longer than it can be: tile/0/000"),
        (only("/checkpoint", body=b"x" * 1_000_001), OutOfLimits, "longer than it can be: check"),
        (
            only("/checkpoint", body=gzip.compress(bytes(10**7)), Content_Encoding="gzip"),
            OutOfLimits,
            "longer than it can be",
        ),
        (only("/checkpoint", status=404), Damaged, "no ledger at this address"),
        (only("/checkpoint", status=500), Unavailable, "cannot be read over the web: checkpoint"),
        (only("tile/0/001", status=503), Unavailable, "cannot be read over the web: tile/0/001"),
        (only("/checkpoint", body=b"<html>Sign in"), Damaged, "not a signed checkpoint"),
        (
            only("/checkpoint", body=BEYOND_ALL.encode()),
            OutOfLimits,
            "larger than what is fetched",
        ),
        (
            only("/checkpoint", status=302, Location="file:///etc/hostname"),
            Unavailable,
            "cannot be read over the web",
        ),
        (
            only("/checkpoint", body=b"short", Content_Length="500"),
            Unavailable,
            "cannot be read over the web",
        ),
        (
            only("/checkpoint", body=b"not gzip", Content_Encoding="gzip"),
            Unavailable,
            "cannot be read over the web",
        ),
    ],
    ids=[
        "a long tile", "a long checkpoint", "a bomb", "no checkpoint", "a server that fails",
        "one that fails later", "a page in place of it", "a size beyond all", "led to a file",
        "cut short", "not what it says",
    ],
)  # fmt: skip
def test_a_server_that_misbehaves_is_told(log, served, tmp_path, handler, fault, words):
    with pytest.raises(fault, match=words):
        verify_log(served(tmp_path / "site", handler) + "/ledger")


def test_what_is_packed_is_unpacked(log, served, tmp_path):
    def packed(path: str) -> tuple[int, dict[str, str], bytes] | None:
        file = tmp_path / "site" / path.lstrip("/")
        if not file.is_file():
            return None
        return 200, {"Content-Encoding": "gzip"}, gzip.compress(file.read_bytes())

    assert verify_log(served(tmp_path / "site", odd(packed)) + "/ledger").ok


def test_a_log_that_grows_while_it_is_fetched_is_verified_as_it_was(log, signer, served, tmp_path):
    """A partial file may have given way to the full one by the time it is asked for."""
    handler = odd(lambda path: (404, {}, b"") if path.endswith(".p/188") else None)
    note = log.checkpoint().note
    log.append(acts(100, 700), signer)
    (log.directory / "checkpoint").write_text(note)
    assert not list((log.directory / "tile").rglob("188"))
    found = verify_log(served(tmp_path / "site", handler) + "/ledger")
    assert (found.ok, found.size) == (True, 700)


def test_a_log_beyond_what_is_fetched_is_not_fetched(log, served, tmp_path):
    with pytest.raises(OutOfLimits, match="larger than what is fetched"):
        copy_log(Site(served(tmp_path / "site") + "/ledger"), tmp_path / "copy", most=25_000)


def test_a_server_without_the_files_is_given_up_soon(log, served, tmp_path):
    asked: list[str] = []

    def nothing(path: str) -> tuple[int, dict[str, str], bytes] | None:
        asked.append(path)
        return (404, {}, b"") if "/tile/" in path else None

    big = (log.directory / "checkpoint").read_text().replace("\n700\n", "\n5000000\n")
    (log.directory / "checkpoint").write_text(big)
    assert not verify_log(served(tmp_path / "site", odd(nothing)) + "/ledger").ok
    assert len(asked) < 400


@pytest.mark.parametrize("address", ["https://", "http:///ledger", "ftp://ashmere.example/ledger"])
def test_what_is_no_address(address):
    with pytest.raises(BadInput, match="not the address of a ledger"):
        Site(address).read("checkpoint")


def test_nobody_answers(tmp_path):
    with pytest.raises(Unavailable, match="cannot be read over the web"):
        verify_log("http://127.0.0.1:1/ledger")


def test_a_copy_is_not_put_among_other_files(log, served, tmp_path):
    with pytest.raises(BadInput, match="something in the folder"):
        verify_log(served(tmp_path / "site") + "/ledger", copy_to=tmp_path / "site")
