"""Running the command line as a person or a script would, in this process."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from beholden.doors.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code, its output, its error output."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        return json.loads(self.err)["error"]


class Line:
    """A command line at one home, for one person."""

    def __init__(self, captured: Any, home: Path | None = None, by: str = "") -> None:
        self._captured = captured
        self.home = home
        self._by = by

    def by(self, person: str) -> Line:
        """Return the same command line for another person."""
        return Line(self._captured, self.home, person)

    def __call__(self, *arguments: Any, stdin: str = "") -> Ran:
        """Run one command; ``stdin`` is what it may read."""
        names = {"BEHOLDEN_HOME": str(self.home or ""), "BEHOLDEN_PERSON": self._by}
        self._captured.readouterr()
        with (
            patch.dict("os.environ", {k: v for k, v in names.items() if v}),
            patch("sys.stdin", io.StringIO(stdin)),
        ):
            code = _exit_code([str(a) for a in arguments])
        raw, err = self._captured.readouterr()
        return Ran(code, raw, err.decode())


def _exit_code(arguments: list[str]) -> int:
    try:
        main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
