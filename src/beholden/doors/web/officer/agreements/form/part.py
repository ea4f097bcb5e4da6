"""One part of an agreement as a form: what it reads from the document, and what it writes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.forms.utils import ErrorList

from ......actions import AgreementFault
from ....forms import GovukForm, place_of
from .document import at, mapping, merged, put, same
from .known import Known


class PartForm(GovukForm):
    """A part of a document: the entries ``keys`` of what stands at ``path``.

    ``places`` names the field of each entry in which a fault may be; where it names none, an entry
    is told at the field of its own name, or at the first.
    """

    never_kept = "it is saved in its draft, which may have faults and gaps"
    path: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    places: ClassVar[Mapping[str, str]] = {}

    def __init__(self, document: Mapping[str, Any], known: Known, data: Any = None) -> None:
        self.document, self.known, self.marked = document, known, False
        # Of what nothing is said yet: the id of its field, its label.
        self.owed: dict[str, str] = {}
        super().__init__(data)
        self.build()
        self.dress()
        self.initial = self.read()

    @property
    def held(self) -> Mapping[str, Any]:
        """Return what the document says in this part."""
        return mapping(at(self.document, self.path))

    def build(self) -> None:
        """Make the fields, of what the document and the council have."""

    def read(self) -> dict[str, Any]:
        """Return what each field holds, as it would be answered."""
        raise NotImplementedError

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entries of this part as answers say them; None, or left out, is no entry."""
        raise NotImplementedError

    @property
    def shows_all(self) -> bool:
        """Return whether the fields hold everything that the document says in this part."""
        whole = at(self.document, self.path)
        now = self.write(self.read())
        return (whole is None or isinstance(whole, Mapping)) and all(
            same(self.held.get(key), now.get(key)) for key in self.keys
        )

    def saved(self) -> dict[str, Any]:
        """Return the document with what was answered; what says the same stays as it was."""
        now = self.write({name: self._answer(name) for name in self.fields})
        part = dict(self.held)
        for key in self.keys:
            if not same(self.held.get(key), now.get(key)):
                part = put(part, (key,), merged(self.held.get(key), now.get(key)))
        return put(self.document, self.path, part) if self.path else part

    def _answer(self, name: str) -> Any:
        """Return an answer; one that was not touched is what the document says, blanks and all."""
        answer, before = self.cleaned_data.get(name), self.initial.get(name)
        untouched = isinstance(before, str) and before.replace("\r\n", "\n").strip() == answer
        return before if untouched else answer

    @property
    def groups(self) -> Iterator[tuple[Any, bool, list[Any]]]:
        """Yield the fields under their headings, and whether those of one are open at once."""
        yield "", True, list(self.visible_fields())

    def mark(self, faults: Iterable[AgreementFault]) -> None:
        """Tell of the document's own faults beside the fields that they are of.

        What nobody has come to yet is no fault of theirs: it is told as owed.
        """
        for one in faults:
            if one.missing:
                self._owe(self.field_of(one.place))
                continue
            self.marked = True
            errors = self.errors.setdefault(self.field_of(one.place), ErrorList())
            errors.append(_begun_large(one.says))

    def _owe(self, name: str) -> None:
        if name:
            self.owed[place_of(self[name])] = str(self.fields[name].label or name)

    def field_of(self, place: tuple[str, ...]) -> str:
        """Return the field of a fault's place."""
        inside = place[len(self.path) :]
        named = [self.places.get(entry, entry) for entry in inside]
        return next((name for name in named if name in self.fields), next(iter(self.fields), ""))


def _begun_large(says: str) -> str:
    return says[:1].upper() + says[1:]
