"""A council whose pages are served, and what is logged of them."""

import logging

import pytest

from web.sign_in.conftest import (  # noqa: F401 (fixtures)
    cheap_passwords,
    client,
    council,
    home,
    settings_of,
    told,
    without_second_factor,
)


@pytest.fixture
def logged(caplog, monkeypatch):
    """Give what was logged, of the loggers of the pages."""
    for name in ("beholden.sign_in", "beholden.pages", "django.request"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    caplog.set_level(logging.INFO)
    return caplog
