"""The gate's no, in words that are made from the terms alone.

Nothing of the question is repeated, not even a name in quotation marks (it may be a person's), and
what the agreement withholds is refused in the same words as what does not exist.
"""

from __future__ import annotations

from collections.abc import Collection

from beholden.kernel import (
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    KeptApart,
    Refusal,
    Refused,
    Terms,
)

from ..agreement.closed_outputs import closed_output
from ..agreement.form import place
from .examples import Examples, sql_name
from .meant_names import join_in_words, listed, meant_among, names_given

_DONE = {
    "sum": "summed",
    "avg": "averaged",
    "count": "counted",
    "stddev": "looked at for its standard deviation",
    "variance": "looked at for its variance",
}
_PLURALS = {"person": "people"}


def plural(word: str) -> str:
    """Return the plural of the word for one subject."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


class Words:
    """The refusals of one agreement; ``asked`` are the names of the tables of the question."""

    def __init__(self, terms: Terms, *, asked: Collection[str] = ()) -> None:
        self.terms = terms
        self.asked = tuple(d for d in terms.datasets if d.name.lower() in asked)
        self.subjects = plural(terms.subject)
        self.try_ = Examples(terms)

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

    def kept_apart(self, rule: KeptApart, columns: tuple[str, ...]) -> Refused:
        """Say that the board keeps two columns apart, whichever way a question uses both."""
        return self._refused(
            f"this question uses {listed(list(columns), 'and')} together.",
            f"The board put the condition that no answer uses {rule.together} together: "
            f"grouped, chosen or worked out ({rule.because}).",
            clause="conditions › never_together",
            next_step=f"ask by {columns[0]} in one question and by {columns[1]} in another.",
            ask="the accountable officer of the use.",
        )

    def untrained(self, courses: list[str]) -> Refused:
        """Say that the asker lacks courses that the agreement asks for."""
        return self._refused(
            "you need training before you ask under this agreement.",
            f"The agreement {self.terms.agreement} asks its analysts for {listed(courses, 'and')}, "
            "passed and not expired.",
            clause="training",
            next_step=f"beholden course take {courses[0]}",
            ask="the data-protection officer.",
        )

    def no_aggregate(self) -> Refused:
        """Say that the agreement has no output that a question can have."""
        others = {
            "rows for one named act, which two people approve": self.terms.records,
            "self-service from a sealed fitted table": self.terms.self_service,
        }
        given = [words for words, output in others.items() if output]
        instead = f" It gives {listed(given, 'and')}, which is not asked for here." if given else ""
        if self.terms.closed_by("aggregate"):
            return Refused(closed_output(self.terms, "aggregate", instead=instead))
        return self._refused(
            "this agreement gives no answers to questions.",
            f"The agreement {self.terms.agreement} does not name the output aggregate.{instead}",
            clause="outputs",
            ask="the owner of the use to change the agreement.",
        )

    def no_dataset(self, named: str = "") -> Refused:
        """Say that a question names no dataset that the agreement gives; ``named`` it does."""
        names = listed(sorted(d.name for d in self.terms.datasets), "and")
        meant = meant_among(named, (d.name for d in self.terms.datasets))
        return self._refused(
            "this question names no dataset, or one that the agreement does not give.",
            f"{meant}The agreement {self.terms.agreement} gives {names}, and nothing else.",
            clause="datasets",
            next_step=self.try_.about(self.terms.datasets[0]),
            ask="the owner of the use to change the agreement.",
        )

    def no_column(self, dataset: DatasetTerms | None, named: str = "") -> Refused:
        """Say that a column is not given, in the same words whether or not there is one.

        A column that is given and called much like ``named`` is told: that rests on the question
        and on what the asker may know, and not on what else there is.
        """
        where = dataset or self.terms.datasets[0]
        among = (dataset,) if dataset else self.asked or self.terms.datasets
        meant = meant_among(named, (name for d in among for name in names_given(d)))
        return self._refused(
            "this question names a column that the agreement does not give.",
            f"{meant}The agreement {self.terms.agreement} gives you these columns:"
            f" {self._given(dataset)}."
            " Every other column is withheld, whether or not there is one.",
            clause=place("datasets", dataset.name) if dataset else "datasets",
            next_step=self.try_.about(where),
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
            next_step=self.try_.about(dataset),
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
            try_instead=self.try_.choosing(dataset, column),
        )

    def wrong_function(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that this is not a function that the agreement allows for the column."""
        return self._about(
            dataset,
            column,
            f"the agreement does not allow this to be worked out of {column.name}.",
        )

    def not_alone(self, dataset: DatasetTerms | None) -> Refused:
        """Say that what is summed must be of one of the few forms that are allowed."""
        where = dataset or self.terms.datasets[0]
        return self._refused(
            "what is summed or averaged here is no value over measures.",
            "sum and avg take a measure of the agreement; or up to three different ones multiplied,"
            " of which some may stand as 1 - measure or 1 + measure; or up to three of these added"
            " or taken away; alone or in case when … then … end with one when. Other constants,"
            " functions and casts stand outside: 2 * sum(x). In rows put together by union all only"
            " a measure by itself is summed.",
            clause=place("datasets", where.name),
            next_step=self.try_.about(where),
        )

    def other_count(self) -> Refused:
        """Say what count(distinct …) may count."""
        return self._refused(
            f"only {self.subjects} may be counted.",
            f"The agreement {self.terms.agreement} counts {self.subjects}, each of them once:"
            f" count(*) and count(distinct {sql_name(self.terms.subject_column)}) are the same.",
            clause="subject",
            next_step=self.try_.about(self.try_.with_subject()),
        )

    def no_join(self) -> Refused:
        """Say which joins the agreement allows."""
        allowed = "; ".join(map(join_in_words, self.terms.joins)) or "none"
        return self._refused(
            "this question joins datasets in a way that the agreement does not allow.",
            f"Allowed joins: {allowed}. A join is inner or left, with each dataset once, by"
            " using (key) or on a.key = b.key, and conditions on dimensions.",
            clause="joins",
            next_step=self.try_.joined(),
            ask="the owner of the use to change the agreement.",
        )

    def not_counted(self) -> Refused:
        """Say that subjects cannot be counted in what is joined."""
        where = self.try_.with_subject()
        return self._refused(
            f"{self.subjects} cannot be counted in this question.",
            f"The agreement {self.terms.agreement} counts {self.subjects} by"
            f" {self.terms.subject_column}. The first dataset, or one that is joined to it without"
            f" left, must have that column, and any other that has it must be joined on it.",
            clause="subject",
            next_step=self.try_.about(where),
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

    def too_many_parts(self, most: int) -> Refused:
        """Say that so many tables of groups are not worked out for one question."""
        return self._refused(
            "this question asks for too many things at once.",
            f"It has at most {most} parts, and each of them is asked and treated by itself.",
            clause=place("outputs", "aggregate"),
            next_step="ask for fewer at once.",
        )

    def question_chooses(self) -> Refused:
        """Say in which form a question may stand within a condition on rows."""
        return self._refused(
            "this question lets another question choose who is counted, in a way not on the list.",
            "Within a condition on rows a question takes one dataset, the key of an agreed join and"
            " conditions on dimensions: key in (select key from … where …), or exists with"
            " a.key = b.key. It then chooses as that join does.",
            clause="joins",
            next_step=self.try_.joined(),
        )

    def mixed_join(self) -> Refused:
        """Say that a dataset is not joined with a result."""
        return self._refused(
            "this question joins a dataset with the result of a question.",
            "A result has groups and a dataset has one row for each. Only what is treated already"
            " stands above a question, and results may be joined with each other.",
            clause="joins",
            next_step=self.try_.about(self.terms.datasets[0]),
        )

    def too_many_filters(self, most: int) -> Refused:
        """Say that so many filters cannot be compared with each other."""
        return self._refused(
            "this question takes numbers over too many different filters.",
            f"Numbers of one group may not differ by a few {self.subjects}. That is looked at for"
            f" up to {most} different filters of counts, and of each measure.",
            clause=place("outputs", "aggregate"),
            next_step="group by the dimension instead, or ask for fewer at once.",
        )

    def too_many_compared(self, most: int) -> Refused:
        """Say that so many sets of filters are not compared for one question."""
        return self._refused(
            "this question compares too many sets of filters at once.",
            f"What two filters beside a whole have in common is looked at for {most} sets of them.",
            clause=place("outputs", "aggregate"),
            next_step="group by the dimension instead, or ask for fewer at once.",
        )

    def sum_and_average(self, dataset: DatasetTerms, column: ColumnTerms) -> Refused:
        """Say that a sum divided by its average would be a number that is rounded otherwise."""
        return self._refused(
            f"this question both sums and averages {column.name}.",
            "One divided by the other is how many there are, which this agreement rounds.",
            clause=place("outputs", "aggregate", "round_to"),
            next_step="ask for the sum with count(*), or for the average.",
            ask=self._steward(dataset),
        )

    def not_sql(self, what: str, *, instead: str = "") -> Refused:
        """Say that a part of SQL is not on the list; ``what`` is our own word for it.

        ``instead`` is what says the same and may be written.
        """
        first = self.terms.datasets[0]
        write = f" Write {instead}." if instead else ""
        return self._refused(
            f"this question uses {what}.",
            "A question asks for dimensions, and counts, sums and averages of groups."
            f" Only what is on the gate's list of SQL may be used.{write}",
            clause=place("outputs", "aggregate"),
            next_step=self.try_.about(first),
        )

    def pivot(self) -> Refused:
        """Say what to write for a table with a column for each value of a dimension."""
        return self._refused(
            "this question uses pivot.",
            "Which columns the answer has would depend on the data. Write each of them as a"
            " number of its own, with filter (where …).",
            clause=place("outputs", "aggregate"),
            next_step=self.try_.with_filter(self.try_.with_subject()),
        )

    def over_results(self, function: str) -> Refused:
        """Say that a function stands over rows that may stand over results alone."""
        first = self.try_.with_subject()
        return self._refused(
            f"this question uses {function} over rows.",
            "It may stand over results: group and count first, in with or in brackets, and use it"
            " in a select from that.",
            clause=place("outputs", "aggregate"),
            next_step=self.try_.on_top(first, function),
        )

    def hidden_name(self) -> Refused:
        """Say that names beginning with _ are taken."""
        return self._refused(
            "this question names a result with _ at its beginning.",
            "Such names are kept for what the gate works out for itself.",
            next_step="choose another name after as.",
        )

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
            next_step=try_instead or self.try_.of_column(dataset, column),
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

    def _size(self, dataset: DatasetTerms) -> int:
        """Return the largest of the smallest groups that bind a dataset and those asked with it."""
        names = map(self.try_.dimension, (dataset, *self.asked))
        return self.terms.smallest_group(frozenset(filter(None, names))).size

    def _given(self, dataset: DatasetTerms | None) -> str:
        datasets = (dataset,) if dataset else self.terms.datasets
        return "; ".join(f"of {d.name}, {listed(names_given(d), 'and')}" for d in datasets)

    def _steward(self, dataset: DatasetTerms) -> str:
        return f"the steward of {dataset.name} ({dataset.steward}) to change the agreement."

    def _refused(
        self, what: str, why: str, *, clause: str = "", next_step: str = "", ask: str = ""
    ) -> Refused:
        return Refused(Refusal(what=what, why=why, clause=clause, next_step=next_step, ask=ask))
