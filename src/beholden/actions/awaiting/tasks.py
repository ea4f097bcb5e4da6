"""One use as a list of tasks from the idea to what came of it: where each is, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ... import ethics
from ...kernel import day_in_words, day_of
from ...records import reading
from ..acting import person_named
from ..home import Home
from ..rights import Right, offices_that_may
from .items import Whom
from .whom import whom_of


class TaskState(StrEnum):
    """Where a task is."""

    DONE = "Done"
    TO_DO = "To do"
    LATER = "Cannot start yet"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True, slots=True)
class UseTask:
    """One task of a use.

    ``known`` is what the record says of it already, ``who`` the offices that may do it, ``mine``
    whether whoever looks may do it now, and ``why_not`` why they may not though their office may.
    """

    code: str
    section: str
    title: str
    state: TaskState
    known: str
    who: str
    mine: bool = False
    why_not: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class UseTasks:
    """A use with all of its tasks, as one person sees them."""

    use: reading.UseView
    agreements: tuple[reading.AgreementInWork, ...]
    stated_by_me: bool
    tasks: tuple[UseTask, ...]

    def task(self, code: str) -> UseTask:
        """Return one task by its code."""
        return next(task for task in self.tasks if task.code == code)

    @property
    def sections(self) -> tuple[tuple[str, tuple[UseTask, ...]], ...]:
        """Return the tasks by section, in order."""
        titles = dict.fromkeys(task.section for task in self.tasks)
        return tuple((s, tuple(t for t in self.tasks if t.section == s)) for s in titles)


def use_tasks(home: Home, *, by: str, use: str) -> UseTasks:
    """Return the tasks of a use as somebody sees them; raises NotFound."""
    with home.at_work():
        whom = whom_of(person_named(by))
        view, work = reading.use_in_work(use)
    looking = _Looking(view, work, whom)
    return UseTasks(view, work.agreements, looking.own, tuple(looking.tasks()))


_THINK, _JUDGE, _WORK, _AFTER = (
    "Think it through",
    "Have it judged",
    "Agree and work",
    "Afterwards",
)
_OWN = "You stated this use, so somebody else does this."


@dataclass(frozen=True, slots=True)
class _Looking:
    """One person looking at one use."""

    view: reading.UseView
    work: reading.UseInWork
    whom: Whom

    @property
    def own(self) -> bool:
        return self.work.stated_by == self.whom.code

    @property
    def fixed(self) -> bool:
        """Whether what was stated can no longer change."""
        return self.view.state != "stated" or bool(self.view.advice)

    def tasks(self) -> Iterator[UseTask]:
        yield self.statement()
        yield self.triage()
        yield self.canvas()
        yield self.design()
        yield self.assessment()
        yield self.advice()
        yield self.decision()
        if self.view.opening:
            yield self.opening(self.view.opening)
        yield self.agreement()
        yield self.extract()
        yield self.review()
        yield self.outcome()

    def statement(self) -> UseTask:
        view = self.view
        told = len(view.consequences)
        known = (
            f"Stated by the {view.stated_by_office} on {day_in_words(day_of(view.stated_at))}, "
            f"with {told} consequence{'' if told == 1 else 's'}."
        )
        mine = self.own and not self.fixed and self.whom.may(Right.USE_STATE)
        why = "It was advised on or decided: what was seen stays." if self.fixed else ""
        return UseTask(
            "statement",
            _THINK,
            "Purpose and consequences",
            TaskState.DONE,
            known,
            f"whoever stated it first ({view.stated_by_office})",
            mine,
            why if self.own else "",
        )

    def triage(self) -> UseTask:
        owed = self.view.triage.owed if self.view.triage else {}
        missing = len(owed.get("missing", ()))
        done = bool(owed) and not missing
        known = f"A {self.view.review} review is owed."
        known += f" {missing} questions are open." if missing else ""
        return self._task(
            "triage",
            _THINK,
            "How much review it is owed",
            TaskState.DONE if done or self.fixed else TaskState.TO_DO,
            known,
            Right.USE_TRIAGE,
            free=not self.fixed,
        )

    def canvas(self) -> UseTask:
        said = ethics.canvas_said({v.area: v.said for v in self.view.canvas_versions})
        settled = sum(area.is_settled for area in said.values())
        state = TaskState.DONE if settled == len(said) else TaskState.TO_DO
        if self.view.review == "light" and state is TaskState.TO_DO and not settled:
            state = TaskState.NOT_NEEDED
        known = f"{settled} of {len(said)} areas are settled."
        return self._task("canvas", _THINK, "The ethics canvas", state, known, Right.CANVAS_FILL)

    def design(self) -> UseTask:
        owed = bool(self.view.triage and self.view.triage.owed.get("design_review"))
        reviews = self.view.design_reviews
        verdict = reviews[-1].verdict if reviews else ""
        if verdict:
            done = verdict.startswith("approved")
            state = TaskState.DONE if done else TaskState.TO_DO
            known = f"{verdict.capitalize()}, by the {reviews[-1].office}."
        else:
            state = TaskState.TO_DO if owed else TaskState.NOT_NEEDED
            known = "By triage it is owed." if owed else "Triage does not ask for it."
        return self._task(
            "design-review",
            _JUDGE,
            "Design review",
            state,
            known,
            Right.DESIGN_REVIEW,
            not_own=True,
        )

    def assessment(self) -> UseTask:
        advice = self.view.dpia_advice
        if not self.view.personal_data:
            state, known = TaskState.NOT_NEEDED, "By its statement it uses no personal data."
        elif advice:
            state = TaskState.DONE
            known = f"Go ahead: {advice[-1].proceed}; the risk that stays is " + (
                f"{advice[-1].residual_risk}."
            )
        else:
            state, known = TaskState.TO_DO, "The data-protection officer has not advised yet."
        return self._task(
            "dpia-advice",
            _JUDGE,
            "Advice on the impact assessment",
            state,
            known,
            Right.DPIA_ADVISE,
            not_own=True,
        )

    def advice(self) -> UseTask:
        points = sum(len(one.points) for one in self.view.advice)
        if points:
            last = day_in_words(self.view.advice[-1].meeting)
            state, known = TaskState.DONE, f"{points} points, the last of {last}."
        elif self.view.review == "light":
            state, known = TaskState.NOT_NEEDED, "A light review does not go to the board."
        elif self._canvas_open():
            state, known = TaskState.LATER, "The ethics canvas is to be whole first."
        else:
            state, known = TaskState.TO_DO, "It can go before the board."
        return self._task(
            "advice", _JUDGE, "Advice of the board", state, known, Right.ADVICE_RECORD
        )

    def decision(self) -> UseTask:
        view, last = self.view, self.view.decision
        if last:
            word = "Yes" if last.yes else "No"
            state = TaskState.DONE
            known = f"{word}, by the {last.office} on {day_in_words(last.on)}."
        elif view.review == "full" and not view.advice:
            state, known = TaskState.LATER, "The board is to advise first."
        else:
            state, known = TaskState.TO_DO, f"The {view.accountable_officer} decides."
        task = self._task(
            "decision", _JUDGE, "Decision", state, known, Right.USE_DECIDE, not_own=True
        )
        return self._of_the_officer(task)

    def opening(self, opening: reading.OpeningView) -> UseTask:
        confirmed = opening.confirmed_at is not None
        known = f"Asked for by the {opening.office}; {opening.state}."
        if opening.review_by:
            known += f" Its full review is owed by {day_in_words(opening.review_by)}."
        return self._task(
            "crisis",
            _WORK,
            "Opened in a crisis",
            TaskState.DONE if confirmed else TaskState.TO_DO,
            known,
            Right.CRISIS_CONFIRM,
            free=not confirmed,
            not_own=True,
        )

    def agreement(self) -> UseTask:
        held = self.work.agreements
        running = [one for one in held if one.state in ("in_force", "suspended")]
        if running or held:
            one = (running or list(held))[-1]
            known = f"{one.name}, version {one.version}: {one.state.replace('_', ' ')}."
            state = TaskState.DONE if running else TaskState.TO_DO
        elif self.view.state == "approved":
            state, known = TaskState.TO_DO, "There is none yet."
        else:
            state, known = TaskState.LATER, "The use is to be approved first."
        return self._task(
            "agreement", _WORK, "Agreement", state, known, Right.AGREEMENT_STATE, free=not running
        )

    def extract(self) -> UseTask:
        running = [one for one in self.work.agreements if one.state == "in_force"]
        if any(one.sealed for one in running):
            state, known = TaskState.DONE, "It is sealed, and can be asked."
        elif running:
            state, known = TaskState.TO_DO, "The agreement is in force; nothing is sealed yet."
        else:
            state, known = TaskState.LATER, "An agreement is to be in force first."
        return self._task(
            "seal", _WORK, "Seal the extract", state, known, Right.EXTRACT_SEAL, free=bool(running)
        )

    def review(self) -> UseTask:
        running = any(one.state in ("in_force", "suspended") for one in self.work.agreements)
        state = TaskState.TO_DO if running else TaskState.LATER
        known = "Whether it goes on, or ends." if running else "Once an agreement is in force."
        task = self._task(
            "review",
            _AFTER,
            "Look again",
            state,
            known,
            Right.USE_REVIEW,
            free=running,
            not_own=True,
        )
        return self._of_the_officer(task)

    def outcome(self) -> UseTask:
        told = self.view.outcomes
        if told:
            state, known = TaskState.DONE, f"Last recorded on {day_in_words(told[-1].on)}."
        elif self.view.state == "approved":
            state, known = TaskState.TO_DO, "Nothing is recorded yet."
        else:
            state, known = TaskState.LATER, "Once it was worked on."
        ready = self.view.state == "approved"
        return self._task(
            "outcome", _AFTER, "What came of it", state, known, Right.OUTCOME_RECORD, free=ready
        )

    def _canvas_open(self) -> bool:
        said = ethics.canvas_said({v.area: v.said for v in self.view.canvas_versions})
        return bool(ethics.unsettled(said))

    def _task(
        self,
        code: str,
        section: str,
        title: str,
        state: TaskState,
        known: str,
        right: Right,
        *,
        free: bool = True,
        not_own: bool = False,
    ) -> UseTask:
        """Return a task of a right; ``free`` says that nothing of the record is in its way."""
        may = self.whom.may(right) and state is not TaskState.LATER and free
        barred = may and not_own and self.own
        why = _OWN if barred else ""
        return UseTask(
            code, section, title, state, known, offices_that_may(right), may and not barred, why
        )

    def _of_the_officer(self, task: UseTask) -> UseTask:
        """Return a task that is the named accountable officer's alone."""
        officer = self.view.accountable_officer
        theirs = self.whom.office == officer
        why = task.why_not or ("" if theirs or not task.mine else f"The {officer} does this.")
        return UseTask(
            task.code,
            task.section,
            task.title,
            task.state,
            task.known,
            f"the {officer}",
            task.mine and theirs,
            why,
        )
