"""Backups in their stores, brought back there, and what somebody who reaches a store may do."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from actions.ashmere import ADMIN, DAY

from beholden import ledger
from beholden.actions import restore
from beholden.actions.backups.manifests import Manifest
from beholden.actions.backups.vouching import SIGNED, write_signature
from beholden.actions.datasets import fingerprint_of
from beholden.kernel import HeldClock

CLOCK = HeldClock.on(DAY)


def brought_back(store: Path, **asked: Any) -> Any:
    given = {"keys": store / "two", "by": ADMIN, "clock": CLOCK, **asked}
    return restore(store / "one", store / "back", **given)


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def hashed_again(store: Path, **changed: Any) -> Manifest:
    """Change a manifest, as somebody would who wants to hide that a file was changed."""
    file = store / "one/manifest.json"
    said = json.loads(file.read_text("utf-8"))
    said["files"] = {name: fingerprint_of(store / "one" / name) for name in said["files"]}
    manifest = Manifest(**(said | changed))
    file.write_text(manifest.text(), "utf-8")
    return manifest


def rewritten(store: Path, **changed: Any) -> None:
    """Change a manifest and sign it, as only somebody could who has the keys as well."""
    manifest = hashed_again(store, **changed)
    (store / "one" / SIGNED).unlink()
    write_signature(
        store / "one", manifest, ledger.Signer.open(store / "two/keys/ledger-signing.key")
    )


def in_records(store: Path, *statements: str) -> None:
    """Change the records of a backup as anybody can who may write its file."""
    with closing(sqlite3.connect(store / "one/records/records.sqlite3")) as records:
        triggers = records.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            records.execute(f'DROP TRIGGER "{name}"')
        changed = sum(records.execute(statement).rowcount for statement in statements)
        for _, again in kept:
            records.execute(again)
        records.commit()
    assert changed >= len(statements), "what is tried must change something"
