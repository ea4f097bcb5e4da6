"""The FROM of a question: which datasets, joined how, and whose subjects are counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from beholden.kernel import ColumnRole, DatasetTerms, Terms

from .refusing import Words

_KEYS = (ColumnRole.JOIN, ColumnRole.IDENTITY)


@dataclass(frozen=True, slots=True)
class Relation:
    """One dataset in a question.

    ``called`` is the asker's name for it (lower case), ``alias`` the gate's own, ``optional``
    whether a left join may leave it empty, ``key`` the column that it is joined on.
    """

    called: str
    alias: str
    dataset: DatasetTerms
    optional: bool = False
    key: str | None = None

    def column(self, name: str) -> exp.Column:
        """Return a quoted reference to one of its columns."""
        return exp.Column(
            this=exp.Identifier(this=name, quoted=True),
            table=exp.Identifier(this=self.alias, quoted=True),
        )


@dataclass(frozen=True, slots=True)
class Joined:
    """Datasets joined as the terms allow: their SQL, and the relation whose subjects are counted.

    ``sql`` is the text after FROM. ``counted`` has the subject column; ``aligned`` are the aliases
    whose rows belong to the subject that is counted.
    """

    relations: tuple[Relation, ...]
    sql: str
    counted: Relation
    aligned: frozenset[str]


def first_relation(table: exp.Expr, terms: Terms, words: Words) -> Relation:
    """Return the dataset with which a FROM begins; raise Refused where it is not given."""
    return _relation(table, "t1", terms, words)


def next_relation(
    join: exp.Join, before: tuple[Relation, ...], terms: Terms, words: Words
) -> tuple[Relation, Relation]:
    """Return the dataset that a join adds and the earlier one that its key is taken from.

    Raises Refused for a dataset that is not given, joined twice, or joined in another way than the
    terms allow.
    """
    side, kind = (join.args.get("side") or "").upper(), (join.args.get("kind") or "").upper()
    if (side, kind) not in {("", ""), ("", "INNER"), ("LEFT", ""), ("LEFT", "OUTER")}:
        raise words.no_join()
    new = _relation(join.this, f"t{len(before) + 1}", terms, words)
    if any(new.dataset.name == b.dataset.name or new.called == b.called for b in before):
        raise words.no_join()
    key, other = _key(join, new, before, terms, words)
    return Relation(new.called, new.alias, new.dataset, optional=side == "LEFT", key=key), other


def comma_joins(select: exp.Select, terms: Terms) -> tuple[list[exp.Join], list[exp.Expr]]:
    """Return the joins of a FROM, those by comma with their equality, and what is left of WHERE.

    ``from a, b where a.key = b.key`` is a join of a and b on key, in whatever order they stand.
    """
    where = select.args.get("where")
    left = _conjuncts(where.this) if where else []
    before, found = {_called(select.args["from_"].this)}, []
    waiting = list(select.args.get("joins") or ())
    while waiting:
        join, pair = _next_join(waiting, left, before, terms)
        waiting = [other for other in waiting if other is not join]
        before.add(_called(join.this))
        if pair is not None:
            left = [condition for condition in left if condition is not pair]
            join = exp.Join(this=join.this, on=pair)
        found.append(join)
    return found, left


def _next_join(
    waiting: list[exp.Join], left: list[exp.Expr], before: set[str], terms: Terms
) -> tuple[exp.Join, exp.EQ | None]:
    """Return the first join whose key is known by now: its own, or an equality in WHERE."""
    for join in waiting:
        if any(join.args.get(key) for key in ("on", "using", "side", "kind")):
            return join, None
        pairs = [c for c in left if isinstance(c, exp.EQ) and _links(c, _called(join.this), before)]
        # The one on the subject first: it tells whose rows they are.
        pairs.sort(key=lambda pair: not _same(pair.this.name, terms.subject_column))
        if pairs:
            return join, pairs[0]
    return waiting[0], None


def _conjuncts(node: exp.Expr) -> list[exp.Expr]:
    parts = list(node.flatten()) if isinstance(node, exp.And) else [node]
    return [part.unnest() if isinstance(part, exp.Paren) else part for part in parts]


def _called(table: exp.Expr) -> str:
    return (table.alias or table.name).lower()


def _links(node: exp.EQ, here: str, before: set[str]) -> bool:
    """Return whether a condition says that a column of one table is that of an earlier one."""
    if not _two_columns(node) or not _same(node.this.name, node.expression.name):
        return False
    sides = {node.this.table.lower(), node.expression.table.lower()}
    return here in sides and len(sides) == 2 and bool(sides & before)


def is_agreed(name: str, one: Relation, other: Relation, terms: Terms) -> bool:
    """Return whether the agreement joins two datasets on a key of this name."""
    both = {one.dataset.name, other.dataset.name}
    return any(both <= set(join.among) and _same(join.key, name) for join in terms.joins)


def semi_joined(name: str, new: Relation, other: Relation, terms: Terms, words: Words) -> str:
    """Return the key on which one dataset may choose rows of another; raise Refused otherwise."""
    return _agreed(name, new, [other], terms, words)[0]


def join_text(new: Relation, other: Relation, conditions: list[str]) -> str:
    """Return the SQL of one join: on its key, and on conditions that were checked before."""
    kind = "LEFT JOIN" if new.optional else "JOIN"
    on = f"{_sql(other.column(new.key or ''))} = {_sql(new.column(new.key or ''))}"
    return f"{kind} {table_text(new)} ON {' AND '.join([on, *(f'({c})' for c in conditions)])}"


def table_text(relation: Relation) -> str:
    """Return a dataset as it stands in FROM: its name and the gate's alias, quoted."""
    table = exp.Table(
        this=exp.Identifier(this=relation.dataset.name, quoted=True),
        alias=exp.TableAlias(this=exp.Identifier(this=relation.alias, quoted=True)),
    )
    return table.sql(dialect="duckdb")


