"""Columns of a question: found in the terms by name, and used only as their role allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from beholden.kernel import BadQuestion, ColumnRole, ColumnTerms, Terms

from .allowed_syntax import ABOVE, AGGREGATES, CONDITIONS, SCALARS
from .naming_syntax import named_function, named_kind
from .refusing import Words
from .relations import Relation, agreed_pairs
from .writing import column_text, type_of

_ATOMS = (exp.Null, exp.DataType, exp.Var)
REBUILT = frozenset({*CONDITIONS, *SCALARS})
_JOINED_UP = (exp.And, exp.Or, exp.Not, exp.Paren)
COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
# What is true or false by itself; anything else becomes so only by a cast, which may fail.
_TRUE_OR_FALSE = (
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ),
    *(exp.Is, exp.Like, exp.ILike, exp.In, exp.Between, exp.Contains, exp.StartsWith),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a question: its relation, its terms, and its quoted reference."""

    relation: Relation
    terms: ColumnTerms

    @property
    def reference(self) -> exp.Column:
        """Return the column as it stands in what runs."""
        return self.relation.column(self.terms.name)

    @property
    def sql(self) -> str:
        """Return the text of its reference."""
        return column_text(self.relation.alias, self.terms.name)


Within = Callable[[exp.Expr, "Scope"], exp.Expr]


@dataclass(slots=True)
class Scope:
    """The columns that a question may name, and which of them it has used so far.

    ``beside`` are the datasets that it does not join and that choose its rows all the same;
    ``outer`` the columns of the question around it, which it may name as well.
    """

    relations: tuple[Relation, ...]
    terms: Terms
    words: Words
    used: dict[tuple[str, str], ColumnTerms] = field(default_factory=dict)
    beside: list[Relation] = field(default_factory=list)
    outer: Scope | None = None

    def find(self, column: exp.Column) -> Found:
        """Return the column that a name means.

        Raises Refused, in the same words, for a column that is withheld or that there is not, and
        BadQuestion where two datasets have it.
        """
        found = [f for r in self._named(column) if (f := self._in(r, column.name))]
        if not found and self.outer is not None:
            return self.outer.find(column)
        if not found:
            raise self.words.no_column(self._only_dataset(column), column.name)
        if len(found) > 1 and not self._one_key(found):
            raise BadQuestion(
                "A name in this question stands for columns of two datasets.",
                why="Both datasets have a column of that name.",
                next_step="Write the dataset before the column, with a dot between them.",
            )
        self.used[found[0].relation.dataset.name, found[0].terms.name] = found[0].terms
        return found[0]

    def holds(self, column: exp.Column) -> bool:
        """Return whether a name means a column of the datasets rather than one of the asker's."""
        return any(self._in(r, column.name) for r in self._named(column))

    def choosing(self, node: exp.Expr, *, within: Within | None = None) -> exp.Expr:
        """Return a condition over dimensions, written anew; nothing else may choose.

        ``within`` writes anew a condition in which a question stands, where one may.
        """
        if within is not None and node.find(exp.Query):
            if isinstance(node, _JOINED_UP):
                return rebuilt(node, lambda part: self.choosing(part, within=within))
            return within(node, self)
        return self._condition(node, chooses=True)

    def present(self, node: exp.Expr) -> exp.Expr:
        """Return a value over dimensions that chooses by being there, written anew."""
        return self._value(node, chooses=True)

    def grouping(self, node: exp.Expr) -> exp.Expr:
        """Return a value over dimensions by which a question groups, written anew."""
        return self._value(node, chooses=False)

    def dimensions(self) -> frozenset[str]:
        """Return the dimensions used so far, by which the group rule is found."""
        return frozenset(c.name for c in self.used.values() if c.role is ColumnRole.DIMENSION)

    def rounds(self) -> bool:
        """Return whether the agreement rounds numbers of subjects."""
        return self.terms.aggregate is not None and self.terms.aggregate.round_to > 1

    def _named(self, column: exp.Column) -> list[Relation]:
        called = column.table.lower()
        return [r for r in self.relations if not called or r.called == called]

    def _in(self, relation: Relation, name: str) -> Found | None:
        column = relation.dataset.column(name)
        if column is None or column.role is ColumnRole.WITHHELD:
            return None
        return Found(relation, column)

    def _only_dataset(self, column: exp.Column) -> Any:
        named = self._named(column)
        return named[0].dataset if len(named) == 1 else None

    def _one_key(self, found: list[Found]) -> bool:
        """Return whether all but one of the columns are keys that were joined to each other."""
        apart = [f for f in found if f.terms.name not in f.relation.by]
        return len(apart) <= 1 and all(f.terms.role is ColumnRole.JOIN for f in found)

    def _value(self, node: exp.Expr, *, chooses: bool) -> exp.Expr:
        written = self._rebuilt(node, chooses=chooses)
        return written if cannot_fail(written) else tried(written)

    def _condition(self, node: exp.Expr, *, chooses: bool) -> exp.Expr:
        """Return a condition each part of which is tried by itself.

        The engine may take the parts of and/or in any order, so one that fails must not end the
        others.
        """
        if isinstance(node, _JOINED_UP):
            return rebuilt(node, lambda part: self._condition(part, chooses=chooses))
        if isinstance(node, exp.EQ) and self._is_agreed(node):
            sides = [self.find(side).reference for side in (node.this, node.expression)]
            return exp.EQ(this=sides[0], expression=sides[1])
        written = self._rebuilt(node, chooses=chooses)
        if isinstance(written, exp.Boolean | exp.Null) or _asks_presence(written):
            return written
        if not isinstance(written, _TRUE_OR_FALSE):
            written = exp.Cast(this=written, to=type_of(exp.DType.BOOLEAN))
        return tried(written)

    def _rebuilt(self, node: exp.Expr, *, chooses: bool) -> exp.Expr:
        if isinstance(node, exp.Column):
            return self._dimension(node, chooses=chooses)
        if type(node) in AGGREGATES:
            raise self.words.not_sql("a count or a sum where only dimensions may stand")
        if isinstance(node, exp.Is) and self._is_presence(node):
            return exp.Is(this=self.find(node.this).reference, expression=exp.Null())
        atom = rebuilt_atom(node)
        if atom is not None:
            return atom
        if isinstance(node, exp.Subquery | exp.Exists) or node.args.get("query"):
            raise self.words.not_sql("a question within a condition")
        if type(node) in ABOVE:
            raise self.words.over_results(named_function(node))
        if type(node) not in REBUILT:
            raise self.words.not_sql(named_kind(node))
        if isinstance(node, exp.And | exp.Or | exp.Not):
            return self._condition(node, chooses=chooses)
        return rebuilt(node, lambda part: self._part_of(node, part, chooses=chooses))

    def _part_of(self, node: exp.Expr, part: exp.Expr, *, chooses: bool) -> exp.Expr:
        """Return a part of a value; the condition of a case is one, unless a value is compared."""
        compares = isinstance(node.parent, exp.Case) and node.parent.this is not None
        if isinstance(node, exp.If) and part is node.this and not compares:
            return self._condition(part, chooses=chooses)
        return self._rebuilt(part, chooses=chooses)

    def _dimension(self, node: exp.Column, *, chooses: bool) -> exp.Expr:
        found = self.find(node)
        if found.terms.role is ColumnRole.DIMENSION:
            return found.reference
        refuse = self.words.chooses if chooses else self.words.lists
        raise refuse(found.relation.dataset, found.terms)

    def _is_agreed(self, node: exp.EQ) -> bool:
        """Return whether a condition is one more key of an agreed join: a.key = b.key."""
        sides = (node.this, node.expression)
        if not all(isinstance(side, exp.Column) and self.holds(side) for side in sides):
            return False
        one, other = (self.find(side) for side in sides)
        if ColumnRole.JOIN not in (one.terms.role, other.terms.role):
            return False
        pair = ((one.terms.name, other.terms.name),)
        datasets = one.relation.dataset.name, other.relation.dataset.name
        return one.relation.alias != other.relation.alias and any(
            pair in agreed_pairs(join, *datasets) for join in self.terms.joins
        )

    def _is_presence(self, node: exp.Is) -> bool:
        """Return whether a condition asks only if a joined row is there: key is null."""
        if not (isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Null)):
            return False
        found = self.find(node.this)
        return found.terms.role is ColumnRole.JOIN and found.relation.optional


