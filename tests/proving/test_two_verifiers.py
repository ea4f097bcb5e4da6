"""Two verifiers that share no code, ours and that of a resident's browser: one root, one verdict.

The table of faults is the promise that a deleted, changed, inserted or re-ordered entry, a ledger
that was put back and one that tells two histories are found, by either.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from beholden.actions import prove_entry, verify_log
from beholden.ledger import (
    Folder,
    Signer,
    TileLog,
    TileReader,
    Verification,
    Witness,
    WitnessRequest,
    entry_bytes,
    leaf_hash,
)
from beholden.ledger.entries import decode_bundle, encode_bundle
from beholden.ledger.tree import fold

from .in_node import DOCS, run

ORIGIN = "ashmere.example/ledger"
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SIZES = [0, 1, 2, 255, 256, 257, 1000]
SIZE = 700


def acts(count: int, start: int = 0) -> list[bytes]:
    return [
        entry_bytes({"act": "test", "by": "Büro", "facts": {"number": i, "share": i / 8}})
        for i in range(start, start + count)
    ]


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.create(tmp_path_factory.mktemp("keys") / "ledger.key", ORIGIN)


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory, signer: Signer) -> Witness:
    made = Witness.create(tmp_path_factory.mktemp("witness") / "one", "archive.example/w1")
    made.watch(signer.key)
    return made


def whole_log(folder: Path, signer: Signer, size: int) -> TileLog:
    log = TileLog(folder)
    log.append(acts(size), signer)
    return log


# Whole logs of every size at which the shape of the tree changes.


@pytest.fixture(scope="module")
def of_each_size(tmp_path_factory, signer) -> dict[int, tuple[TileLog, dict[str, Any]]]:
    root = tmp_path_factory.mktemp("sizes")
    logs = {size: whole_log(root / str(size), signer, size) for size in SIZES}
    jobs = [{"folder": str(log.directory), "key": str(signer.key)} for log in logs.values()]
    return dict(zip(SIZES, zip(logs.values(), run(jobs), strict=True), strict=True))


@pytest.mark.parametrize("size", SIZES)
def test_both_reach_the_same_root(of_each_size, size: int) -> None:
    log, theirs = of_each_size[size]
    ours = verify_log(log.directory)
    assert (ours.ok, theirs["ok"], theirs["faults"]) == (True, True, [])
    assert ours.root == theirs["root"] == base64.b64encode(log.root).decode()
    assert ours.size == theirs["size"] == size


# The table of faults.

Change = Callable[["Tampered"], None]


@dataclass
class Tampered:
    """A copy of a log of 700 entries, what is asked of it, and what else a forger may use."""

    folder: Path
    signer: Signer
    asked: dict[str, str] = field(default_factory=dict)

    def edit(self, name: str, edit: Callable[[list[bytes]], list[bytes]]) -> None:
        entries, _ = decode_bundle((self.folder / name).read_bytes())
        (self.folder / name).write_bytes(encode_bundle(edit(entries)))

    def log_of(self, entries: list[bytes]) -> None:
        """Put in the folder's place a log of other entries, signed by the council itself."""
        self.asked["since"] = (self.folder / "checkpoint").read_text()
        shutil.rmtree(self.folder)
        TileLog(self.folder).append(entries, self.signer)


def bundle(edit: Callable[[list[bytes]], list[bytes]], name: str = "001") -> Change:
    return lambda log: log.edit(f"tile/entries/{name}", edit)


def byte(name: str, at: int) -> Change:
    def change(log: Tampered) -> None:
        content = bytearray((log.folder / name).read_bytes())
        content[at] ^= 1
        (log.folder / name).write_bytes(content)

    return change


def without(name: str) -> Change:
    return lambda log: (log.folder / name).unlink()


def words(name: str, old: str, new: str) -> Change:
    def change(log: Tampered) -> None:
        text = (log.folder / name).read_text()
        assert old in text
        (log.folder / name).write_text(text.replace(old, new))

    return change


def cut(name: str, count: int) -> Change:
    return lambda log: (log.folder / name).write_bytes((log.folder / name).read_bytes()[:-count])


def changed_with_all_above(log: Tampered) -> None:
    log.edit("tile/entries/001", lambda e: [*e[:44], b'{"forged":true}', *e[45:]])
    tile = bytearray((log.folder / "tile/0/001").read_bytes())
    tile[44 * 32 : 45 * 32] = leaf_hash(b'{"forged":true}')
    (log.folder / "tile/0/001").write_bytes(tile)
    above = bytearray((log.folder / "tile/1/000.p/2").read_bytes())
    above[32:] = fold([bytes(tile[i : i + 32]) for i in range(0, len(tile), 32)])
    (log.folder / "tile/1/000.p/2").write_bytes(above)


