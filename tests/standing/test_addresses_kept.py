"""None of the addresses vanishes: whatever was once served is served still, or leads on.

Somebody has a link to it in a paper, a program that reads it, or a workbook that asks it each week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver

from beholden.doors.api.openapi import BASE
from beholden.doors.api.operations import OPERATIONS

KEPT = Path(__file__).with_name("addresses_kept.txt")
# What answers that there is no such address is none itself.
NOWHERE = {"api-nowhere", "odata-nowhere"}


def plain(address: str) -> str:
    """Return an address with a plain sign for each part that stands for a name."""
    return re.sub(r"<[^>]*>|{[^}]*}", "<>", "/" + address.lstrip("/"))


def kept() -> list[str]:
    lines = (line.strip() for line in KEPT.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def served() -> set[str]:
    """Return every address that there is; of the API with its method, for that is a part of it."""
    from beholden.doors.web import urls

    pages = {plain(one) for one in _patterns(urls.urlpatterns)}
    operations = {f"{one.method} {plain(BASE + one.path)}" for one in OPERATIONS}
    return pages - {address.partition(" ")[2] for address in operations} | operations


def _patterns(found: list[Any], before: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern) and one.name not in NOWHERE:
            yield before + str(one.pattern)


def test_no_address_vanishes():
    gone = sorted(set(kept()) - served())
    assert gone == [], f"say where each leads now (RedirectView), or why it left, in {KEPT.name}"


def test_each_new_address_is_kept_from_now_on():
    new = sorted(served() - set(kept()))
    assert new == [], f"add these lines to {KEPT.name}"


def test_the_list_names_each_once_and_in_order():
    assert kept() == sorted(set(kept()))