def tried(node: exp.Expr) -> exp.Expr:
    """Return what gives nothing where a value makes it fail, so that no error tells of a value."""
    return exp.Anonymous(this="TRY", expressions=[node])


def cannot_fail(node: exp.Expr) -> bool:
    """Return whether no value makes an expression fail, so that it need not be tried."""
    return isinstance(node, exp.Column | exp.Literal | exp.Boolean | exp.Null)


def _asks_presence(node: exp.Expr) -> bool:
    """Return whether a condition is only that a column is null, which no value makes fail."""
    is_null = isinstance(node, exp.Is) and isinstance(node.expression, exp.Null)
    return is_null and isinstance(node.this, exp.Column)


def rebuilt_atom(node: exp.Expr) -> exp.Expr | None:
    """Return a constant, type or unit written anew, or None for any other node."""
    if isinstance(node, exp.Literal):
        return exp.Literal(this=node.this, is_string=bool(node.is_string))
    if isinstance(node, exp.Boolean):
        return exp.Boolean(this=bool(node.this))
    if isinstance(node, _ATOMS):
        return node.copy()
    return None


def rebuilt(node: exp.Expr, part: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """Return a node written anew with each of its parts passed through ``part``.

    A cast becomes one that gives nothing where a value cannot be read, so that no error tells of
    a value; a division by nothing gives nothing.
    """
    parts = {key: _part(value, part) for key, value in node.args.items()}
    if isinstance(node, exp.Cast):
        return exp.TryCast(this=parts["this"], to=parts["to"], safe=True)
    if isinstance(node, exp.Div | exp.IntDiv | exp.Mod):
        zero = exp.Literal.number(0)
        parts["expression"] = exp.Nullif(this=parts["expression"], expression=zero)
    return type(node)(**parts)


def _part(value: Any, part: Any) -> Any:
    if isinstance(value, exp.Expr):
        return part(value)
    if isinstance(value, list):
        return [_part(item, part) for item in value]
    return value
