"""The guards of every migration together."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from beholden.records import migrations
from beholden.records.triggers import Guard


def all_guards() -> list[Guard]:
    """Return the guards that stand once every migration has run."""
    modules = [
        import_module(f"{migrations.__name__}.{found.name}")
        for found in pkgutil.iter_modules(migrations.__path__)
    ]
    return [guard for module in modules for guard in getattr(module, "GUARDS", ())]
