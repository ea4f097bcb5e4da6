"""The real labelled set: as it is, and with the postcode wrong or gone, or the true row deleted."""

from __future__ import annotations

import pyarrow as pa

from .altered import true_rows_deleted, with_postcodes_gone, with_postcodes_wrong
from .bars import Bar, Goal
from .setting import Both, Setting, labelled_set, match_both
from .tally import Tally, answered, tally, together, truths

_FOLDS = 5
_NAMES = {
    "library_taskforce": "libraries",
    "cheltenham": "council land and assets",
    "ons_lr": "official matches",
}
# Precision and recall to reach, in all and by source.
_GOALS: dict[str, tuple[float | None, float | None]] = {
    "all": (0.99, 0.93),
    "council land and assets": (0.97, 0.90),
}
_ASIDE = (0.997, 0.985)
_NONE = (None, None)
Pair = tuple[dict[str, Tally], dict[str, Tally] | None]


def as_it_is(setting: Setting) -> list[Bar]:
    """Return precision and recall at one default setting, every error counted, by source."""
    gazetteer, labelled = setting.real("gazetteer"), setting.real("labelled")
    ours, theirs = _by_source(match_both(setting, "real", gazetteer, labelled), labelled)
    section = "real, card that has seen it"
    return [bar for name in ours for bar in _both_rates(section, name, (ours, theirs))]


def aside(setting: Setting) -> list[Bar]:
    """Return precision and recall on a set that nothing was fitted on; nothing where not given."""
    if setting.aside is None:
        return []
    gazetteer, labelled = (labelled_set(setting.aside, n) for n in ("gazetteer", "labelled"))
    pair = _by_source(match_both(setting, "aside", gazetteer, labelled), labelled)
    goals = {"all": _ASIDE}
    return [
        bar
        for name in pair[0]
        for bar in _both_rates("real, kept aside", name, pair, goals=goals.get(name, _NONE))
    ]


def harder(setting: Setting) -> list[Bar]:
    """Return what becomes of the same addresses when something of them is lost."""
    gazetteer, labelled = setting.real("gazetteer"), setting.real("labelled")
    wrong = with_postcodes_wrong(labelled, seed=setting.seed)
    cases = {
        "postcode wrong": (wrong, 0.90),
        "postcode gone": (with_postcodes_gone(labelled), 0.88),
    }
    bars = [_deleted(setting, gazetteer, labelled)]
    for name, (asked, recall) in cases.items():
        both = match_both(setting, f"real {name}", gazetteer, asked)
        ours, theirs = _by_source(both, labelled)
        pair = {name: ours["all"]}, theirs and {name: theirs["all"]}
        bars += _both_rates("real, harder", name, pair, goals=(0.99, recall))
    return bars


def _deleted(setting: Setting, gazetteer: pa.Table, labelled: pa.Table) -> Bar:
    ours, theirs = Tally(), Tally()
    parts = true_rows_deleted(gazetteer, labelled, folds=_FOLDS, seed=setting.seed)
    for done, (kept, asked) in enumerate(parts):
        setting.progress("deleting true rows", done, _FOLDS)
        both = match_both(setting, f"real deleted {done}", kept, asked)
        nothing = dict.fromkeys(truths(asked))
        ours += tally(answered(both.ours), nothing)["all"]
        if both.peer is not None:
            theirs += tally(answered(both.peer), nothing)["all"]
    setting.progress("deleting true rows", _FOLDS, _FOLDS)
    return Bar(
        "real, harder", "true row deleted: matched all the same", ours.unknown_rate,
        peer=theirs.unknown_rate if theirs.asked else None, goal=Goal(at_most=0.02),
        note=ours.unknown_note(),
    )  # fmt: skip


def _by_source(both: Both, labelled: pa.Table) -> Pair:
    columns = (labelled[name].to_pylist() for name in ("unique_id", "source"))
    sources = {str(unique_id): source for unique_id, source in zip(*columns, strict=True)}

    def named(unique_id: str) -> str:
        source = sources[unique_id].removesuffix("_none")
        return _NAMES.get(source, source)

    def counted(matches: pa.Table) -> dict[str, Tally]:
        parts = tally(answered(matches), truths(labelled), group=named)
        return {"all": together(parts.values())} | parts

    return counted(both.ours), None if both.peer is None else counted(both.peer)


def _both_rates(
    section: str, name: str, pair: Pair, *, goals: tuple[float | None, float | None] | None = None
) -> list[Bar]:
    ours, theirs = pair[0][name], pair[1][name] if pair[1] else None
    at_least = goals or _GOALS.get(name, (None, None))
    return [
        Bar(
            section, f"{name}: precision", ours.precision, goal=Goal(at_least[0]),
            peer=theirs.precision if theirs else None, note=ours.precision_note(),
        ),
        Bar(
            section, f"{name}: recall", ours.recall, goal=Goal(at_least[1]),
            peer=theirs.recall if theirs else None, note=ours.recall_note(),
        ),
    ]  # fmt: skip
