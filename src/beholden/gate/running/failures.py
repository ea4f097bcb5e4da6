"""The words for what stops a question: the only ones that pass from engine to asker."""

from __future__ import annotations

from dataclasses import dataclass

from beholden.kernel import BadQuestion, BeholdenError, OutOfLimits, Refusal, Refused, Unavailable

from .limits import Limits


@dataclass(frozen=True, slots=True)
class Words:
    """How one kind of question is spoken of: what stopped, what does not fit, what to do."""

    stopped: str
    unfit: str
    why_unfit: str
    next_if_unfit: str
    next_if_stopped: str


RUN = Words(
    stopped="The question was stopped at a limit.",
    unfit="The engine cannot run this question.",
    why_unfit="Its parts do not fit each other, for example a text where a number is needed.",
    next_if_unfit="Compare each dimension with values of its own kind.",
    next_if_stopped="Ask for fewer groups, or of fewer datasets.",
)
FINISH = Words(
    stopped="The part of this question above its groups was stopped at a limit.",
    unfit="The part of this question above its groups cannot be worked out.",
    why_unfit="A value there is used as something that it is not, such as text as a number.",
    next_if_unfit="Ask for the groups alone first, and add to that.",
    next_if_stopped="Ask for the groups alone first, and add to that.",
)


class JailRefused(Unavailable):
    """The machine refuses a wall of the jail: it will not hold here however often it is tried."""


def failure(name: str, limits: Limits, words: Words) -> BeholdenError:
    """Return the error for a failure's name, which may come from a worker that lies."""
    if name == "question":
        return BadQuestion(words.unfit, why=words.why_unfit, next_step=words.next_if_unfit)
    if name == "cancelled":
        return stopped_by_asker()
    whys = {
        "time": f"It took longer than {limits.seconds:g} seconds.",
        "memory": f"It needed more than {limits.memory_mb:,} MiB of memory.",
        "rows": f"Its answer has more than {limits.rows:,} rows.",
        "bytes": f"Its answer is larger than {limits.answer_bytes >> 20:,} MiB.",
        "busy": "Too many other questions were being answered.",
    }
    why = whys.get(name, "The engine stopped before it answered.")
    return OutOfLimits(words.stopped, why=why, next_step=words.next_if_stopped)


def not_started() -> Unavailable:
    """Return the error for a worker that did not come up this time."""
    return Unavailable(
        "The sealed engine could not be started.",
        why="It did not come up in time, or the machine had no room for it.",
        next_step="Ask again. Where it stays so, see docs/reference/isolation.md for what the "
        "machine must offer.",
        ask="the administrator",
    )


def jail_refused() -> JailRefused:
    """Return the error for a machine on which the jail does not close."""
    return JailRefused(
        "The sealed engine could not be started.",
        why="The worker's jail did not close, and without it no question runs.",
        next_step="See docs/reference/isolation.md for what the machine must offer, and what it "
        "means to set [ask] isolation in council.toml to best.",
        ask="the administrator",
    )


def stopped_by_asker() -> OutOfLimits:
    """Return the error of a question that was stopped by who asked it."""
    return OutOfLimits(
        "The question was stopped.", why="Who asked it stopped it.", next_step="Ask it again."
    )


def no_word_of_keys() -> Unavailable:
    """Return the error for a store of keys that does not say whether a key is there."""
    return Unavailable(
        "Whether the agreement still holds cannot be told, so nothing is answered.",
        why="The directory of keys cannot be read.",
        next_step="Check the directory of keys and the disk that it is on, then ask again.",
        ask="the administrator",
    )


def ended(agreement: str) -> Refused:
    """Return the refusal of an extract whose key is gone."""
    return Refused(
        Refusal(
            what="the agreement has ended; there is nothing left to ask",
            why=f"The key of the extract under {agreement} was destroyed, so nobody "
            "can read it any more.",
            clause="at_the_end",
            ask="the owner of the data use, if a new agreement is needed.",
        )
    )
