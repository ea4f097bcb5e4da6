"""The refusals of self-service, in words. They depend on the question, the terms and the day."""

from __future__ import annotations

from dataclasses import dataclass

from beholden.kernel import Refusal, Refused, SelfServiceOutput, Terms

_CLAUSE = "outputs › self_service"


@dataclass(frozen=True, slots=True)
class Words:
    """Makes refusals about one agreement's self-service."""

    terms: Terms
    output: SelfServiceOutput
    of: str

    def ended(self) -> Refused:
        """Say that the last day has passed."""
        return self._no(
            "the agreement has ended; there is nothing left to ask.",
            f"The agreement {self.terms.agreement} held until {self.terms.ends.isoformat()}.",
            clause="until",
            ask="the owner of the use for a new agreement.",
        )

    def not_begun(self) -> Refused:
        """Say that the first day has not come."""
        return self._no(
            "the agreement has not begun.",
            f"The agreement {self.terms.agreement} holds from {self.terms.starts.isoformat()}.",
            clause="from",
        )

    def review_owed(self) -> Refused:
        """Say that the board's review is owed."""
        return self._no(
            "this use must be reviewed before anything more is asked.",
            f"The board put the condition that it is looked at again by {self.terms.review_by}.",
            clause="conditions › review_by",
            ask="the accountable officer of the use.",
        )

    def not_the_form(self, what: str) -> Refused:
        """Say that a part of the question is not in the small form that a fitted table answers."""
        return self._no(
            f"self-service does not answer {what}.",
            "It answers count(*), and sum, avg or share of a measure, by dimensions and with "
            "conditions on dimensions, of one table.",
            next_step=self._example(),
        )

    def no_table(self) -> Refused:
        """Say that the question is of another table than the fitted one."""
        return self._no(
            "self-service is asked of one table.",
            f"It is called {self.of}, and has the dimensions of the other datasets in it already.",
            next_step=self._example(),
        )

    def no_dimension(self) -> Refused:
        """Say that a column is not given here, in the same words whether or not there is one."""
        return self._no(
            "this question groups or chooses by a column that self-service does not give.",
            f"The agreement {self.terms.agreement} gives it by {', '.join(self.output.by)}. "
            "Every other column is withheld, whether or not there is one.",
            clause=f"{_CLAUSE} › by",
            next_step=self._example(),
        )

    def no_measure(self) -> Refused:
        """Say that a column is no measure here, in the same words whether or not there is one."""
        return self._no(
            "this question asks for a number that self-service does not give.",
            f"The agreement {self.terms.agreement} gives {', '.join(self.output.measures)}, and "
            "count(*). Every other column is withheld, whether or not there is one.",
            clause=f"{_CLAUSE} › measures",
            next_step=self._example(),
        )

    def _example(self) -> str:
        by = self.output.by[0]
        measure = self.output.measures[0]
        return f"select {by}, avg({measure}) from {self.of} group by {by}"  # noqa: S608 (words)

    def _no(
        self, what: str, why: str, *, clause: str = _CLAUSE, next_step: str = "", ask: str = ""
    ) -> Refused:
        whom = ask or "the data-protection officer."
        return Refused(Refusal(what=what, why=why, clause=clause, next_step=next_step, ask=whom))
