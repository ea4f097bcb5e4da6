"""One use as a list of tasks from the idea to what came of it: where each is, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ... import ethics
from ...kernel import Sentence, day_of, sentences, worded
from ...records import reading
from ..acting import person_named
from ..considering.before_deciding import considered_as_read
from ..home import Home
from ..rights import Right, offices_that_may
from .items import Whom
from .listed_tasks import TaskState, UseTask, UseTasks
from .whom import whom_of


def use_tasks(home: Home, *, by: str, use: str) -> UseTasks:
    """Return the tasks of a use as somebody sees them; raises NotFound."""
    with home.at_work():
        whom = whom_of(person_named(by))
        view, work = reading.use_in_work(use)
    looking = _Looking(view, work, whom)
    return UseTasks(view, work.agreements, looking.own, tuple(looking.tasks()))


_THINK, _JUDGE, _WORK, _AFTER = (
    Sentence("Think it through"),
    Sentence("Have it judged"),
    Sentence("Agree and work"),
    Sentence("Afterwards"),
)
_OWED = {
    "full": Sentence("A full review is owed."),
    "light": Sentence("A light review is owed."),
}
_OWN = Sentence("You stated this use, so somebody else does this.")


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
    def lacks(self) -> tuple[ethics.Lack, ...]:
        """Return what a first yes still lacks, but for what the decision itself says."""
        if any(one.yes for one in self.view.decisions):
            return ()
        return ethics.lacks_before_decision(considered_as_read(self.view))

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
        stated = Sentence(
            "Stated by the %(office)s on %(day)s, with %(n)s consequence.",
            "Stated by the %(office)s on %(day)s, with %(n)s consequences.",
            office=view.stated_by_office,
            day=day_of(view.stated_at),
            n=len(view.consequences),
        )
        lacking = _lacking(self.lacks, "uses › statement")
        mine = self.own and not self.fixed and self.whom.may(Right.USE_STATE)
        why = Sentence("It was advised on or decided: what was seen stays.") if self.fixed else ""
        return UseTask(
            "statement",
            _THINK,
            Sentence("Purpose and consequences"),
            TaskState.TO_DO if lacking else TaskState.DONE,
            sentences(stated, lacking),
            Sentence("whoever stated it first (%(office)s)", office=view.stated_by_office),
            mine,
            why if self.own else "",
        )

    def triage(self) -> UseTask:
        owed = self.view.triage.owed if self.view.triage else {}
        missing = len(owed.get("missing", ()))
        done = bool(owed) and not missing
        is_open = Sentence("%(n)s question is open.", "%(n)s questions are open.", n=missing)
        lacking = _lacking(self.lacks, "uses › triage")
        known = sentences(_OWED[self.view.review], lacking or (is_open if missing else ""))
        return self._task(
            "triage",
            _THINK,
            Sentence("How much review it is owed"),
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
        known = Sentence("%(done)s of %(of)s areas are settled.", done=settled, of=len(said))
        title = Sentence("The ethics canvas")
        return self._task("canvas", _THINK, title, state, known, Right.CANVAS_FILL)

    def design(self) -> UseTask:
        owed = bool(self.view.triage and self.view.triage.owed.get("design_review"))
        reviews = self.view.design_reviews
        verdict = reviews[-1].verdict if reviews else ""
        if verdict:
            done = verdict.startswith("approved")
            state = TaskState.DONE if done else TaskState.TO_DO
            known = Sentence(
                "%(verdict)s, by the %(office)s.",
                verdict=worded(verdict.capitalize()),
                office=reviews[-1].office,
            )
        else:
            state = TaskState.TO_DO if owed else TaskState.NOT_NEEDED
            known = Sentence("By triage it is owed." if owed else "Triage does not ask for it.")
        return self._task(
            "design-review",
            _JUDGE,
            Sentence("Design review"),
            state,
            known,
            Right.DESIGN_REVIEW,
            not_own=True,
        )

    def assessment(self) -> UseTask:
        advice = self.view.dpia_advice
        if not self.view.personal_data:
            state = TaskState.NOT_NEEDED
            known = Sentence("By its statement it uses no personal data.")
        elif advice:
            state = TaskState.DONE
            known = _advised(advice[-1])
        else:
            state = TaskState.TO_DO
            known = Sentence("The data-protection officer has not advised yet.")
        return self._task(
            "dpia-advice",
            _JUDGE,
            Sentence("Advice on the impact assessment"),
            state,
            known,
            Right.DPIA_ADVISE,
            not_own=True,
        )

    def advice(self) -> UseTask:
        points = sum(len(one.points) for one in self.view.advice)
        if points:
            last = self.view.advice[-1].meeting
            state = TaskState.DONE
            known = Sentence(
                "%(n)s point, of %(day)s.", "%(n)s points, the last of %(day)s.", n=points, day=last
            )
        elif self.view.review == "light":
            state = TaskState.NOT_NEEDED
            known = Sentence("A light review does not go to the board.")
        elif self._canvas_open():
            state, known = TaskState.LATER, Sentence("The ethics canvas is to be whole first.")
        elif lacks := ethics.lacks_before_advice(considered_as_read(self.view)):
            state, known = TaskState.LATER, _told(lacks[0])
        else:
            state, known = TaskState.TO_DO, Sentence("It can go before the board.")
        title = Sentence("Advice of the board")
        return self._task("advice", _JUDGE, title, state, known, Right.ADVICE_RECORD)

    def decision(self) -> UseTask:
        view, last = self.view, self.view.decision
        known: str
        if last:
            state = TaskState.DONE
            known = Sentence(
                "Yes, by the %(office)s on %(day)s."
                if last.yes
                else "No, by the %(office)s on %(day)s.",
                office=last.office,
                day=last.on,
            )
        elif view.review == "full" and not view.advice:
            state, known = TaskState.LATER, Sentence("The board is to advise first.")
        else:
            state = TaskState.TO_DO
            decides = Sentence("The %(office)s decides.", office=view.accountable_officer)
            known = sentences(decides, *map(_told, self.lacks))
        title = Sentence("Decision")
        task = self._task("decision", _JUDGE, title, state, known, Right.USE_DECIDE, not_own=True)
        return self._of_the_officer(task)

    def opening(self, opening: reading.OpeningView) -> UseTask:
        confirmed = opening.confirmed_at is not None
        known = sentences(
            Sentence(
                "Asked for by the %(office)s; %(state)s.",
                office=opening.office,
                state=worded(opening.state),
            ),
            Sentence("Its full review is owed by %(day)s.", day=opening.review_by)
            if opening.review_by
            else "",
        )
        return self._task(
            "crisis",
            _WORK,
            Sentence("Opened in a crisis"),
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
            known = Sentence(
                "%(name)s, version %(version)s: %(state)s.",
                name=one.name,
                version=one.version,
                state=worded(one.state),
            )
            state = TaskState.DONE if running else TaskState.TO_DO
        elif self.view.state == "approved":
            state, known = TaskState.TO_DO, Sentence("There is none yet.")
        else:
            state, known = TaskState.LATER, Sentence("The use is to be approved first.")
        title, right = Sentence("Agreement"), Right.AGREEMENT_STATE
        return self._task("agreement", _WORK, title, state, known, right, free=not running)

    def extract(self) -> UseTask:
        running = [one for one in self.work.agreements if one.state == "in_force"]
        known: str
        if any(one.sealed for one in running):
            state, known = TaskState.DONE, Sentence("It is sealed, and can be asked.")
        elif running:
            state = TaskState.TO_DO
            known = Sentence("The agreement is in force; nothing is sealed yet.")
        else:
            state, known = TaskState.LATER, Sentence("An agreement is to be in force first.")
        title, right = Sentence("Seal the extract"), Right.EXTRACT_SEAL
        return self._task("seal", _WORK, title, state, known, right, free=bool(running))

    def review(self) -> UseTask:
        running = any(one.state in ("in_force", "suspended") for one in self.work.agreements)
        state = TaskState.TO_DO if running else TaskState.LATER
        known = Sentence(
            "Whether it goes on, or ends." if running else "Once an agreement is in force."
        )
        task = self._task(
            "review",
            _AFTER,
            Sentence("Look again"),
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
            state, known = TaskState.DONE, Sentence("Last recorded on %(day)s.", day=told[-1].on)
        elif self.view.state == "approved":
            state, known = TaskState.TO_DO, Sentence("Nothing is recorded yet.")
        else:
            state, known = TaskState.LATER, Sentence("Once it was worked on.")
        ready, title = self.view.state == "approved", Sentence("What came of it")
        return self._task("outcome", _AFTER, title, state, known, Right.OUTCOME_RECORD, free=ready)

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
        does = Sentence("The %(office)s does this.", office=officer)
        why = task.why_not or ("" if theirs or not task.mine else does)
        return UseTask(
            task.code,
            task.section,
            task.title,
            task.state,
            task.known,
            Sentence("the %(office)s", office=officer),
            task.mine and theirs,
            why,
        )


def _lacking(lacks: tuple[ethics.Lack, ...], clause: str) -> str:
    return sentences(*(_told(one) for one in lacks if one.clause == clause))


def _told(lack: ethics.Lack) -> Sentence:
    return Sentence("A yes waits: %(what)s", what=lack.what)


def _advised(advice: reading.DpiaAdviceView) -> Sentence:
    return Sentence(
        "Go ahead: %(proceed)s; the risk that stays is %(risk)s.",
        proceed=worded(advice.proceed),
        risk=worded(advice.residual_risk),
    )
