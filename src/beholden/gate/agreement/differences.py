"""What changes from one version of an agreement to another, in sentences for people.

Each sentence says whether the change lets more be done with data about residents (wider), less
(narrower), or neither (other). There is a sentence for every change of the terms, and none where
nothing changes; the parts are compared in ``differing_data`` and ``differing_outputs``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from beholden.kernel import KeptApart, Terms
from beholden.kernel import day_in_words as day

from .differing import NARROWER, OTHER, WIDER, Difference, listed, reordered
from .differing_data import data_differences, matched
from .differing_document import document_differences
from .differing_outputs import output_differences


def differences(
    before: Terms,
    after: Terms,
    *,
    documents: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {}),
) -> tuple[Difference, ...]:
    """Return every difference between two agreements, in the order of the form, each once.

    ``documents`` are the two as they were stated; of them only what the terms leave out is read,
    such as the lawful basis.
    """
    return tuple(
        dict.fromkeys(
            (
                *_about(before, after),
                *_parties(before, after),
                *_days(before, after),
                *document_differences(*documents),
                *data_differences(before, after),
                *output_differences(before, after),
                *_kept_apart(before.kept_apart, after.kept_apart),
                *_training(before.training, after.training),
                *_objections(before, after),
            )
        )
    )


def _about(before: Terms, after: Terms) -> Iterator[Difference]:
    if before.agreement != after.agreement:
        yield Difference(
            f"It is called {after.agreement} rather than {before.agreement}", OTHER, "agreement"
        )
    if before.use != after.use:
        yield Difference(f"It serves the use {after.use} rather than {before.use}", OTHER, "use")
    if before.purpose != after.purpose:
        yield Difference(
            f"The purpose reads “{after.purpose}” rather than “{before.purpose}”", OTHER, "purpose"
        )
    if before.subject != after.subject:
        yield Difference(
            f"What is counted is called a {after.subject} rather than a {before.subject}",
            OTHER,
            "subject",
        )
    if before.subject_column != after.subject_column:
        yield Difference(
            f"It is counted by {after.subject_column} rather than by {before.subject_column}",
            OTHER,
            "subject",
        )


def _parties(before: Terms, after: Terms) -> Iterator[Difference]:
    for name in after.between:
        if name not in before.between:
            yield Difference(f"{name} becomes a party", WIDER, "between")
    for name in before.between:
        if name not in after.between:
            yield Difference(f"{name} is no longer a party", NARROWER, "between")
    if reordered(before.between, after.between):
        yield Difference(
            f"The parties are named in another order: {listed(after.between)}", OTHER, "between"
        )
    if after.severally and not before.severally:
        yield Difference(
            "It holds for each party that has signed, while others have not", WIDER, "severally"
        )
    if before.severally and not after.severally:
        yield Difference("It holds only once all its parties have signed", NARROWER, "severally")


def _days(before: Terms, after: Terms) -> Iterator[Difference]:
    if before.starts != after.starts:
        yield Difference(
            f"It starts on {day(after.starts)} rather than {day(before.starts)}",
            WIDER if after.starts < before.starts else NARROWER,
            "from",
        )
    if before.ends != after.ends:
        yield Difference(
            f"It ends on {day(after.ends)} rather than {day(before.ends)}",
            WIDER if after.ends > before.ends else NARROWER,
            "until",
        )
    if before.review_by != after.review_by:
        yield from _review(before, after)


def _review(before: Terms, after: Terms) -> Iterator[Difference]:
    at = "conditions › review_by"
    if before.review_by is None and after.review_by is not None:
        yield Difference(
            f"Asking stops on {day(after.review_by)} unless the use is reviewed",
            NARROWER,
            at,
        )
    elif after.review_by is None and before.review_by is not None:
        yield Difference(f"No review is owed; it was owed by {day(before.review_by)}", WIDER, at)
    elif before.review_by and after.review_by:
        yield Difference(
            f"A review is owed by {day(after.review_by)} rather than {day(before.review_by)}",
            WIDER if after.review_by > before.review_by else NARROWER,
            at,
        )


def _kept_apart(
    before: tuple[KeptApart, ...], after: tuple[KeptApart, ...]
) -> Iterator[Difference]:
    at = "conditions › never_together"
    for old, new in matched(before, after, lambda rule: rule.columns):
        rule = new or old
        if rule is None or old == new:
            continue
        if old is None:
            said, effect = f"No answer uses {rule.together} together ({rule.because})", NARROWER
        elif new is None:
            said, effect = f"Answers may use {rule.together} together", WIDER
        else:
            said = (
                f"That no answer uses {rule.together} together rests on {new.because} rather than "
            )
            said, effect = said + f"on {old.because}", OTHER
        yield Difference(said, effect, at)
    if reordered([r.columns for r in before], [r.columns for r in after]):
        order = "; ".join(listed(rule.columns) for rule in after)
        yield Difference(f"What is kept apart is in another order: {order}", OTHER, at)


def _training(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Difference]:
    for name in after:
        if name not in before:
            yield Difference(f"Who asks must have passed the course {name}", NARROWER, "training")
    for name in before:
        if name not in after:
            yield Difference(f"Who asks need not have passed {name}", WIDER, "training")
    if reordered(before, after):
        yield Difference(f"The courses are in another order: {listed(after)}", OTHER, "training")


def _objections(before: Terms, after: Terms) -> Iterator[Difference]:
    if before.objections_left_out != after.objections_left_out:
        out = after.objections_left_out
        yield Difference(
            "Those who objected are left out" if out else "Those who objected are not left out",
            NARROWER if out else WIDER,
            "objections",
        )
