"""Questions that the terms allow, made from the terms: what a refusal tells the asker to try."""

from __future__ import annotations

from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, JoinTerms, Terms

# Words that DuckDB does not take for the name of a column unless they are quoted.
_RESERVED = frozenset(
    """all analyse analyze and any array as asc asymmetric at authorization binary both by case cast
    check collate column concurrently constraint create cross default deferrable desc describe
    distinct do else end except false fetch for foreign freeze from full glob grant group having
    ilike in initially inner intersect into is isnull join lambda lateral leading left like limit
    map natural not notnull null offset on only or order outer overlaps pivot pivot_longer
    pivot_wider placing positional primary qualify references returning right select semi show
    similar some struct summarize symmetric table tablesample then to trailing true try_cast union
    unique unpivot using values variadic verbose when where window with""".split()  # noqa: SIM905
)


def sql_name(name: str) -> str:
    """Return a name as an analyst writes it in a question: quoted only where it must be."""
    plain = name.replace("_", "a").isalnum() and not name[0].isdigit() and name.isascii()
    return name if plain and name.lower() not in _RESERVED else '"' + name.replace('"', '""') + '"'


class Examples:
    """The questions that may be tried under one agreement."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def about(self, dataset: DatasetTerms) -> str:
        """Return a question about a dataset: a count by one of its dimensions."""
        if not self._counts(dataset):
            return self.joined()
        return _question(dataset, self.dimension(dataset), "count(*)")

    def of_column(self, dataset: DatasetTerms, column: ColumnTerms) -> str:
        """Return a question that uses a column as its role allows."""
        if not self._counts(dataset):
            return self.joined()
        if column.role is ColumnRole.MEASURE and column.functions:
            best = "avg" if "avg" in column.functions else column.functions[0]
            measure = f"{best}({sql_name(column.name)})"
            return _question(dataset, self.dimension(dataset), measure)
        if column.role is ColumnRole.DIMENSION:
            return _question(dataset, column.name, "count(*)")
        return self.about(dataset)

    def choosing(self, dataset: DatasetTerms, column: ColumnTerms) -> str:
        """Return a question that chooses by a dimension telling of a measure.

        Such a dimension ends in the name of the measure, as in_arrears does for arrears.
        """
        telling = [
            c.name
            for c in dataset.columns
            if c.role is ColumnRole.DIMENSION and c.name.lower().endswith(column.name.lower())
        ]
        if not telling or not self._counts(dataset):
            return self.about(dataset)
        return _question(dataset, self.dimension(dataset), "count(*)", where=telling[0])

    def joined(self) -> str:
        """Return a question that joins two datasets as the agreement allows, if it does."""
        for join in self.terms.joins:
            counted = [n for n in join.among if (d := self.terms.dataset(n)) and self._counts(d)]
            if counted:
                second = next(name for name in join.among if name != counted[0])
                tables = ["from", sql_name(counted[0]), "join", sql_name(second)]
                return " ".join(["select count(*)", *tables, _on(join, counted[0], second)])
        return ""

    def dimension(self, dataset: DatasetTerms) -> str | None:
        """Return the dimension under the strictest rule: its example never promises too much."""
        names = [c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION]
        if not names:
            return None
        return max(names, key=lambda name: self.terms.smallest_group(frozenset({name})).size)

    def with_filter(self, dataset: DatasetTerms) -> str:
        """Return a question of which one number is of those who have some dimension."""
        names = [c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION]
        if not names or not self._counts(dataset):
            return self.about(dataset)
        there = f"count(*) filter (where {sql_name(names[-1])} is not null)"
        return _question(dataset, names[0], f"{there} as there")

    def on_top(self, dataset: DatasetTerms, function: str) -> str:
        """Return a question that has a function of texts on top of a count by a dimension."""
        name = self.dimension(dataset)
        if name is None or not self._counts(dataset):
            return self.about(dataset)
        below, name = _question(dataset, name, "count(*) as n"), sql_name(name)
        if function == "string_agg":
            taken = f"n, string_agg({name}, ', ') from counted group by n"
        else:
            taken = f"concat_ws(': ', {name}, n) as line from counted"
        return f"with counted as ({below}) select {taken}"

    def with_subject(self) -> DatasetTerms:
        """Return the first dataset whose subjects can be counted."""
        return next((d for d in self.terms.datasets if self._counts(d)), self.terms.datasets[0])

    def _counts(self, dataset: DatasetTerms) -> bool:
        return bool(self.terms.subject_columns(dataset))


def _on(join: JoinTerms, one: str, other: str) -> str:
    if not join.columns:
        return f"using ({sql_name(join.key)})"
    pairs = zip(join.columns_of(one), join.columns_of(other), strict=True)
    same = (
        f"{sql_name(one)}.{sql_name(here)} = {sql_name(other)}.{sql_name(there)}"
        for here, there in pairs
    )
    return f"on {' and '.join(same)}"


def _question(
    dataset: DatasetTerms, dimension: str | None, measure: str, *, where: str | None = None
) -> str:
    shown = [sql_name(dimension)] if dimension else []
    parts = ["select", ", ".join([*shown, measure]), "from", sql_name(dataset.name)]
    parts += ["where", sql_name(where)] if where else []
    parts += ["group by 1"] if dimension else []
    return " ".join(parts)
