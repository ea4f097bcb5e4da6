"""Signed notes and keys, against the examples of C2SP signed-note and of Go's sumdb/note."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable
from beholden.ledger import EMPTY_ROOT, Signer, VerifierKey, read_checkpoint
from beholden.ledger.checkpoint import open_note, parse_checkpoint, sign_checkpoint, sign_note

SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
)
SPEC_CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc"
    "yv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
GO_TEXT = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.
"""
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)
ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n"
)


def private_file(folder: Path, text: str) -> Path:
    path = folder / "ledger.key"
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_example_of_the_specification_is_signed_by_its_key() -> None:
    assert open_note(SPEC_NOTE, VerifierKey.parse(SPEC_KEY)) == "This is an example message.\n"


def test_the_checkpoint_of_the_specification_is_read() -> None:
    checkpoint = parse_checkpoint(SPEC_CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64.b64encode(checkpoint.root) == b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_a_key_of_another_tool_signs_here_as_there(tmp_path: Path) -> None:
    signer = Signer.open(private_file(tmp_path, GO_PRIVATE + "\n"))
    assert str(signer.key) == GO_KEY
    assert sign_note(GO_TEXT, signer) == f"{GO_TEXT}\n{GO_SIGNATURE}"


def test_signatures_by_others_are_passed_over() -> None:
    key = VerifierKey.parse(GO_KEY)
    assert open_note(f"{GO_TEXT}\n{ENOCH}{GO_SIGNATURE}", key) == GO_TEXT
    with pytest.raises(Damaged, match="signature of the checkpoint is not right"):
        open_note(f"{GO_TEXT}\n{ENOCH}", key)


WRONG = GO_SIGNATURE[:60] + ("A" if GO_SIGNATURE[60] != "A" else "B") + GO_SIGNATURE[61:]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(GO_TEXT, id="no signature"),
        pytest.param(GO_TEXT + "\n", id="no signature after the empty line"),
        pytest.param(f"{GO_TEXT}\n{GO_SIGNATURE[:-1]}", id="no last newline"),
        pytest.param(f"\x01{GO_TEXT}\n{GO_SIGNATURE}", id="a control character"),
        pytest.param(f"{GO_TEXT}\n{GO_SIGNATURE}More.\n", id="a line after the signatures"),
        pytest.param(f"{GO_TEXT}\n{WRONG}", id="a changed signature"),
        pytest.param(f"{GO_TEXT}\n{GO_SIGNATURE}{WRONG}", id="a changed second signature"),
        pytest.param(f"{GO_TEXT.replace('If', 'As')}\n{GO_SIGNATURE}", id="a changed text"),
        pytest.param(f"{GO_TEXT}\n— PeterNeumann x08g===\n", id="base64 that is none"),
        pytest.param("x" * 1_000_001 + f"\n\n{GO_SIGNATURE}", id="over a megabyte"),
    ],
)
def test_a_note_that_is_not_as_it_was_signed(note: str) -> None:
    with pytest.raises(Damaged):
        open_note(note, VerifierKey.parse(GO_KEY))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("o\n0\n" + "A" * 43 + "=\n", id="no signature"),
        pytest.param("o\n0\n\n— o AAAAAAA=\n", id="no root"),
        pytest.param("o\n01\n" + "A" * 43 + "=\n\n— o AAAAAAA=\n", id="a size with a zero before"),
        pytest.param("o\n-1\n" + "A" * 43 + "=\n\n— o AAAAAAA=\n", id="a negative size"),
        pytest.param("o\n٣\n" + "A" * 43 + "=\n\n— o AAAAAAA=\n", id="a size in other digits"),
        pytest.param("o\n" + "9" * 19 + "\n" + "A" * 43 + "=\n\n— o AAAAAAA=\n", id="too large"),
        pytest.param("o\n0\nAAAA\n\n— o AAAAAAA=\n", id="a root that is too short"),
        pytest.param("o\n0\n???\n\n— o AAAAAAA=\n", id="a root that is not base64"),
        pytest.param("\n0\n" + "A" * 43 + "=\n\n— o AAAAAAA=\n", id="no origin"),
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(Damaged, match="not a signed checkpoint"):
        parse_checkpoint(text)


def test_a_checkpoint_is_read_back(signer: Signer) -> None:
    checkpoint = sign_checkpoint(signer, size=7, root=EMPTY_ROOT)
    assert read_checkpoint(str(checkpoint), signer.key) == checkpoint


def test_a_key_that_signs_for_another_ledger_does_not_sign_for_this_one(signer: Signer) -> None:
    text = f"other.example/ledger\n0\n{base64.b64encode(EMPTY_ROOT).decode()}\n"
    with pytest.raises(Damaged, match="another ledger than its key"):
        read_checkpoint(sign_note(text, signer), signer.key)


def test_every_piece_of_a_key_is_no_key() -> None:
    pieces = {GO_KEY[i:j] for i in range(len(GO_KEY)) for j in range(i + 1, len(GO_KEY) + 1)}
    for piece in pieces - {GO_KEY}:
        with pytest.raises(BadInput):
            VerifierKey.parse(piece)


@pytest.mark.parametrize("at", range(len(GO_KEY)))
def test_a_key_with_one_character_changed_is_no_key(at: int) -> None:
    with pytest.raises(BadInput):
        VerifierKey.parse(GO_KEY[:at] + chr(ord(GO_KEY[at]) + 1) + GO_KEY[at + 1 :])


@pytest.mark.parametrize("at", range(len(GO_PRIVATE)))
def test_a_private_key_with_one_character_changed_is_damaged(tmp_path: Path, at: int) -> None:
    changed = GO_PRIVATE[:at] + chr(ord(GO_PRIVATE[at]) + 1) + GO_PRIVATE[at + 1 :]
    with pytest.raises(Damaged, match="holds no such key"):
        Signer.open(private_file(tmp_path, changed))


@pytest.mark.parametrize(
    "origin", ["", "ash mere", "ash+mere", "ashmere\n", "ash\u2003mere", "\x00"]
)
def test_what_cannot_name_a_ledger(tmp_path: Path, origin: str) -> None:
    with pytest.raises(BadInput, match="origin of a ledger"):
        Signer.create(tmp_path / "key", origin)
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_is_for_its_owner_alone_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "ledger.key"
    signer = Signer.create(path, "ashmere.example/ledger")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["ledger.key"]
    assert Signer.open(path) == signer


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    Signer.create(path, "ashmere.example/ledger")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="a private key already"):
        Signer.create(path, "ashmere.example/ledger")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_key_does_not_show_itself(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    signer = Signer.create(path, "ashmere.example/ledger")
    secret = path.read_text().strip().split("+", 4)[-1]
    assert secret not in repr(signer) + str(signer)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"
    Signer.create(path, "ashmere.example/ledger")
    path.chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        Signer.open(path)


def test_a_key_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="private key is not there"):
        Signer.open(tmp_path / "none")


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        Signer.open(tmp_path)
