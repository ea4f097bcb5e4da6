"""What doors may see of the register: frozen values that hold no record of the database.

Moments are in UTC. Offices stand for people; ``PersonView`` alone carries a code, and is for those
who work in the council's home, never for a public page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .openings import OpeningView


def plain(value: Any) -> Any:
    """Return a view, or whatever is in one, as plain JSON data; days and moments in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


class View:
    """A value that can be shown as plain data."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the view as plain JSON data."""
        data: dict[str, Any] = plain(self)
        return data


@dataclass(frozen=True, slots=True)
class HomeFacts(View):
    """How much the register holds."""

    datasets: int
    uses: int
    uses_approved: int
    agreements_in_force: int
    answers: int
    refusals: int
    releases_published: int
    ledger_entries: int
    made_up: bool


@dataclass(frozen=True, slots=True)
class PersonView(View):
    """Somebody who may act, with the code by which they name themselves."""

    code: str
    office: str
    organisation: str
    roles: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class KeyView(View):
    """A key that linkage gave to the rows of a version."""

    column: str
    number: int
    rows: int
    matched: int
    method: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DatasetVersionView(View):
    """One delivery of a dataset; ``quality`` holds scores and completeness, 0–1."""

    number: int
    fingerprint: str
    rows: int
    columns: tuple[Mapping[str, Any], ...]
    quality: Mapping[str, Any]
    registered_at: datetime
    keys: tuple[KeyView, ...]


@dataclass(frozen=True, slots=True)
class DatasetView(View):
    """A table that the council holds, newest version last."""

    name: str
    title: str
    steward: str
    source: str
    retention: str
    made_up: bool
    registered_at: datetime
    versions: tuple[DatasetVersionView, ...]

    @property
    def latest(self) -> DatasetVersionView | None:
        """Return the newest version, or None where none was delivered."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class SampleView(View):
    """A random sample drawn for review, without its rows."""

    id: str
    of: str
    population: int
    drawn: int
    decided: int
    drawn_by_office: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView(View):
    """How far the review of one linkage has come; ``decided`` counts pairs by answer."""

    dataset: str
    version: int
    key: str
    number: int
    rows: int
    matched: int
    decided: Mapping[str, int]
    calibration: Mapping[str, Any]
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class ConsequenceView(View):
    """Something that a use may lead to, as foreseen."""

    what: str
    affects: str
    kind: str
    intended: bool
    likelihood: str
    severity: str
    response: str
    measure: str
    who: str
    by: date | None
    stance: str


@dataclass(frozen=True, slots=True)
class TriageView(View):
    """How much review a use is owed, with the answers; ``owed`` as it was found."""

    answers: Mapping[str, str]
    owed: Mapping[str, Any]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CanvasVersionView(View):
    """One area of a canvas as it was filled in once: in words, and as it was stated.

    ``seen`` says that it is what the board had before it when it advised last.
    """

    area: str
    number: int
    status: str
    text: str
    said: Mapping[str, Any]
    office: str
    filled_at: datetime
    seen: bool


@dataclass(frozen=True, slots=True)
class DesignReviewView(View):
    """What the design authority found; ``findings`` by part, ``conditions`` as stated."""

    on: date
    office: str
    findings: Mapping[str, Mapping[str, str]]
    verdict: str
    conditions: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class DpiaAdviceView(View):
    """What the data-protection officer advised on an impact assessment."""

    on: date
    office: str
    says: str
    proceed: str
    residual_risk: str


@dataclass(frozen=True, slots=True)
class AdvicePointView(View):
    """One point of advice, with the condition that becomes a term."""

    point: int
    text: str
    condition: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class AdviceView(View):
    """What the board said at one meeting."""

    meeting: date
    quorum: bool
    points: tuple[AdvicePointView, ...]


@dataclass(frozen=True, slots=True)
class DecisionView(View):
    """The accountable officer's yes or no; ``on_advice`` says what was done about each point."""

    yes: bool
    on: date
    office: str
    because: str
    on_advice: Mapping[str, str]
    dpia: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignatureView(View):
    """One party's signature."""

    party: str
    office: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementView(View):
    """One version of an agreement: as it was stated, and as the gate obeys it.

    ``terms`` are as they were signed; ``review_by`` is the day of the review that is owed now.
    """

    name: str
    version: int
    use: str
    state: str
    starts: date
    ends: date
    parties: tuple[str, ...]
    signatures: tuple[SignatureView, ...]
    document: Mapping[str, Any]
    terms: Mapping[str, Any]
    terms_hash: str
    review_by: date | None
    stated_by_office: str
    stated_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExtractView(View):
    """One sealing, without the place of its file."""

    id: str
    agreement: str
    agreement_version: int
    version: int
    state: str
    rows: Mapping[str, int]
    fingerprint: str
    datasets: tuple[Mapping[str, Any], ...]
    sealed_at: datetime
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptSummary(View):
    """The public part of a receipt.

    ``question`` is the text that the ledger made public, empty where it could hold a value.
    """

    id: str
    use: str
    agreement: str | None
    allowed: bool
    at: datetime
    by_role: str
    question: str
    subjects: int
    shown: int
    withheld: Mapping[str, int]
    entry: int | None


