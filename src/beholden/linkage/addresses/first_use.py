"""That the first use on a machine compiles the kernel, told before somebody waits for it."""

from __future__ import annotations

from beholden.kernel import Progress

from .compiled import cache_folder

BUILDING, SEARCHING = "kernel_index.index_rows", "kernel_search.look_up_all"


def tell_first_use(of: str, progress: Progress) -> None:
    """Say that a part of the kernel (``BUILDING``, ``SEARCHING``) is compiled, where it is."""
    if told := first_use(of):
        progress(told, 0, 0)


def first_use(*parts: str) -> str:
    """Return in words that one of the parts is compiled when it is next used, else nothing.

    Without parts, all that building a gazetteer and matching with it need.
    """
    folder = cache_folder()
    if folder is None:
        return "compiling for this machine, some minutes where it is busy; no folder can keep it"
    if all(any(folder.rglob(f"{of}-*.nbc")) for of in parts or (BUILDING, SEARCHING)):
        return ""
    return "compiling for this machine, once; some minutes where it is busy"
