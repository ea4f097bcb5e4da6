"""Messages printed where Beholden runs: for trying things out, where nobody else sees them."""

from __future__ import annotations

import sys


class ByConsole:
    """Prints each message to the standard error of the process."""

    def email(self, to: str, *, subject: str, body: str) -> None:
        """Print one e-mail."""
        _print(f"To: {to}\nSubject: {subject}\n\n{body}")

    def text(self, to: str, *, body: str) -> None:
        """Print one text message."""
        _print(f"Text to: {to}\n\n{body}")


def _print(message: str) -> None:
    rule = "-" * 60
    print(f"{rule}\n{message}\n{rule}", file=sys.stderr, flush=True)  # noqa: T201