@dataclass(frozen=True, slots=True)
class ReceiptView(View):
    """A receipt as the analyst, the board and the officer see it; ``facts`` as they were kept."""

    id: str
    use: str
    agreement: str | None
    extract: str | None
    allowed: bool
    at: datetime
    office: str
    question: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseSummary(View):
    """A release without its table."""

    id: str
    name: str
    use: str
    title: str
    state: str
    requested_at: datetime
    requested_by_office: str
    reviewed_at: datetime | None
    reviewed_by_office: str
    because: str
    published_at: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class ReleaseView(View):
    """A release with its table as it was checked, for those who review it."""

    summary: ReleaseSummary
    receipt: str
    question: str
    checked: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ObjectionsView(View):
    """How many subjects object to a use by one key column, and how many did; nobody is named."""

    use: str
    column: str
    standing: int
    withdrawn: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class OutcomeView(View):
    """What came of a use, as recorded on one day."""

    on: date
    measure: Mapping[str, Any]
    consequences: tuple[Mapping[str, Any], ...]
    office: str


@dataclass(frozen=True, slots=True)
class LedgerEntryView(View):
    """One entry; ``body`` is the very text whose bytes are hashed."""

    index: int
    act: str
    use: str
    body: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class UseSummary(View):
    """A use as a list shows it; ``agreement`` and ``ends`` are those in force."""

    name: str
    title: str
    owner: str
    accountable_officer: str
    state: str
    review: str
    made_up: bool
    agreement: str | None
    ends: date | None
    answers: int
    refusals: int
    releases_published: int
    outcomes: int


@dataclass(frozen=True, slots=True)
class UseView(View):
    """Everything that is public of one use, from its purpose to what came of it."""

    name: str
    title: str
    purpose: str
    owner: str
    accountable_officer: str
    why_data: str
    people_affected: str
    personal_data: bool
    special_category: bool
    review: str
    triage: TriageView | None
    canvas: Mapping[str, str]
    canvas_versions: tuple[CanvasVersionView, ...]
    design_reviews: tuple[DesignReviewView, ...]
    dpia_advice: tuple[DpiaAdviceView, ...]
    made_up: bool
    state: str
    stated_by_office: str
    stated_at: datetime
    consequences: tuple[ConsequenceView, ...]
    advice: tuple[AdviceView, ...]
    decisions: tuple[DecisionView, ...]
    agreements: tuple[AgreementView, ...]
    extracts: tuple[ExtractView, ...]
    receipts: tuple[ReceiptSummary, ...]
    releases: tuple[ReleaseSummary, ...]
    outcomes: tuple[OutcomeView, ...]
    entries: tuple[LedgerEntryView, ...]
    opening: OpeningView | None = None

    @property
    def decision(self) -> DecisionView | None:
        """Return the newest decision, or None where there is none yet."""
        return self.decisions[-1] if self.decisions else None

    @property
    def in_force(self) -> AgreementView | None:
        """Return the agreement in force, or None."""
        return next((a for a in self.agreements if a.state == "in_force"), None)
