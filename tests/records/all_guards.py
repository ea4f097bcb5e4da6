"""The guards of every migration together."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from beholden.doors.accounts import migrations as accounts
from beholden.records import migrations
from beholden.records.triggers import Guard


def all_guards() -> list[Guard]:
    """Return the guards that stand once every migration has run; a later one takes a name over."""
    modules = [
        import_module(f"{of.__name__}.{found.name}")
        for of in (migrations, accounts)
        for found in pkgutil.iter_modules(of.__path__)
    ]
    named = {g.name: g for module in modules for g in getattr(module, "GUARDS", ())}
    return list(named.values())
