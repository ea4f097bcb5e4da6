"""Commands of the pages, given to copies of one process that has imported everything already.

A page gives some dozen commands, and a command spends most of its time on importing. So a process
that has done that, and nothing else yet, waits for commands and copies itself (forks) for each. The
copy has the folder, the environment, the output and the end of a process of its own. What only a
shell can read (a pipe, a variable, a file to be written) is left to the shell, and so is ``serve``.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from databases import begun_from

_QUOTED = re.compile(r"'[^']*'|\"[^\"$`\\]*\"")
_BARE = re.compile(r"[\w\s./:=@,+%-]*")
TEMPLATES: list[Path] = []
"""Where the tables of homes that commands begin are copied from, if a test run has them already."""
_WAITS = "import sys; from docs.commands import wait_for_commands as wait; wait(sys.argv[1])"


def plain_arguments(command: str) -> list[str] | None:
    """Return the arguments of a plain ``beholden`` command; None of one that needs a shell."""
    if not _BARE.fullmatch(_QUOTED.sub("", command)):
        return None
    words = shlex.split(command)
    return words[1:] if words[:1] == ["beholden"] else None


def given(
    arguments: list[str], *, folder: Path, environment: Mapping[str, str], seconds: int
) -> tuple[int, str]:
    """Give one command and return its exit code with all that it printed.

    Raises TimeoutExpired where it does not end in time.
    """
    with tempfile.TemporaryFile() as out:
        asked = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": dict(environment),
            "out": f"/proc/{os.getpid()}/fd/{out.fileno()}",
        }
        status = _Waiting.one().ask(asked, seconds)
        out.seek(0)
        return status, out.read().decode()


class _Waiting:
    """The process that waits for commands; there is one for each process of the tests."""

    def __init__(self) -> None:
        path = os.pathsep.join(sys.path)
        self._folder = tempfile.TemporaryDirectory()
        folder = TEMPLATES[-1] if TEMPLATES else self._folder.name
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WAITS, str(folder)],
            env={k: v for k, v in os.environ.items() if not k.startswith("BEHOLDEN")}
            | {"PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        atexit.register(self.end)

    @staticmethod
    @cache
    def one() -> _Waiting:
        return _Waiting()

    def ask(self, asked: Mapping[str, Any], seconds: int) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            self.end()
            _Waiting.one.cache_clear()
            raise subprocess.TimeoutExpired(asked["arguments"], seconds)
        return int(self.process.stdout.readline())

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()
        self._folder.cleanup()


def wait_for_commands(folder: str) -> None:
    """Copy this process for each command that is read; the copy returns once it has done it.

    The folder holds the tables of the homes that commands begin.
    """
    import_module("preloaded")
    _match_one_address()
    with begun_from(Path(folder)):
        _give_each_to_a_copy()


def _match_one_address() -> None:
    """Have the matcher's machine code at hand, which each copy would load for itself."""
    import pyarrow as pa

    from beholden.linkage import match_addresses

    places = pa.table({"uprn": ["1"], "address_concat": ["1 Made-up Street"]})
    match_addresses(pa.table({"address": ["1 Made-up St"]}), places)


def _give_each_to_a_copy() -> None:
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _do(asked)
            return
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        os.write(1, f"{code if code >= 0 else 128 - code}\n".encode())


def _do(asked: Mapping[str, Any]) -> None:
    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(asked["out"], os.O_RDWR | os.O_APPEND)
    for ours, standard in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(ours, standard)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    from beholden.doors.cli import main

    sys.argv = ["beholden", *asked["arguments"]]
    main()
