"""One join: its key, and the column that the key has in each dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .document import at, mapping, merged, put, same, text, texts
from .known import Known
from .part import PartForm

_COLUMN = "column-"
_KEYS = ("join", "dimension")


def joins_of(document: Mapping[str, Any]) -> list[Any]:
    """Return the joins of a document, whether one is said or several."""
    said = document.get("joins")
    return [said] if isinstance(said, Mapping) else list(said) if isinstance(said, list) else []


class Join(PartForm):
    """The join of this number, or a new one where there is none."""

    places: ClassVar[Mapping[str, str]] = {"joins": "key", "among": "key"}
    key = fields.words(
        gettext_lazy("What is the key called?"),
        gettext_lazy("Such as uprn: the name of the column, where it is the same in all."),
    )

    def __init__(
        self, document: Mapping[str, Any], known: Known, data: Any = None, *, number: int
    ) -> None:
        self.number, self._at = number, number - 1
        super().__init__(document, known, data)

    @property
    def _join(self) -> Mapping[str, Any]:
        joins = joins_of(self.document)
        return mapping(joins[self._at]) if self._at < len(joins) else {}

    @property
    def is_new(self) -> bool:
        """Return whether the document has no such join yet."""
        return self._at >= len(joins_of(self.document))

    def build(self) -> None:
        """Offer, of each dataset, the columns that may be a key; of a longer key some more."""
        columns = _sides(self._join)
        self._datasets = fields.named_first(columns, mapping(self.document.get("datasets")))
        self._parts = max([1, *(len(own) for own in columns.values())]) + 1
        for dataset, part in self._sides():
            named = columns.get(dataset, [])[part : part + 1]
            choices = [(one, one) for one in fields.named_first(named, self._offered(dataset))]
            unsaid = _("Not in this join") if part == 0 else _("The key is not longer")
            asks = _("The column of %(dataset)s") if part == 0 else _("And of %(dataset)s")
            self.fields[_field(dataset, part)] = fields.one_of(
                asks % {"dataset": dataset}, [("", unsaid), *choices], listed=True
            )
        if not self.is_new:
            self.fields["out"] = fields.yes(_("Take this join out"))

    def _sides(self) -> Iterator[tuple[str, int]]:
        return ((one, part) for one in self._datasets for part in range(self._parts))

    def _offered(self, dataset: str) -> list[str]:
        given = mapping(at(self.document, ("datasets", dataset, "columns")))
        return [name for name, said in given.items() if mapping(said).get("role") in _KEYS]

    def read(self) -> dict[str, Any]:
        """Return the key and its columns; for a new join, those of a key that several have."""
        join = self._suggested() if self.is_new else self._join
        columns = _sides(join)
        said = {
            _field(dataset, part): "".join(columns.get(dataset, [])[part : part + 1])
            for dataset, part in self._sides()
        }
        return {"key": text(join.get("key")), **said, "out": False}

    def _suggested(self) -> dict[str, Any]:
        """Return a join that is likely meant: on a join column that two datasets have by name."""
        joined = {text(mapping(one).get("key")) for one in joins_of(self.document)}
        having: dict[str, list[str]] = {}
        for dataset, given in mapping(self.document.get("datasets")).items():
            for name, said in mapping(mapping(given).get("columns")).items():
                if mapping(said).get("role") == "join" and name not in joined:
                    having.setdefault(name, []).append(dataset)
        found = next((one for one in having.items() if len(one[1]) > 1), None)
        return {"key": found[0], "among": found[1]} if found else {}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the join."""
        among = {}
        for dataset in self._datasets:
            own = [said[_field(dataset, part)] for part in range(self._parts)]
            own = [one for one in own if one]
            if own:
                among[dataset] = own[0] if len(own) == 1 else own
        key = said["key"] or next((text(own) for own in among.values()), "")
        plain = len(among) > 1 and all(own == key for own in among.values())
        return {"key": key, "among": list(among) if plain else among}

    @property
    def groups(self) -> Iterator[tuple[Any, bool, list[Any]]]:
        """Yield the key with its first column in each dataset, then what makes it longer."""
        longer = [_field(dataset, part) for dataset, part in self._sides() if part]
        yield "", True, [self[name] for name in self.fields if name not in (*longer, "out")]
        inside = [self[name] for name in longer]
        yield _("Where the key is of several columns"), self._parts > 2, inside
        yield "", True, [self["out"]] if "out" in self.fields else []

    @property
    def shows_all(self) -> bool:
        """Return whether the fields hold everything that the document says of this join."""
        if self.is_new:
            return True
        return same(_spelt_out(self._join), _spelt_out(self.write(self.read())))

    def saved(self) -> dict[str, Any]:
        """Return the document with this join, or without it."""
        now = self.write({name: self._answer(name) for name in self.fields})
        kept = same(_spelt_out(self._join), _spelt_out(now))
        joins = joins_of(self.document)
        joins[self._at : self._at + 1] = (
            [] if self.cleaned_data.get("out") else [self._join if kept else now]
        )
        said = joins or None
        return put(self.document, ("joins",), merged(self.document.get("joins"), said))


def _field(dataset: str, part: int) -> str:
    return f"{_COLUMN}{dataset}-{part}"


def _sides(join: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the columns of the key in each dataset of a join."""
    among, key = join.get("among"), text(join.get("key"))
    if isinstance(among, Mapping):
        return {str(name): texts(own) for name, own in among.items()}
    return {name: [key] for name in texts(among)}


def _spelt_out(join: Mapping[str, Any]) -> dict[str, Any]:
    """Return a join with a column for each dataset, as it may be written too."""
    among = join.get("among")
    whole = not isinstance(among, Mapping) and texts(among) == among
    return {**join, "among": _sides(join) if whole else among}
