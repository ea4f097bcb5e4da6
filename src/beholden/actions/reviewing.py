"""Review of links: the pairs that a person should see, what they decide, and what it tells.

Whoever looks is of the department that answers for the dataset, or the data-protection officer;
nobody decides on pairs of a linkage that they ran (S9). Each look and each batch of decisions is an
act, whose ledger entry holds counts and a fingerprint, never a row, a place or a text (S8).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..kernel import BadInput, Refusal, Refused, fingerprint, new_id
from ..linkage import reviewing
from .acting import acting
from .home import Home
from .review_sides import LINKAGE, ReviewList, first_of, list_of, sides_of
from .rights import Right
from .under_review import (
    MATCHED,
    UNMATCHED,
    Reviewed,
    answers_of,
    looked_up,
    newest_sample,
    no_sample,
    pairs_of,
)

if TYPE_CHECKING:
    import pyarrow as pa

LIST_LIMIT = 20


@dataclass(frozen=True, slots=True)
class PairsDecided:
    """How many pairs were decided, by answer; ``known`` had the same answer before."""

    dataset: str
    same: int
    different: int
    cannot_tell: int
    blank: int = 0
    repeated: int = 0
    known: int = 0


def review_queue(
    home: Home, *, by: str, dataset: str, key: str = "uprn", limit: int = LIST_LIMIT
) -> ReviewList:
    """Return the pairs of the newest linkage that a person should see, the most informative first.

    Before these come pairs of people that were told apart and whose rows may have changed since.
    Raises NotFound where nothing was linked, Refused for who may not look.
    """
    reviewed, everything = looked_up(
        home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key
    )
    decided = _decided_pairs(home, reviewed)
    pairs = pairs_of(reviewed)
    again = _asked_again(pairs)
    open_pairs = reviewing.choose_pairs(
        pairs, threshold=reviewed.threshold, limit=pairs.num_rows, decided=decided, first=again
    )
    listed = first_of(reviewed, open_pairs, limit, everything=everything, blind=False)
    _write_looked(home, by=by, name="pairs-listed", listed=listed)
    return listed


def draw_review_sample(
    home: Home,
    *,
    by: str,
    dataset: str,
    number: int,
    key: str = "uprn",
    of: str = MATCHED,
    by_score: bool = False,
) -> ReviewList:
    """Draw a random sample of the newest linkage's pairs, record it, and return its pairs.

    Raises Refused where whoever draws had the linkage made.

    ``of`` is matched (for the precision) or unmatched (for what was missed): of places each row
    without a match beside its likeliest place, of people the near misses. The pairs are shown
    without score and reason, so that neither leads the reviewer.
    """
    reviewed, everything = looked_up(
        home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key
    )
    _refuse_own(by, reviewed)
    pairs, population = _population(reviewed, of)
    strata = _strata(pairs, number, by_score=by_score)
    chosen = reviewing.rows_at(pairs, [place for stratum in strata for place in stratum.drawn])
    shown, withheld = sides_of(reviewed, chosen, everything=everything, blind=True)
    listed = list_of(reviewed, shown, 0, withheld)
    with acting(home, by=by, right=Right.LINKS_REVIEW, name="pairs-sampled") as act:
        drawn = [_drawn(pairs, stratum) for stratum in strata]
        _keep_sample(act, reviewed, of=of, rows=population, strata=drawn)
        act.facts.update(_facts(listed), of=of, population=population)
    return listed


def _keep_sample(act: Any, reviewed: Reviewed, **drawn: Any) -> None:
    from ..records.models import ReviewSample

    said = {"key_id": reviewed.key_id, "drawn_by": act.person, "drawn_at": act.at}
    ReviewSample.objects.create(id=new_id("sample"), **said, **drawn)


def _strata(pairs: pa.Table, number: int, *, by_score: bool) -> tuple[reviewing.DrawnStratum, ...]:
    """Draw pairs by chance alone, which nobody can foretell."""
    chances, seed = pairs["probability"].to_numpy(), secrets.randbits(63)
    return reviewing.draw_sample(chances, number, seed=seed, by_score=by_score)


def list_review_sample(
    home: Home,
    *,
    by: str,
    dataset: str,
    key: str = "uprn",
    of: str = MATCHED,
    limit: int | None = None,
) -> ReviewList:
    """Return the pairs of the newest sample that are still to be decided, at most ``limit``."""
    import pyarrow as pa

    reviewed, everything = looked_up(
        home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key
    )
    with home.at_work():
        sample = newest_sample(reviewed, of)
        if sample is None:
            raise no_sample(reviewed)
    decided = set(_decided_pairs(home, reviewed))
    drawn = {tuple(pair) for stratum in sample.strata for pair in stratum["drawn"]}
    pairs = pairs_of(reviewed)
    names = zip(pairs["row"].to_pylist(), pairs["candidate"].to_pylist(), strict=True)
    wanted = drawn - decided
    left = pairs.filter(pa.array([name in wanted for name in names], pa.bool_()))
    most = left.num_rows if limit is None else limit
    listed = first_of(reviewed, left, most, everything=everything, blind=True)
    _write_looked(home, by=by, name="pairs-listed", listed=listed)
    return listed


def list_decided_pairs(home: Home, *, by: str, dataset: str, key: str = "uprn") -> ReviewList:
    """Return the pairs whose decision stands, with what was decided: those parted are among them.

    The newest decision comes first, so that what was pressed by mistake is at hand. Changed and
    given back, the list changes them; "cannot tell" takes a decision back.
    """
    reviewed, everything = looked_up(
        home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key
    )
    answers = _decided_pairs(home, reviewed)
    shown, withheld = sides_of(
        reviewed, reviewing.named_pairs(answers), everything=everything, blind=True
    )
    side = _side(key)
    filled = [{**one, "decision": answers[one["row"], one[side]].value} for one in shown]
    listed = list_of(reviewed, filled, 0, withheld)
    _write_looked(home, by=by, name="pairs-listed", listed=listed)
    return listed


def decide_pair(
    home: Home,
    *,
    by: str,
    dataset: str,
    row: int,
    candidate: str,
    answer: str,
    key: str = "uprn",
    linkage: str = "",
) -> PairsDecided:
    """Decide one pair: ``answer`` is same, different or cannot tell; ``row`` counts from 1.

    ``linkage`` is what the list that the pair was on bears; without it the newest is meant.
    """
    import pyarrow as pa

    reviewed, _ = looked_up(home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key)
    one = pa.table(
        {
            "row": [str(row)],
            _side(key): [candidate],
            LINKAGE: [linkage or reviewed.names[0]],
            "decision": [answer],
        }
    )
    return decide_pairs(home, by=by, dataset=dataset, decisions=one, key=key)


def decide_pairs(
    home: Home, *, by: str, dataset: str, decisions: pa.Table, key: str = "uprn"
) -> PairsDecided:
    """Record the decisions of a list for review whose column ``decision`` was filled in.

    All of them or none. Raises BadInput for lines that cannot be taken and for a list of another
    version or linkage, Refused where the one who decides ran the linkage.
    """
    reviewed, everything = looked_up(
        home, by=by, right=Right.LINKS_REVIEW, dataset=dataset, key=key
    )
    _refuse_own(by, reviewed)
    _refuse_other_list(decisions, reviewed)
    read = reviewing.read_decisions(
        decisions,
        row="row",
        candidate=_side(key),
        proposed=_open_to(home, reviewed, everything=everything),
    )
    labels = [replace(label, row=int(label.row)) for label in read.labels]
    with acting(home, by=by, right=Right.LINKS_REVIEW, name="pairs-decided") as act:
        before = answers_of(reviewed)
        new = [one for one in labels if before.get((int(one.row), one.candidate)) is not one.answer]
        act.moot = not new
        _keep_labels(act, reviewed, new)
        done = _counted(dataset, new, read, known=len(labels) - len(new))
        act.facts.update(
            dataset=dataset,
            version=reviewed.version,
            key=key,
            same=done.same,
            different=done.different,
            cannot_tell=done.cannot_tell,
            # The keys' own fingerprint is not public, so nobody can guess the pairs from this.
            fingerprint=fingerprint([reviewed.fingerprint, *_as_said(new)]),
        )
    return done


def _keep_labels(act: Any, reviewed: Reviewed, labels: Sequence[reviewing.Label]) -> None:
    from ..records.models import PairLabel

    said = {"key_id": reviewed.key_id, "decided_by": act.person, "decided_at": act.at}
    PairLabel.objects.bulk_create(
        PairLabel(row=label.row, candidate=label.candidate, says=label.answer.value, **said)
        for label in labels
    )


def _refuse_own(by: str, reviewed: Reviewed) -> None:
    if by not in reviewed.makers:
        return
    raise Refused(
        Refusal(
            what="nobody reviews a link that they had made.",
            why="A link needs two people: one who has it made and one who looks.",
            clause="S9 two people",
            ask="another reviewer of links.",
        )
    )


def _refuse_other_list(decisions: pa.Table, reviewed: Reviewed) -> None:
    """Raise BadInput for a list that is not of this linkage: its rows may be other rows."""
    name = reviewed.names[0]
    if LINKAGE not in decisions.column_names:
        raise BadInput(
            f"The decisions have no column {LINKAGE}.",
            why="It says of which linkage they are. Rows of another are other rows.",
            next_step="Fill in the column decision of the list that was written for review.",
        )
    if "decision" not in decisions.column_names:
        return  # told with what else is missing
    said = zip(decisions[LINKAGE].to_pylist(), decisions["decision"].to_pylist(), strict=True)
    decided = [str(of or "").strip() for of, answer in said if str(answer or "").strip()]
    others = sum(of not in reviewed.names for of in decided)
    if others:
        raise BadInput(
            f"{others} of the decisions are of another linkage; none was taken.",
            why=f"The newest is {name}, as the column {LINKAGE} of its lists says.",
            next_step=f"beholden review list {reviewed.dataset} --key {reviewed.column}",
        )


def _open_to(home: Home, reviewed: Reviewed, *, everything: bool) -> Any:
    """Return a function that gives a row's candidates, of those that the reviewer may see.

    They are what the linkage proposed, and what was decided, so that it can be taken back.
    """
    import pyarrow as pa

    proposed = pairs_of(reviewed).select(["row", "candidate"])
    decided = reviewing.named_pairs(_decided_pairs(home, reviewed))
    pairs = pa.concat_tables([proposed, decided])
    seen = pairs.filter(reviewed.visible(pairs, everything=everything))
    candidates: dict[int, list[str]] = {}
    for pair in seen.to_pylist():
        candidates.setdefault(pair["row"], []).append(pair["candidate"])

    def of(row: str) -> Collection[str]:
        return candidates.get(int(row), ()) if row.isascii() and row.isdigit() else ()

    return of


def _population(reviewed: Reviewed, of: str) -> tuple[pa.Table, int]:
    """Return the pairs to draw from, and how many they stand for.

    Of places, unmatched ones stand for rows, though not every row has a candidate.
    """
    import pyarrow.compute as pc

    if of not in (MATCHED, UNMATCHED):
        raise BadInput(
            "A sample is of matched rows or of unmatched ones.",
            next_step="Leave --of out, or say matched or unmatched.",
        )
    pairs = pairs_of(reviewed)
    matched = pairs["matched"] if of == MATCHED else pc.invert(pairs["matched"])
    chosen = pairs.filter(matched)
    if of == MATCHED or reviewed.column != "uprn":
        return chosen, chosen.num_rows
    return chosen, reviewed.rows - (pairs.num_rows - chosen.num_rows)


def _drawn(pairs: pa.Table, stratum: reviewing.DrawnStratum) -> dict[str, Any]:
    chosen = reviewing.rows_at(pairs, stratum.drawn)
    named = zip(chosen["row"].to_pylist(), chosen["candidate"].to_pylist(), strict=True)
    return {"name": stratum.name, "rows": stratum.rows, "drawn": [list(pair) for pair in named]}


def _asked_again(pairs: pa.Table) -> list[tuple[int, str]]:
    """Return the pairs that must be looked at first; of places there are none."""
    if "again" not in pairs.column_names:
        return []
    first = pairs.filter(pairs["again"])
    return list(zip(first["row"].to_pylist(), first["candidate"].to_pylist(), strict=True))


def _decided_pairs(home: Home, reviewed: Reviewed) -> dict[tuple[int, str], reviewing.Answer]:
    with home.at_work():
        return answers_of(reviewed)


def _counted(
    dataset: str, labels: list[reviewing.Label], read: reviewing.Decisions, *, known: int
) -> PairsDecided:
    same, different, cannot_tell = (
        sum(label.answer is answer for label in labels) for answer in reviewing.Answer
    )
    return PairsDecided(
        dataset,
        same,
        different,
        cannot_tell,
        blank=read.blank,
        repeated=read.repeated,
        known=known,
    )


def _as_said(labels: list[reviewing.Label]) -> list[list[Any]]:
    return [[label.row, label.candidate, label.answer.value] for label in labels]


def _write_looked(home: Home, *, by: str, name: str, listed: ReviewList) -> None:
    """Write into the ledger that pairs were looked at: how many, never which."""
    with acting(home, by=by, right=Right.LINKS_REVIEW, name=name) as act:
        act.facts.update(_facts(listed))


def _facts(listed: ReviewList) -> dict[str, Any]:
    return {
        "dataset": listed.dataset,
        "version": listed.version,
        "key": listed.key,
        "pairs": len(listed.pairs),
    }


def _side(key: str) -> str:
    return "uprn" if key == "uprn" else "other"
