"""What changes in the words that are not terms: the title, the lawful basis, what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .differing import NARROWER, OTHER, WIDER, Difference, listed
from .form import place, plain_agreement

# Whatever else a document says is in the terms, and is compared there.
WORDS = ("title", "personal_data", "lawful_basis", "sharing", "at_the_end")
_ABSENT = object()


def document_differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield what changes in the parts of two documents that no term holds."""
    old, new = plain_agreement(before), plain_agreement(after)
    if old.get("personal_data", True) != new.get("personal_data", True):
        yield _personal(bool(new.get("personal_data", True)))
    for part in WORDS:
        if part != "personal_data":
            yield from _words(old.get(part, _ABSENT), new.get(part, _ABSENT), part)
    contracts = (_contracts(old), _contracts(new))
    yield from _words(*contracts, "datasets")


def _personal(personal: bool) -> Difference:
    said = "are taken as personal" if personal else "are no longer taken as personal"
    return Difference(f"The data {said}", NARROWER if personal else WIDER, "personal_data")


def _contracts(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return which contract each dataset is given under, where a document says so."""
    given = document.get("datasets")
    given = given if isinstance(given, Mapping) else {}
    return {
        name: {"contract": said["contract"]}
        for name, said in given.items()
        if isinstance(said, Mapping) and "contract" in said
    }


def _words(old: Any, new: Any, *at: str) -> Iterator[Difference]:
    """Yield the words that come, go or change, each by its place."""
    if old == new:
        return
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        before = old if isinstance(old, Mapping) else {}
        after = new if isinstance(new, Mapping) else {}
        yield from _replaced(old, new, at)
        for key in dict.fromkeys((*before, *after)):
            yield from _words(before.get(key, _ABSENT), after.get(key, _ABSENT), *at, key)
        return
    where = place(*(part.replace("_", " ") for part in at))
    if old is _ABSENT:
        yield Difference(f"{where} is stated: {_read(new)}", OTHER, place(*at))
    elif new is _ABSENT:
        yield Difference(f"{where} is no longer stated; it was {_read(old)}", OTHER, place(*at))
    else:
        yield Difference(f"{where} is {_read(new)} rather than {_read(old)}", OTHER, place(*at))


def _replaced(old: Any, new: Any, at: tuple[str, ...]) -> Iterator[Difference]:
    """Tell of words in the place of a list of them, or the other way round, and of an empty one."""
    where = place(*(part.replace("_", " ") for part in at))
    kinds = [isinstance(one, Mapping) for one in (old, new)]
    bare = [one for one, is_map in zip((old, new), kinds, strict=True) if not is_map or not one]
    for one in bare:
        if one is not _ABSENT:
            said = _read(one) if one not in ({}, None) else "nothing"
            what = "no longer just" if one is old else "just"
            yield Difference(f"{where} is {what} {said}", OTHER, place(*at))


def _read(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return listed(map(_read, value)) if value else "none"
    if isinstance(value, Mapping):
        return listed(f"{key}: {_read(said)}" for key, said in value.items()) if value else "none"
    return f"“{value}”"
