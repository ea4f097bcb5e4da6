"""Review of links: review list, decide, sample, estimate, how-many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ....actions import LinkEstimate, PairsDecided, ReviewList, how_many, read_table
from ....records import reading
from .. import options
from ..rows import review_row
from ..showing import as_csv, say, show_facts, show_json, show_rows
from .outputs import check_out

_Command = TypeVar("_Command", bound=Callable[..., Any])

_NOBODY = "No pair needs a person's eye."

key = click.option(
    "--key",
    type=click.Choice(["uprn", "person"]),
    default="uprn",
    show_default=True,
    help="Which linkage: of places or of people.",
)
of = click.option(
    "--of",
    type=click.Choice(["matched", "unmatched"]),
    default="matched",
    show_default=True,
    help="Matched rows, for the precision; unmatched ones (of people: near misses), for what was "
    "missed.",
)


def _out(command: _Command) -> _Command:
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        help="A file (.csv) to be filled in, then given to `review decide --from`.",
    )(command)


@click.group()
def review() -> None:
    """Review of links: doubtful pairs, what people decide, how often linkage is right.

    \b
        beholden review list council_tax --out doubtful.csv --as reviewer
        (write same, different or cannot tell into the column decision)
        beholden review decide council_tax --from doubtful.csv --as reviewer
        beholden match council_tax --gazetteer gazetteer --as steward

    The next match keeps to what was decided, and fits its scores to it.
    """


@review.command()
@click.argument("dataset")
@options.home
@options.forms
def show(dataset: str, home: Path, form: str | None) -> None:
    """Show how far the review of a dataset's links has come: counts, no pairs."""
    with options.council_at(home).at_work():
        views = reading.review_of(dataset)
    if form == "json":
        show_json([view.to_dict() for view in views])
    else:
        rows = [review_row(view) for view in views]
        show_rows(rows, form=form, empty="Nothing was linked yet.")


