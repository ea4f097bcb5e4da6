"""A question within a condition: rows are chosen by whether another dataset has them.

``key in (select key from …)`` and ``exists (select … where a.key = b.key)`` choose as a join on an
agreed key does, and no more: one other dataset, the key of the join, and conditions over
dimensions. A dataset of subjects chooses by the subject alone: by another key, one person's row
would choose the rows of others, and a large group would tell of that person. Anything else there
would tell of single rows by whether anybody at all is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from beholden.kernel import ColumnRole

from .columns import Found, Scope
from .combining import Names, Whole
from .relations import Relation, first_relation, has_subject, key_pairs, semi_joined

_PLAIN = {"expressions", "from_", "where", "distinct"}


@dataclass(frozen=True, slots=True)
class SemiJoins:
    """Writes anew the questions that stand as conditions in a WHERE over datasets."""

    whole: Whole
    names: Names

    def __call__(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        """Return a semi-join as SQL over sealed tables; raise Refused for any other question."""
        if isinstance(node, exp.Exists):
            return self._exists(node.this, scope)
        return self._in(node, scope)

    def _in(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        select = self._select(node.args["query"])
        if not isinstance(node.this, exp.Column) or len(select.expressions) != 1:
            raise self._refused()
        outer = scope.find(node.this)
        inner = self._scope(select, scope)
        column = select.expressions[0].unalias()
        if not isinstance(column, exp.Column):
            raise self._refused()
        self._check_key(inner.find(column), outer, scope)
        where = select.args.get("where")
        chosen = [inner.choosing(where.this)] if where else []
        return exp.In(this=outer.reference, query=self._rows(inner, column, chosen))

    def _exists(self, node: exp.Expr, scope: Scope) -> exp.Expr:
        select = self._select(node)
        where = select.args.get("where")
        pairs, others = key_pairs(exp.Join(on=where.this)) if where else ([], [])
        inner = self._scope(select, scope)
        links = [pair for pair in pairs if not self._is_within(pair, inner)]
        if len(links) != 1:
            raise self._refused()
        here, there = links[0].this, links[0].expression
        if not inner.holds(here):
            here, there = there, here
        outer = scope.find(there)
        self._check_key(inner.find(here), outer, scope)
        others += [pair for pair in pairs if self._is_within(pair, inner)]
        chosen = [inner.choosing(other) for other in others]
        return exp.In(this=outer.reference, query=self._rows(inner, here, chosen))

    def _select(self, node: exp.Expr) -> exp.Select:
        select = node.unnest() if isinstance(node, exp.Subquery) else node
        said = {key for key, value in select.args.items() if value}
        if not isinstance(select, exp.Select) or not said <= _PLAIN:
            raise self._refused()
        return select

    def _scope(self, select: exp.Select, outer: Scope) -> Scope:
        """Return the one dataset of a question within, its columns counted as this question's."""
        from_ = select.args.get("from_")
        if from_ is None or from_.this.name.lower() in self.names:
            raise self._refused()
        found = first_relation(from_.this, self.whole.terms, self.whole.words)
        if any(found.called == relation.called for relation in outer.relations):
            raise self._refused()
        if any(found.dataset.name == relation.dataset.name for relation in outer.relations):
            raise self.whole.words.no_join()
        relation = Relation(found.called, self.whole.alias(), found.dataset)
        return Scope((relation,), outer.terms, outer.words, outer.used)

    def _check_key(self, inner: Found, outer: Found, scope: Scope) -> None:
        keys = {found.terms.role for found in (inner, outer)}
        if keys != {ColumnRole.JOIN} or inner.terms.name.lower() != outer.terms.name.lower():
            raise self._refused()
        name = inner.terms.name
        terms, words = self.whole.terms, self.whole.words
        semi_joined(name, inner.relation, outer.relation, terms, words)
        if has_subject(inner.relation, terms) and name.lower() != terms.subject_column.lower():
            raise words.not_counted()
        scope.beside.append(replace(inner.relation, key=name))

    def _is_within(self, pair: exp.EQ, inner: Scope) -> bool:
        return all(inner.holds(side) for side in (pair.this, pair.expression))

    def _rows(self, inner: Scope, key: exp.Column, chosen: list[exp.Expr]) -> exp.Subquery:
        """Return the keys that are chosen; one that is empty joins nothing."""
        (relation,) = inner.relations
        column = inner.find(key).reference
        there = exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null()))
        parts = [exp.Paren(this=part) for part in (*chosen, there)]
        table = exp.Table(
            this=exp.Identifier(this=relation.dataset.name, quoted=True),
            alias=exp.TableAlias(this=exp.Identifier(this=relation.alias, quoted=True)),
        )
        where = exp.Where(this=exp.and_(*parts, copy=False))
        return exp.Subquery(
            this=exp.Select(expressions=[column], from_=exp.From(this=table), where=where)
        )

    def _refused(self) -> Exception:
        return self.whole.words.question_chooses()
