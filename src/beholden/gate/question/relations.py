"""The FROM of a question: which datasets, joined how, and whose subjects are counted.

Every equality of two columns, after ON or in WHERE, is looked at: those that are together the whole
key of a join of the agreement link two datasets. Whatever else stands there is a condition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlglot import exp

from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, JoinTerms, Terms

from .conditions import conjuncts
from .refusing import Words
from .writing import column_text, quoted_text

_INNER = {("", ""), ("", "INNER"), ("", "CROSS")}
_LEFT = {("LEFT", ""), ("LEFT", "OUTER")}


@dataclass(frozen=True, slots=True)
class Relation:
    """One dataset in a question.

    ``called`` is the asker's name for it (lower case), ``alias`` the gate's own, ``optional``
    whether a left join may leave it empty, ``keys`` the names of the keys that it is joined on and
    ``by`` its own columns of these keys.
    """

    called: str
    alias: str
    dataset: DatasetTerms
    optional: bool = False
    keys: tuple[str, ...] = ()
    by: frozenset[str] = frozenset()

    def column(self, name: str) -> exp.Column:
        """Return a quoted reference to one of its columns."""
        return exp.Column(
            this=exp.Identifier(this=name, quoted=True),
            table=exp.Identifier(this=self.alias, quoted=True),
        )

    def key_text(self, name: str) -> str:
        """Return a key as it is compared: one that is sealed as it is may be of another type.

        It is compared as a text then, for an error would tell that there is such a value.
        """
        text, column = column_text(self.alias, name), self.dataset.column(name)
        clear = column is not None and column.role is ColumnRole.DIMENSION
        return f"CAST({text} AS TEXT)" if clear else text

    def joined_on(self, key: str, *columns: str) -> Relation:
        """Return the relation as joined on one more key, which is these columns of it."""
        keys = tuple(dict.fromkeys((*self.keys, key)))
        return replace(self, keys=keys, by=self.by | set(columns))


@dataclass(frozen=True, slots=True)
class Link:
    """Two relations that an agreed key joins: the name of the key, and its pairs of columns."""

    one: Relation
    other: Relation
    key: str
    pairs: tuple[tuple[str, str], ...]

    def touches(self, alias: str, placed: Iterable[str]) -> bool:
        """Return whether the link joins a relation to one of those placed before."""
        one, other = self.one.alias, self.other.alias
        return (one == alias and other in placed) or (other == alias and one in placed)

    def columns_of(self, alias: str) -> Iterator[str]:
        """Yield the columns of one of its two relations."""
        for here, there in self.pairs:
            if alias == self.one.alias:
                yield here
            elif alias == self.other.alias:
                yield there

    def sql(self) -> Iterator[str]:
        """Yield its equalities as SQL."""
        for here, there in self.pairs:
            yield f"{self.one.key_text(here)} = {self.other.key_text(there)}"


@dataclass(frozen=True, slots=True)
class Joined:
    """Datasets joined as the terms allow: their SQL, and the relation whose subjects are counted.

    ``sql`` is the text after FROM. ``counted`` tells its subjects apart; ``aligned`` are the
    aliases whose rows belong to the subject that is counted. ``links`` are the joins themselves;
    ``mixed`` are the aliases of left joins that more than one key decides.
    """

    relations: tuple[Relation, ...]
    sql: str
    counted: Relation
    aligned: frozenset[str]
    links: tuple[Link, ...] = ()
    mixed: frozenset[str] = frozenset()


@dataclass(slots=True)
class From:
    """The datasets of a FROM while they are read, with the conditions that join and choose.

    ``links`` are the agreed joins found; ``apart`` holds for each left join the conditions of its
    own; ``conditions`` are those on all rows. ``only_chooses`` says that nothing is counted there,
    so that a subject's rows may be set beside each other.
    """

    terms: Terms
    words: Words
    only_chooses: bool = False
    relations: list[Relation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    apart: dict[str, list[exp.Expr]] = field(default_factory=dict)
    conditions: list[exp.Expr] = field(default_factory=list)

    def add(self, table: exp.Expr, alias: str, *, optional: bool = False) -> Relation:
        """Add a dataset; raise Refused where it is not given, or may not be there twice."""
        relation = replace(relation_of(table, alias, self.terms, self.words), optional=optional)
        for before in self.relations:
            twice = before.dataset.name == relation.dataset.name and not self.only_chooses
            if before.called == relation.called or (twice and self._has_subject(relation)):
                raise self.words.no_join()
        self.relations.append(relation)
        return relation

    def using(self, names: list[str], new: Relation) -> list[exp.EQ]:
        """Return the equalities that USING stands for, with the first relation that has each."""
        return [
            exp.EQ(
                this=exp.column(name, table=new.called),
                expression=exp.column(name, table=self._first(name, new).called),
            )
            for name in names
        ]

    def in_both(self, new: Relation) -> list[str]:
        """Return the columns of a natural join: those given of one name on both sides."""
        before = [r for r in self.relations if r is not new]
        given = [c.name for c in new.dataset.columns if c.role is not ColumnRole.WITHHELD]
        return [n for n in given if any(_is_given(r, n) for r in before)]

    def link(self, conditions: list[exp.Expr]) -> list[exp.Expr]:
        """Find the agreed joins among conditions; return what is left of these.

        Raises Refused for an equality of keys that the agreement does not join on.
        """
        pairs: dict[tuple[str, str], dict[tuple[str, str], exp.Expr]] = {}
        by = {relation.alias: relation for relation in self.relations}
        for condition in conditions:
            sides = self._two_sides(condition)
            if sides:
                (one, here), (other, there) = sides
                pairs.setdefault((one.alias, other.alias), {})[here, there] = condition
        used: set[int] = set()
        for (one_, other_), columns in pairs.items():
            used |= self._link(by[one_], by[other_], columns)
        left = [c for c in conditions if id(c) not in used]
        for condition in left:
            self._check_no_key(condition)
        return left

    def _link(
        self, one: Relation, other: Relation, columns: dict[tuple[str, str], exp.Expr]
    ) -> set[int]:
        used: set[int] = set()
        subjects = subject_pairs(one, other, self.terms)
        if one.dataset.name == other.dataset.name and subjects and set(subjects) <= columns.keys():
            self.links.append(Link(one, other, self.terms.subject_column, subjects))
            used |= {id(columns[pair]) for pair in subjects}
        for join in self.terms.joins:
            for pairs in agreed_pairs(join, one.dataset.name, other.dataset.name):
                if set(pairs) <= columns.keys():
                    self.links.append(Link(one, other, join.key, pairs))
                    used |= {id(columns[pair]) for pair in pairs}
        return used

    def _two_sides(
        self, node: exp.Expr
    ) -> tuple[tuple[Relation, str], tuple[Relation, str]] | None:
        """Return the columns of two relations that an equality sets side by side, in order."""
        if not isinstance(node, exp.EQ):
            return None
        one, other = side_of(self.relations, node.this), side_of(self.relations, node.expression)
        if one is None or other is None or one[0].alias == other[0].alias:
            return None
        order = [relation.alias for relation in self.relations]
        first = order.index(one[0].alias) < order.index(other[0].alias)
        return (one, other) if first else (other, one)

    def _check_no_key(self, condition: exp.Expr) -> None:
        sides = self._two_sides(condition)
        roles = {r.dataset.column(name).role for r, name in sides or ()}  # type: ignore[union-attr]
        if roles & {ColumnRole.JOIN, ColumnRole.IDENTITY}:
            raise self.words.no_join()

    def _first(self, name: str, new: Relation) -> Relation:
        before = sorted((r for r in self.relations if r is not new), key=lambda r: r.optional)
        for relation in before:
            if relation.dataset.column(name) and new.dataset.column(name):
                return relation
        raise self.words.no_join()

    def _has_subject(self, relation: Relation) -> bool:
        return has_subject(relation, self.terms)


def _is_given(relation: Relation, name: str) -> bool:
    column = relation.dataset.column(name)
    return column is not None and column.role is not ColumnRole.WITHHELD


def side_of(relations: Iterable[Relation], node: exp.Expr) -> tuple[Relation, str] | None:
    """Return the relation and the column that one side of an equality means, if it is one."""
    if not isinstance(node, exp.Column):
        return None
    named = [r for r in relations if node.table.lower() in ("", r.called)]
    held = [(r, c.name) for r in named if (c := r.dataset.column(node.name))]
    return held[0] if len(held) == 1 else None


def agreed_pairs(join: JoinTerms, one: str, other: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield the pairs of columns that are the whole key of a join between two datasets."""
    if one != other and one in join.among and other in join.among:
        yield tuple(zip(join.columns_of(one), join.columns_of(other), strict=True))


