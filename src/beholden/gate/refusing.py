"""The gate's no, in words that are made from the terms alone.

Nothing of the question is repeated, not even a name in quotation marks (it may be a person's), and
what the agreement withholds is refused in the same words as what does not exist.
"""

from __future__ import annotations

from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms, Refusal, Refused, Terms

from .agreement_form import place

_DONE = {"sum": "summed", "avg": "averaged", "count": "counted"}
_PLURALS = {"person": "people"}
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


def plural(word: str) -> str:
    """Return the plural of the word for one subject."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def listed(words: list[str], last: str = "or") -> str:
    """Return words as a list that is read aloud: ``a, b or c``."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sql_name(name: str) -> str:
    """Return a name as an analyst writes it in a question: quoted only where it must be."""
    plain = name.replace("_", "a").isalnum() and not name[0].isdigit() and name.isascii()
    return name if plain and name.lower() not in _RESERVED else '"' + name.replace('"', '""') + '"'


class Words:
    """The refusals of one agreement."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.subjects = plural(terms.subject)

    def ended(self) -> Refused:
        """Say that the last day has passed."""
        return self._refused(
            "the agreement has ended; there is nothing left to ask.",
            f"The agreement {self.terms.agreement} held until {self.terms.ends.isoformat()}.",
            clause="until",
            ask="the owner of the use for a new agreement.",
        )

    def not_begun(self) -> Refused:
        """Say that the first day has not come."""
        return self._refused(
            "the agreement has not begun.",
            f"The agreement {self.terms.agreement} holds from {self.terms.starts.isoformat()}.",
            clause="from",
            next_step="ask again on that day.",
        )

    def review_owed(self) -> Refused:
        """Say that the board's review is owed and not recorded."""
        day = self.terms.review_by
        return self._refused(
            "this use must be reviewed before anything more is asked.",
            f"The board put the condition that it is looked at again by {day}.",
            clause="conditions › review_by",
            next_step="record the review; questions are answered again from then on.",
            ask="the accountable officer of the use.",
        )

    def no_aggregate(self) -> Refused:
        """Say that the agreement has no output that a question can have."""
        others = {
            "rows for one named act, which two people approve": self.terms.records,
            "self-service from a sealed fitted table": self.terms.self_service,
        }
        given = [words for words, output in others.items() if output]
        instead = f" It gives {listed(given, 'and')}, which is not asked for here." if given else ""
        return self._refused(
            "this agreement gives no answers to questions.",
            f"The agreement {self.terms.agreement} does not name the output aggregate.{instead}",
            clause="outputs",
            ask="the owner of the use to change the agreement.",
        )

    def no_dataset(self) -> Refused:
        """Say that a question names no dataset that the agreement gives."""
        names = listed(sorted(d.name for d in self.terms.datasets), "and")
        return self._refused(
            "this question names no dataset, or one that the agreement does not give.",
            f"The agreement {self.terms.agreement} gives {names}, and nothing else.",
            clause="datasets",
            next_step=self.example(self.terms.datasets[0]),
            ask="the owner of the use to change the agreement.",
        )

    def no_column(self, dataset: DatasetTerms | None) -> Refused:
        """Say that a column is not given, in the same words whether or not there is one."""
        where = dataset or self.terms.datasets[0]
        return self._refused(
            "this question names a column that the agreement does not give.",
            f"The agreement {self.terms.agreement} gives you {self._given(dataset)}."
            " Every other column is withheld, whether or not there is one.",
            clause=place("datasets", dataset.name) if dataset else "datasets",
            next_step=self.example(where),
            ask=self._steward(where),
        )

    def lists(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that the question would show a column for each subject."""
        return self._about(
            dataset,
            column,
            f"this question would list {column.name} for each {self.terms.subject}.",
        )

    def lists_rows(self, dataset: DatasetTerms) -> Refused:
        """Say that the question groups and counts nothing."""
        return self._refused(
            f"this question would give a row for each {self.terms.subject}.",
            f"The agreement {self.terms.agreement} gives you groups"
            f" of at least {self._size(dataset)} {self.subjects}, and never one.",
            clause=place("outputs", "aggregate"),
            next_step=self.example(dataset),
            ask=self._steward(dataset),
        )

    def chooses(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that only a dimension may choose who is counted."""
        others = [c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION]
        instead = f" Use a dimension instead: {listed(others)}." if others else ""
        return self._about(
            dataset,
            column,
            f"this question would let {column.name} choose who is counted.",
            more=f", and may never choose who is counted.{instead}",
            try_instead=self._choosing_example(dataset, column),
        )

    def wrong_function(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that this is not a function that the agreement allows for the column."""
        return self._about(
            dataset,
            column,
            f"the agreement does not allow this to be worked out of {column.name}.",
        )

    def not_alone(self, dataset: DatasetTerms | None) -> Refused:
        """Say that what is summed must be one measure."""
        where = dataset or self.terms.datasets[0]
        return self._refused(
            "what is summed or averaged here is not a measure by itself.",
            "sum and avg take one measure of the agreement, alone or in case when … then … end."
            " Arithmetic is done on the results: sum(a) / sum(b).",
            clause=place("datasets", where.name),
            next_step=self.example(where),
        )

    def other_count(self) -> Refused:
        """Say what count(distinct …) may count."""
        return self._refused(
            f"only {self.subjects} may be counted.",
            f"The agreement {self.terms.agreement} counts {self.subjects}, each of them once:"
            f" count(*) and count(distinct {sql_name(self.terms.subject_column)}) are the same.",
            clause="subject",
            next_step=self.example(self._with_subject()),
        )

    def no_join(self) -> Refused:
        """Say which joins the agreement allows."""
        said = [f"on {j.key} among {listed(list(j.among), 'and')}" for j in self.terms.joins]
        allowed = "; ".join(said) or "none"
        return self._refused(
            "this question joins datasets in a way that the agreement does not allow.",
            f"Allowed joins: {allowed}. A join is inner or left, with each dataset once, by"
            " using (key) or on a.key = b.key, and conditions on dimensions.",
            clause="joins",
            next_step=self._join_example(),
            ask="the owner of the use to change the agreement.",
        )

    def not_counted(self) -> Refused:
        """Say that subjects cannot be counted in what is joined."""
        where = self._with_subject()
        return self._refused(
            f"{self.subjects} cannot be counted in this question.",
            f"The agreement {self.terms.agreement} counts {self.subjects} by"
            f" {self.terms.subject_column}. The first dataset, or one that is joined to it without"
            f" left, must have that column, and any other that has it must be joined on it.",
            clause="subject",
            next_step=self.example(where),
        )

    def measure_elsewhere(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that a measure must belong to the subjects that are counted."""
        return self._refused(
            f"{column.name} does not belong to the {self.subjects} that this question counts.",
            f"{dataset.name} does not tell whose {column.name} it is, so the largest share of one"
            f" {self.terms.subject} cannot be known.",
            clause=place("datasets", dataset.name, column.name),
            ask=self._steward(dataset),
        )

    def not_sql(self, what: str) -> Refused:
        """Say that a part of SQL is not on the list; ``what`` is our own word for it."""
        first = self.terms.datasets[0]
        return self._refused(
            f"this question uses {what}.",
            "A question is one SELECT: dimensions, and counts, sums and averages of groups."
            " Only what is on the gate's list of SQL may be used.",
            clause=place("outputs", "aggregate"),
            next_step=self.example(first),
        )

    def hidden_name(self) -> Refused:
        """Say that names beginning with _ are taken."""
        return self._refused(
            "this question names a result with _ at its beginning.",
            "Such names are kept for what the gate works out for itself.",
            next_step="choose another name after as.",
        )

    def example(self, dataset: DatasetTerms) -> str:
        """Return a question about a dataset that these terms allow."""
        name = self._example_dimension(dataset)
        if self._counts(dataset):
            return self._question(dataset, name, "count(*)")
        return self._join_example()

    def _about(
        self,
        dataset: DatasetTerms,
        column: ColumnTerms,
        what: str,
        *,
        more: str = ", and never shown for one.",
        try_instead: str = "",
    ) -> Refused:
        return self._refused(
            what,
            f"The agreement {self.terms.agreement} gives you {self._role(dataset, column, more)}",
            clause=place("datasets", dataset.name, column.name),
            next_step=try_instead or self._column_example(dataset, column),
            ask=self._steward(dataset),
        )

    def _role(self, dataset: DatasetTerms, column: ColumnTerms, more: str) -> str:
        if column.role is ColumnRole.MEASURE:
            done = listed([_DONE.get(f, f) for f in column.functions])
            groups = f"groups of at least {self._size(dataset)} {self.subjects}"
            return f"{column.name} as a measure: it may be {done} over {groups}{more}"
        if column.role is ColumnRole.DIMENSION:
            return (
                f"{column.name} as a dimension: it may choose and group,"
                " and stands in the answer only where the question groups by it."
            )
        return f"{column.name} to join by and to count by; it is never shown and never chooses."

    def _column_example(self, dataset: DatasetTerms, column: ColumnTerms) -> str:
        if column.role is ColumnRole.MEASURE and self._counts(dataset):
            best = "avg" if "avg" in column.functions else column.functions[0]
            measure = f"{best}({sql_name(column.name)})"
            return self._question(dataset, self._example_dimension(dataset), measure)
        if column.role is ColumnRole.DIMENSION and self._counts(dataset):
            return self._question(dataset, column.name, "count(*)")
        return self.example(dataset)

    def _choosing_example(self, dataset: DatasetTerms, column: ColumnTerms) -> str:
        """Choose by a dimension that tells of the measure, such as in_arrears of arrears."""
        telling = [
            c.name
            for c in dataset.columns
            if c.role is ColumnRole.DIMENSION and c.name.lower().endswith(column.name.lower())
        ]
        group = self._example_dimension(dataset)
        if not telling or not group or not self._counts(dataset):
            return self.example(dataset)
        return (
            f"select {sql_name(group)}, count(*) from {sql_name(dataset.name)}"
            f" where {sql_name(telling[0])} group by 1"  # noqa: S608 - shown, not run
        )

    def _question(self, dataset: DatasetTerms, dimension: str | None, measure: str) -> str:
        name = sql_name(dataset.name)
        if dimension is None:
            return f"select {measure} from {name}"  # noqa: S608 - shown, not run
        return f"select {sql_name(dimension)}, {measure} from {name} group by 1"  # noqa: S608

    def _join_example(self) -> str:
        if not self.terms.joins:
            return ""
        join = self.terms.joins[0]
        counted = [n for n in join.among if (d := self.terms.dataset(n)) and self._counts(d)]
        first = counted[0] if counted else join.among[0]
        second = next(name for name in join.among if name != first)
        return (
            f"select count(*) from {sql_name(first)}"
            f" join {sql_name(second)} using ({sql_name(join.key)})"  # noqa: S608 - shown, not run
        )

    def _counts(self, dataset: DatasetTerms) -> bool:
        column = dataset.column(self.terms.subject_column)
        return column is not None and column.role in (ColumnRole.JOIN, ColumnRole.IDENTITY)

    def _with_subject(self) -> DatasetTerms:
        return next((d for d in self.terms.datasets if self._counts(d)), self.terms.datasets[0])

    def _example_dimension(self, dataset: DatasetTerms) -> str | None:
        """Return the dimension under the strictest rule: its example never promises too much."""
        names = [c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION]
        if not names:
            return None
        return max(names, key=lambda n: self.terms.smallest_group(frozenset({n})).size)

    def _size(self, dataset: DatasetTerms) -> int:
        name = self._example_dimension(dataset)
        return self.terms.smallest_group(frozenset({name} if name else ())).size

    def _given(self, dataset: DatasetTerms | None) -> str:
        datasets = (dataset,) if dataset else self.terms.datasets
        return "; ".join(
            f"of {d.name} {listed([c.name for c in d.columns if c.role != 'withheld'], 'and')}"
            for d in datasets
        )

    def _steward(self, dataset: DatasetTerms) -> str:
        return f"the steward of {dataset.name} ({dataset.steward}) to change the agreement."

    def _refused(
        self, what: str, why: str, *, clause: str = "", next_step: str = "", ask: str = ""
    ) -> Refused:
        return Refused(Refusal(what=what, why=why, clause=clause, next_step=next_step, ask=ask))
