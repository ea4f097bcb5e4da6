"""A benchmark that is told to end takes with it the part that it was running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
# What is begun in the background ignores Ctrl-C, and so does all that it begins: not so here.
RUNNING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from benchmarks.whole.running import end_when_told, in_a_process
end_when_told()
in_a_process([sys.executable, "-c", sys.argv[2]], log=Path(sys.argv[1]), name="part")
"""
# A part that began a process of its own, as those do that start a peer.
PART = """
import os, subprocess, sys, time
waits = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), waits.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_part_ends_with_the_benchmark(tmp_path: Path, told: signal.Signals) -> None:
    log = tmp_path / "part.log"
    given = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING, str(log), PART], cwd=ROOT, env=given, stderr=subprocess.PIPE
    ) as whole:
        try:
            begun = until(lambda: log.exists() and log.read_text().split())
            whole.send_signal(told)
            whole.communicate(timeout=PATIENCE)
        finally:
            whole.kill()
        assert whole.returncode not in (0, -signal.SIGKILL)
    assert until(lambda: not any(alive(int(one)) for one in begun))


def alive(pid: int) -> bool:
    """Return whether a process runs: one that ended and was not asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