def subject_pairs(one: Relation, other: Relation, terms: Terms) -> tuple[tuple[str, str], ...]:
    """Return the columns that tell the subjects of two datasets, side by side."""
    here, there = terms.subject_columns(one.dataset), terms.subject_columns(other.dataset)
    return tuple(zip(here, there, strict=False)) if len(here) == len(there) else ()


def read_from(
    select: exp.Select,
    terms: Terms,
    words: Words,
    *,
    alias: Callable[[int], str] = "t{}".format,
    only_chooses: bool = False,
) -> From:
    """Return the datasets of a SELECT, the agreed joins between them, and its other conditions.

    ``alias`` gives the gate's own name for the dataset at each place, from 1.
    Raises Refused for a dataset that is not given, or joined in another way than the terms allow.
    """
    found = From(terms, words, only_chooses)
    found.add(select.args["from_"].this, alias(1))
    where = select.args.get("where")
    inner = conjuncts(where.this) if where else []
    later: list[tuple[Relation, list[exp.Expr]]] = []
    for number, join in enumerate(select.args.get("joins") or (), start=2):
        how = (join.args.get("side") or "").upper(), (join.args.get("kind") or "").upper()
        if how not in _INNER | _LEFT:
            raise words.no_join()
        new = found.add(join.this, alias(number), optional=how in _LEFT)
        on = join.args.get("on")
        own: list[exp.Expr] = conjuncts(on) if on else []
        using = [n.name for n in join.args.get("using") or ()]
        own += found.using(found.in_both(new) if join.args.get("method") else using, new)
        if how in _LEFT:
            later.append((new, own))
        else:
            inner += own
    found.conditions = found.link(inner)
    for new, own in later:
        before = len(found.links)
        found.apart[new.alias] = found.link(own)
        if not any(new.alias in (k.one.alias, k.other.alias) for k in found.links[before:]):
            raise words.no_join()
    return found


