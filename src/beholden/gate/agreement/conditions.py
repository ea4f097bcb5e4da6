"""What the board put: conditions that can only tighten what the parties agreed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beholden.kernel import GroupRule, KeptApart, Sentence

from .conditions_checked import (
    apart_faults,
    day_faults,
    group_faults,
    output_faults,
    review_faults,
    withheld_faults,
)
from .form import place
from .given_columns import dimensions_named, names_of, others_named

Agreement = Mapping[str, Any]
Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """One kind of condition that becomes a term: how it is written, and what it does, in words."""

    name: str
    written: str
    does: str
    keys: frozenset[str]
    in_words: Callable[[Condition], str]
    faults: Callable[..., Iterator[str]]


def _listed(names: Sequence[str], last: str = "or") -> str:
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _group_in_words(condition: Condition) -> str:
    when, size = condition.get("when"), condition["smallest_group"]
    if not when:
        return Sentence("Nothing is shown for fewer than %(size)s.", size=size)
    return Sentence(
        "Nothing by %(names)s is shown for fewer than %(size)s.", names=_listed(when), size=size
    )


CONDITIONS: tuple[ConditionKind, ...] = (
    ConditionKind(
        "smallest_group",
        "{smallest_group: 20, when: [neighbourhood]}",
        "Smaller groups are withheld; with when, only where one of these dimensions is used.",
        frozenset({"smallest_group", "when"}),
        _group_in_words,
        group_faults,
    ),
    ConditionKind(
        "review_by",
        "{review_by: 2027-02-01, else: stop}",
        "From that day nothing is asked until the accountable officer has looked again.",
        frozenset({"review_by", "else"}),
        lambda c: Sentence(
            "Asking stops on %(day)s unless the use is reviewed.",
            day=date.fromisoformat(c["review_by"]),
        ),
        review_faults,
    ),
    ConditionKind(
        "never_together",
        "{never_together: [ethnicity, ward]}",
        "No answer, release or self-service table uses two of these columns: not to group, to "
        "choose, to count or to work out, in any part of one question.",
        frozenset({"never_together"}),
        lambda c: Sentence(
            "No answer uses %(columns)s together.",
            columns=KeptApart(tuple(c["never_together"]), "").together,
        ),
        apart_faults,
    ),
    ConditionKind(
        "withhold",
        "{withhold: [date_of_birth]}",
        "These columns, and what is made from them, are not given, whatever the agreement says.",
        frozenset({"withhold"}),
        lambda c: Sentence(
            "%(columns)s may not be used, nor what is made from it.",
            columns=_listed(c["withhold"], "and"),
        ),
        withheld_faults,
    ),
    ConditionKind(
        "no_output",
        "{no_output: [records, self_service]}",
        "These outputs are not given, whatever the agreement says.",
        frozenset({"no_output"}),
        lambda c: Sentence(
            "Nothing comes out as %(what)s.", what=_listed(c["no_output"]).replace("_", "-")
        ),
        output_faults,
    ),
    ConditionKind(
        "until",
        "{until: 2027-03-31}",
        "The agreement ends on that day at the latest, and its extract with it.",
        frozenset({"until"}),
        lambda c: Sentence(
            "The agreement ends on %(day)s at the latest.", day=date.fromisoformat(c["until"])
        ),
        day_faults,
    ),
)
_KINDS = {kind.name: kind for kind in CONDITIONS}


def condition_in_words(condition: Condition) -> str:
    """Return a condition whose form is sound as a sentence for people."""
    return _kind(condition).in_words(condition)  # type: ignore[union-attr]


def condition_faults(
    conditions: Sequence[Condition],
    agreement: Agreement,
    *,
    columns: Mapping[str, Collection[str]] | None = None,
) -> tuple[str, ...]:
    """Return every fault in the conditions, each with its place.

    ``columns`` are those that each dataset has; None where they are not known.
    """
    return tuple(
        f"{place('conditions', number)}{fault}"
        for number, condition in enumerate(conditions)
        for fault in _faults(condition, agreement, columns)
    )


def tighter_rules(conditions: Sequence[Condition]) -> tuple[GroupRule, ...]:
    """Return the rules on group size that the conditions add; where several hold, the largest."""
    return tuple(
        GroupRule(
            size=condition["smallest_group"],
            because=_because(condition, number),
            when=tuple(condition.get("when", ())),
        )
        for number, condition in enumerate(conditions)
        if "smallest_group" in condition
    )


def with_dimensions(conditions: Sequence[Condition], agreement: Agreement) -> list[Condition]:
    """Return conditions with each ``when`` as the dimensions of an agreement that it means.

    One that means none of them holds whatever is asked: it must not hold for nothing. So does one
    that names a column which is given as something else, such as a measure: a question may use that
    in ways that are no grouping, and the board asked that it be kept from small groups.
    """
    return [_with_dimensions(condition, agreement) for condition in conditions]


def _with_dimensions(condition: Condition, agreement: Agreement) -> Condition:
    said = condition.get("when", ())
    when = dimensions_named(said, agreement)
    plain = {key: value for key, value in condition.items() if key != "when"}
    return {**plain, "when": when} if when and not others_named(said, agreement) else plain


def kept_apart(conditions: Sequence[Condition]) -> tuple[KeptApart, ...]:
    """Return the columns that the conditions keep apart."""
    return tuple(
        KeptApart(
            columns=tuple(name.lower() for name in condition["never_together"]),
            because=_because(condition, number),
        )
        for number, condition in enumerate(conditions)
        if "never_together" in condition
    )


def review_day(conditions: Sequence[Condition]) -> date | None:
    """Return the earliest day from which a review is owed, or None."""
    days = [date.fromisoformat(c["review_by"]) for c in conditions if "review_by" in c]
    return min(days, default=None)


def bound_by(conditions: Sequence[Condition], agreement: Agreement) -> dict[str, Any]:
    """Return what is left of an agreement under conditions that take something out of it."""
    left = dict(agreement)
    withheld = {n.lower() for c in conditions for n in c.get("withhold", ())}
    left["datasets"] = {
        name: {**given, "columns": _without(given["columns"], withheld)}
        for name, given in agreement["datasets"].items()
    }
    closed = {output for c in conditions for output in c.get("no_output", ())}
    if isinstance(agreement["outputs"], Mapping):
        left["outputs"] = {k: v for k, v in agreement["outputs"].items() if k not in closed}
    left["until"] = min([agreement["until"], *(c["until"] for c in conditions if "until" in c)])
    return left


def _without(columns: Mapping[str, Any], withheld: set[str]) -> dict[str, Any]:
    return {n: said for n, said in columns.items() if not names_of(n, said) & withheld}


def withheld_by_name(conditions: Sequence[Condition], agreement: Agreement) -> dict[str, Any]:
    """Return the datasets of an agreement with what conditions withhold named as withheld.

    So a dataset's own column is kept from linking too, which may read what no agreement names.
    """
    withheld = {n.lower() for c in conditions for n in c.get("withhold", ())}
    return {
        name: {**given, "columns": _named_withheld(given["columns"], withheld)}
        for name, given in agreement["datasets"].items()
    }


def _named_withheld(columns: Mapping[str, Any], withheld: set[str]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, said in columns.items():
        own = said.get("of", name)
        if said["role"] == "withheld" or not names_of(name, said) & withheld:
            named[name] = said
        elif own.lower() in withheld:
            named.setdefault(own, {"role": "withheld"})
    return named


def names_of_clauses(conditions: Sequence[Condition]) -> list[str]:
    """Return the clause of each condition, in words."""
    return [_because(condition, number) for number, condition in enumerate(conditions)]


def _because(condition: Condition, number: int) -> str:
    return str(condition.get("because") or f"condition {number + 1} of the board")


def _kind(condition: Condition) -> ConditionKind | None:
    said = set(condition) - {"because"}
    return next((k for name, k in _KINDS.items() if name in said and said <= k.keys), None)


def _faults(
    condition: Condition, agreement: Agreement, columns: Mapping[str, Collection[str]] | None
) -> Iterator[str]:
    kind = _kind(condition)
    if kind is None:
        forms = "; ".join(known.written for known in CONDITIONS)
        yield f": This is no condition that can be enforced. One is: {forms}."
    else:
        yield from kind.faults(condition, agreement, columns)
