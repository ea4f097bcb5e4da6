"""A data use as the public reads of it: plain values, with no person and no value from the data."""

from __future__ import annotations

from dataclasses import dataclass

from .public_thought import (
    CanvasArea,
    PublicConsequence,
    PublicDesignReview,
    PublicDpiaAdvice,
    PublicMeasure,
    PublicTriage,
)


@dataclass(frozen=True, slots=True)
class PublicAdvice:
    """One point of the board's advice, the condition it carries, and what became of it.

    ``holds`` says from when on a condition that was accepted holds.
    """

    meeting: str
    point: str
    says: str
    condition: str = ""
    followed: str = ""
    holds: str = ""


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """The accountable officer's yes or no, by office, with the reasons."""

    decides: str
    by: str
    on: str
    because: str
    dpia: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PublicColumn:
    """A column that an agreement gives, and in words what it may be used for."""

    name: str
    may: str


@dataclass(frozen=True, slots=True)
class PublicDataset:
    """A dataset that an agreement gives: whose it is, which rows, which columns."""

    name: str
    steward: str
    columns: tuple[PublicColumn, ...]
    rows: str = ""


@dataclass(frozen=True, slots=True)
class PublicParty:
    """A party to an agreement: where it is, since which day, what it asks for or says."""

    party: str
    state: str
    since: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What changed from the version before: wider, narrower or other for residents; a sentence."""

    effect: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PublicAgreement:
    """An agreement in words. Dates are as they are to be read; ``conditions`` are sentences.

    ``agreement`` and ``version`` are its code and number. ``stopped`` says since when and why
    nothing is asked under it; ``changes`` are those from the
    version before. One that is ``earlier`` was followed by another version. ``asked_until`` is the
    last day on which it may be asked under: its own, or that of a review still owed.
    """

    name: str
    between: tuple[str, ...]
    starts: str
    ends: str
    lawful_basis: str = ""
    subject: str = ""
    datasets: tuple[PublicDataset, ...] = ()
    outputs: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    at_the_end: str = ""
    terms_hash: str = ""
    standing: tuple[PublicParty, ...] = ()
    stopped: str = ""
    changes: tuple[PublicChange, ...] = ()
    earlier: bool = False
    asked_until: str = ""
    agreement: str = ""
    version: int = 0
    contracts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicReceipt:
    """The public part of one question: when, by which office, what became of it.

    ``question`` is empty where it may not be public; ``withheld`` counts cells. ``scheduled`` says
    that it was asked by a schedule.
    """

    id: str
    at: str
    by_role: str
    outcome: str
    entry: int
    question: str = ""
    subjects: str = ""
    shown: int | None = None
    withheld: int | None = None
    scheduled: bool = False


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """A published table: its title, day, address relative to the page, and who approved it."""

    id: str
    title: str
    on: str
    href: str
    approved_by_role: str
    entry: int


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """Something that happened to the use, with its ledger entry.

    What happened several ``times`` on end on one day has its first entry and its last, ``until``.
    """

    on: str
    what: str
    entry: int | None = None
    until: int | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class PublicCrisis:
    """That a use was asked for in a crisis: why, by whom, and what became of its full review.

    ``review`` is a sentence; ``confirmed`` is empty while nothing may be done yet.
    """

    why_now: str
    asked: str
    review: str
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class PublicUndertaking:
    """What an office has undertaken to do for a use; ``otherwise`` says what happens else."""

    name: str
    text: str
    owner: str
    by: str
    otherwise: str
    state: str
    because: str = ""
    comes_from: str = ""


@dataclass(frozen=True, slots=True)
class PublicUse:
    """Everything the public page of one data use tells. What is empty is said to be not there yet.

    ``status`` is a word or two (in use, ended, under review); ``href`` is where other pages find
    this one; ``object_to`` and ``complain_to`` tell where to turn, in words.
    """

    council: str
    name: str
    title: str
    purpose: str
    owner: str
    status: str
    made_up: bool
    accountable_officer: str = ""
    why_data: str = ""
    people_affected: str = ""
    personal_data: str = ""
    href: str = ""
    canvas: tuple[CanvasArea, ...] = ()
    consequences: tuple[PublicConsequence, ...] = ()
    advice: tuple[PublicAdvice, ...] = ()
    decision: PublicDecision | None = None
    agreements: tuple[PublicAgreement, ...] = ()
    receipts: tuple[PublicReceipt, ...] = ()
    releases: tuple[PublicRelease, ...] = ()
    timeline: tuple[PublicEvent, ...] = ()
    measures: tuple[PublicMeasure, ...] = ()
    crisis: PublicCrisis | None = None
    triage: PublicTriage | None = None
    design_reviews: tuple[PublicDesignReview, ...] = ()
    dpia_advice: tuple[PublicDpiaAdvice, ...] = ()
    object_to: str = ""
    complain_to: str = ""
    undertakings: tuple[PublicUndertaking, ...] = ()
    feeds: tuple[str, ...] = ()
