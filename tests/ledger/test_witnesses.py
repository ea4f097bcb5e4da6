"""Witnesses: what one cosigns, what it refuses, and what the log and its verifiers make of it."""

from __future__ import annotations

import base64
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput, Damaged, NotFound
from beholden.ledger import (
    WITNESS,
    Folder,
    Signer,
    TileLog,
    TileReader,
    VerifierKey,
    Witness,
    WitnessRequest,
    verify,
)
from beholden.ledger.checkpoint import sign_checkpoint
from beholden.ledger.cosignatures import vouched

from .conftest import acts

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
NAME = "archive.example/w1"

# The example of C2SP tlog-cosignature: its text, and the form of the line of its witness.
SPEC_TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SPEC_LINE = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
    "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


@pytest.fixture
def witness(tmp_path: Path, signer: Signer) -> Witness:
    made = Witness.create(tmp_path / "witness", NAME)
    made.watch(signer.key)
    return made


def request(log: TileLog, old_size: int) -> WitnessRequest:
    reader = TileReader(Folder(log.directory), log.size)
    return WitnessRequest.of(reader, log.checkpoint(), old_size=old_size)


def grown(log: TileLog, signer: Signer, size: int) -> TileLog:
    log.append(acts(size - log.size, log.size), signer)
    return log


def test_a_cosignature_is_what_the_specification_says(witness: Witness, log: TileLog, signer):
    """Checked with nothing of ours but the parts of the line."""
    note = witness.cosign(request(grown(log, signer, 5), 0), at=AT)
    text, lines = note.split("\n\n")
    line = lines.splitlines()[-1]
    dash, name, encoded = line.split(" ")
    told = base64.b64decode(encoded)
    seconds = int(AT.timestamp())
    assert (dash, name, len(told)) == ("—", NAME, 4 + 8 + 64)
    assert told[:4] == witness.signer.key.id
    assert told[4:12] == seconds.to_bytes(8, "big")
    message = f"cosignature/v1\ntime {seconds}\n{text}\n"
    public = base64.b64decode(str(witness.signer.key).split("+", 2)[2])
    assert public[0] == 4
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(told[12:], message.encode())


def test_the_line_of_the_specification_has_the_same_form():
    told = base64.b64decode(SPEC_LINE.split(" ")[2])
    assert len(told) == 76
    assert int.from_bytes(told[4:12], "big") == 1679315147
    other = VerifierKey("witness.example.com/w1", bytes(32), WITNESS)
    assert vouched(f"{SPEC_TEXT}\n{SPEC_LINE}", other) is None  # another key: passed over


SIZES = [(0, 1), (1, 2), (2, 255), (255, 256), (256, 257), (257, 700)]


def test_a_witness_follows_a_log_as_it_grows(witness: Witness, log: TileLog, signer: Signer):
    for old, size in SIZES:
        note = witness.cosign(request(grown(log, signer, size), old), at=AT)
        assert note.startswith(log.checkpoint().note)
        assert witness.size_seen(signer.key.origin) == size
    again = witness.cosign(request(log, 700), at=AT + timedelta(hours=1))
    assert again != note
    assert vouched(again, witness.signer.key).at == AT + timedelta(hours=1)


@pytest.fixture
def after_300(witness: Witness, log: TileLog, signer: Signer) -> Witness:
    witness.cosign(request(grown(log, signer, 300), 0), at=AT)
    return witness


def forked(tmp_path: Path, signer: Signer, size: int) -> TileLog:
    other = TileLog(tmp_path / "other")
    other.append([b"another past", *acts(size - 1)], signer)
    return other


def kept_proofs(witness: Witness) -> list[str]:
    return [path.read_text() for path in witness.folder.rglob("contradiction-*")]


@pytest.mark.parametrize("size", [300, 301, 400], ids=["as large", "one more", "larger"])
def test_a_fork_is_not_cosigned_and_its_proof_is_kept(after_300, tmp_path, signer, size):
    other = forked(tmp_path, signer, size)
    with pytest.raises(Damaged, match="did not grow from what this witness saw"):
        after_300.cosign(request(other, 300), at=AT)
    assert after_300.size_seen(signer.key.origin) == 300
    assert kept_proofs(after_300) == [other.checkpoint().note]


def test_a_ledger_that_was_put_back_is_not_cosigned(after_300, tmp_path, signer):
    earlier = grown(TileLog(tmp_path / "earlier"), signer, 200)
    with pytest.raises(Damaged, match="was put back"):
        after_300.cosign(request(earlier, 300), at=AT, of_log=True)
    assert len(kept_proofs(after_300)) == 1