def put_together(found: From, written: dict[str, list[str]]) -> tuple[list[Relation], str]:
    """Return the relations in the order in which they are joined, and the text after FROM.

    ``written`` holds the further conditions of each left join as SQL. Raises Refused where a
    dataset is linked to none before it.
    """
    first, *waiting = found.relations
    placed, lines = [first], [table_text(first)]
    while waiting:
        known = [r.alias for r in placed]
        new = next((r for r in waiting if _links_of(found, r, known)), None)
        if new is None:
            raise found.words.no_join()
        links = _links_of(found, new, known)
        on = [text for link in links for text in link.sql()]
        on += [f"({text})" for text in written.get(new.alias, ())]
        kind = "LEFT JOIN" if new.optional else "JOIN"
        lines.append(f"{kind} {table_text(new)} ON {' AND '.join(dict.fromkeys(on))}")
        waiting.remove(new)
        placed.append(new)
    return [_keyed(r, found.links) for r in placed], "\n    ".join(lines)


def _links_of(found: From, new: Relation, placed: list[str]) -> list[Link]:
    return [link for link in found.links if link.touches(new.alias, placed)]


def _keyed(relation: Relation, links: list[Link]) -> Relation:
    for link in links:
        columns = tuple(link.columns_of(relation.alias))
        relation = relation.joined_on(link.key, *columns) if columns else relation
    return relation


def mixed_aliases(found: From) -> frozenset[str]:
    """Return the aliases of left joins with conditions of their own, or on several keys."""
    ends = Counter(a for link in found.links for a in {link.one.alias, link.other.alias})
    left = (r.alias for r in found.relations if r.optional)
    return frozenset(a for a in left if found.apart.get(a) or ends[a] > 1)


def keys_seen(links: Iterable[Link]) -> Iterator[tuple[DatasetTerms, ColumnTerms]]:
    """Yield the columns of keys that are dimensions: who joins on them chooses by them."""
    for link in links:
        for relation in (link.one, link.other):
            for name in link.columns_of(relation.alias):
                column = relation.dataset.column(name)
                if column is not None and column.role is ColumnRole.DIMENSION:
                    yield relation.dataset, column


def whose_subjects(relations: Iterable[Relation], terms: Terms, words: Words) -> Relation:
    """Return the first relation that is always there and tells its subjects apart."""
    for relation in relations:
        if not relation.optional and has_subject(relation, terms):
            return relation
    raise words.not_counted()


def aligned_aliases(links: list[Link], found: From, counted: Relation) -> frozenset[str]:
    """Return the aliases whose rows belong to the counted subject: joined on what tells it."""
    aligned = {counted.alias}
    for _ in found.relations:
        for link in links:
            ends = {link.one.alias, link.other.alias}
            if ends & aligned and tells_subject(link, found.terms):
                aligned |= ends
    return frozenset(aligned)


def tells_subject(link: Link, terms: Terms) -> bool:
    """Return whether a link sets the subjects of two datasets side by side."""
    return bool(link.pairs) and subject_pairs(link.one, link.other, terms) == link.pairs


def has_subject(relation: Relation, terms: Terms) -> bool:
    """Return whether a relation has the columns by which subjects are counted."""
    return bool(terms.subject_columns(relation.dataset))


def relation_of(node: exp.Expr, alias: str, terms: Terms, words: Words) -> Relation:
    """Return the dataset that stands in a FROM; raise Refused where it is not given."""
    plain = isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier)
    dataset = terms.dataset(node.name) if plain else None
    if dataset is None:
        raise words.no_dataset(node.name if plain else "")
    alias_ = node.args.get("alias")
    if alias_ is not None and alias_.args.get("columns"):
        raise words.not_sql("other names for the columns of a dataset")
    return Relation((node.alias or node.name).lower(), alias, dataset)


def table_text(relation: Relation) -> str:
    """Return a dataset as it stands in FROM: its name and the gate's alias, quoted."""
    return f"{quoted_text(relation.dataset.name)} AS {quoted_text(relation.alias)}"
