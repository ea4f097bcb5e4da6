"""What the secretary says of a meeting: its agenda, who was there, its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....actions import Seated, Touched
from ..forms import Checkboxes, DayField, GovukForm, Radios

_BLANK_ROWS = 3
_ASIDE = ("aside", "aside-item", "aside-because")


class PlanForm(GovukForm):
    """A meeting and its agenda."""

    day = DayField(label=_("On which day?"))
    place = forms.CharField(label=_("Where?"), help_text=_("A place, or online."), max_length=200)
    uses = forms.MultipleChoiceField(
        label=_("Which data uses does the board advise on?"),
        help_text=_("The paper of each is made from the record, and kept as it was."),
        widget=Checkboxes,
        required=False,
    )
    matters = forms.CharField(
        label=_("Other matters"),
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, uses: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("uses", list(uses))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one item."""
        if not self.cleaned_data.get("uses") and not self._matters():
            self.add_error("matters", _now("Choose a data use or write another matter"))
        return self.cleaned_data

    def _matters(self) -> list[str]:
        lines = self.cleaned_data.get("matters", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def statement(self) -> dict[str, Any]:
        """Return the meeting as ``plan_meeting`` takes it."""
        uses = [{"use": name} for name in self.cleaned_data["uses"]]
        return {
            "meeting": self.cleaned_data["day"].isoformat(),
            "place": self.cleaned_data["place"],
            "agenda": [*uses, *({"item": matter} for matter in self._matters())],
        }


class HeldForm(GovukForm):
    """Who was at a meeting, and what each did where an interest touches an item."""

    present = forms.MultipleChoiceField(label=_("Who was there?"), widget=Checkboxes)

    def __init__(
        self,
        *args: Any,
        seated: Sequence[Seated] = (),
        touched: Sequence[Touched] = (),
        items: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.touched = tuple(enumerate(touched, start=1))
        people = [(one.code, one.office) for one in seated]
        self.choose_from("present", people)
        for number, one in self.touched:
            self._ask_of_interest(number, one)
        for number in range(1, _BLANK_ROWS + 1):
            self._ask_of_others(number, people, items)
        self.dress()

    def _ask_of_interest(self, number: int, one: Touched) -> None:
        label = _now("Item %(item)s: the %(office)s declares an interest") % {
            "item": one.item,
            "office": one.office,
        }
        self.fields[f"did-{number}"] = forms.ChoiceField(
            label=label,
            help_text="; ".join(one.says),
            choices=[("aside", _("Stood aside")), ("part", _("Took part all the same"))],
            widget=Radios,
            required=False,
        )
        self.fields[f"did-because-{number}"] = forms.CharField(
            label=_now("Why, in their words (item %(item)s)") % {"item": one.item}, required=False
        )

    def _ask_of_others(
        self, number: int, people: Sequence[tuple[str, str]], items: Sequence[Any]
    ) -> None:
        blank = [("", "")]
        row = {"row": number}
        self.fields[f"aside-{number}"] = forms.ChoiceField(
            label=_now("Somebody else who stood aside (%(row)s)") % row,
            choices=[*blank, *people],
            required=False,
        )
        self.fields[f"aside-item-{number}"] = forms.ChoiceField(
            label=_now("On which item (%(row)s)") % row,
            choices=[*blank, *((str(i.number), f"{i.number}. {i.title}") for i in items)],
            required=False,
        )
        self.fields[f"aside-because-{number}"] = forms.CharField(
            label=_now("Why (%(row)s)") % row, required=False
        )

    @property
    def asked(self) -> list[forms.BoundField]:
        """Return the fields that every meeting needs."""
        return [self[name] for name in self.fields if not name.startswith("aside")]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields for who stood aside without a declared interest: seldom anybody."""
        return [self[name] for name in self.fields if name.startswith("aside")]

    @property
    def has_others(self) -> bool:
        """Return whether anything is said there, or wrong."""
        return any(one.errors or one.value() for one in self.others)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of whoever stood aside or took part, and for the item."""
        data = self.cleaned_data
        for number, _one in self.touched:
            if data.get(f"did-{number}") and not data.get(f"did-because-{number}"):
                self.add_error(f"did-because-{number}", _now("Say why"))
        for number in range(1, _BLANK_ROWS + 1):
            said = [
                data.get(f"{part}-{number}") for part in ("aside", "aside-item", "aside-because")
            ]
            if any(said) and not all(said):
                self.add_error(f"aside-{number}", _now("Say who stood aside, on what, and why"))
        return data

    def held(self) -> dict[str, Any]:
        """Return who was there as ``hold_meeting`` takes it."""
        data = self.cleaned_data
        said: dict[str, list[dict[str, Any]]] = {"aside": [], "part": []}
        for number, one in self.touched:
            if data[f"did-{number}"]:
                because = data[f"did-because-{number}"]
                about = {"member": one.code, "item": one.item, "because": because}
                said[data[f"did-{number}"]].append(about)
        for number in range(1, _BLANK_ROWS + 1):
            if data[f"aside-{number}"]:
                about = {
                    "member": data[f"aside-{number}"],
                    "item": int(data[f"aside-item-{number}"]),
                    "because": data[f"aside-because-{number}"],
                }
                said["aside"].append(about)
        lists = {"stood_aside": said["aside"], "took_part": said["part"]}
        return {"present": data["present"], **{name: rows for name, rows in lists.items() if rows}}


class MinutesForm(GovukForm):
    """The minutes, or what corrects them."""

    text = forms.CharField(
        label=_("The minutes"),
        help_text=_("In Markdown or plain text. They are public at once, and stay on record."),
        widget=forms.Textarea(attrs={"rows": 15}),
        required=False,
    )
    file = forms.FileField(
        label=_("Or a file of text"),
        help_text=_("A .md or .txt file, up to 1 MiB."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Take the file where there is one, as text; ask for one of the two."""
        file = self.cleaned_data.get("file")
        if file is not None:
            self.cleaned_data["text"] = self._read(file)
        if not self.cleaned_data.get("text", "").strip() and not self.errors:
            self.add_error("text", _now("Write the minutes, or choose their file"))
        return self.cleaned_data

    def _read(self, file: Any) -> str:
        try:
            text: str = file.read(2**20 + 1).decode("utf-8")
        except UnicodeDecodeError:
            self.add_error("file", _now("Choose a file of text in UTF-8"))
            return ""
        return text