@review.command("list")
@click.argument("dataset")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Pairs.")
@click.option("--sample", is_flag=True, help="What is left of the newest random sample instead.")
@click.option("--decided", is_flag=True, help="The pairs whose decision stands instead.")
@key
@of
@_out
@options.home
@options.person
@options.forms
def list_pairs(
    dataset: str,
    limit: int,
    sample: bool,
    decided: bool,
    key: str,
    of: str,
    out: Path | None,
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """List the pairs that a person should see, the most informative first.

    Those nearest to the threshold come first, where many rows are decided alike, and kinds take
    turns. Of people, only what differs is shown. That you looked is written in the ledger.

    A decision stands until another about the same pair; `cannot tell` takes it back.

    \b
        beholden review list council_tax --decided --out decided.csv --as reviewer
        (change the decisions that were wrong)
        beholden review decide council_tax --from decided.csv --as reviewer
    """
    if sample and decided:
        raise click.UsageError("Give --sample or --decided, not both.")
    check_out(out, endings=(".csv",))
    council = options.council_at(home)
    if decided:
        listed = council.list_decided_pairs(by=by, dataset=dataset, key=key)
    elif sample:
        listed = council.list_review_sample(by=by, dataset=dataset, key=key, of=of)
    else:
        listed = council.review_queue(by=by, dataset=dataset, key=key, limit=limit)
    _show(listed, out, form, empty="No decision stands." if decided else _NOBODY)


@review.command("sample")
@click.argument("dataset")
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--by-score", is_flag=True, help="Draw more where scores leave doubt (a stratified sample)."
)
@key
@of
@_out
@options.home
@options.person
@options.forms
def sample_pairs(
    dataset: str,
    number: int,
    by_score: bool,
    key: str,
    of: str,
    out: Path | None,
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """Draw NUMBER pairs at random, to estimate how often the linkage is right.

    They are shown without score and reason, so that neither leads you. Decide them all, then ask
    for the estimate; `beholden review how-many` tells how many are enough.

    \b
        beholden review sample council_tax 400 --out sample.csv --as reviewer
        beholden review decide council_tax --from sample.csv --as reviewer
        beholden review estimate council_tax --as reviewer
    """
    check_out(out, endings=(".csv",))
    listed = options.council_at(home).draw_review_sample(
        by=by, dataset=dataset, number=number, key=key, of=of, by_score=by_score
    )
    _show(listed, out, form)


@review.command()
@click.argument("dataset")
@click.option("--from", "source", type=click.Path(path_type=Path), help="A list, filled in.")
@click.option("--row", type=click.IntRange(min=1), help="The row, as the list has it.")
@click.option("--uprn", "--other", "candidate", help="The other side, as the list has it.")
@click.option("--same", is_flag=True, help="They are the same.")
@click.option("--different", is_flag=True, help="They are not.")
@click.option("--cannot-tell", is_flag=True, help="Neither can be said.")
@key
@options.home
@options.person
@options.forms
def decide(
    dataset: str,
    source: Path | None,
    row: int | None,
    candidate: str | None,
    key: str,
    home: Path,
    by: str,
    form: str | None,
    **said: bool,
) -> None:
    """Say of pairs whether they are the same: one by one, or a list that you filled in.

    Of a list either all decisions are taken or none, and only where it is of the newest linkage.
    Nobody decides on pairs of a linkage that they ran themselves.

    \b
        beholden review decide council_tax --row 12 --uprn 906700000001 --same --as reviewer
        beholden review decide council_tax --from doubtful.csv --as reviewer
    """
    answers = [answer.replace("_", " ") for answer, given in said.items() if given]
    by_hand = (row is not None, candidate is not None, *(bool(answer) for answer in answers))
    if by_hand != ((True, True, True) if source is None else (False, False)):
        raise click.UsageError(
            "Give --from FILE, or --row, --uprn and one of --same, --different, --cannot-tell."
        )
    council = options.council_at(home)
    asked: dict[str, Any] = {"by": by, "dataset": dataset, "key": key}
    if source is not None:
        done = council.decide_pairs(decisions=read_table(source), **asked)
    else:
        pair: dict[str, Any] = {"row": row, "candidate": candidate, "answer": answers[0]}
        done = council.decide_pair(**pair, **asked)
    show_facts(_decided(done), form=form)


@review.command()
@click.argument("dataset")
@key
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
              help="Of the interval.")  # fmt: skip
@click.option(
    "--error-rate",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Tell the threshold from which on at most this share of matches is false.",
)
@options.home
@options.person
@options.forms
def estimate(
    dataset: str,
    key: str,
    confidence: float,
    error_rate: float | None,
    home: Path,
    by: str,
    form: str | None,
) -> None:
    """Tell how often the linkage is right, from the newest samples that were decided.

    The precision needs a sample of matched rows; the recall one of unmatched rows too. How often
    it is wrong is told by group as well, where ten decided pairs or more are of the group.

    --error-rate asks the decided pairs themselves for a threshold that keeps it (about 300, all
    right, prove one in a hundred); give it to `beholden link --threshold` or `beholden match`.
    """
    told = options.council_at(home).estimate_links(
        by=by, dataset=dataset, key=key, confidence=confidence, error_rate=error_rate
    )
    show_rows([*_estimates(told), *_threshold(told), *_wrong_by_group(told)], form=form)
    for warning in _warnings(told) if form is None else ():
        say(f"Warning: {warning}")


@review.command("how-many")
@click.option("--precision", type=float, default=0.99, show_default=True, help="About how often "
              "the linkage is right.")  # fmt: skip
@click.option("--within", type=float, default=0.01, show_default=True, help="How closely it is "
              "to be known.")  # fmt: skip
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
              help="Of the interval.")  # fmt: skip
@options.forms
def tell_how_many(precision: float, within: float, confidence: float, form: str | None) -> None:
    """Tell how many random pairs to review, so that the precision is known closely enough.

    With that many, a sample that is right as often as --precision shows that the linkage is right
    at least --precision less --within (exact binomial interval). No home is needed.
    """
    number = how_many(precision, within=within, confidence=confidence)
    if form is None:
        say("1 pair." if number == 1 else f"{number:,} pairs.")
    else:
        facts = {"precision": precision, "within": within, "confidence": confidence}
        show_facts({**facts, "pairs": number}, form=form)