def with_another_key(log: Tampered) -> None:
    other = Signer.create(log.folder.parent / "other.key", ORIGIN)
    shutil.rmtree(log.folder)
    TileLog(log.folder).append(acts(SIZE), other)
    log.asked["key"] = str(log.signer.key)


def not_canonical(text: str) -> Change:
    return lambda log: log.log_of([*acts(5), text.encode()])


def cosigned_by_nobody(log: Tampered) -> None:
    """Add a line that names the witness and was not signed by it."""
    key = (log.folder / "witnesses").read_text().strip()
    name, number, _ = key.split("+", 2)
    line = base64.b64encode(bytes.fromhex(number) + bytes(72)).decode()
    with (log.folder / "checkpoint").open("a") as file:
        file.write(f"— {name} {line}\n")


def put_back_behind_a_witness(log: Tampered) -> None:
    kept = log.folder.with_name("kept")
    shutil.copytree(log.folder, kept)
    log.log_of(acts(300))
    log.asked.clear()
    for name in ("witnesses", "witnessed"):
        source = kept / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, log.folder / name)


EDGE = "002.p/188"
# what was done, and the entry that both name (None: none, or a range)
FAULTS: dict[str, tuple[Change, int | None]] = {
    "a byte of an entry": (byte("tile/entries/001", 2000), None),
    "an entry changed": (bundle(lambda e: [*e[:44], acts(1)[0], *e[45:]]), 300),
    "the last changed": (bundle(lambda e: [*e[:-1], acts(1)[0]], EDGE), 699),
    "an entry deleted": (bundle(lambda e: e[:44] + e[45:]), 300),
    "the last deleted": (bundle(lambda e: e[:-1], EDGE), None),
    "an entry inserted": (bundle(lambda e: [*e[:44], acts(1)[0], *e[44:]]), 300),
    "one more at the end": (bundle(lambda e: [*e, acts(1)[0]], EDGE), None),
    "two in another order": (bundle(lambda e: [*e[:44], e[45], e[44], *e[46:]]), 300),
    "the last cut short": (cut("tile/entries/002.p/188", 3), None),
    "a bundle taken away": (without("tile/entries/001"), None),
    "a bundle emptied": (lambda log: (log.folder / "tile/entries/001").write_bytes(b""), None),
    "a tile changed": (byte("tile/0/001", 44 * 32), None),
    "the tile at the edge changed": (byte("tile/0/002.p/188", 0), None),
    "a tile above changed": (byte("tile/1/000.p/2", 32), None),
    "a tile taken away": (without("tile/0/001"), None),
    "a tile above taken away": (without("tile/1/000.p/2"), None),
    "a tile cut short": (cut("tile/0/001", 32), None),
    "an entry and all above it": (changed_with_all_above, None),
    "another size": (words("checkpoint", "\n700\n", "\n699\n"), None),
    "another root": (words("checkpoint", "\n700\n", "\n700\nAAAA"), None),
    "another origin": (words("checkpoint", ORIGIN, "other.example/ledger"), None),
    "no checkpoint": (without("checkpoint"), None),
    "a checkpoint cut short": (cut("checkpoint", 1), None),
    "a forger's key": (with_another_key, None),
    "no key beside it": (without("verifier.key"), None),
    "put back": (lambda log: log.log_of(acts(300)), 300),
    "another history": (lambda log: log.log_of([*acts(5, 1), *acts(SIZE)]), None),
    "another history of the same size": (lambda log: log.log_of(acts(SIZE, 1)), None),
    "put back behind a witness": (put_back_behind_a_witness, 300),
    "a forged cosignature": (cosigned_by_nobody, None),
    "keys in another order": (not_canonical('{"b":1,"a":2}'), 5),
    "a space": (not_canonical('{"a": 1}'), 5),
    "a number written otherwise": (not_canonical('{"a":1.0}'), 5),
    "a key twice": (not_canonical('{"a":1,"a":1}'), 5),
    "an escape that is none": (not_canonical('{"a":"\\u00e9"}'), 5),
    "half a character": (not_canonical('{"a":"\\ud800"}'), 5),
    "a list": (not_canonical('["a"]'), 5),
    "no number": (not_canonical('{"a":NaN}'), 5),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, signer, witness) -> dict[str, tuple[Verification, dict[str, Any]]]:
    """Return what both say of every fault; the other one is asked of all at once."""
    root = tmp_path_factory.mktemp("faults")
    whole = whole_log(root / "whole", signer, SIZE)
    reader = TileReader(Folder(whole.directory), SIZE)
    request = WitnessRequest.of(reader, whole.checkpoint(), old_size=0)
    whole.list_witnesses([witness.signer.key])
    whole.take_in(witness.cosign(request, at=AT), [witness.signer.key])
    ours, jobs = [], []
    for number, (change, _) in enumerate(FAULTS.values()):
        folder = Path(shutil.copytree(whole.directory, root / str(number) / "ledger"))
        tampered = Tampered(folder, signer)
        change(tampered)
        kept = folder.with_name("kept-checkpoint")
        kept.write_text(tampered.asked.get("since", ""))
        since = kept if "since" in tampered.asked else None
        ours.append(verify_log(folder, key=tampered.asked.get("key"), since=since))
        jobs.append({"folder": str(folder), **tampered.asked})
    return dict(zip(FAULTS, zip(ours, run(jobs), strict=True), strict=True))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_both(found, name: str) -> None:
    ours, theirs = found[name]
    assert not ours.ok
    assert not theirs["ok"]
    entry = FAULTS[name][1]
    if entry is not None:
        assert entry in [fault.entry for fault in ours.faults]
        assert entry in [fault["entry"] for fault in theirs["faults"]]


