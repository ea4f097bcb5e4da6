"""Linkage is imported where there is no Linux: without the modules that other systems lack."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Modules that Python has on POSIX alone, and what its module os has there or on Linux alone.
ELSEWHERE = """
import os, sys
LACKING = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "readline"}
for name in LACKING:
    sys.modules.pop(name, None)
for name in ("memfd_create", "sched_getaffinity", "geteuid", "getuid", "fork", "MFD_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name in LACKING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Lacking())
"""
EVERY = """
import importlib, pkgutil
def walk(name):
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), name + "."):
        importlib.import_module(found.name)
    [getattr(module, public) for public in getattr(module, "__all__", ())]
"""
ROOMS = ["kernel", "intake", "linkage", "ledger", "borough"]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_a_room_is_imported_elsewhere(room: str) -> None:
    done = run(f"{ELSEWHERE}{EVERY}walk('beholden.{room}')")
    assert done.returncode == 0, done.stderr


def command(*words: object) -> subprocess.CompletedProcess[str]:
    given = ["beholden", *map(str, words)]
    return run(f"{ELSEWHERE}from beholden.doors.cli import main\nsys.argv = {given!r}\nmain()")


@pytest.mark.parametrize("words", ["match", "link", "gazetteer build", "check"])
def test_the_commands_of_linkage_are_there_elsewhere(words: str) -> None:
    done = command(*words.split(), "--help")
    assert (done.returncode, "Usage: beholden" in done.stdout) == (0, True), done.stderr


def test_a_list_is_matched_elsewhere(tmp_path: Path) -> None:
    places, lists = tmp_path / "places.csv", tmp_path / "list.csv"
    places.write_text("uprn,address,postcode\n906700000001,14 Mill Lane,ZX1 1AB\n", "utf-8")
    lists.write_text("id,address,postcode\n1,14 Mill Lane,ZX1 1AB\n", "utf-8")
    built = command("gazetteer", "build", places, "--out", tmp_path / "places.gaz")
    assert built.returncode == 0, built.stderr
    out = tmp_path / "matched.csv"
    done = command("match", lists, "--gazetteer", tmp_path / "places.gaz", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "906700000001" in out.read_text("utf-8")


def test_what_is_lacking_is_lacking() -> None:
    assert "No module named 'fcntl'" in run(f"{ELSEWHERE}import fcntl").stderr
    assert "no attribute 'memfd_create'" in run(f"{ELSEWHERE}os.memfd_create").stderr
