"""What an agreement lets be done, in sentences that several forms share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beholden.kernel import Terms

from .described import Agreed

PROTECTED = (
    "Only the rows and columns of the agreement are copied, under pseudonyms of this use alone, "
    "into an encrypted extract; questions run against it in a process without a network."
)

_WHO_IS_WHO = (
    "Who is one person is found by what tells a person in each dataset, such as names, date of "
    "birth and address, which is read for that alone and never shown; a column that is withheld is "
    "not read."
)


def outputs(terms: Terms) -> Iterator[str]:
    """Yield what comes out and to whom, one sentence each."""
    if terms.aggregate:
        size = max((rule.size for rule in terms.group_rules if not rule.when), default=1)
        yield (
            f"Totals and averages of groups of at least {size}, to {_and(terms.aggregate.to)}, "
            f"rounded to {terms.aggregate.round_to}."
        )
    if terms.self_service:
        yield f"Answers from a fitted table with noise, to {_and(terms.self_service.to)}."
    if terms.records:
        yield f"Rows for {terms.records.act}, to {_and(terms.records.to)}."
    if not (terms.aggregate or terms.self_service or terms.records):
        yield "Nothing comes out."


def joining(terms: Terms) -> str:
    """Return how the datasets are joined, empty where they are not."""
    told = [
        f"{_and(join.among)} are joined by {join.key}, under a pseudonym." for join in terms.joins
    ]
    if any(join.key == "person" for join in terms.joins):
        told.append(_WHO_IS_WHO)
    return " ".join(told)


def given(terms: Terms) -> Iterator[str]:
    """Yield for each dataset the columns that may be used, none that is withheld."""
    for dataset in terms.datasets:
        columns = [column.name for column in dataset.columns if column.role != "withheld"]
        yield f"{dataset.name} ({', '.join(columns)})"


def limits(terms: Terms) -> Iterator[str]:
    """Yield what is withheld from whatever comes out, one sentence each."""
    for rule in terms.group_rules:
        if rule.size > 1:
            by = f" by {' or '.join(rule.when)}" if rule.when else ""
            yield f"No group{by} of fewer than {rule.size} is shown."
    for apart in terms.kept_apart:
        yield f"No answer uses {apart.together} together."


def bound(agreed: Agreed) -> Iterator[str]:
    """Yield what the board had taken out of an agreement, and what offices undertook for it."""
    yield from (one.says for one in agreed.taken_out)
    for one in agreed.undertaken:
        text = one.text.rstrip(".")
        otherwise = " Otherwise the use stops." if one.stops else ""
        yield f"{one.owner}, by {one.by.isoformat()}: {text} ({one.state}).{otherwise}"


def ending(agreed: Agreed) -> str:
    """Return until when the extract is there."""
    last = agreed.terms.ends.isoformat()
    return f"The extract is kept until {last}; then its key is destroyed and nobody can read it."


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