def test_nothing_is_found_where_nothing_was_done(tmp_path, signer, witness) -> None:
    """The same log, whole, grown since, with what its witness and its reader saw."""
    log = whole_log(tmp_path / "ledger", signer, SIZE)
    since = log.checkpoint().note
    asked = WitnessRequest.of(
        TileReader(Folder(log.directory), SIZE), log.checkpoint(), old_size=SIZE
    )
    log.list_witnesses([witness.signer.key])
    log.take_in(witness.cosign(asked, at=AT), [witness.signer.key])
    log.append(acts(100, SIZE), signer)
    (tmp_path / "since").write_text(since)
    (theirs,) = run([{"folder": str(log.directory), "since": since}])
    ours = verify_log(log.directory, since=tmp_path / "since")
    assert (ours.faults, theirs["faults"]) == ((), [])
    (vouched,) = theirs["vouched"]
    assert vouched == {"witness": "archive.example/w1", "size": 700, "at": int(AT.timestamp())}
    assert [(one.size, one.at) for one in ours.vouched] == [(700, AT)]


# What RFC 8785 asks for is canonical to both, whichever way ours looks at it.
CANONICAL = [
    '{"a":1e+21}',
    '{"a":9007199254740992}',
    '{"a":[],"b":{},"c":null,"d":true}',
    '{"a":"é","é":"\\u001f"}',
    '{"\U0001f600":1,"\ufb33":2}',
    '{"a":"\\\\ud800","b":0.000001,"c":1e-7,"d":-1.5}',
]


def test_what_is_canonical_is_so_to_both(tmp_path, signer) -> None:
    log = TileLog(tmp_path / "ledger")
    log.append([text.encode() for text in CANONICAL], signer)
    (theirs,) = run([{"folder": str(log.directory)}])
    assert (verify_log(log.directory).faults, theirs["faults"]) == ((), [])


def test_proofs_of_entries_are_checked_by_the_other_too(of_each_size, signer) -> None:
    jobs, wanted = [], []
    for size in SIZES[1:]:
        log = of_each_size[size][0]
        for index in {0, 1, size // 2, 254, 255, 256, size - 1} & set(range(size)):
            proof = prove_entry(log.directory, index=index)
            jobs.append({"proof": proof, "key": str(signer.key)})
            wanted.append((True, index, acts(1, index)[0].decode()))
            jobs.append({"proof": proof.replace("index ", "index 1"), "key": str(signer.key)})
            wanted.append((False, None, None))
    told = run(jobs)
    assert [(one["ok"], one.get("index"), one.get("entry")) for one in told] == wanted


def test_a_proof_with_another_key_or_entry_is_refused_by_the_other(of_each_size, signer, witness):
    proof = prove_entry(of_each_size[257][0].directory, index=100)
    extra = base64.b64encode(acts(1, 101)[0]).decode()
    forged = "\n".join(
        f"extra {extra}" if line.startswith("extra") else line for line in proof.split("\n")
    )
    key = str(signer.key)
    told = run(
        [
            {"proof": forged, "key": key},
            {"proof": proof, "key": str(witness.signer.key)},
            {"proof": proof.replace("\n257\n", "\n258\n"), "key": key},
        ]
    )
    assert [one["ok"] for one in told] == [False, False, False]


# What the verifier is: short, and nobody else's code.


def test_it_is_short_and_takes_nothing_from_elsewhere() -> None:
    text = (DOCS / "verify-ledger.js").read_text("utf-8")
    assert len(text.splitlines()) < 150
    assert max(map(len, text.splitlines())) <= 160
    for name in ("verify-ledger.js", "check-proof.js"):
        content = (DOCS / name).read_text("utf-8")
        assert "import" not in content.replace("importKey", "")
        assert set(part.split('"')[0] for part in content.split('require("')[1:]) <= {
            "./verify-ledger.js"
        }
