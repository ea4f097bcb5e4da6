"""How visitors look at a page: on a phone or a desk, with colours of their own, without scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of looking at a page; sizes in CSS pixels."""

    device: str
    width: int
    height: int
    forced_colours: bool = False
    scripts: bool = True

    @property
    def name(self) -> str:
        """Return what a screenshot's name and a failing test say of it."""
        parts = [self.device]
        parts += ["forced-colours"] if self.forced_colours else []
        parts += [] if self.scripts else ["no-script"]
        return "-".join(parts)


PHONE = Mode("phone", 360, 740)
DESKTOP = Mode("desktop", 1280, 900)
WIDTHS = (PHONE, DESKTOP)


def with_forced_colours(mode: Mode) -> Mode:
    """Return the same with the visitor's own few colours in place of the page's."""
    return replace(mode, forced_colours=True)


def without_scripts(mode: Mode) -> Mode:
    """Return the same with JavaScript off."""
    return replace(mode, scripts=False)
