"""How often a linkage is right, told from the random samples that people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import BadInput
from ..linkage import reviewing
from .home import Home
from .review_sides import addresses_of
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
    pairs_of,
)

if TYPE_CHECKING:
    import pyarrow as pa


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
    """How often a linkage is right: its precision, and its recall where that was sampled too.

    ``fairness`` tells how often it is wrong by what is known of the sampled rows (flat or house,
    area): ``figures``, ``told`` and ``warnings`` as ``linkage.FairnessReport``. It is None where
    nothing is, and of a sample by score, whose pairs do not count alike. ``threshold`` is what an
    error rate that was asked for needs (as ``linkage.people.ChosenThreshold``): of the matcher's
    own score, as a linkage takes it.

    A pair that was decided before the linkage was made is right in it by that decision. So where a
    simple sample has such pairs, ``undecided`` is the precision of the others alone: what is to be
    expected where nobody has looked.
    """

    dataset: str
    version: int
    key: str
    precision: SampleEstimate | None
    missed: SampleEstimate | None
    recall: reviewing.Estimate | None
    fairness: Mapping[str, Any] | None = None
    threshold: Mapping[str, Any] | None = None
    undecided: reviewing.Estimate | None = None


def how_many(precision: float, *, within: float, confidence: float = 0.95) -> int:
    """Return how many random pairs to review; see ``linkage.reviewing.reviews_needed``."""
    return reviewing.reviews_needed(precision, within=within, confidence=confidence)


def estimate_links(
    home: Home,
    *,
    by: str,
    dataset: str,
    key: str = "uprn",
    confidence: float = 0.95,
    error_rate: float | None = None,
) -> LinkEstimate:
    """Return how often the newest linkage is right, from the newest samples that were decided.

    With ``error_rate`` also the threshold from which on at most this share of matches is false, as
    the decided pairs of a simple sample of matched rows prove it (see ``linkage.threshold_for``).
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
    return LinkEstimate(
        dataset,
        reviewed.version,
        key,
        estimates.get(MATCHED),
        estimates.get(UNMATCHED),
        reviewing.estimate_recall(*map(told.__getitem__, samples), confidence=confidence)
        if both
        else None,
        _by_group(reviewed, samples[MATCHED], answers),
        _proved(reviewed, samples[MATCHED], answers, error_rate, confidence),
        _of_undecided(reviewed, samples[MATCHED], answers, confidence),
    )


def _of_undecided(
    reviewed: Reviewed,
    sample: Any,
    answers: dict[tuple[int, str], reviewing.Answer],
    confidence: float,
) -> reviewing.Estimate | None:
    """Return the precision of matched pairs that nobody had decided before they were matched.

    Those of a simple sample are a simple sample of all such pairs. None where all pairs are such,
    none was drawn, or the sample is by score.
    """
    if sample is None or len(sample.strata) != 1:
        return None
    pairs = pairs_of(reviewed)
    before = pairs.filter(reviewing.decided_before(pairs))
    named = set(zip(before["row"].to_pylist(), before["candidate"].to_pylist(), strict=True))
    drawn = [pair for pair in map(tuple, sample.strata[0]["drawn"]) if pair not in named]
    rest = {"name": "not decided before", "rows": sample.rows - len(named), "drawn": drawn}
    stratum = _stratum(rest, answers, of=f"{sample.of} rows")
    if not named or not stratum.reviewed:
        return None
    return reviewing.estimate_share([stratum], confidence=confidence)


def _proved(
    reviewed: Reviewed,
    sample: Any,
    answers: Mapping[tuple[int, str], reviewing.Answer],
    error_rate: float | None,
    confidence: float,
) -> dict[str, Any] | None:
    """Return the threshold that decided pairs prove; None where no rate is asked for.

    It is one of the matcher's own score: decisions move the probabilities of the next linkage,
    these very ones too. A match that only a decision made has none, and says nothing. Raises
    BadInput where they cannot: of a sample by score, pairs do not count alike.
    """
    if error_rate is None:
        return None
    if sample is None or len(sample.strata) != 1:
        raise BadInput(
            "No simple sample of matched rows was drawn, so that no error rate can be proved.",
            why="Of a sample by score, pairs do not count alike.",
            next_step=f"beholden review sample {reviewed.dataset} 400 --key {reviewed.column}",
        )
    pairs = pairs_of(reviewed)
    matched = pairs.filter(pairs["matched"])
    names = zip(matched["row"].to_pylist(), matched["candidate"].to_pylist(), strict=True)
    own = zip(names, matched[_own_score(matched)].to_pylist(), strict=True)
    scores = {pair: score for pair, score in own if score is not None}
    drawn = ((row, candidate) for row, candidate in sample.strata[0]["drawn"])
    said = [(scores[pair], _was_right(answers.get(pair))) for pair in drawn if pair in scores]
    told = [(score, right) for score, right in said if right is not None]
    labels = [score for score, _ in told], [right for _, right in told]
    chosen = linkage.threshold_for(
        list(scores.values()), error_rate=error_rate, labels=labels, confidence=confidence
    )
    return asdict(chosen)


def _own_score(pairs: pa.Table) -> str:
    return "score_before" if "score_before" in pairs.column_names else "probability"


def _by_group(
    reviewed: Reviewed, sample: Any, answers: Mapping[tuple[int, str], reviewing.Answer]
) -> dict[str, Any] | None:
    """Return how the errors that were found in a simple sample fall on groups of its rows."""
    import pyarrow as pa

    if sample is None or len(sample.strata) != 1:
        return None
    drawn = [(row, candidate) for row, candidate in sample.strata[0]["drawn"]]
    found = addresses_of(reviewed, [row for row, _ in drawn])
    if found is None:
        return None
    matches = pa.table({"uprn": [candidate for _, candidate in drawn]})
    told = linkage.fairness_of_places(
        matches, *found, reviewed=[_was_right(answers.get(pair)) for pair in drawn]
    )
    if told is None:
        return None
    wrong = [asdict(one) for one in told.figures if one.measure == "wrong"]
    found_odd = [asdict(one) for one in told.told]
    return {"figures": wrong, "told": found_odd, "warnings": list(told.warnings)}


def _was_right(answer: reviewing.Answer | None) -> bool | None:
    return (
        None if answer in (None, reviewing.Answer.CANNOT_TELL) else answer is reviewing.Answer.SAME
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
    return [_stratum(part, answers, of=f"{sample.of} rows") for part in sample.strata]


def _stratum(
    part: dict[str, Any], answers: dict[tuple[int, str], reviewing.Answer], *, of: str
) -> reviewing.Stratum:
    told = [answers.get((row, candidate)) for row, candidate in part["drawn"]]
    same, different = (
        told.count(answer) for answer in (reviewing.Answer.SAME, reviewing.Answer.DIFFERENT)
    )
    return reviewing.Stratum(f"{of}, {part['name']}", part["rows"], same + different, same)


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
