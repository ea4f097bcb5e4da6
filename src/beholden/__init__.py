"""Beholden: the platform on which a council joins up its data the way it said it would.

``beholden.open("ashmere")`` gives a ``Council``, whose methods are the officers' acts;
``beholden.connect("https://…", key=…)`` gives one that is served elsewhere, with the same verbs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .actions import Council, init
    from .actions import open_council as open
    from .doors.api.client import RemoteCouncil, connect

    __version__: str

__all__ = ["Council", "RemoteCouncil", "__version__", "connect", "init", "open"]

_FROM_ACTIONS = {"Council": "Council", "init": "init", "open": "open_council"}


def __getattr__(name: str) -> Any:
    """Fetch the library's names when they are first used, so that a single room loads alone."""
    if name in _FROM_ACTIONS:
        from . import actions

        return getattr(actions, _FROM_ACTIONS[name])
    if name in {"RemoteCouncil", "connect"}:
        from .doors.api import client

        return getattr(client, name)
    if name == "__version__":
        from importlib.metadata import version

        return version("beholden")
    raise AttributeError(f"module 'beholden' has no attribute {name!r}")
