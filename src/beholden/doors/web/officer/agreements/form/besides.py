"""What an agreement says besides, in words: for its document, and not for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .document import at, mapping, text, texts
from .part import PartForm

_WORDS = {
    "impact_if_not_shared": gettext_lazy("What happens if the data are not given?"),
    "contact": gettext_lazy("Which office answers for the sharing, by which shared mailbox?"),
    "legal_advice": gettext_lazy("From which office was legal advice had, and when?"),
    "legal_review": gettext_lazy("Which lawyers have read this agreement, and when?"),
    "method": gettext_lazy("How do data come from outside?"),
    "transfer_safeguards": gettext_lazy("What protects the data outside the United Kingdom?"),
    "individuals_rights": gettext_lazy("How are people told, and who answers their requests?"),
    "complaints": gettext_lazy("Who answers complaints?"),
    "freedom_of_information": gettext_lazy("Who answers requests for information?"),
    "security": gettext_lazy("What does each party do for security besides?"),
    "security_review": gettext_lazy("Who has reviewed the security, and when?"),
    "breaches": gettext_lazy("Who tells whom of a breach, and how soon?"),
    "retention": gettext_lazy("How long is what came out kept, and by whom?"),
    "disposal": gettext_lazy("How is what came out disposed of?"),
    "review": gettext_lazy("Who looks at the agreement again, and when?"),
}
_ROLES = (
    ("controller", gettext_lazy("Controller")),
    ("joint controller", gettext_lazy("Joint controller")),
    ("processor", gettext_lazy("Processor")),
)
_ROLE = "role-"


class Besides(PartForm):
    """What only people read: contacts, rights, security, what becomes of what came out."""

    keys = ("sharing",)
    places: ClassVar[Mapping[str, str]] = {"outside_uk": "leaves"}
    processors = fields.one_a_line(
        gettext_lazy("Who processes for the parties and is none of them?"),
        gettext_lazy("One on each line."),
    )
    leaves = fields.one_of(
        gettext_lazy("Do data leave the United Kingdom?"),
        [("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes, to these countries:"))],
    )
    countries = fields.one_a_line(gettext_lazy("Countries"), gettext_lazy("One on each line."))

    def build(self) -> None:
        """Ask for words, for the role of each party, and for those that are no authority."""
        asked: dict[str, Any] = {name: fields.words(asks, rows=2) for name, asks in _WORDS.items()}
        self._parties = fields.named_first(
            map(str, mapping(self._said("roles"))), texts(self.held.get("between"))
        )
        unsaid = ("", _("Not said: then a controller"))
        for party in self._parties:
            asks = _("In data protection %(party)s is") % {"party": party}
            asked[_field(party)] = fields.one_of(asks, [unsaid, *_ROLES], listed=True)
        named = fields.named_first(texts(self._said("not_public_authorities")), self._parties)
        asked["not_public_authorities"] = fields.any_of(
            _("Which of them are no public authority?"), [(one, one) for one in named]
        )
        self.fields = asked | self.fields

    def _said(self, name: str) -> Any:
        return at(self.held, ("sharing", name))

    def read(self) -> dict[str, Any]:
        """Return what is said."""
        roles, outside = mapping(self._said("roles")), self._said("outside_uk")
        return {
            **{name: text(self._said(name)) for name in _WORDS},
            **{_field(one): text(roles.get(one)) for one in self._parties},
            "not_public_authorities": texts(self._said("not_public_authorities")),
            "processors": fields.lines_of(texts(self._said("processors"))),
            "leaves": "no" if outside is False else "yes" if outside else "",
            "countries": fields.lines_of(texts(outside)),
        }

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what says something."""
        roles = {one: said[_field(one)] for one in self._parties}
        countries = fields.from_lines(said["countries"]) if said["leaves"] == "yes" else None
        sharing = {
            **{name: said[name] for name in _WORDS},
            "roles": {party: role for party, role in roles.items() if role},
            "not_public_authorities": said["not_public_authorities"],
            "processors": fields.from_lines(said["processors"]),
            "outside_uk": False if said["leaves"] == "no" else countries,
        }
        told = {name: one for name, one in sharing.items() if one or one is False}
        return {"sharing": told or None}


def _field(party: str) -> str:
    return f"{_ROLE}{fields.handle(party)}"
