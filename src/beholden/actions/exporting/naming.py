"""The names of all that is given to other registers, without the record itself."""

from __future__ import annotations

from dataclasses import dataclass

from ...records import reading
from ..home import Home
from ..subjects.concealing import concealed_uses


@dataclass(frozen=True, slots=True)
class Names:
    """The uses, datasets and agreements that are public, in the order of the record.

    ``use_of`` has the use of each agreement. ``made_up`` says whether a use among them is.
    """

    uses: tuple[str, ...]
    datasets: tuple[str, ...]
    use_of: dict[str, str]
    made_up: bool

    def names(self, of: str) -> tuple[str, ...]:
        """Return what an export may be of: the names of uses, of datasets or of agreements."""
        return {
            "": ("",),
            "use": self.uses,
            "dataset": self.datasets,
            "agreement": tuple(self.use_of),
        }[of]


def public_names(home: Home) -> Names:
    """Return the names of what the public may have, as ``record_of`` tells it; four queries."""
    hidden = concealed_uses(home)
    with home.at_work():
        uses = {name: made_up for name, made_up in reading.names_of_all() if name not in hidden}
        agreed = [one for one in reading.agreements_named() if one.use in uses and one.is_public]
        held = reading.datasets_held()
    named = {dataset for one in agreed for dataset in one.datasets}
    return Names(
        uses=tuple(uses),
        datasets=tuple(name for name in held if name in named),
        use_of={one.name: one.use for one in agreed},
        made_up=any(uses.values()),
    )
