"""The councils that these tests act on."""

import pytest

from ..councils import (  # noqa: F401 (fixtures)
    agreed,
    founded,
    on_each_database,
    sealed,
    sealed_today,
    told,
)


@pytest.fixture
def who(tmp_path):
    """Give a way to write a file of subjects."""

    def write(*lines: str):
        path = tmp_path / "subjects.txt"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write
