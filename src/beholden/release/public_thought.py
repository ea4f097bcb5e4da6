"""What was thought through before a data use, as the public reads of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CanvasArea:
    """One area of the ethics canvas and what is said there.

    ``board_saw`` is what the board had before it, where something else is said since; ``actions``
    are what the area led to.
    """

    area: str
    says: str
    status: str = ""
    filled: str = ""
    actions: tuple[str, ...] = ()
    board_saw: str = ""


@dataclass(frozen=True, slots=True)
class PublicConsequence:
    """Something the use may lead to: what was expected, what is done about it, and what came.

    ``kind`` is positive or negative; ``done`` is its mitigation or encouragement; ``actual`` is
    empty until an outcome is recorded; ``foreseen`` is False for what nobody had thought of.
    ``levels`` are likelihood and severity in words, ``verdict`` how intended and actual compare,
    ``undertaken`` what was undertaken about it and where that is.
    """

    what: str
    kind: str
    intended: bool
    done: str = ""
    owner: str = ""
    stance: str = ""
    actual: str = ""
    foreseen: bool = True
    affects: str = ""
    levels: str = ""
    verdict: str = ""
    undertaken: str = ""


@dataclass(frozen=True, slots=True)
class PublicMeasure:
    """What was hoped for in figures beside what was measured; empty where it is not known."""

    what: str
    target: str = ""
    measured: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True)
class PublicTriage:
    """How much review is owed, with the reasons; ``missing`` are questions nobody answered."""

    review: str
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicDesignReview:
    """What the design authority found: each part, the finding and its words."""

    on: str
    by: str
    verdict: str
    findings: tuple[tuple[str, str, str], ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicDpiaAdvice:
    """What the data-protection officer advised on the impact assessment."""

    on: str
    by: str
    proceed: str
    risk: str
    says: str
