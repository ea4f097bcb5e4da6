"""No pattern takes exponential time: what is typed is matched by nothing that repeats a repetition.

``(a+)+`` tries a text of n letters in 2^n ways. A repetition in a repetition is safe where each
round begins with a sign that its inside cannot match, so that there is one way alone.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SOURCES = Path(__file__).parents[2] / "src" / "beholden"
_COMPILES = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
_CALL = re.compile(rf"\bre\.(?:{'|'.join(sorted(_COMPILES))})\(")
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}
_MANY = 20

# Each with a text that would take for ever if its rounds were not told apart by a sign.
LETTERS = "a" * 20_000 + "!"
TOLD_APART = {
    "[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*": LETTERS,
    "[a-z][a-z0-9]*([-_][a-z0-9]+)*": LETTERS,
    "[a-z][a-z0-9]*(?:-[a-z0-9]+)*": LETTERS,
    "[a-z][a-z0-9]*(-[a-z0-9]+)*": LETTERS,
    "[a-z0-9]+(-[a-z0-9]+)*": LETTERS,
    "[a-z0-9]+(?:-[a-z0-9]+)+": LETTERS,
    r"\w+(?:['’]\w+)*": LETTERS,
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+": "a@" + "a" * 20_000 + ".@",
    r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[a-z]\w*(?: \w+)*": LETTERS,
}


def patterns() -> Iterator[tuple[str, str]]:
    """Yield every pattern of the code and of the schemas, with the file that it is in."""
    for file in SOURCES.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
        named = dict(_named(tree))
        for call in ast.walk(tree) if _CALL.search(text) else ():
            if isinstance(call, ast.Call) and _is_of_re(call.func) and call.args:
                first = call.args[0]
                told = _told(named.get(first.id, first) if isinstance(first, ast.Name) else first)
                yield from ((file.name, one) for one in (told,) if one)
    for file in SOURCES.rglob("*.json"):
        yield from ((file.name, one) for one in _in_schema(json.loads(file.read_text("utf-8"))))


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a module calls by a name of its own."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _told(node: ast.expr) -> str:
    """Return the pattern that is written; in it, one letter for what is put in as it runs.

    What is put in is a word or a choice of words, and what stands around it can still repeat it.
    """
    if isinstance(node, ast.JoinedStr):
        return "".join(_told(one) or "x" for one in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_told(node.left) or "x") + (_told(node.right) or "x")
    if not isinstance(node, ast.Constant):
        return ""
    return node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _COMPILES
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
    )


def _in_schema(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        yield from part.get("patternProperties", {})
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _in_schema(one)


def repeats_a_repetition(pattern: str) -> bool:
    return any(_within(part, inside=False) for part in parser.parse(pattern))


def _within(node: Any, *, inside: bool) -> bool:
    """Return whether a repetition without a small bound stands in another."""
    code, about = node
    if code in _REPEATS:
        _least, most, body = about
        many = most > _MANY
        return (inside and many) or any(_within(one, inside=inside or many) for one in body)
    return any(_within(one, inside=inside) for part in _parts(about) for one in part)


def _parts(about: Any) -> Iterator[Any]:
    """Yield the parts of which a part of a pattern is made."""
    if isinstance(about, parser.SubPattern):
        yield about
    for one in about if isinstance(about, list | tuple) else ():
        yield from _parts(one)


def test_the_check_knows_a_slow_pattern():
    for slow in (r"(a+)+$", r"(?:\w*\s?)*x", r"((ab)*c?)*", r"^(([a-z])+.)+[A-Z]$"):
        assert repeats_a_repetition(slow), slow
    for quick in (r"a+b+", r"(?:a|b)+", r"(?:a{1,3})+", r"\d{1,15}(\.\d{1,6})?"):
        assert not repeats_a_repetition(quick), quick


def test_a_pattern_is_read_however_it_is_written():
    tree = ast.parse("P = rf'(a{x})+'\nq = '(a+' + ')+'\nr = b'b+'")
    assert {name: _told(value) for name, value in _named(tree)} == {
        "P": "(ax)+", "q": "(a+)+", "r": "b+",
    }  # fmt: skip


def test_no_pattern_of_ours_repeats_a_repetition():
    found = {pattern: file for file, pattern in patterns()}
    assert len(found) > 50
    slow = {pattern: file for pattern, file in found.items() if repeats_a_repetition(pattern)}
    assert {one: file for one, file in slow.items() if one.strip("^$") not in TOLD_APART} == {}


def test_what_is_told_apart_is_matched_at_once():
    for pattern, text in TOLD_APART.items():
        assert re.fullmatch(pattern, text) is None
