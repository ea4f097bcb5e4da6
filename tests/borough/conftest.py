"""One made-up borough of 2,000 households for the tests of this room."""

import pytest

from beholden.borough import Borough, make


@pytest.fixture(scope="session")
def ashmere() -> Borough:
    return make(households=2_000, seed=7)
