from __future__ import annotations

from pathlib import Path

import pytest

from beholden.ledger import Signer, TileLog

ORIGIN = "ashmere.example/ledger"


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.create(tmp_path_factory.mktemp("keys") / "ledger.key", ORIGIN)


@pytest.fixture
def log(tmp_path: Path) -> TileLog:
    return TileLog(tmp_path / "ledger")


def acts(count: int, start: int = 0) -> list[bytes]:
    """Return that many different entries, of different lengths."""
    return [b"act %d " % i + b"." * (i % 7) for i in range(start, start + count)]
