"""From the text of a question to one SELECT, or the reason that it cannot be read as one."""

from __future__ import annotations

import logging
import re
from functools import cache
from itertools import pairwise
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from beholden.kernel import BadQuestion

from .allowed_syntax import check_syntax
from .everyday import in_plain_forms
from .placing import Place, place_after, place_of, place_of_fault
from .refusing import Words

LONGEST_BYTES = 64 * 1024
MOST_TOKENS = 4_000
LONGEST_WORD = 1_000
DEEPEST = 60
# Conditions joined by and, or sums by +, nest too; what walks them must not run out of stack.
DEEPEST_TREE = 120
# A join that has no ON or USING yet: the reader tries what follows as joined within it first, so
# each more of them doubles its work.
MOST_OPENJOINS = 8
# Lists, structs and parts of them are on no list of what may be asked, and the reader takes one
# bracket after another as one within another, until its stack is used up.
MOST_LISTS = 40
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_READ = "A question is one SELECT statement, written in DuckDB's SQL."
_DUCKDB = Dialect.get_or_raise("duckdb")
_OPENING = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
_OF_LISTS = (TokenType.L_BRACKET, TokenType.L_BRACE)
_CLOSING = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)
JOINS = (TokenType.JOIN, TokenType.STRAIGHT_JOIN)
_STARTS = (TokenType.SELECT, TokenType.WITH, TokenType.FROM, TokenType.L_PAREN)
# Words with which a statement begins that is not a question; all are refused alike.
_STATEMENTS = frozenset(
    """abort alter analyze attach begin call checkpoint comment commit copy create deallocate delete
    desc describe detach drop end execute explain export force grant import insert install kill
    load merge pragma prepare refresh replace reset revoke rollback set show start summarize
    table truncate unpivot update use vacuum values""".split()  # noqa: SIM905 - a list of words reads better
)
_PIVOTS = frozenset({"pivot", "pivot_wider"})


def read_question(text: str, words: Words) -> exp.Query:
    """Return the one query of a question, every node of it on the list.

    Raises BadQuestion for what cannot be read as one question (empty, over-long, two statements,
    not SQL) and Refused for what can be read and is no question that the gate answers.
    """
    tokens = _checked_tokens(text)
    if tokens[0].text.lower() in _PIVOTS:
        raise words.pivot()
    if tokens[0].text.lower() in _STATEMENTS and tokens[0].token_type not in _STARTS:
        raise words.not_sql("a statement that would change or inspect the engine")
    if tokens[0].token_type not in _STARTS:
        raise _unreadable(place_of(text, tokens[0]))
    tree = _parsed(tokens, text)
    while isinstance(tree, exp.Subquery) and set(_said(tree)) == {"this"}:
        tree = tree.this
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise _unreadable()
    nodes, depth = _nodes(tree)
    if any(type(node) is exp.Select and not node.expressions for node in nodes):
        raise _unreadable(_of_nothing_selected(text, tokens))
    if depth > DEEPEST_TREE:
        raise _too_long()
    check_syntax(nodes, words)
    for node in nodes:  # where it stood in the text: what is not there need not be copied
        node._meta = None
    return in_plain_forms(tree, words)


def tables_named(tree: exp.Query) -> frozenset[str]:
    """Return the names of tables in a question, in small letters, those of its own parts too."""
    return frozenset(table.name.lower() for table in tree.find_all(exp.Table))


@cache
def quiet_reader() -> None:
    """Stop the SQL reader from logging the text that it reads: it may hold a personal value."""
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL + 1)


def _checked_tokens(text: str) -> list[Token]:
    if len(text) > LONGEST_BYTES or len(text.encode("utf-8", "replace")) > LONGEST_BYTES:
        raise _too_long()
    if _UNREADABLE.search(text):
        raise _unreadable()
    tokens = _tokens(text)
    if not tokens:
        raise BadQuestion("The question is empty.", why=_READ)
    if any(t.token_type is TokenType.SEMICOLON for t in _without_last_semicolons(tokens)):
        raise BadQuestion("This is more than one statement.", why=_READ)
    longest = max(len(token.text) for token in tokens)
    if len(tokens) > MOST_TOKENS or longest > LONGEST_WORD or _depth(tokens) > DEEPEST:
        raise _too_long()
    lists = sum(token.token_type in _OF_LISTS for token in tokens)
    if _open_joins(tokens) > MOST_OPENJOINS or lists > MOST_LISTS:
        raise _too_long()
    return tokens


def _tokens(text: str) -> list[Token]:
    quiet_reader()
    reader = _DUCKDB.tokenizer()
    try:
        tokens: list[Token] = reader.tokenize(text)
    except SqlglotError:
        raise _unreadable(place_after(text, reader.tokens)) from None
    return _without_last_semicolons(tokens) and tokens


def _without_last_semicolons(tokens: list[Token]) -> list[Token]:
    kept = list(tokens)
    while kept and kept[-1].token_type is TokenType.SEMICOLON:
        kept.pop()
    return kept


def _depth(tokens: list[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += (token.token_type in _OPENING) - (token.token_type in _CLOSING)
        deepest = max(deepest, depth)
    return deepest


def _open_joins(tokens: list[Token]) -> int:
    """Return how many joins wait for their condition where most do; a cross join waits for none."""
    waiting = most = 0
    for before, token in pairwise(tokens):
        if token.token_type in JOINS and before.token_type is not TokenType.CROSS:
            waiting += 1
        elif token.token_type in (TokenType.ON, TokenType.USING):
            waiting = max(0, waiting - 1)
        most = max(most, waiting)
    return most


def _parsed(tokens: list[Token], text: str) -> exp.Expr:
    try:
        trees: list[Any] = [t for t in _DUCKDB.parser().parse(tokens, text) if t]
    except (SqlglotError, LookupError, ValueError) as fault:  # what the reader itself stumbles over
        raise _unreadable(place_of_fault(fault)) from None
    except RecursionError:
        raise _too_long() from None
    if len(trees) != 1:
        raise BadQuestion("This is more than one statement.", why=_READ)
    tree: exp.Expr = trees[0]
    return tree


def _nodes(tree: exp.Expr) -> tuple[list[exp.Expr], int]:
    """Return every node of a tree, the upper before the lower, and how deep it is."""
    found: list[exp.Expr] = []
    level, depth = [tree], 0
    while level:
        depth += 1
        found += level
        level = [part for node in level for part in node.iter_expressions()]
    return found, depth


def _said(node: exp.Expr) -> list[str]:
    return [key for key, value in node.args.items() if value]


def _too_long() -> BadQuestion:
    return BadQuestion(
        "The question is too long or too deep.",
        why=f"A question has at most {LONGEST_BYTES // 1024} KiB, {MOST_TOKENS:,} words"
        f" (none over {LONGEST_WORD:,} letters),"
        f" {DEEPEST} levels of brackets and about {DEEPEST_TREE} conditions in a row.",
        next_step="Ask for less at once.",
    )


def _of_nothing_selected(text: str, tokens: list[Token]) -> Place | None:
    """Return where a FROM stands that follows a SELECT at once."""
    for before, token in pairwise(tokens):
        if before.token_type is TokenType.SELECT and token.token_type is TokenType.FROM:
            return place_of(text, token)
    return None


def _unreadable(place: Place | None = None) -> BadQuestion:
    """Return the error for a text that is no question, with the place from which it is none."""
    at = f" It cannot be read on from line {place[0]}, column {place[1]}." if place else ""
    return BadQuestion(
        "This cannot be read as a question.",
        why=f"{_READ}{at}",
        next_step="select neighbourhood, count(*) from … group by 1",
        place=place,
    )
