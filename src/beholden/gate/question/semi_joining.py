"""A question within a condition on rows: rows are chosen by other rows, or by a result.

*By other rows*: ``key in (select key from …)`` and ``exists (select … where a.key = b.key)`` choose
as a join on an agreed key does. A dataset of subjects chooses by the subject alone: by another key,
one person's row would choose the rows of others, and a large group would tell of that person. What
is chosen by the subject may compare dimensions of the two, for that tells of one subject's own rows
alone; anywhere else it would tell of single rows.

*By a result*: a value, or a list of values, of a question that groups and counts, or of a reference
dataset. It is treated before it chooses, so it chooses by nothing but what may be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from beholden.kernel import ColumnRole

from .choosing_results import chosen_by_result
from .columns import COMPARED, Scope
from .combining import Names, Whole
from .flattening import flattened, is_rows, without_brackets
from .relations import (
    From,
    Link,
    Relation,
    agreed_pairs,
    aligned_aliases,
    has_subject,
    keys_seen,
    put_together,
    read_from,
    side_of,
    subject_pairs,
    tells_subject,
)
from .writing import sql_text

_PLAIN = {"expressions", "from_", "joins", "where", "distinct"}
_KEYS = {ColumnRole.JOIN, ColumnRole.IDENTITY}
Pair = tuple[tuple[Relation, str], tuple[Relation, str], exp.Expr]


@dataclass(frozen=True, slots=True)
class SemiJoins:
    """Writes anew the conditions with questions that stand in a WHERE over datasets.

    ``within`` reads a question; ``aligned`` are the datasets around whose rows are the subject's.
    """

    whole: Whole
    names: Names
    within: Callable[..., Any]
    aligned: frozenset[str]

    def __call__(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        """Return a condition as SQL over sealed tables; raise Refused where it may not choose."""
        inner = node.this if isinstance(node, exp.Exists) else node.args.get("query")
        select = self._as_rows(inner, exists=isinstance(node, exp.Exists)) if inner else None
        if select is not None:
            return self._semi_join(node, select, scope)
        if isinstance(node, exp.In) or type(node) in COMPARED:
            return chosen_by_result(node, scope, self.whole, self._asked)
        raise self._refused()

    def _asked(self, node: exp.Expr, outer: Any) -> exp.Query:
        query: exp.Query = self.within(node, self.names, self.whole, outer=outer).query
        return query

    def _as_rows(self, node: exp.Expr, *, exists: bool) -> exp.Select | None:
        """Return a question that lists rows, or None; DISTINCT and what EXISTS lists drop out."""
        select = without_brackets(node)
        said = {key for key, value in select.args.items() if value}
        if not isinstance(select, exp.Select) or not said <= _PLAIN:
            return None
        plain = select.copy()
        plain.set("distinct", None)
        if exists:
            plain.set("expressions", [exp.Literal.number(1)])
        return plain if is_rows(plain, self.names, self.whole.terms) else None

    def _semi_join(self, node: exp.Expr, select: exp.Select, scope: Scope) -> exp.Expr:
        whole = self.whole
        sides = flattened(select, self.names, whole)
        if len(sides) != 1:
            raise self._refused()
        inner = read_from(
            sides[0],
            whole.terms,
            whole.words,
            alias=lambda _: whole.alias(),
            only_chooses=True,
        )
        own = Scope(tuple(inner.relations), scope.terms, scope.words, scope.used, outer=scope)
        crossing = [c for c in inner.conditions if not _is_within(c, own)]
        for column in (column for c in crossing for column in c.find_all(exp.Column)):
            own.find(column)  # a name that is nowhere is told before anything else
        pairs = [pair for c in crossing if (pair := self._pair(c, inner, scope))]
        if isinstance(node, exp.In):
            pairs.insert(0, self._of_in(node, sides[0], inner, scope))
        link = self._link(pairs)
        used = {id(condition) for *_, condition in pairs if self._is_of(link, condition, pairs)}
        rest = [c for c in crossing if id(c) not in used]
        self._check(link, rest, inner, node)
        relations, text = put_together(inner, _written(inner, own))
        own.relations = tuple(relations)
        scope.beside.extend(self._noted(relations, link))
        scope.used.update({(d.name, c.name): c for d, c in keys_seen([*inner.links, link])})
        semi = SemiJoins(whole, self.names, self.within, frozenset(r.alias for r in relations))
        chosen = [c for c in inner.conditions if c not in crossing]
        conditions = [own.choosing(c, within=semi) for c in (*chosen, *rest)]
        return self._text(node, link, text, [f"({sql_text(c)})" for c in conditions])

    def _pair(self, node: exp.Expr, inner: From, scope: Scope) -> Pair | None:
        """Return the columns that an equality sets side by side: of this question, and within."""
        if not isinstance(node, exp.EQ):
            return None
        for here, there in ((node.this, node.expression), (node.expression, node.this)):
            within, outside = side_of(inner.relations, there), side_of(scope.relations, here)
            if within and outside and side_of(inner.relations, here) is None:
                return outside, within, node
        return None

    def _of_in(self, node: exp.In, select: exp.Select, inner: From, scope: Scope) -> Pair:
        listed = [part.unalias() for part in select.expressions]
        outside = side_of(scope.relations, node.this)
        within = side_of(inner.relations, listed[0].unnest()) if len(listed) == 1 else None
        if within is None or outside is None:
            raise self._refused()
        return outside, within, node

    def _link(self, pairs: list[Pair]) -> Link:
        """Return the agreed join that the pairs make; raise Refused where they make none."""
        terms = self.whole.terms
        for one, other, _ in pairs:
            known = {
                (here[1], there[1])
                for here, there, _ in pairs
                if (here[0].alias, there[0].alias) == (one[0].alias, other[0].alias)
            }
            subjects = subject_pairs(one[0], other[0], terms)
            if subjects and set(subjects) <= known:
                return Link(one[0], other[0], terms.subject_column, subjects)
            for join in terms.joins:
                for agreed in agreed_pairs(join, one[0].dataset.name, other[0].dataset.name):
                    if set(agreed) <= known:
                        return Link(one[0], other[0], join.key, agreed)
        keys = [p for p in pairs if all(_role(side) in _KEYS for side in p[:2])]
        raise self.whole.words.no_join() if keys else self._refused()

    def _is_of(self, link: Link, condition: exp.Expr, pairs: list[Pair]) -> bool:
        return any(
            condition is c
            and (here[0].alias, there[0].alias) == (link.one.alias, link.other.alias)
            and (here[1], there[1]) in link.pairs
            for here, there, c in pairs
        )

    def _check(self, link: Link, rest: list[exp.Expr], inner: From, node: exp.Expr) -> None:
        """Refuse rows of subjects that choose otherwise than by the subject."""
        terms, words = self.whole.terms, self.whole.words
        by_subject = link.one.alias in self.aligned and tells_subject(link, terms)
        if rest and (isinstance(node, exp.In) or not by_subject):
            raise self._refused()
        aligned = aligned_aliases(inner.links, inner, link.other) if by_subject else frozenset()
        if any(has_subject(r, terms) and r.alias not in aligned for r in inner.relations):
            raise words.not_counted()

    def _noted(self, relations: list[Relation], link: Link) -> list[Relation]:
        return [
            r.joined_on(link.key, *(c for _, c in link.pairs)) if r.alias == link.other.alias else r
            for r in relations
        ]

    def _text(self, node: exp.Expr, link: Link, text: str, conditions: list[str]) -> exp.Expr:
        """Return the semi-join; a key that is empty joins nothing."""
        pairs = [(link.one.key_text(a), link.other.key_text(b)) for a, b in link.pairs]
        if len(pairs) == 1 and (isinstance(node, exp.In) or not self._compares(conditions, link)):
            here, there = pairs[0]
            where = " AND ".join([*conditions, f"({there} IS NOT NULL)"])
            keys = f"SELECT {there} FROM {text} WHERE {where}"  # noqa: S608 - all written by us
            return exp.Var(this=f"{here} IN ({keys})")
        where = " AND ".join([*(f"{here} = {there}" for here, there in pairs), *conditions])
        return exp.Var(this=f"EXISTS (SELECT 1 FROM {text} WHERE {where})")  # noqa: S608 - as above

    def _compares(self, conditions: list[str], link: Link) -> bool:
        """Return whether a condition within names a dataset around it."""
        return any(f'"{link.one.alias}".' in text for text in conditions)

    def _refused(self) -> Exception:
        return self.whole.words.question_chooses()


def _is_within(node: exp.Expr, own: Scope) -> bool:
    """Return whether a condition names columns of the question within alone."""
    top = node.find_ancestor(exp.Select)
    columns = [c for c in node.find_all(exp.Column) if c.find_ancestor(exp.Select) is top]
    return all(own.holds(column) for column in columns)


def _written(inner: From, own: Scope) -> dict[str, list[str]]:
    return {a: [sql_text(own.choosing(c)) for c in cs] for a, cs in inner.apart.items()}


def _role(side: tuple[Relation, str] | exp.Expr) -> ColumnRole | None:
    if isinstance(side, exp.Expr):
        return None
    column = side[0].dataset.column(side[1])
    return column.role if column else None
