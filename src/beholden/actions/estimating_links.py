"""How often a linkage is right, told from the random samples that people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..linkage import reviewing
from .home import Home
from .rights import Right
from .under_review import (
    MATCHED,
    UNMATCHED,
    Reviewed,
    answers_of,
    answers_on,
    earlier_sample,
    looked_up,
    newest_sample,
    no_sample,
)


@dataclass(frozen=True, slots=True)
class SampleEstimate:
    """What one sample tells: a share with its interval, and how much of it was decided."""

    of: str
    sample: str
    drawn: int
    decided: int
    cannot_tell: int
    estimate: reviewing.Estimate


@dataclass(frozen=True, slots=True)
class LinkEstimate:
    """How often a linkage is right: its precision, and its recall where that was sampled too."""

    dataset: str
    version: int
    key: str
    precision: SampleEstimate | None
    missed: SampleEstimate | None
    recall: reviewing.Estimate | None


def how_many(precision: float, *, within: float, confidence: float = 0.95) -> int:
    """Return how many random pairs to review; see ``linkage.reviewing.reviews_needed``."""
    return reviewing.reviews_needed(precision, within=within, confidence=confidence)


def estimate_links(
    home: Home, *, by: str, dataset: str, key: str = "uprn", confidence: float = 0.95
) -> LinkEstimate:
    """Return how often the newest linkage is right, from the newest samples that were decided.

    Raises NotFound where no sample was drawn, BadInput where too little of it was decided.
    """
    reviewed, _ = looked_up(home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key)
    with home.at_work():
        samples = {of: newest_sample(reviewed, of) for of in (MATCHED, UNMATCHED)}
        answers = answers_of(reviewed)
        if not any(samples.values()):
            raise no_sample(reviewed, gave=_gave(reviewed, confidence))
    told = {of: _strata(sample, answers) for of, sample in samples.items() if sample}
    estimates = {
        of: _estimate(samples[of], answers, strata, confidence) for of, strata in told.items()
    }
    both = len(told) == len(samples)
    recall = (
        reviewing.estimate_recall(told[MATCHED], told[UNMATCHED], confidence=confidence)
        if both
        else None
    )
    return LinkEstimate(
        dataset,
        reviewed.version,
        key,
        estimates.get(MATCHED),
        estimates.get(UNMATCHED),
        recall,
    )


def _gave(reviewed: Reviewed, confidence: float) -> str:
    """Return in words what the sample of an earlier linkage gave; nothing where there is none."""
    sample = earlier_sample(reviewed)
    if sample is None:
        return ""
    key = sample.key
    strata = _strata(sample, answers_on(key, but_of=[key.run.made_by.code]))
    if not all(stratum.reviewed for stratum in strata):
        return " and not decided"
    told = reviewing.estimate_share(strata, confidence=confidence)
    share, low, high = (f"{n:.4f}" for n in (told.share, told.interval.low, told.interval.high))
    return f"; of its rows {share} ({low} to {high}) were right"


def _strata(
    sample: Any, answers: dict[tuple[int, str], reviewing.Answer]
) -> list[reviewing.Stratum]:
    return [_stratum(part, answers) for part in sample.strata]


def _stratum(
    part: dict[str, Any], answers: dict[tuple[int, str], reviewing.Answer]
) -> reviewing.Stratum:
    told = [answers.get((row, candidate)) for row, candidate in part["drawn"]]
    same, different = (
        told.count(answer) for answer in (reviewing.Answer.SAME, reviewing.Answer.DIFFERENT)
    )
    return reviewing.Stratum(part["name"], part["rows"], same + different, same)


def _estimate(
    sample: Any,
    answers: dict[tuple[int, str], reviewing.Answer],
    strata: list[reviewing.Stratum],
    confidence: float,
) -> SampleEstimate:
    drawn = [tuple(pair) for part in sample.strata for pair in part["drawn"]]
    told = [answers[pair] for pair in drawn if pair in answers]
    return SampleEstimate(
        sample.of,
        sample.id,
        len(drawn),
        len(told),
        told.count(reviewing.Answer.CANNOT_TELL),
        reviewing.estimate_share(strata, confidence=confidence),
    )
