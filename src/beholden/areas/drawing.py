"""A map of areas as SVG: without tiles, a browser, a network or a script.

The map stands on white paper of its own, so that it is the same in forced colours and in print:
lighter and darker blue for less and more, slanting lines for what is withheld, a broken outline for
what has no row. Nothing is told by colour alone: each area says its number, in itself where there
is room and as the title of its shape, and the table beside the map says all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, pairwise

from beholden.kernel import legible

from .classes import Class, Classes, classes_of, figure
from .plane import Drawn, Plane, hatching, plane_for, room_within
from .values import Area

INK, SOFT, PAPER = "#1d2a33", "#505a5f", "#ffffff"
_WITHHELD, _BARE = "#f3f2f1", "#ffffff"
_FONT = "system-ui, -apple-system, 'Segoe UI', Arial, sans-serif"
_WIDTH, _MOST_HEIGHT, _MARGIN = 360.0, 400.0, 8.0
_LINE, _LABEL, _TEXT, _SMALL = 19.0, 10.0, 12.0, 9.5
_LETTER = 0.55  # of the size of a letter: its width, on average
_APART = 6.0
_SHARE_LABELLED = 1 / 3
Placed = Mapping[str, tuple[Drawn, ...]]  # where each area is drawn, by its code
WITHHELD, NO_ROW = "Withheld", "No row in the table"
NO_ROW_OR_WITHHELD = "No row, or withheld"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a map shows: the number of each area by its code.

    None is a number that is withheld; an area that is not named has no row. ``measure`` and
    ``column`` are the names of the columns of the numbers and of the areas; ``not_on_map`` are
    values of the second that are no area; ``adds_up`` says whether the numbers are counts or sums,
    and no averages or shares (None where that is not known). ``leaves_out`` says whether a row may
    be missing because it was withheld, as in an answer, which does not say which.
    """

    measure: str
    column: str
    numbers: Mapping[str, float | None]
    not_on_map: tuple[str, ...] = ()
    adds_up: bool | None = False
    leaves_out: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """A map with what is said of it, for those who see it and those who do not.

    ``svg`` can stand alone, with whose the areas are under it; ``drawing`` is the same without.
    """

    svg: str
    drawing: str
    description: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One line of the legend: its class, or none for what is withheld or has no row."""

    says: str
    of: Class | None
    withheld: bool
    areas: tuple[Area, ...]

    @property
    def in_words(self) -> str:
        number = len(self.areas)
        return f"{self.says} ({number} {'area' if number == 1 else 'areas'})"


def draw_map(areas: Sequence[Area], figures: Figures, *, title: str, credit: str = "") -> Map:
    """Return a map of areas shaded by their numbers; ``credit`` is put under it.

    The classes are made of the numbers that are shown, so nothing of what is withheld is in them.
    """
    shown = [one for area in areas if (one := figures.numbers.get(area.code)) is not None]
    classes = classes_of(shown)
    lines = tuple(_lines(areas, figures, classes))
    described = _describe(areas, figures, classes, lines)
    plane = plane_for(areas, width=_WIDTH - 2 * _MARGIN, most_height=_MOST_HEIGHT)
    placed = {area.code: plane.rings(area) for area in areas}
    parts = [*_shapes(lines, figures, placed), *_labels(lines, figures, placed)]
    says = (classes.how, *_warnings(figures))
    heading = f"{_words(figures.measure)}, by {_words(figures.column).lower()}"
    legend = _legend(heading, lines)
    alone, within = (
        _sheet(parts, plane, legend, under, title=title, says=described) for under in (credit, "")
    )
    return Map(alone, within, described, says)


def draw_outlines(areas: Sequence[Area], *, title: str, credit: str = "") -> str:
    """Return a map of areas with their names and no numbers, as SVG."""
    plane = plane_for(areas, width=_WIDTH - 2 * _MARGIN, most_height=_MOST_HEIGHT)
    placed = {area.code: plane.rings(area) for area in areas}
    plain = _Told("", Class(0, 0, "", "#E3EEF7"), False, tuple(areas))
    figures = Figures("", "", {})
    parts = [*_shapes([plain], figures, placed), *_labels([plain], figures, placed)]
    described = f"Map of {len(areas)} areas; their names are in the table."
    return _sheet(parts, plane, [], credit, title=title, says=described)


def _lines(areas: Sequence[Area], figures: Figures, classes: Classes) -> Iterator[_Told]:
    """Yield the lines of the legend from the most downwards, then what has no number."""
    numbers = figures.numbers
    for one in reversed(classes.classes):
        within = tuple(a for a in areas if _is_in(numbers.get(a.code), one, classes))
        yield _Told(one.says, one, False, within)
    withheld = tuple(a for a in areas if a.code in numbers and numbers[a.code] is None)
    bare = tuple(a for a in areas if a.code not in numbers)
    lacking = NO_ROW_OR_WITHHELD if figures.leaves_out else NO_ROW
    for says, found, held in ((WITHHELD, withheld, True), (lacking, bare, False)):
        if found:
            yield _Told(says, None, held, found)


def _is_in(number: float | None, one: Class, classes: Classes) -> bool:
    return number is not None and classes.of(number) is one


def _describe(
    areas: Sequence[Area], figures: Figures, classes: Classes, lines: Sequence[_Told]
) -> str:
    """Return in words what the map shows, for those who cannot see it."""
    measure, column = _words(figures.measure).lower(), _words(figures.column).lower()
    told = [f"Map of {measure} by {column}, {len(areas)} areas."]
    numbers = [
        (number, area.name)
        for area in areas
        if (number := figures.numbers.get(area.code)) is not None
    ]
    if numbers:
        (most, there), (least, here) = max(numbers), min(numbers)
        told.append(f"Largest: {there}, {figure(most)}.")
        told.append(f"Smallest shown: {here}, {figure(least)}.")
    told.append(f"{'; '.join(line.in_words for line in lines)}.")
    return " ".join((*told, classes.how))


def _warnings(figures: Figures) -> Iterator[str]:
    if figures.adds_up is not False:
        these = "These are counts or sums" if figures.adds_up else "Where these are sums"
        yield (
            f"{these}: where more people live, there is more of almost everything. "
            "To compare areas, ask for an average or a share."
        )
    if figures.not_on_map:
        yield f"In the table and not on the map: {', '.join(figures.not_on_map)}."


def _shapes(lines: Sequence[_Told], figures: Figures, placed: Placed) -> Iterator[str]:
    """Yield each area: light ones, then dark ones, then those that have no class.

    So the white outline of a dark area is seen beside a light one, and a broken one everywhere.
    """
    for line in sorted(lines, key=_layer):
        for area in line.areas:
            rings = placed[area.code]
            named = _named(area, line, figures)
            yield f'<path {_look(line)} d="{_path(rings)}"><title>{named}</title></path>'
            if line.withheld:
                yield _hatched(rings)


def _layer(line: _Told) -> int:
    return 2 if line.of is None else int(_is_dark(line.of.colour))


def _look(line: _Told) -> str:
    if line.of is not None:
        stroke = PAPER if _is_dark(line.of.colour) else SOFT
        return (
            f'fill="{line.of.colour}" stroke="{stroke}" stroke-width="0.9" stroke-linejoin="round"'
        )
    fill = _WITHHELD if line.withheld else _BARE
    broken = "" if line.withheld else ' stroke-dasharray="2.5 2"'
    return f'fill="{fill}" stroke="{SOFT}" stroke-width="0.9" stroke-linejoin="round"{broken}'


def _hatched(rings: Sequence[Drawn]) -> str:
    lines = "".join(
        f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for (a, b), (c, d) in hatching(rings, apart=_APART)
    )
    return f'<path d="{lines}" fill="none" stroke="{SOFT}" stroke-width="0.9"/>'


def _named(area: Area, line: _Told, figures: Figures) -> str:
    number = figures.numbers.get(area.code)
    says = figure(number) if number is not None else line.says.lower()
    return _safe(f"{area.name}: {says}" if says else area.name)


def _path(rings: Sequence[Drawn]) -> str:
    """Return rings as a path, each step from the last: in tenths, which keeps it short."""
    return "".join(map(_ring_path, rings))


def _ring_path(ring: Drawn) -> str:
    steps = [
        f"{round(to_x - x, 1):g} {round(to_y - y, 1):g}"
        for (x, y), (to_x, to_y) in pairwise(ring)
        if (x, y) != (to_x, to_y)
    ]
    return f"M{ring[0][0]:g} {ring[0][1]:g}l{' '.join(steps)}z"


def _labels(lines: Sequence[_Told], figures: Figures, placed: Placed) -> Iterator[str]:
    """Yield the words within areas; none where few have room, which would look like a choice."""
    every = [tuple(_label(area, line, figures, placed)) for line in lines for area in line.areas]
    if sum(map(bool, every)) >= _SHARE_LABELLED * len(every):
        yield from chain.from_iterable(every)


def _label(area: Area, line: _Told, figures: Figures, placed: Placed) -> Iterator[str]:
    """Yield the name and the number of an area where there is room for them, or one of them."""
    number = figures.numbers.get(area.code)
    says = figure(number) if number is not None else "c" if line.withheld else ""
    rings = placed[area.code]
    for words in _ways_to_say(area.name, says):
        wide = max(map(len, words)) * _LABEL * _LETTER + 4
        room = room_within(rings, width=wide, height=len(words) * (_LABEL + 2))
        if room is not None:
            dark = line.of is not None and _is_dark(line.of.colour)
            halo = line.of.colour if line.of is not None else PAPER
            yield from _words_at(words, room.x, room.y, ink=PAPER if dark else INK, halo=halo)
            return


def _ways_to_say(name: str, number: str) -> Iterator[tuple[str, ...]]:
    """Yield what may stand within an area, the most telling first."""
    broken = _in_two(name)
    for words in ((name,), broken):
        if words and number:
            yield (*words, number)
    for words in ((name,), broken, (number,)):
        if words and words[0]:
            yield words


def _in_two(name: str) -> tuple[str, ...]:
    """Return a name of several words in two lines, about as long; nothing for one word."""
    parts = name.split()
    cuts = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return min(cuts, key=lambda both: max(map(len, both)), default=())


def _words_at(words: Sequence[str], x: float, y: float, *, ink: str, halo: str) -> Iterator[str]:
    top = y - (len(words) - 1) * (_LABEL + 2) / 2 + _LABEL * 0.36
    for at, says in enumerate(words):
        yield (
            f'<text x="{x:.1f}" y="{top + at * (_LABEL + 2):.1f}" font-size="{_LABEL:g}" '
            f'text-anchor="middle" fill="{ink}" stroke="{halo}" stroke-width="3.5" '
            f'paint-order="stroke" stroke-linejoin="round">{_safe(says)}</text>'
        )


def _legend(heading: str, lines: Sequence[_Told]) -> list[tuple[str, _Told | None]]:
    """Return the lines under the map: what it shows, then each class."""
    wrapped = _wrapped(heading, _TEXT)
    return [*((says, None) for says in wrapped), *((line.in_words, line) for line in lines)]


def _sheet(
    parts: Sequence[str],
    plane: Plane,
    legend: Sequence[tuple[str, _Told | None]],
    credit: str,
    *,
    title: str,
    says: str,
) -> str:
    below = plane.height + 2 * _MARGIN + (10 if legend else 0)
    lines = [_legend_line(text, line, below + at * _LINE) for at, (text, line) in enumerate(legend)]
    foot = below + len(legend) * _LINE
    credits = _wrapped(credit, _SMALL)
    lines += [
        _text(one, _MARGIN, foot + 14 + at * 13, _SMALL, SOFT) for at, one in enumerate(credits)
    ]
    height = foot + len(credits) * 13 + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart map" role="img" '
        f'viewBox="0 0 {_WIDTH:g} {height:.0f}" width="{_WIDTH:g}" font-family="{_FONT}" '
        f'style="max-width:100%;height:auto;forced-color-adjust:none">'
        f"<title>{_safe(title)}</title><desc>{_safe(says)}</desc>"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f'<g transform="translate({_MARGIN:g} {_MARGIN:g})" fill-rule="evenodd">'
        f"{''.join(parts)}</g>"
        f"{''.join(lines)}</svg>"
    )


def _legend_line(text: str, line: _Told | None, y: float) -> str:
    if line is None:
        return _text(text, _MARGIN, y + 12, _TEXT, INK, bold=True)
    box = (
        (_MARGIN, y + 1.5),
        (_MARGIN + 24, y + 1.5),
        (_MARGIN + 24, y + 14.5),
        (_MARGIN, y + 14.5),
    )
    hatched = _hatched([box]) if line.withheld else ""
    swatch = f'<path {_look(line)} d="{_path([box])}"/>{hatched}'
    return swatch + _text(text, _MARGIN + 32, y + 12, _TEXT, INK)


def _text(says: str, x: float, y: float, size: float, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    look = f'font-size="{size:g}" fill="{ink}"{weight}'
    return f'<text x="{x:g}" y="{y:.1f}" {look}>{_safe(says)}</text>'


def _wrapped(text: str, size: float) -> list[str]:
    """Return a text in lines that fit the sheet."""
    most = int((_WIDTH - 2 * _MARGIN) / (size * _LETTER))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _is_dark(colour: str) -> bool:
    """Return whether white is read better on a colour than ink (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < 0.2


def _words(column: str) -> str:
    spaced = column.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def _safe(text: str) -> str:
    return escape(legible(text))
