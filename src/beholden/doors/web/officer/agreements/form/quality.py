"""How good the data must be before anything is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .document import at, mapping, number
from .part import PartForm

_OF_COLUMN = (
    ("complete", gettext_lazy("%(at)s: at least so many in 100 rows have a value")),
    ("unique", gettext_lazy("%(at)s: at least so many in 100 values are there once only")),
)
_OF_DATASET = (
    ("completeness", gettext_lazy("%(at)s: completeness, in 100")),
    ("uniqueness", gettext_lazy("%(at)s: uniqueness, in 100")),
    ("consistency", gettext_lazy("%(at)s: consistency, in 100")),
    ("timeliness", gettext_lazy("%(at)s: timeliness, in 100")),
    ("validity", gettext_lazy("%(at)s: validity, in 100")),
    ("accuracy", gettext_lazy("%(at)s: accuracy, in 100")),
)


class Quality(PartForm):
    """The least that columns, and datasets as a whole, must reach."""

    keys = ("quality",)

    def build(self) -> None:
        """Ask for each column that is given, and for each dataset."""
        held = mapping(self.held.get("quality"))
        self._places: dict[str, tuple[str, str]] = {}
        self._sections: dict[str, list[str]] = {}
        for dataset, given in mapping(self.document.get("datasets")).items():
            columns = mapping(mapping(given).get("columns"))
            named = [name for name, said in columns.items() if _is_given(said)]
            for name in named:
                self._ask(str(dataset), f"{dataset}.{name}", _OF_COLUMN)
            self._ask(str(dataset), str(dataset), _OF_DATASET)
        asked = {place for place, _key in self._places.values()}
        for place in (str(one) for one in held if str(one) not in asked):
            known = _OF_COLUMN if "." in place else _OF_DATASET
            self._ask(place.partition(".")[0], place, known)

    def _ask(self, section: str, place: str, asked: Any) -> None:
        for key, asks in asked:
            name = f"least-{fields.handle(place)}-{key}"
            self._places[name] = (place, key)
            self._sections.setdefault(section, []).append(name)
            self.fields[name] = fields.number(asks % {"at": place}, percent=True)

    def read(self) -> dict[str, Any]:
        """Return what is said, as shares."""
        held = mapping(self.held.get("quality"))
        return {name: number(at(held, place)) for name, place in self._places.items()}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the least of each place that has one."""
        quality: dict[str, dict[str, Any]] = {}
        for name, (place, key) in self._places.items():
            if said[name] is not None:
                quality.setdefault(place, {})[key] = said[name]
        return {"quality": quality or None}

    @property
    def groups(self) -> Iterator[tuple[Any, bool, list[Any]]]:
        """Yield the fields of each dataset, open where one says something."""
        for section, names in self._sections.items():
            inside = [self[name] for name in names]
            says = any(one.value() not in (None, "") or one.errors for one in inside)
            title = _("The quality of %(dataset)s") % {"dataset": section}
            yield title, says or len(self._sections) == 1, inside

    def field_of(self, place: tuple[str, ...]) -> str:
        """Return the first field of the column or the dataset that a fault is of."""
        first = next(iter(self.fields), "")
        return next((name for name, at in self._places.items() if at[0] in place), first)


def _is_given(said: Any) -> bool:
    return mapping(said).get("role") not in (None, "withheld")