@pytest.mark.parametrize("size", [1, 299])
def test_an_old_checkpoint_sent_again_is_no_ledger_put_back(after_300, tmp_path, signer, size):
    earlier = grown(TileLog(tmp_path / "earlier"), signer, size)
    for old in (0, 300):
        with pytest.raises(BadInput, match="older than what this witness has seen"):
            after_300.cosign(request(earlier, old), at=AT)
    assert kept_proofs(after_300) == []
    (kept,) = after_300.folder.rglob("older-*")
    assert kept.read_text() == earlier.checkpoint().note
    assert after_300.size_seen(signer.key.origin) == 300


def another_proof(asked: WitnessRequest) -> WitnessRequest:
    return WitnessRequest(asked.old_size, asked.proof[:-1], asked.checkpoint)


def another_root(asked: WitnessRequest) -> WitnessRequest:
    note = asked.checkpoint
    root = note.split("\n")[2]
    return WitnessRequest(
        asked.old_size, asked.proof, note.replace(root, base64.b64encode(bytes(32)).decode())
    )


@pytest.mark.parametrize(
    ("change", "fault", "words"),
    [
        (another_proof, Damaged, "did not grow"),
        (another_root, Damaged, "signature of the checkpoint is not right"),
        (
            lambda asked: WitnessRequest(0, (), asked.checkpoint),
            BadInput,
            "has seen, which is 300",
        ),
        (
            lambda asked: WitnessRequest(300, asked.proof, "a\n1\nb\n\n— a AAAAAAAA\n"),
            Damaged,
            "not a signed checkpoint",
        ),
    ],
    ids=["a proof cut short", "a root that was not signed", "from another size", "no checkpoint"],
)
def test_what_does_not_follow_is_not_cosigned(after_300, log, signer, change, fault, words):
    asked = request(grown(log, signer, 420), 300)
    with pytest.raises(fault, match=words):
        after_300.cosign(change(asked), at=AT)
    assert after_300.size_seen(signer.key.origin) == 300
    after_300.cosign(asked, at=AT)


def test_a_ledger_that_is_not_watched(tmp_path: Path, log: TileLog, signer: Signer):
    stranger = Witness.create(tmp_path / "stranger", NAME)
    with pytest.raises(NotFound, match="does not watch"):
        stranger.cosign(request(grown(log, signer, 3), 0), at=AT)


def test_another_key_of_a_watched_ledger_is_refused(witness: Witness, tmp_path, signer):
    other = Signer.create(tmp_path / "other.key", signer.key.origin)
    with pytest.raises(BadInput, match="Another key of this ledger is known"):
        witness.watch(other.key)
    witness.watch(signer.key)


def test_a_witness_has_one_key_for_life(witness: Witness):
    with pytest.raises(BadInput, match="a private key already"):
        Witness.create(witness.folder, NAME)
    assert Witness.open(witness.folder) == witness
    assert (witness.folder / "witness.pub").read_text() == f"{witness.signer.key}\n"


def test_the_key_of_a_ledger_is_no_witnesss_and_the_other_way_round(witness, signer):
    with pytest.raises(BadInput, match="public key of a witness"):
        VerifierKey.parse(str(signer.key), WITNESS)
    with pytest.raises(BadInput, match="public key of a ledger"):
        VerifierKey.parse(str(witness.signer.key))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 1\n",
        "new 1\n\nx",
        "old 01\n\nx",
        "old -1\n\nx",
        "old 1\nAAAA\n\nx",
        "old 1\n" + "A" * 43 + "=\n" * 64 + "\n\nx",
        "old 1\n" + ("A" * 43 + "=\n") * 64 + "\nx",
    ],
)
def test_what_is_no_request(text: str):
    with pytest.raises(BadInput, match="not a request"):
        WitnessRequest.parse(text)


