"""The command lines of these tests, and the councils at whose homes they run."""

import pytest
from actions.ashmere import ANALYST
from actions.councils import (  # noqa: F401 (fixtures)
    agreed,
    founded,
    on_each_database,
    sealed,
    sealed_today,
    told,
)

from .running import Line


@pytest.fixture
def line(capsysbinary: pytest.CaptureFixture[bytes]) -> Line:
    """Give a command line without a home."""
    return Line(capsysbinary)


@pytest.fixture
def at_home(line: Line, request: pytest.FixtureRequest) -> Line:
    """Give a command line at the home of a council with a sealed extract, for its analyst."""
    home = request.getfixturevalue("sealed_today")
    return Line(request.getfixturevalue("capsysbinary"), home, ANALYST)
