"""Held folders: private temporary folders that do not outlast whoever made them for long.

A folder is removed when it is let go of. Where its process was killed first, the next process that
makes one with the same beginning of a name sweeps it: a lock in the folder, which ends with its
holder, tells the two apart. Where the system has no such locks, nothing is swept.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

_LOCK = "lock"


class HeldFolder:
    """A private folder (0700) that lasts until it is let go of, or as long as this object.

    ``prefix`` begins its name; folders of this account under it whose holders died are swept first.
    """

    def __init__(self, prefix: str) -> None:
        sweep_folders(prefix)
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        try:
            lock = _hold(self.path)
        except OSError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise
        self._end = weakref.finalize(self, _end, self.path, lock, os.getpid())

    def let_go(self) -> None:
        """Remove the folder with all that is in it."""
        self._end()


def _hold(folder: Path) -> int | None:
    if fcntl is None:
        return None
    # Locked before it has its name, or a sweep could take it for that of a dead holder.
    draft = folder / f"{_LOCK}.new"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        draft.rename(folder / _LOCK)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _end(folder: Path, lock: int | None, maker: int) -> None:
    # A forked child has this object too, and ends first: the folder is its parent's still.
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def sweep_folders(prefix: str) -> int:
    """Remove this account's held folders whose holder died; return how many there were."""
    return sum(map(_remove_if_dead, Path(tempfile.gettempdir()).glob(f"{prefix}*")))


def _remove_if_dead(folder: Path) -> bool:
    if fcntl is None or folder.is_symlink():
        return False
    try:
        if folder.stat().st_uid != os.geteuid():
            return False
        lock = os.open(folder / _LOCK, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
