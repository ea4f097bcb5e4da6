"""That the first use on a machine compiles the kernel, told before somebody waits for it."""

from __future__ import annotations

from beholden.kernel import Progress

from .compiled import cache_folder

BUILDING, SEARCHING = "kernel_index.index_rows", "kernel_search.look_up_all"


def tell_first_use(of: str, progress: Progress) -> None:
    """Say that a part of the kernel (``BUILDING``, ``SEARCHING``) is compiled, where it is."""
    folder = cache_folder()
    if folder is None:
        progress("compiling for this machine; no folder can keep it", 0, 0)
    elif not any(folder.rglob(f"{of}-*.nbc")):
        progress("compiling for this machine, once", 0, 0)
