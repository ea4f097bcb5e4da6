"""The table of the OWASP ASVS has every line once, and names files and tests that are there."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Of each section of version 5.0.0, the level of each requirement in turn.
LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222
5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
8.1 1233  8.2 1123  8.3 133  8.4 23
9.1 111  9.2 1222
10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233
14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333
16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
17.1 23  17.2 22223333  17.3 22
"""
_NAMED = re.compile(r"`((?:src|tests|docs)/[\w/.-]+|SECURITY\.md|requirements)(?:::(\w+))?`")


def _table():
    spec = importlib.util.spec_from_file_location("asvs", ROOT / "docs" / "asvs.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["asvs"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLE = _table()
LINES = tuple(TABLE.lines())


def asked() -> dict[str, int]:
    """Return each requirement of levels 1 and 2 with its level."""
    words = LEVELS.split()
    sections = zip(words[::2], words[1::2], strict=True)
    numbered = (
        (f"{s}.{n}", int(level)) for s, levels in sections for n, level in enumerate(levels, 1)
    )
    return {number: level for number, level in numbered if level < 3}


def test_every_line_stands_once_and_no_other():
    assert len(asked()) == 253
    assert {line.number: line.level for line in LINES} == asked()
    assert len(LINES) == len(asked())


def test_what_is_met_names_its_test_and_what_is_not_its_reason():
    faults = []
    for line in LINES:
        tests = [test for _file, test in _NAMED.findall(line.tests) if test]
        if line.state not in TABLE.STATES:
            faults.append(f"{line.number}: {line.state}")
        if line.state == "met" and not tests:
            faults.append(f"{line.number} names no test")
        if line.state != "met" and len(line.where) < 4:
            faults.append(f"{line.number} has no reason")
    assert faults == []


def test_every_file_and_test_that_is_named_is_there():
    named = {one for line in LINES for one in _NAMED.findall(line.where + " " + line.tests)}
    missing = [f"{file}::{test}" for file, test in sorted(named) if not _is_there(file, test)]
    assert missing == []


def _is_there(file: str, test: str) -> bool:
    return (ROOT / file).exists() and (not test or test in _functions(ROOT / file))


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_counts_on_the_pages_are_those_of_the_table():
    for name in ("security.md", "reference/asvs.md"):
        assert TABLE.counted() in (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_time_in_which_libraries_are_mended_is_told():
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert re.search(r"librar[^.]*within (\w+) days", said)


def test_every_library_is_locked_by_its_hash():
    for lock in ("run.lock", "dev.lock"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        pinned = re.split(r"^(?=[a-z0-9])", text, flags=re.M | re.I)[1:]
        assert pinned
        assert [one.split()[0] for one in pinned if "--hash=sha256:" not in one] == []
