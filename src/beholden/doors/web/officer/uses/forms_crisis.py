"""The forms of a use in a crisis: which datasets it needs, and then one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .....actions import CrisisOffer, Right, law_in_codes, role_that_may, shared_keys
from .....records import reading
from ...forms import Checkboxes, GovukForm, Radios
from ...officers import Officer
from ..forms import long_text
from .forms_stating import offer_offices

_YES_NO = (("yes", _("Yes")), ("no", _("No")))
_SUBJECTS = {"uprn": ("household", _("Households")), "person": ("person", _("People"))}
_LAW = {
    "article_6": (_("Why does data-protection law allow it?"), ""),
    "article_9": (
        _("And the data of a special category?"),
        _("Owed only where there are any, such as about health."),
    ),
    "schedule_1": (
        _("Under which condition of Schedule 1?"),
        _("Owed only where the one above rests on it, as public health does."),
    ),
    "annex_1": (
        _("Which recognised legitimate interest?"),
        _("Owed only where the law above is a recognised legitimate interest."),
    ),
}
_SECTIONS = (
    (_("What has happened"), ("crisis", "title", "why_now", "purpose", "people_affected")),
    (_("Who answers for it"), ("owner", "accountable_officer", "days", "review_within")),
    (_("The data"), ("personal_data", "special_category", "made_up", "subject")),
    (_("What may come out"), ("to", "smallest_group", "round_to")),
    (_("Why the law allows it"), ("article_6", "power", "article_9", "schedule_1", "annex_1")),
)


class WhichDatasets(GovukForm):
    """Which datasets a crisis needs; what cannot be joined is told here."""

    never_kept = "what is chosen stands in the page's address"
    datasets = forms.MultipleChoiceField(
        label=_("Which datasets does it need?"),
        widget=Checkboxes,
        error_messages={"required": _("Choose at least one dataset")},
    )

    def __init__(self, *args: Any, offers: Sequence[CrisisOffer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offers = {one.dataset: one for one in offers}
        choices = [(one.dataset, _held(one)) for one in offers]
        self.choose_from("datasets", choices)

    def clean_datasets(self) -> tuple[CrisisOffer, ...]:
        """Return what was chosen; each needs a key, and all of them the same."""
        chosen = tuple(self._offers[name] for name in self.cleaned_data["datasets"])
        if not any(key in _SUBJECTS for key in shared_keys(chosen)):
            raise forms.ValidationError(
                _now(
                    "These have no key in common that tells one household or person from another. "
                    "Have their addresses matched first, or choose others"
                )
            )
        return chosen


def _held(one: CrisisOffer) -> str:
    said = {"title": one.title, "steward": one.steward, "rows": f"{one.rows:,}"}
    if any(key in _SUBJECTS for key in one.keys):
        return _now("%(title)s: %(rows)s rows, of %(steward)s") % said
    return _now("%(title)s: %(rows)s rows, of %(steward)s. It has no UPRN yet") % said


class CrisisForm(GovukForm):
    """The one page of a crisis, for the datasets that were chosen."""

    crisis = forms.SlugField(
        label=_("Short name"),
        help_text=_("In small letters, digits and hyphens, such as flood-2026. It never changes."),
        max_length=80,
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    why_now = long_text(
        _("What has happened, and why can it not wait for the full review?"),
        hint=_("It is public at once. Name nobody in it."),
        rows=4,
    )
    purpose = long_text(_("What are the data for?"), hint=_("So that …"), rows=3)
    people_affected = forms.CharField(
        label=_("Whom does it affect, and about how many?"), required=False, max_length=200
    )
    owner = forms.CharField(
        label=_("Which office answers for it?"),
        help_text=_("It has the full review written and put before the board."),
        max_length=200,
    )
    accountable_officer = forms.ChoiceField(
        label=_("Which office decides at the full review?"),
        help_text=_("Neither yours nor that of whoever confirms it."),
    )
    days = forms.IntegerField(
        label=_("For how many days is it open?"), min_value=1, max_value=30, initial=30
    )
    review_within = forms.IntegerField(
        label=_("Within how many days is the full review had?"),
        help_text=_("Without it, what was sealed is destroyed on the next day."),
        min_value=1,
        max_value=30,
        initial=14,
    )
    personal_data = forms.ChoiceField(
        label=_("Are personal data used?"),
        help_text=_("Data about people or households."),
        choices=_YES_NO,
        widget=Radios,
        initial="yes",
    )
    special_category = forms.ChoiceField(
        label=_("Are any of a special category?"),
        help_text=_("Such as health, ethnicity, religion or sexual life."),
        choices=_YES_NO,
        widget=Radios,
    )
    made_up = forms.BooleanField(label=_("The data are made up"), required=False)
    subject = forms.ChoiceField(
        label=_("Of what is nothing shown where there are few?"), widget=Radios
    )
    to = forms.MultipleChoiceField(
        label=_("Whose analysts may ask?"),
        help_text=_("Departments that have an analyst."),
        widget=Checkboxes,
    )
    smallest_group = forms.IntegerField(
        label=_("The smallest group that is shown"), min_value=2, initial=10
    )
    round_to = forms.IntegerField(label=_("Numbers are rounded to"), min_value=1, initial=5)
    power = forms.CharField(
        label=_("By which legal power?"),
        help_text=_("An Act and its section. It is owed for a public task."),
        required=False,
        initial=_("Civil Contingencies Act 2004, section 2"),
        max_length=300,
    )

    def __init__(
        self,
        *args: Any,
        offers: Sequence[CrisisOffer] = (),
        officer: Officer | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = tuple(offers)
        for one in self.offers:
            self.fields[f"columns-{one.dataset}"] = _columns(one)
        for entry, (label, hint) in _LAW.items():
            self.fields[entry] = _law(entry, label, hint)
        for name in ("days", "review_within", "smallest_group", "round_to"):
            attrs = {"inputmode": "numeric", "class": "govuk-input--width-4"}
            self.fields[name].widget = forms.TextInput(attrs)
        self._offer_people(officer)
        offer_offices(self, "owner")

    def _offer_people(self, officer: Officer | None) -> None:
        people = [one for one in reading.people() if one.active]
        judges = _offices(people, Right.USE_DECIDE, "office") - {officer.office if officer else ""}
        asks = _offices(people, Right.QUESTION_ASK, "organisation")
        keys = [key for key in shared_keys(self.offers) if key in _SUBJECTS]
        choices: dict[str, list[tuple[str, Any]]] = {
            "accountable_officer": [(one, one) for one in sorted(judges)],
            "to": [(one, one) for one in sorted(asks)],
            "subject": [_SUBJECTS[key] for key in keys],
        }
        for name, said in choices.items():
            self.choose_from(name, said)
        self.initial.setdefault("subject", _SUBJECTS[keys[0]][0] if keys else "")
        if officer:
            self.initial.setdefault("owner", officer.office)
            self.initial.setdefault("to", [officer.organisation])

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields by section, in the order in which they are asked."""
        columns = [f"columns-{one.dataset}" for one in self.offers]
        return [
            (title, [self[name] for name in (*names, *(columns if "subject" in names else ()))])
            for title, names in _SECTIONS
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for a review while the use is open, and for at least one column."""
        data = self.cleaned_data
        if data.get("review_within", 0) > data.get("days", 30):
            self.add_error("review_within", _now("Have the review while it is open"))
        if self.offers and not any(data.get(f"columns-{one.dataset}") for one in self.offers):
            first = f"columns-{self.offers[0].dataset}"
            self.add_error(first, _now("Choose what may be asked of at least one dataset"))
        return data

    def statement(self) -> dict[str, Any]:
        """Return the crisis as a statement; what is left empty is not said."""
        said = self.cleaned_data
        words = ("crisis", "title", "why_now", "purpose", "owner", "accountable_officer")
        affected = said.get("people_affected")
        return {
            **{name: said[name] for name in words},
            **({"people_affected": affected} if affected else {}),
            **{flag: said[flag] == "yes" for flag in ("personal_data", "special_category")},
            **{name: said[name] for name in ("made_up", "days", "review_within")},
            "agreement": self._agreement(),
        }

    def _agreement(self) -> dict[str, Any]:
        said = self.cleaned_data
        law = {entry: said[entry] for entry in ("article_6", "power", *_LAW) if said.get(entry)}
        key = next(key for key, (what, _says) in _SUBJECTS.items() if what == said["subject"])
        among = [one.dataset for one in self.offers]
        numbers = {name: said[name] for name in ("smallest_group", "round_to")}
        return {
            "lawful_basis": law,
            "subject": said["subject"],
            "datasets": {one.dataset: {"columns": self._given(one)} for one in self.offers},
            **({"joins": {"key": key, "among": among}} if len(among) > 1 else {}),
            "outputs": {"aggregate": {"to": said["to"], **numbers}},
            "objections": "left out",
        }

    def _given(self, one: CrisisOffer) -> dict[str, Any]:
        chosen = self.cleaned_data[f"columns-{one.dataset}"]
        keys = shared_keys(self.offers)
        roles = {name: _role(role) for name, role in one.columns if name in chosen}
        return {**{key: {"role": "join"} for key in keys}, **roles}


def _role(role: str) -> dict[str, Any]:
    return {"role": role, **({"functions": ["sum", "avg"]} if role == "measure" else {})}


def _columns(one: CrisisOffer) -> forms.Field:
    says = {
        "dimension": _now("%(name)s: to count and compare groups by"),
        "measure": _now("%(name)s: to be summed and averaged over groups"),
    }
    choices = [(name, says[role] % {"name": name}) for name, role in one.columns]
    return forms.MultipleChoiceField(
        label=_now("What may be asked of %(title)s?") % {"title": one.title},
        help_text=_now("What is not ticked is withheld. Names and addresses are not offered."),
        choices=choices,
        widget=Checkboxes,
        required=False,
    )


def _law(entry: str, label: Any, hint: Any) -> forms.Field:
    codes = [(one["code"], one["says"]) for one in law_in_codes() if one["entry"] == entry]
    owed = entry == "article_6"
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=codes if owed else [("", _("None of them")), *codes],
        initial="public-task" if owed else "",
        required=owed,
    )


def _offices(people: Iterable[Any], right: Right, said: str) -> set[str]:
    return {getattr(one, said) for one in people if role_that_may(frozenset(one.roles), right)}
