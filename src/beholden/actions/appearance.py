"""How a council's pages look, as its settings say: a colour and a logo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGOS = (".svg", ".png")
_WHITE, _BLACK = "#ffffff", "#0b0c0c"


@dataclass(frozen=True, slots=True)
class Appearance:
    """The colour of the band on top of each page, and the file of the logo within the home."""

    colour: str = ""
    logo: str = ""

    @property
    def on_colour(self) -> str:
        """Return white or black, whichever has the greater contrast on the colour (WCAG 2.2)."""
        light = _luminance(self.colour or "#000000")
        return _WHITE if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else _BLACK


def stated_appearance(stated: Any) -> Appearance:
    """Return what [pages] says; raise ValueError that names the setting at fault."""
    if not isinstance(stated, dict):
        raise ValueError("[pages] is a section of its own.")
    for name, value in stated.items():
        if name not in _WHAT:
            raise ValueError(f"[pages] {name} is no setting; there are colour and logo.")
        if not isinstance(value, str) or not _usable(name, value):
            raise ValueError(f"[pages] {name} is {_WHAT[name]}.")
    return Appearance(**stated)


def _usable(name: str, value: str) -> bool:
    if name == "colour":
        return bool(_COLOUR.fullmatch(value))
    path = PurePosixPath(value)
    return path.suffix in _LOGOS and not path.is_absolute() and ".." not in path.parts


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definitions)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_WHAT = {
    "colour": 'a colour in six digits, such as "#0b4f5c"',
    "logo": "a .svg or .png file within the home",
}
