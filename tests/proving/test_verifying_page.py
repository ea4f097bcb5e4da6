"""The page by which a resident checks a ledger: its form, and what it says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from beholden.actions import prove_entry
from beholden.doors.web.public.verifying import FAULTS, faults_in_words
from beholden.ledger import Signer, TileLog, entry_bytes

from .in_node import DOCS, PAGE, run

ORIGIN = "ashmere.example/ledger"


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.create(tmp_path / "ledger.key", ORIGIN)


@pytest.fixture
def log(tmp_path: Path, signer: Signer) -> TileLog:
    log = TileLog(tmp_path / "site" / "ledger")
    log.append([entry_bytes({"act": "test", "number": i}) for i in range(300)], signer)
    return log


def test_what_the_page_says(log, signer, served, tmp_path):
    address, key = served(tmp_path / "site") + "/ledger", str(signer.key)
    (tmp_path / "since").write_text(log.checkpoint().note)
    (tmp_path / "proof").write_text(prove_entry(log.directory, index=7))
    other = TileLog(tmp_path / "other")
    other.append([entry_bytes({"act": "other"})], signer)
    folder = str(log.directory)
    whole, kept, entry, put_back, keyless, nowhere, nothing = run(
        [
            {"address": f"{address}/", "key": key},
            {"folder": folder, "since": str(tmp_path / "since")},
            {"proof": str(tmp_path / "proof"), "key": key},
            {"folder": str(other.directory), "since": str(tmp_path / "since")},
            {"proof": str(tmp_path / "proof")},
            {"address": "http://127.0.0.1:1/ledger"},
            {},
        ],
        PAGE,
    )
    assert whole["said"][0] == kept["said"][0] == "Whole: 300 entries."
    assert whole["kept"]
    assert entry["said"] == ["Proved: this is entry 7 of 300.", '{"act":"test","number":7}']
    assert put_back["said"][0].startswith("NOT whole.")
    assert "Entry 1: The ledger was put back: you saw 300 entries" in put_back["said"][1]
    assert not put_back["kept"]
    assert "council's public key" in keyless["said"][1]
    for failed in (nowhere, nothing):
        assert failed["said"][0] == "It could not be checked."
    assert not any(one["bar"] for one in (whole, kept, entry, put_back, nowhere))


def test_what_is_wrong_is_told_in_the_language_of_the_page(log, signer, served, tmp_path):
    """In the pages' Welsh; what only a browser would say of what was typed is told in one way."""
    (tmp_path / "since").write_text(log.checkpoint().note)
    other = TileLog(tmp_path / "other")
    other.append([entry_bytes({"act": "other"})], signer)
    with override("cy"):
        words = {"faults": faults_in_words(), "you": _("you"), "strange": _(STRANGE)}
    put_back, wrong_key, no_key, nowhere = run(
        [
            {"folder": str(other.directory), "since": str(tmp_path / "since"), "words": words},
            {"folder": str(log.directory), "key": "a+00000000+AAAA", "words": words},
            {"folder": str(log.directory), "key": "a+00000000+???", "words": words},
            {"address": "http://127.0.0.1:1/ledger", "words": words},
        ],
        PAGE,
    )
    assert "Rhoddwyd y log yn ôl" in put_back["said"][1]
    assert "a welwyd gan chi oedd 300, a 1 sydd ynddo" in put_back["said"][1]
    assert "Nid allwedd gyhoeddus" in wrong_key["said"][1]
    assert "Ni ellid darllen" in no_key["said"][1]
    assert "Nid oes ateb" in nowhere["said"][1]


STRANGE = "What was given, or what the log has, could not be read."
# A sentence in the programs: given to an error, or told as a fault; ${…} stands for a value.
_TOLD = re.compile(r"""(?:Error|fault|unread)\((["`])(.+?)\1(?=[,)])|noAnswer = (")(.+?)"[,;]""")


def test_every_fault_of_the_check_has_its_words():
    """The programs are read: what they tell, with its values left out, is what the page knows."""
    said = set()
    for name in ("verify-ledger.js", "check-proof.js", "verify-ledger-page.js"):
        for found in _TOLD.finditer((DOCS / name).read_text("utf-8")):
            said.add(re.sub(r"\$\{.+?\}", "{}", found[2] or found[4]))
    assert said == {re.sub(r"\{\w+\}", "{}", one) for one in FAULTS}


class _Form(HTMLParser):
    """Collects what has a label, and what the page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.loaded: set[str] = set()
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.attributes += told
        if tag == "label":
            self.labelled.add(str(told["for"]))
        if tag == "input":
            self.fields.add(str(told["id"]))
        if tag in ("script", "link", "img"):
            self.loaded.add(str(told.get("src") or told.get("href")))


def test_every_field_has_its_label_and_nothing_is_loaded_from_elsewhere():
    page = _Form()
    page.feed((DOCS / "verify-ledger.html").read_text("utf-8"))
    assert page.fields == page.labelled == {"address", "folder", "key", "since", "witness", "proof"}
    assert all((DOCS / name).is_file() for name in page.loaded)
    assert not [name for name in page.attributes if name.startswith("on")]
