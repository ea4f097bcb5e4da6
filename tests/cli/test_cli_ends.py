"""A command ends with its own exit code, whatever threads are still at work."""

from __future__ import annotations

import subprocess
import sys

# A thread of Arrow reads a stream of Python's when the command ends.
AT_WORK = """
import io, sys, threading, time
import pyarrow as pa
from pyarrow import csv
from beholden.doors import cli

reading = threading.Event()

class Endless(io.RawIOBase):
    def readable(self):
        return True
    def readinto(self, room):
        reading.set()
        time.sleep(0.001)
        room[:4] = b"a,b\\n"
        return 4

source = pa.PythonFile(Endless(), mode="r")
threading.Thread(target=csv.read_csv, args=(source,), daemon=True).start()
reading.wait()
sys.argv = ["beholden", *{words}]
cli.command()
"""


def test_a_thread_at_work_does_not_change_the_exit_code(tmp_path):
    words = ["match", "no.csv", "--gazetteer", "no.csv", "--out", "out.csv"]
    ran = subprocess.run(
        [sys.executable, "-c", AT_WORK.replace("{words}", repr(words))],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, "no.csv" in ran.stderr) == (6, True)
    assert "Abort" not in ran.stderr
    assert "Fatal" not in ran.stderr
