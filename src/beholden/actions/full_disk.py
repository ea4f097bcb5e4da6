"""What the machine itself refuses, in the words of the family."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..kernel import Unavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@contextmanager
def full_disk_is_unavailable() -> Iterator[None]:
    """Turn the machine's own refusals to write into the family's Unavailable."""
    try:
        yield
    except PermissionError as fault:
        raise Unavailable(
            "A file of this council's home cannot be written.",
            why=f"The system says: {os.strerror(fault.errno or 0)}.",
            next_step="Give the account that runs Beholden the right to write there.",
        ) from None
    except OSError as fault:
        full = fault.errno in _FULL
        raise Unavailable(
            "The disk would not take what had to be written; nothing was changed."
            if full
            else "A file could not be written or read; nothing was changed.",
            why=f"The system says: {os.strerror(fault.errno or 0)}.",
            next_step="Make room on the disk that holds the home, then run the command again."
            if full
            else "See to what the system says, then run the command again.",
        ) from None
