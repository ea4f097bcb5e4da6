"""The account of the machine that runs this process, as the code of a person."""

from __future__ import annotations

import getpass
import re


def account_name() -> str:
    """Return the name of the account that runs this process, as a person's code."""
    try:
        account = getpass.getuser().lower()
    except (KeyError, OSError, ImportError):
        # A process in a container may run under a number without an account, and a service on
        # Windows without a name for it.
        account = ""
    name = "-".join(re.findall(r"[a-z0-9]+", account)).lstrip("0123456789-")
    return name or "administrator"