@given(st.integers(0, 10**17), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_a_request_is_read_back(size: int, hashes: list[bytes]):
    asked = WitnessRequest(size, tuple(hashes), "o\n1\nr\n\n— o s\n")
    assert WitnessRequest.parse(str(asked)) == asked


# What the log makes of a cosigned checkpoint.


def test_a_cosignature_is_published_and_told_by_a_verification(witness, log, signer):
    cosigned = witness.cosign(request(grown(log, signer, 300), 0), at=AT)
    log.list_witnesses([witness.signer.key])
    told = log.take_in(cosigned, [witness.signer.key])
    assert (log.directory / "checkpoint").read_text() == cosigned
    for believed in (None, [str(witness.signer.key)]):
        assert verify(log.directory, witnesses=believed).vouched == told
    assert [(one.witness, one.size, one.at) for one in told] == [(NAME, 300, AT)]

    grown(log, signer, 310)
    found = verify(log.directory)
    assert found.ok
    assert (found.size, found.vouched) == (310, told)  # of the first 300
    assert found.to_dict()["vouched"] == (
        {"witness": NAME, "size": 300, "at": "2026-11-30T09:00:00+00:00"},
    )


def test_a_later_cosignature_takes_the_place_of_an_earlier_one(witness, log, signer):
    key = witness.signer.key
    grown(log, signer, 3)
    for hours in range(3):
        log.take_in(
            witness.cosign(request(log, 3 * bool(hours)), at=AT + timedelta(hours=hours)), [key]
        )
    assert log.checkpoint().note.count(NAME) == 1
    assert verify(log.directory, witnesses=[str(key)]).vouched[0].at == AT + timedelta(hours=2)


def test_an_older_cosigned_checkpoint_does_not_replace_a_newer(witness, log, signer):
    key = witness.signer.key
    first = witness.cosign(request(grown(log, signer, 3), 0), at=AT)
    second = witness.cosign(request(grown(log, signer, 5), 3), at=AT)
    log.take_in(second, [key])
    log.take_in(first, [key])
    assert verify(log.directory, witnesses=[str(key)]).vouched[0].size == 5


def test_two_witnesses_vouch_side_by_side(tmp_path, log, signer):
    both = [Witness.create(tmp_path / name, f"{name}.example/w") for name in ("one", "two")]
    grown(log, signer, 20)
    for witness in both:
        witness.watch(signer.key)
        log.take_in(witness.cosign(request(log, 0), at=AT), [w.signer.key for w in both])
    found = verify(log.directory, witnesses=[str(w.signer.key) for w in both])
    assert [one.witness for one in found.vouched] == ["one.example/w", "two.example/w"]


def changed_line(note: str) -> str:
    at = len(note) - 20
    return note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]


def test_a_forged_cosignature_is_not_taken_in_and_is_told(witness, log, signer):
    key = witness.signer.key
    cosigned = witness.cosign(request(grown(log, signer, 3), 0), at=AT)
    before = (log.directory / "checkpoint").read_text()
    with pytest.raises(Damaged, match="witness's signature of the checkpoint is not right"):
        log.take_in(changed_line(cosigned), [key])
    assert (log.directory / "checkpoint").read_text() == before
    (log.directory / "checkpoint").write_text(changed_line(cosigned))
    found = verify(log.directory, witnesses=[str(key)])
    assert [fault.what for fault in found.faults] == [
        f"{NAME}: A witness's signature of the checkpoint is not right."
    ]


def test_a_witness_that_was_not_named_is_not_believed(witness, log, signer, tmp_path):
    stranger = Witness.create(tmp_path / "stranger", "stranger.example/w")
    stranger.watch(signer.key)
    cosigned = stranger.cosign(request(grown(log, signer, 3), 0), at=AT)
    with pytest.raises(BadInput, match="No witness that this council has named"):
        log.take_in(cosigned, [witness.signer.key])


def test_a_cosigned_checkpoint_of_another_history_is_not_taken_in(witness, tmp_path, log, signer):
    other = forked(tmp_path, signer, 8)
    cosigned = witness.cosign(request(other, 0), at=AT)
    grown(log, signer, 8)
    with pytest.raises(Damaged, match="not of this ledger's history"):
        log.take_in(cosigned, [witness.signer.key])


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (200, f"The ledger was put back: {NAME} saw 300 entries and now has 200."),
        (301, f"The first 300 entries are not those that {NAME} saw."),
    ],
    ids=["put back", "another history"],
)
def test_what_a_witness_saw_finds_a_ledger_put_back_or_forked(
    after_300, log, signer, tmp_path, now, words
):
    """Whoever verifies needs no checkpoint of their own, if a witness's lies with the log."""
    log.take_in(after_300.cosign(request(log, 300), at=AT), [after_300.signer.key])
    seen = log.directory / "witnessed"
    if now == 200:
        other = grown(TileLog(tmp_path / "earlier"), signer, 200)
    else:
        other = forked(tmp_path, signer, 301)
    shutil.copytree(seen, other.directory / "witnessed")
    found = verify(other.directory, witnesses=[str(after_300.signer.key)])
    assert words in [fault.what for fault in found.faults]
    assert found.vouched == ()


def test_a_list_of_witnesses_that_is_not_whole_is_told(log, signer):
    grown(log, signer, 3)
    (log.directory / "witnesses").write_text("nobody\n")
    assert [f.what for f in verify(log.directory).faults] == [
        "The list of the council's witnesses is not whole."
    ]


def test_a_signature_by_the_ledger_alone_is_nobodys_vouching(log, signer):
    note = sign_checkpoint(signer, size=0, root=bytes(32)).note
    as_witness = VerifierKey(signer.key.origin, signer.key.public, WITNESS)
    assert vouched(note, as_witness) is None
