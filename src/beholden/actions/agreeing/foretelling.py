"""What the engine does under terms, in words: told before anything is offered or signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ... import release
from ...kernel import JoinTerms, Sentence, Terms, worded
from ..pages import conditions_in_words, dataset_in_words, outputs_in_words


@dataclass(frozen=True, slots=True)
class Foretold:
    """What the engine takes from each dataset, and what it then does and refuses."""

    datasets: tuple[release.PublicDataset, ...]
    does: tuple[str, ...]


def foretold(terms: Terms, *, linked_by: Mapping[str, Sequence[str]]) -> Foretold:
    """Return what the engine does under these terms.

    ``linked_by`` tells, by dataset whose people are linked, the columns that linking reads.
    """
    return Foretold(
        datasets=tuple(dataset_in_words(one) for one in terms.datasets),
        does=tuple(_does(terms, linked_by)),
    )


def _does(terms: Terms, linked_by: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield Sentence(
        "It answers from %(first)s to %(last)s. Then it destroys the key, and what was sealed "
        "cannot be read again.",
        first=terms.starts,
        last=terms.ends,
    )
    yield Sentence("It counts each %(subject)s once.", subject=terms.subject)
    yield from _joins(terms)
    yield from _links(linked_by)
    yield from outputs_in_words(terms)
    yield from _sizes(terms)
    yield from conditions_in_words(terms, terms.review_by)
    yield from _before_sealing(terms)


def _joins(terms: Terms) -> Iterator[str]:
    for one in terms.joins:
        if len(one.among) > 1:
            yield Sentence(
                "It joins %(datasets)s on %(key)s.", datasets=", ".join(one.among), key=one.key
            )
    yield Sentence(
        "It refuses every other join." if any(map(_joins_two, terms.joins)) else "It joins nothing."
    )


def _links(linked_by: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for dataset, columns in linked_by.items():
        yield Sentence(
            "To find who is one person, linking reads of %(dataset)s the columns %(columns)s, "
            "named here or not, and none that is withheld. It seals none of them that is not "
            "given.",
            dataset=dataset,
            columns=", ".join(columns),
        )


def _joins_two(one: JoinTerms) -> bool:
    return len(one.among) > 1


def _sizes(terms: Terms) -> Iterator[str]:
    if terms.aggregate and terms.aggregate.round_to > 1:
        yield Sentence("It rounds to the nearest %(to)s.", to=terms.aggregate.round_to)
    if terms.aggregate and terms.aggregate.largest_share < 1:
        yield Sentence(
            "It withholds a sum or an average of which one makes up more than %(share)s in 100.",
            share=_in_100(terms.aggregate.largest_share),
        )
    if terms.self_service:
        yield Sentence(
            "In self-service nobody guesses right more than %(bound)s times in 100.",
            bound=terms.self_service.guess_bound,
        )


def _before_sealing(terms: Terms) -> Iterator[str]:
    for floor in terms.quality:
        at = f"{floor.dataset}.{floor.column}"
        if floor.complete:
            yield Sentence(
                "It seals nothing while fewer than %(share)s in 100 of %(at)s have a value.",
                share=_in_100(floor.complete),
                at=at,
            )
        if floor.unique:
            yield Sentence(
                "It seals nothing while fewer than %(share)s in 100 of %(at)s are there once only.",
                share=_in_100(floor.unique),
                at=at,
            )
    for one in terms.recorded_quality:
        yield Sentence(
            "It seals nothing while the %(what)s of %(at)s is under %(share)s in 100.",
            what=worded(one.dimension),
            at=one.dataset,
            share=_in_100(one.score),
        )
    yield Sentence(
        "It leaves out who objected."
        if terms.objections_left_out
        else "It does not leave out who objected."
    )
    if terms.training:
        yield Sentence(
            "It answers only who has passed: %(courses)s.", courses=", ".join(terms.training)
        )


def _in_100(share: float) -> str:
    return f"{share * 100:g}"
