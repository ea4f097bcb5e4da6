"""The council of the workbench's tests, with saved questions and keys for its feed."""

from __future__ import annotations

import pytest
from actions.ashmere import ANALYST
from actions.councils import told  # noqa: F401 (a fixture)
from web.analyst.conftest import at_pages, council, served  # noqa: F401 (fixtures)

from .calling import TITLES, USE, Feed, token_of


@pytest.fixture(scope="module")
def saved(served) -> dict[str, int]:  # noqa: F811
    """Save the analysts' questions; give their numbers."""
    return {
        title: served.save_question(by=ANALYST, use=USE, title=title, question=question)
        for title, question in TITLES.items()
    }


@pytest.fixture(scope="module")
def analyst(served, saved) -> Feed:  # noqa: F811
    """Give the feed as a named analyst reads it."""
    return Feed(token_of(served, "analyst", "question-ask"))


@pytest.fixture(scope="module")
def staff(served, saved) -> Feed:  # noqa: F811
    """Give the feed as somebody with self-service alone reads it."""
    return Feed(token_of(served, "publisher", "self-service-ask"))
