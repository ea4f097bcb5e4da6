"""Compile a kernel function with Numba once per machine, and keep the machine code by its source.

The code is kept in a folder named after the text of every kernel file, because Numba itself looks
only at the file of the function and not at the files of the functions that it calls.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config as _config

F = TypeVar("F", bound=Callable[..., object])

config: Any = _config  # its settings are made when it is loaded, so no type can know them

_HERE = Path(__file__).parent


def _digest() -> str:
    text = hashlib.sha256(numba.__version__.encode())
    for source in sorted((*_HERE.glob("kernel_*.py"), _HERE / "shapes.py", Path(__file__))):
        text.update(source.read_bytes())
    return text.hexdigest()[:16]


def _user_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home) if home else Path.home() / ".cache"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def cache_folder() -> Path | None:
    """Return where machine code is kept: NUMBA_CACHE_DIR, beside the source, or the user's cache.

    None where none of them can be written; the kernel is then compiled anew in each process.
    """
    given = [Path(config.CACHE_DIR)] if config.CACHE_DIR else []
    for folder in (*given, _HERE / "__pycache__", _user_cache() / "beholden"):
        place = folder / f"kernel-{_digest()}"
        if _writable(place):
            return place
    return None


_FOLDER = cache_folder()


def _made(function: F, *, inner: bool, into_caller: bool = False, allocates: bool = False) -> F:
    before = config.CACHE_DIR
    config.CACHE_DIR = str(_FOLDER) if _FOLDER else before
    # What only kernel functions call needs no way in from Python, nor from C: less to compile.
    how: dict[str, Any] = {
        "no_cpython_wrapper": inner,
        "no_cfunc_wrapper": True,
        "forceinline": into_caller,
        # Counting references to every array of every call cost seven eighths of the time.
        "_nrt": allocates,
    }
    try:
        made: F = numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy", **how)(
            function
        )
    finally:
        config.CACHE_DIR = before
    return made


def compiled(function: F) -> F:
    """Return the function compiled for other kernel functions to call, when one first does."""
    return _made(function, inner=True)


def inlined(function: F) -> F:
    """Return the function compiled into each of its callers.

    For what runs for every candidate: groups of arrays are costly to hand over in a call.
    """
    return _made(function, inner=True, into_caller=True)


def entry(function: F) -> F:
    """Return the function compiled on its first call from Python; it runs without Python's lock.

    It may make no array: its caller hands it room.
    """
    return _made(function, inner=False)


def making(function: F) -> F:
    """Return an ``entry`` that makes arrays of its own."""
    return _made(function, inner=False, allocates=True)
