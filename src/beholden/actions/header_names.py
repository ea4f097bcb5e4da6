"""The headers of a table as names that an agreement and a question can use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, count


def plain_names(headers: Sequence[str]) -> list[str]:
    """Return headers as names that an agreement and a question can use.

    Lower-case letters, digits and underscores: ``Account Ref`` becomes ``account_ref``. A name that
    two headers would share is numbered.
    """
    names: list[str] = []
    for position, header in enumerate(headers, start=1):
        name = re.sub(r"[^a-z0-9]+", "_", header.lower()).strip("_") or f"column_{position}"
        name = f"column_{name}" if name[0].isdigit() else name
        free = (n for n in chain([name], (f"{name}_{i}" for i in count(2))) if n not in names)
        names.append(next(free))
    return names
