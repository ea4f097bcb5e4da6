"""Groups of parties: named in an agreement, and written out when it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from beholden.kernel import BadInput

Groups = Mapping[str, Sequence[str]]


def written_out(document: Mapping[str, Any], groups: Groups) -> dict[str, Any]:
    """Return a document with each group in the place of its name, everybody once.

    Groups stand under ``between``, and in an output under ``to``. Raises BadInput for a group that
    there is not. A document without groups comes back as it is, faults included.
    """
    plain = dict(document)
    if "between" in plain:
        plain["between"] = _parties(plain["between"], groups, at="between")
    outputs = plain.get("outputs")
    if isinstance(outputs, Mapping):
        plain["outputs"] = {name: _output(name, said, groups) for name, said in outputs.items()}
    return plain


def _output(name: str, said: Any, groups: Groups) -> Any:
    if not isinstance(said, Mapping) or "to" not in said:
        return said
    return {**said, "to": _parties(said["to"], groups, at=f"outputs › {name} › to")}


def _parties(said: Any, groups: Groups, *, at: str) -> Any:
    named = said if isinstance(said, list | tuple) else [said]
    if not any(map(_is_group, named)):
        return said
    return list(dict.fromkeys(_each(named, groups, at=at)))


def _each(named: Sequence[Any], groups: Groups, *, at: str) -> Iterator[Any]:
    for one in named:
        if not _is_group(one):
            yield one
            continue
        if one["group"] not in groups:
            near = get_close_matches(one["group"], groups, n=3)
            raise BadInput(
                f"There is no group of parties named {one['group']}.",
                why=f"{at} names it, and council.toml has "
                + (f"{', '.join(sorted(groups))} under [groups]." if groups else "no [groups]."),
                next_step=f"Perhaps {' or '.join(near)} is meant."
                if near
                else f'State it: [groups] {one["group"]} = ["…", "…"], or the name of a list file.',
                ask="the administrator",
            )
        yield from groups[one["group"]]


def _is_group(one: Any) -> bool:
    return isinstance(one, Mapping) and set(one) == {"group"} and isinstance(one["group"], str)
