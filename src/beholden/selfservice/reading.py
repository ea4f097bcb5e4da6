"""Reading a question of a fitted table: aggregate SQL, read by what it may hold and nothing else.

The text is never run. What is not on the list is refused, so nothing needs to be forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from beholden.kernel import BadQuestion, Clause, Refused, SelfServiceOutput, Terms

from .question import (
    Among,
    Asked,
    Both,
    Condition,
    Either,
    FittedAllowed,
    FittedDecision,
    FittedQuestion,
    FittedRefused,
    Missing,
    Not,
)
from .refusing import Words

_LONGEST = 10_000
_JOINS = (TokenType.JOIN, TokenType.STRAIGHT_JOIN)
_NO_JOINS = "joins, WITH, DISTINCT, HAVING, windows or the like"
_DEEPEST = 50
_PARTS = {"expressions", "from_", "where", "group", "order", "limit"}
_COMPARED: dict[type[Any], str] = {exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def decide_fitted(question: str, terms: Terms, *, today: date) -> FittedDecision:
    """Return yes with what is asked of the fitted table, or no with a refusal.

    Pure: it depends on the question, the terms and the day alone (S2). Raises BadQuestion for what
    cannot be read as one question; the terms must have ``self_service``.
    """
    output = terms.self_service
    if output is None:
        raise ValueError("these terms give no self-service")
    words = Words(terms, output, counted_dataset(terms))
    try:
        _in_force(terms, today, words)
        asks = _Reader(words, output).read(_parsed(question, words))
    except Refused as refused:
        said = Clause(refused.refusal.clause, refused.refusal.why)
        return FittedRefused(question, (said,), refused.refusal, today)
    return FittedAllowed(question, (_clause(output),), asks, today)


def counted_dataset(terms: Terms) -> str:
    """Return the dataset whose subjects a fitted table counts, or empty where none is fit."""
    output = terms.self_service
    if output is None or output.of:
        return output.of if output else ""
    giving = (d.name for d in terms.datasets if d.column(output.by[0]))
    return next(giving, "")


def _in_force(terms: Terms, today: date, words: Words) -> None:
    if today > terms.ends:
        raise words.ended()
    if today < terms.starts:
        raise words.not_begun()
    if terms.review_by is not None and today >= terms.review_by:
        raise words.review_owed()


def _clause(output: SelfServiceOutput) -> Clause:
    return Clause(
        "outputs › self_service",
        f"{', '.join(output.measures)} by {', '.join(output.by)}, from a fitted table; "
        f"nobody may guess a value better than {output.guess_bound} in 100",
    )


def _parsed(question: str, words: Words) -> exp.Select:
    try:
        if len(question) > _LONGEST:
            raise BadQuestion("This question is too long.")
        if any(t.token_type in _JOINS for t in sqlglot.tokenize(question, dialect="duckdb")):
            raise words.not_the_form(_NO_JOINS)  # before it is read: each one doubles the work
        parsed = sqlglot.parse(question, dialect="duckdb")
    except (SqlglotError, RecursionError, UnicodeError):
        parsed = []
    if len(parsed) != 1 or parsed[0] is None:
        raise BadQuestion(
            "This cannot be read as one question.",
            why="A question is one SELECT.",
            next_step="Write it as: select …, count(*) from … where … group by ….",
        )
    select = parsed[0]
    if not isinstance(select, exp.Select):
        raise words.not_the_form("anything but a SELECT")
    return select


class _Reader:
    """Reads one SELECT into a question; raises Refused at the first part that is not allowed."""

    def __init__(self, words: Words, output: SelfServiceOutput) -> None:
        self.words = words
        self.dimensions = {name.lower(): name for name in output.by}
        self.measures = {name.lower(): name for name in output.measures}

    def read(self, select: exp.Select) -> FittedQuestion:
        """Return what is asked for."""
        extra = [key for key, value in select.args.items() if value and key not in _PARTS]
        if extra:
            raise self.words.not_the_form(_NO_JOINS)
        self._table(select.args.get("from_"))
        items = [self._item(item) for item in select.expressions]
        groups = tuple((n, d) for n, d in items if isinstance(d, str))
        asked = tuple(d for _, d in items if isinstance(d, Asked))
        columns = tuple(name for name, _ in items)
        if not asked or len({name.lower() for name in columns}) != len(columns):
            raise self.words.not_the_form("a question without a number, or two of one name")
        self._grouped(select.args.get("group"), groups, items)
        where = select.args.get("where")
        condition = self._condition(where.this, 0) if where else None
        order = tuple(self._ordered(select.args.get("order"), columns))
        return FittedQuestion(
            groups, asked, columns, condition, order, self._limit(select.args.get("limit"))
        )

    def _table(self, from_: Any) -> None:
        table: Any = from_.this if from_ else None
        extra = table and [k for k, v in table.args.items() if v and k not in ("this", "alias")]
        plain = isinstance(table, exp.Table) and isinstance(table.this, exp.Identifier)
        if not plain or extra or str(table.name).lower() != self.words.of.lower():
            raise self.words.no_table()

    def _item(self, item: exp.Expression) -> tuple[str, str | Asked]:
        of = item.this if isinstance(item, exp.Alias) else item
        if isinstance(of, exp.Column):
            dimension = self._dimension(of)
            return item.alias or dimension, dimension
        function, column = self._function(of)
        measure = self._measure(column) if column is not None else ""
        plain = f"{function}_{measure}" if measure else "count"
        name = item.alias or plain
        return name, Asked(name, function, measure)

    def _function(self, of: exp.Expression) -> tuple[str, exp.Expression | None]:
        if isinstance(of, exp.Count) and isinstance(of.this, exp.Star) and not of.expressions:
            return "count", None
        if isinstance(of, exp.Sum):
            return "sum", of.this
        if isinstance(of, exp.Avg):
            return "avg", of.this
        is_share = isinstance(of, exp.Anonymous) and str(of.this).lower() == "share"
        if is_share and len(of.expressions) == 1:
            return "avg", of.expressions[0]
        raise self.words.not_the_form("other functions or sums of columns")

    def _measure(self, column: exp.Expression | None) -> str:
        name = self.measures.get(_name_of(column))
        if name is None:
            raise self.words.no_measure()
        return name

    def _dimension(self, column: exp.Expression | None) -> str:
        name = self.dimensions.get(_name_of(column))
        if name is None:
            raise self.words.no_dimension()
        return name

    def _grouped(
        self, group: Any, groups: tuple[tuple[str, str], ...], items: list[tuple[str, Any]]
    ) -> None:
        """See that GROUP BY names what is selected, by name, by place or as ALL."""
        wanted = {dimension for _, dimension in groups}
        if group is None and not groups:
            return
        args: dict[str, Any] = group.args if group is not None else {"missing": True}
        if any(value for key, value in args.items() if key not in ("expressions", "all")):
            raise self.words.not_the_form("dimensions without GROUP BY, or grouping sets")
        named = set(wanted) if args.get("all") else set()
        for by in args.get("expressions") or ():
            is_place = isinstance(by, exp.Literal) and not by.is_string
            named.add(self._at(by, items) if is_place else self._called(by, groups))
        if named != wanted:
            raise self.words.not_the_form("a GROUP BY of other columns than are selected")

    def _at(self, place: exp.Literal, items: list[tuple[str, Any]]) -> str:
        number = int(place.this) if str(place.this).isdecimal() else 0
        if not 1 <= number <= len(items) or not isinstance(items[number - 1][1], str):
            raise self.words.not_the_form("a GROUP BY of a place that is no dimension")
        return str(items[number - 1][1])

    def _called(self, by: exp.Expression, groups: tuple[tuple[str, str], ...]) -> str:
        aliases = {name.lower(): dimension for name, dimension in groups}
        return aliases.get(_name_of(by)) or self._dimension(by)

    def _condition(self, of: Any, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise self.words.not_the_form("conditions that deep")
        if isinstance(of, exp.Paren):
            return self._condition(of.this, depth + 1)
        if isinstance(of, exp.Not):
            return Not(self._condition(of.this, depth + 1))
        if isinstance(of, exp.And | exp.Or):
            join = Both if isinstance(of, exp.And) else Either
            return join(self._condition(of.left, depth + 1), self._condition(of.right, depth + 1))
        if isinstance(of, exp.Column):
            return Among(self._dimension(of), frozenset({"true"}))
        return self._test(of)

    def _test(self, of: exp.Expression) -> Condition:
        if isinstance(of, exp.Is):
            return self._is(of)
        if isinstance(of, exp.In) and not of.args.get("query") and not of.args.get("unnest"):
            values = frozenset(self._literal(value) for value in of.expressions)
            return Among(self._dimension(of.this), values)
        if isinstance(of, exp.EQ | exp.NEQ):
            column, value = self._sides(of)
            same = Among(self._dimension(column), frozenset({self._literal(value)}))
            return same if isinstance(of, exp.EQ) else Not(same)
        if type(of) in _COMPARED:
            return self._compared(of)
        raise self.words.not_the_form("conditions other than =, <>, <, >, in, is, and, or, not")

    def _is(self, of: exp.Is) -> Condition:
        dimension = self._dimension(of.this)
        if isinstance(of.expression, exp.Null):
            return Missing(dimension)
        if isinstance(of.expression, exp.Boolean):
            value = Among(dimension, frozenset({self._literal(of.expression)}))
            return Both(value, Not(Missing(dimension)))
        raise self.words.not_the_form("IS with anything but null, true or false")

    def _compared(self, of: Any) -> Condition:
        column, value = self._sides(of)
        sign = _COMPARED[type(of)]
        sign = sign if column is of.left else _TURNED[sign]
        try:
            limit = float(self._literal(value))
        except ValueError:
            raise self.words.not_the_form("a comparison with a text") from None
        return Among(self._dimension(column), compare=sign, limit=limit)

    def _sides(self, of: Any) -> tuple[exp.Expression, exp.Expression]:
        turned = isinstance(of.right, exp.Column)
        return (of.right, of.left) if turned else (of.left, of.right)

    def _literal(self, value: exp.Expression) -> str:
        if isinstance(value, exp.Literal):
            return str(value.this)
        if isinstance(value, exp.Boolean):
            return "true" if value.this else "false"
        if isinstance(value, exp.Neg) and isinstance(value.this, exp.Literal):
            return f"-{value.this.this}"
        raise self.words.not_the_form("a condition with anything but a plain value")

    def _ordered(self, order: Any, columns: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
        names = {name.lower(): name for name in columns}
        for by in order.expressions if order else ():
            of = by.this
            if isinstance(of, exp.Literal) and str(of.this).isdecimal():
                place = int(of.this)
                name = columns[place - 1] if 1 <= place <= len(columns) else None
            else:
                name = names.get(_name_of(of))
            if name is None:
                raise self.words.not_the_form("an ORDER BY of what is not selected")
            yield name, bool(by.args.get("desc"))

    def _limit(self, limit: Any) -> int | None:
        if limit is None:
            return None
        value = limit.expression
        if not isinstance(value, exp.Literal) or not str(value.this).isdecimal():
            raise self.words.not_the_form("a LIMIT that is no number")
        return int(value.this)


def _name_of(column: Any) -> str:
    """Return a plain column's name in lower case; empty for anything else."""
    plain = isinstance(column, exp.Column) and isinstance(column.this, exp.Identifier)
    parts = plain and [key for key, value in column.args.items() if value]
    return str(column.name).lower() if parts in (["this"], ["this", "table"]) else ""
