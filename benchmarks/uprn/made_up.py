"""Made-up addresses against a dense made-up gazetteer: all, by slice, and errors between flats."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden.linkage import Gazetteer, match_addresses

from .bars import Bar, Goal
from .buildings import building
from .made_up_files import MadeUp, made_up_files
from .peer import accepted
from .setting import CANONICAL, MESSY, Setting
from .tally import Tally, answered, tally, together, truths

_NO_ANSWER = "no answer"
Answers = dict[str, str | None]


def made_up(setting: Setting) -> list[Bar]:
    """Return precision, recall and false matches, in all and by slice, of both tools."""
    made = made_up_files(setting, rows=setting.rows, queries=setting.queries)
    asked = pq.read_table(made.addresses)
    gazetteer = pq.read_table(made.gazetteer, columns=CANONICAL)
    ours, theirs = _ours(setting, gazetteer, asked), _peer(setting, made)
    slices = dict(zip(asked["unique_id"].to_pylist(), asked["slice"].to_pylist(), strict=True))
    truth = truths(asked)

    def counted(answers: Answers) -> dict[str, Tally]:
        return tally(answers, truth, group=lambda unique_id: str(slices[unique_id]))

    parts, others = counted(ours), counted(theirs) if theirs else None
    whole = _whole(setting, parts, others)
    flats = _flat_bar(gazetteer, truth, ours, theirs)
    return [*whole, flats, *_slices(parts, others)]


def _ours(setting: Setting, gazetteer: pa.Table, asked: pa.Table) -> Answers:
    built = Gazetteer.build(gazetteer, progress=setting.progress)
    table = asked.select(MESSY)
    return answered(
        match_addresses(table, built, threads=setting.threads, progress=setting.progress)
    )


def _peer(setting: Setting, made: MadeUp) -> Answers | None:
    """Return the peer's accepted matches; what it did for the same files before is used again."""
    if setting.peer is None:
        return None
    top = made.folder / "peer.parquet"
    if not top.exists():
        setting.progress("the peer's matching", 0, 1)
        setting.peer.match(made.gazetteer, made.addresses, top)
        setting.progress("the peer's matching", 1, 1)
    return answered(accepted(pq.read_table(top)))


def _whole(setting: Setting, parts: dict[str, Tally], others: dict[str, Tally] | None) -> list[Bar]:
    ours = together(parts.values())
    theirs = together(others.values()) if others else None
    title = f"{setting.queries:,} against {setting.rows:,}"
    return [
        Bar(
            "made up", f"{title}: precision", ours.precision, theirs and theirs.precision,
            Goal(0.999), note=ours.precision_note(),
        ),
        Bar(
            "made up", f"{title}: recall", ours.recall, theirs and theirs.recall, Goal(0.985),
            note=ours.recall_note(),
        ),
        Bar(
            "made up", "  no answer, yet matched", ours.unknown_rate,
            theirs and theirs.unknown_rate, Goal(at_most=0.01), note=ours.unknown_note(),
        ),
    ]  # fmt: skip


def _slices(parts: dict[str, Tally], others: dict[str, Tally] | None) -> list[Bar]:
    bars = []
    for name in sorted(set(parts) - {_NO_ANSWER}):
        ours, theirs = parts[name], others[name] if others else None
        bars += [
            Bar(
                "made up, slices", f"{name}: precision", ours.precision,
                theirs and theirs.precision, note=ours.precision_note(),
            ),
            Bar(
                "made up, slices", f"{name}: recall", ours.recall, theirs and theirs.recall,
                note=ours.recall_note(),
            ),
        ]  # fmt: skip
    return bars


def _flat_bar(gazetteer: pa.Table, truth: Answers, ours: Answers, theirs: Answers | None) -> Bar:
    wrong = between_flats(gazetteer, truth, ours)
    matched = sum(uprn is not None for uprn in ours.values())
    rate = None
    if theirs:
        others = sum(uprn is not None for uprn in theirs.values())
        rate = between_flats(gazetteer, truth, theirs) / max(others, 1)
    return Bar(
        "made up", "  errors between parts of a building, of matched", wrong / max(matched, 1),
        rate, Goal(at_most=0.003), note=f"{wrong:,} of {matched:,}, where there is an answer",
    )  # fmt: skip


def between_flats(gazetteer: pa.Table, truth: Answers, answers: Answers) -> int:
    """Return how many wrong matches went to another part of the right building."""
    pairs = [
        (uprn, truth[i])
        for i, uprn in answers.items()
        if uprn is not None and truth[i] is not None and uprn != truth[i]
    ]
    named = _buildings(gazetteer, {uprn for pair in pairs for uprn in pair if uprn})
    return sum(bool(named.get(a, set()) & named.get(b or "", set())) for a, b in pairs)


def _buildings(gazetteer: pa.Table, uprns: set[str]) -> dict[str, set[str]]:
    texts = pc.cast(gazetteer["uprn"], pa.string())
    kept = gazetteer.filter(pc.is_in(texts, value_set=pa.array(sorted(uprns), pa.string())))
    named: dict[str, set[str]] = {}
    for row in kept.to_pylist():
        whole = building(row["address_concat"], row["postcode"])
        named.setdefault(str(row["uprn"]), set()).add(whole)
    return named