def _show(listed: ReviewList, out: Path | None, form: str | None, *, empty: str = _NOBODY) -> None:
    if out is not None:
        # Written with the rules of a sheet: whoever decides opens it in one.
        part = out.with_name(f".{out.name}.part")
        part.write_text(as_csv(listed.pairs), encoding="utf-8", newline="")
        part.replace(out)
    elif form == "json":
        show_json({"pairs": list(listed.pairs), "left": listed.left, "withheld": listed.withheld})
        return
    elif form == "csv":
        show_rows(list(listed.pairs), form=form)
        return
    else:
        show_rows([_read(pair) for pair in listed.pairs], form=None, empty=empty)
    _tell_the_rest(listed, out)


def _read(pair: dict[str, Any]) -> dict[str, Any]:
    """Return what of a pair is read where nobody fills anything in."""
    return {k: v for k, v in pair.items() if k != "linkage" and (k != "decision" or v)}


def _tell_the_rest(listed: ReviewList, out: Path | None) -> None:
    if out is not None:
        say(f"{len(listed.pairs):,} {'pair' if len(listed.pairs) == 1 else 'pairs'} in {out.name}.")
    if listed.left:
        say(f"{listed.left:,} more {'is' if listed.left == 1 else 'are'} in doubt.")
    if listed.withheld:
        are = "is" if listed.withheld == 1 else "are"
        say(f"{listed.withheld:,} {are} withheld: the other row is another department's.")


def _decided(done: PairsDecided) -> dict[str, Any]:
    return {
        "same": done.same,
        "different": done.different,
        "cannot_tell": done.cannot_tell,
        "known_before": done.known,
        "repeated": done.repeated,
        "left_blank": done.blank,
    }


def _estimates(told: LinkEstimate) -> Any:
    for name, sample in (("precision", told.precision), ("missed", told.missed)):
        if sample is not None:
            facts = {"drawn": sample.drawn, "cannot_tell": sample.cannot_tell}
            yield _line(name, sample.estimate, **facts)
        if name == "precision" and told.undecided is not None:
            yield _line("of those not decided before", told.undecided, drawn=None, cannot_tell=None)
    if told.recall is not None:
        yield _line("recall, at most", told.recall, drawn=None, cannot_tell=None)


def _warnings(told: LinkEstimate) -> tuple[str, ...]:
    chosen = told.threshold["warnings"] if told.threshold else ()
    return (*chosen, *(told.fairness["warnings"] if told.fairness else ()))


def _threshold(told: LinkEstimate) -> Any:
    """Yield the threshold that reviewed pairs prove, where an error rate was asked for."""
    if told.threshold is not None:
        yield {
            "estimate": "threshold for the error rate",
            "share": round(told.threshold["threshold"], 6),
            "from": None,
            "to": None,
            "rows": None,
            "decided": told.threshold["labels"],
            "drawn": None,
            "cannot_tell": None,
        }


def _wrong_by_group(told: LinkEstimate) -> Any:
    """Yield how often the linkage is wrong in each group that is large enough to be told."""
    for one in told.fairness["figures"] if told.fairness else ():
        if one["share"] is not None:
            yield {
                "estimate": f"wrong, {one['column']}: {one['group']}",
                "share": one["share"],
                "from": one["low"],
                "to": one["high"],
                "rows": None,
                "decided": one["of"],
                "drawn": None,
                "cannot_tell": None,
            }


def _line(name: str, estimate: Any, **facts: Any) -> dict[str, Any]:
    return {
        "estimate": name,
        "share": round(estimate.share, 4),
        "from": round(estimate.interval.low, 4),
        "to": round(estimate.interval.high, 4),
        "rows": estimate.rows,
        "decided": estimate.reviewed,
        **facts,
    }