def key_pairs(join: exp.Join) -> tuple[list[exp.EQ], list[exp.Expr]]:
    """Split a join's ON into equalities of two columns and other conditions."""
    on = join.args.get("on")
    parts = list(on.flatten()) if isinstance(on, exp.And) else [on] if on else []
    parts = [part.unnest() for part in parts]
    pairs = [p for p in parts if isinstance(p, exp.EQ) and _two_columns(p)]
    return pairs, [p for p in parts if not any(p is pair for pair in pairs)]


def whose_subjects(relations: tuple[Relation, ...], terms: Terms, words: Words) -> Relation:
    """Return the first relation that is always there and tells its subjects apart."""
    for relation in relations:
        if not relation.optional and has_subject(relation, terms):
            return relation
    raise words.not_counted()


def aligned_aliases(
    relations: tuple[Relation, ...], others: dict[str, Relation], counted: Relation, terms: Terms
) -> frozenset[str]:
    """Return the aliases whose rows belong to the counted subject: joined on the subject column."""
    aligned = {counted.alias}
    for _ in relations:
        for relation in relations:
            other = others.get(relation.alias)
            if other and _same(relation.key or "", terms.subject_column):
                pair = {relation.alias, other.alias}
                aligned |= pair if pair & aligned else set()
    return frozenset(aligned)


def has_subject(relation: Relation, terms: Terms) -> bool:
    """Return whether a relation has the column by which subjects are counted."""
    column = relation.dataset.column(terms.subject_column)
    return column is not None and column.role in _KEYS


def _relation(node: exp.Expr, alias: str, terms: Terms, words: Words) -> Relation:
    plain = isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier)
    dataset = terms.dataset(node.name) if plain else None
    if dataset is None:
        raise words.no_dataset()
    alias_ = node.args.get("alias")
    if alias_ is not None and alias_.args.get("columns"):
        raise words.not_sql("other names for the columns of a dataset")
    return Relation((node.alias or node.name).lower(), alias, dataset)


def _key(
    join: exp.Join, new: Relation, before: tuple[Relation, ...], terms: Terms, words: Words
) -> tuple[str, Relation]:
    using = join.args.get("using")
    if using and len(using) == 1 and not join.args.get("on"):
        return _agreed(using[0].name, new, _holding(using[0].name, before), terms, words)
    pairs, _ = key_pairs(join)
    if using or len(pairs) != 1:
        raise words.no_join()
    sides = {(c.table.lower(), c.name.lower()) for c in (pairs[0].this, pairs[0].expression)}
    names = {name for _, name in sides}
    callers = {called for called, _ in sides} - {new.called}
    if len(names) != 1 or len(sides) != 2 or len(callers) != 1:
        raise words.no_join()
    caller = callers.pop()
    return _agreed(names.pop(), new, [b for b in before if b.called == caller], terms, words)


def _agreed(
    name: str, new: Relation, others: list[Relation], terms: Terms, words: Words
) -> tuple[str, Relation]:
    """Return the key by its own name and the earlier relation, if the agreement joins the two."""
    for other in others:
        for join in terms.joins:
            both = {new.dataset.name, other.dataset.name} <= set(join.among)
            if both and _same(join.key, name):
                return join.key, other
    raise words.no_join()


def _holding(name: str, before: tuple[Relation, ...]) -> list[Relation]:
    """Return earlier relations that have the column, those that are always there first."""
    having = [b for b in before if (c := b.dataset.column(name)) and c.role is ColumnRole.JOIN]
    return sorted(having, key=lambda relation: relation.optional)


def _two_columns(node: exp.EQ) -> bool:
    return all(isinstance(side, exp.Column) and side.table for side in (node.this, node.expression))


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _sql(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb")
