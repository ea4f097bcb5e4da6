"""What changes in what may come out: the smallest group, and each of the three outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from beholden.kernel import (
    AggregateOutput,
    ClosedOutput,
    GroupRule,
    RecordsOutput,
    SelfServiceOutput,
    Terms,
)

from .differing import (
    NARROWER,
    OTHER,
    WIDER,
    Difference,
    listed,
    more_is,
    number,
    reordered,
    rises,
)
from .differing_data import matched

_AT = "outputs › self_service"


def output_differences(before: Terms, after: Terms) -> Iterator[Difference]:
    """Yield what changes in the outputs and in the smallest group."""
    yield from _groups(before.group_rules, after.group_rules)
    yield from _aggregate(before.aggregate, after.aggregate)
    yield from _self_service(before.self_service, after.self_service)
    yield from _records(before.records, after.records)
    yield from _closed(before.closed, after.closed)


def _groups(old: tuple[GroupRule, ...], new: tuple[GroupRule, ...]) -> Iterator[Difference]:
    at = "outputs › aggregate › smallest_group"
    for before, after in matched(old, new, lambda rule: rule.when):
        if before is None and after is not None:
            said = f"{_smallest(after)} is {after.size} ({after.because})"
            yield Difference(said, NARROWER, at)
        elif after is None and before is not None:
            said = f"{_smallest(before)} is no longer {before.size} ({before.because})"
            yield Difference(said, WIDER, at)
        elif before is not None and after is not None:
            yield from _group(before, after, at)
    if reordered([r.when for r in old], [r.when for r in new]):
        order = listed(_smallest(rule) for rule in new)
        yield Difference(f"The rules on groups are in another order: {order}", OTHER, at)


def _group(before: GroupRule, after: GroupRule, at: str) -> Iterator[Difference]:
    if before.size != after.size:
        effect = more_is(NARROWER, before.size, after.size)
        yield Difference(rises(_smallest(after), before.size, after.size), effect, at)
    if before.because != after.because:
        yield Difference(
            f"{_smallest(after)} rests on {after.because} rather than on {before.because}",
            OTHER,
            at,
        )


def _closed(old: tuple[ClosedOutput, ...], new: tuple[ClosedOutput, ...]) -> Iterator[Difference]:
    """Yield which outputs the board's conditions close, and by which of their clauses.

    What may come out is told by the outputs themselves, so neither is wider or narrower.
    """
    for before, after in matched(old, new, lambda one: one.output):
        one = after or before
        if one is None or before == after:
            continue
        what = one.output.replace("_", "-")
        if before is None:
            said = f"The output {what} is closed by the board ({one.because})"
        elif after is None:
            said = f"The output {what} is no longer closed by the board"
        else:
            said = f"That the output {what} is closed by the board rests on {after.because} rather "
            said += f"than on {before.because}"
        yield Difference(said, OTHER, "conditions")
    if reordered([one.output for one in old], [one.output for one in new]):
        order = listed(one.output.replace("_", "-") for one in new)
        yield Difference(f"What the board closed is in another order: {order}", OTHER, "conditions")


def _smallest(rule: GroupRule) -> str:
    return "The smallest group" + (f" by {' or '.join(rule.when)}" if rule.when else "")


def _audience(
    what: str, old: tuple[str, ...], new: tuple[str, ...], at: str
) -> Iterator[Difference]:
    for name in new:
        if name not in old:
            yield Difference(f"{name} may have {what}", WIDER, at)
    for name in old:
        if name not in new:
            yield Difference(f"{name} may no longer have {what}", NARROWER, at)
    if reordered(old, new):
        yield Difference(f"Who may have {what} is in another order: {listed(new)}", OTHER, at)


def _aggregate(old: AggregateOutput | None, new: AggregateOutput | None) -> Iterator[Difference]:
    at, what = "outputs › aggregate", "totals and averages over groups"
    if old is None and new is not None:
        share = f"no single subject above {number(new.largest_share)} of a sum"
        rounded = f"numbers rounded to {new.round_to}"
        yield Difference(f"{listed(new.to)} may have {what}, {rounded}, {share}", WIDER, at)
    elif new is None and old is not None:
        yield Difference(f"Nobody may have {what} any longer", NARROWER, at)
    elif old is not None and new is not None:
        yield from _audience(what, old.to, new.to, f"{at} › to")
        if old.round_to != new.round_to:
            yield Difference(
                f"Numbers of subjects are rounded to {new.round_to} rather than {old.round_to}",
                more_is(NARROWER, old.round_to, new.round_to),
                f"{at} › round_to",
            )
        if old.largest_share != new.largest_share:
            said = rises(
                "The largest share that one subject may have in a sum",
                old.largest_share,
                new.largest_share,
            )
            effect = more_is(WIDER, old.largest_share, new.largest_share)
            yield Difference(said, effect, f"{at} › largest_share")


def _self_service(
    old: SelfServiceOutput | None, new: SelfServiceOutput | None
) -> Iterator[Difference]:
    what = "self-service from a fitted table"
    if old is None and new is not None:
        yield Difference(f"{listed(new.to)} may have {what}: {_all_of(new)}", WIDER, _AT)
    elif new is None and old is not None:
        yield Difference(f"Nobody may have {what} any longer", NARROWER, _AT)
    elif old is not None and new is not None:
        yield from _audience(what, old.to, new.to, f"{_AT} › to")
        yield from _asked_for(old, new)
        yield from _bounds(old, new)


def _all_of(said: SelfServiceOutput) -> str:
    return (
        f"{listed(said.measures)} by {listed(said.by)}, "
        f"guessed right at most {said.guess_bound} times in 100"
    )


def _asked_for(old: SelfServiceOutput, new: SelfServiceOutput) -> Iterator[Difference]:
    lists: tuple[tuple[str, str, tuple[Any, ...], tuple[Any, ...], str, str], ...] = (
        ("measures", "In self-service, the measures", old.measures, new.measures, WIDER, NARROWER),
        ("by", "In self-service, the dimensions", old.by, new.by, WIDER, NARROWER),
        ("known", "What is taken as known of everybody", old.known, new.known, WIDER, NARROWER),
        (
            "tables",
            "The tables that matter most",
            _joined(old.tables),
            _joined(new.tables),
            OTHER,
            OTHER,
        ),
    )
    for at, what, before, after, come, gone in lists:
        if before == after:
            continue
        effect = come if set(before) < set(after) else gone if set(after) < set(before) else OTHER
        now, then = (listed(one) if one else "none" for one in (after, before))
        yield Difference(f"{what} are {now} rather than {then}", effect, f"{_AT} › {at}")
    if old.of != new.of:
        now, then = (one or "those of the first dimension" for one in (new.of, old.of))
        yield Difference(f"Self-service counts {now} rather than {then}", OTHER, f"{_AT} › of")


def _joined(tables: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(" by ".join(table) for table in tables)


def _bounds(old: SelfServiceOutput, new: SelfServiceOutput) -> Iterator[Difference]:
    numbers = (
        ("guess_bound", "How often in 100 a value may be guessed right at most"),
        ("seals_a_year", "How often a year a fitted table may be made"),
        ("share", "How much of its subjects' allowance it may use, in 100,"),
    )
    for field, what in numbers:
        low, high = getattr(old, field), getattr(new, field)
        if low != high:
            yield Difference(rises(what, low, high), more_is(WIDER, low, high), f"{_AT} › {field}")
    if old.caps != new.caps:
        now, then = (
            listed(f"{name} at {number(cap)}" for name, cap in caps) if caps else "nowhere"
            for caps in (new.caps, old.caps)
        )
        yield Difference(f"Amounts are cut: {now}; before: {then}", OTHER, f"{_AT} › caps")


def _records(old: RecordsOutput | None, new: RecordsOutput | None) -> Iterator[Difference]:
    at, what = "outputs › records", "rows"
    if old is None and new is not None:
        columns = f"with {listed(new.columns)}"
        yield Difference(f"{listed(new.to)} may have rows for {new.act}, {columns}", WIDER, at)
    elif new is None and old is not None:
        yield Difference("Nobody may have rows any longer", NARROWER, at)
    elif old is not None and new is not None:
        yield from _audience(what, old.to, new.to, f"{at} › to")
        if old.act != new.act:
            yield Difference(f"Rows are for {new.act} rather than {old.act}", OTHER, f"{at} › for")
        if old.columns != new.columns:
            come, gone = set(new.columns) - set(old.columns), set(old.columns) - set(new.columns)
            effect = WIDER if come and not gone else NARROWER if gone and not come else OTHER
            yield Difference(
                f"Rows have {listed(new.columns)} rather than {listed(old.columns)}",
                effect,
                f"{at} › columns",
            )
