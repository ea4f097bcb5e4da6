"""The councils that these tests act on."""

from typing import Any

import pytest

from ..ashmere import CODES, DPO
from ..councils import (  # noqa: F401 (fixtures)
    agreed,
    founded,
    on_each_database,
    sealed,
    sealed_today,
    told,
)


def shorten(council: Any, of: str, days: int) -> None:
    """Have two people say that something is kept for fewer days."""
    assert not council.state_span(by=DPO, of=of, days=days)
    assert council.confirm_span(by=CODES["officer"], of=of) == days


@pytest.fixture
def who(tmp_path):
    """Give a way to write a file of subjects."""

    def write(*lines: str):
        path = tmp_path / "subjects.txt"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write
