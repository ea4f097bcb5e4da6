"""What a page answers, and what there is in the council before and after."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.urls import resolve

from beholden.records.databases import current_alias

from .addresses import ROUTES
from .world import World

TAKE_FORMS = {route.name for route in ROUTES.values() if route.changes}


def body(answer: Any) -> str:
    """Return all of an answer's body, and let go of it."""
    text = b"".join(answer).decode("utf-8", "replace")
    answer.close()
    return text


def can_do(client: Any, at: str) -> bool:
    """Return whether a page takes a form of one's own, or leads to one that does."""
    page = main_of(client.get(at))
    if '<form method="post"' in page:
        return True
    links = dict.fromkeys(re.findall(r'href="(/[^"#]*)"', page))
    forms = [one for one in links if resolve(one.partition("?")[0]).url_name in TAKE_FORMS]
    return any('<form method="post"' in main_of(client.get(one)) for one in forms)


def main_of(answer: Any) -> str:
    """Return what is on a page, without its bars."""
    text = body(answer) if answer.status_code == 200 else ""
    return text.partition("<main")[2].partition("</main>")[0]


def counts(world: World) -> Counter[str]:
    """Return how many records of each kind there are; asked at once, since each form asks twice."""
    from django.apps import apps
    from django.db import connections

    labels = ("records", "accounts")
    models = [one for label in labels for one in apps.get_app_config(label).get_models()]
    tables = [one._meta.db_table for one in models if one.__name__ != "Passing"]
    asked = " UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in tables)
    with world.council.at_work(), connections[current_alias()].cursor() as cursor:
        cursor.execute(asked)
        return Counter(dict(cursor.fetchall()))


def told(answer: Any, *names: str) -> str:
    """Return all that an answer tells, but for what was asked for itself."""
    text = f"{answer.status_code} {sorted(answer.items())} {body(answer)}"
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
    text = re.sub(r"Content-Length', '\d+'", "", text)
    for name in names:
        text = text.replace(name, "…") if len(name) > 3 else text
    return text
