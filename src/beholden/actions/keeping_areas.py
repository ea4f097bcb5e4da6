"""Areas: wards, LSOAs or the council's own neighbourhoods, kept so that numbers can be mapped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import areas as mapping
from ..kernel import BadInput, Finding, Refusal, Refused, checked_name
from .acting import acting, require
from .home import Home
from .rights import Right

OPEN_GOVERNMENT = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_LONGEST = {"title": 200, "licence": 300, "attribution": 500}


@dataclass(frozen=True, slots=True)
class AreasKept:
    """A version of areas that was kept: how many there are, what was found, how plain they are.

    Of ``points_read`` points in the file ``points`` are kept; what is smaller than ``detail``
    metres is left out. ``already_there`` says that these are the areas on record, and nothing was
    done.
    """

    name: str
    version: int
    areas: int
    points_read: int
    points: int
    detail: int
    findings: tuple[Finding, ...]
    already_there: bool = False


def keep_areas(
    home: Home,
    *,
    by: str,
    source: str | Path,
    name: str,
    code: str,
    label: str = "",
    title: str = "",
    attribution: str,
    licence: str = OPEN_GOVERNMENT,
    made_up: bool = False,
) -> AreasKept:
    """Keep the areas of a GeoJSON file, as the next version of a set of areas.

    ``code`` and ``label`` are the properties that hold each area's code and its name;
    ``attribution`` are the words that its owner asks for, which stand under every map, ``licence``
    the address of the licence. Who kept a set first keeps its next versions; a set is public with
    the first release that is shown on it. Raises BadInput for a file that is no set of areas, and
    Refused where another organisation keeps the set.
    """
    checked_name(name, of="a set of areas")
    about = _about(title=title or name, attribution=attribution, licence=licence)
    with home.at_work():
        person, _ = require(home, by=by, right=Right.AREAS_KEEP)
        _refuse_another_keeper(_newest(name), person.organisation)
    content = _content(Path(source))
    read = mapping.read_areas(content, code=code, name=label)
    about |= {"made_up": made_up, "source_fingerprint": _fingerprint(content)}
    return _kept(home, by=by, name=name, read=read, about=about)


def _about(**texts: str) -> dict[str, Any]:
    """Return what is said of the areas; raise BadInput where it cannot stand under a map."""
    said = {key: " ".join(text.split()) for key, text in texts.items()}
    for key, text in said.items():
        if not text or len(text) > _LONGEST[key]:
            raise BadInput(
                f"The {key} of the areas has no words, or more than {_LONGEST[key]} characters.",
                next_step="Say whose boundaries they are, in the words that their owner asks for.",
            )
    if not said["licence"].startswith("https://"):
        raise BadInput(
            "The licence of the areas is no address.",
            next_step="Give the address of the licence; without one it is the Open Government "
            "Licence, under which ONS and Ordnance Survey publish boundaries.",
        )
    return said


def _content(source: Path) -> bytes:
    """Return the bytes of a file, unless it is larger than may be read."""
    most = mapping.LARGEST_MIB * 2**20
    try:
        with source.open("rb") as file:
            return file.read(most + 1)
    except OSError as fault:
        raise BadInput(
            "The file of areas cannot be read.", why=fault.strerror or "", next_step="Look for it."
        ) from fault


def _kept(
    home: Home, *, by: str, name: str, read: mapping.AreasRead, about: dict[str, Any]
) -> AreasKept:
    from ..records.models import AreasVersion

    fields = {**about, **_as_recorded(read, about)}
    with acting(home, by=by, right=Right.AREAS_KEEP, name="areas-kept") as act:
        held = _newest(name)
        _refuse_another_keeper(held, act.person.organisation)
        act.moot = held is not None and _is_the_same(held, fields)
        version = (held.version if held else 0) + (not act.moot)
        if not act.moot:
            keeper = {"steward": act.person.organisation, "kept_by": act.person}
            AreasVersion.objects.create(
                name=name, version=version, kept_at=act.at, **keeper, **fields
            )
        act.facts.update(
            areas=name,
            version=version,
            number=len(read.areas),
            document=fields["fingerprint"],
            file=fields["source_fingerprint"],
        )
    counts = (len(read.areas), read.points_read, read.points, read.detail)
    return AreasKept(name, version, *counts, read.findings, act.moot)


def _as_recorded(read: mapping.AreasRead, about: dict[str, Any]) -> dict[str, Any]:
    """Return what the register holds of areas that were read."""
    said = {key: about[key] for key in ("title", "attribution", "licence")}
    document = mapping.to_geojson(read.areas, **said)
    return {
        "labels": [[area.code, area.name] for area in read.areas],
        "document": document,
        "fingerprint": _fingerprint(document.encode()),
        "points_read": read.points_read,
        "points": read.points,
        "detail": read.detail,
        "findings": [finding.to_dict() for finding in read.findings],
    }


def _newest(name: str) -> Any:
    from ..records.models import AreasVersion

    return AreasVersion.objects.filter(name=name).order_by("-version").first()


def _is_the_same(held: Any, fields: dict[str, Any]) -> bool:
    """Return whether a version draws and says the same, whichever file it was made of."""
    return all(getattr(held, key) == fields[key] for key in ("fingerprint", "made_up"))


def _refuse_another_keeper(held: Any, organisation: str) -> None:
    if held is not None and held.steward != organisation:
        raise Refused(
            Refusal(
                what="these areas are kept by another organisation.",
                why="Whoever kept a set of areas answers for its borders.",
                clause="areas › steward",
                next_step="keep yours under another name.",
                ask=f"a steward of {held.steward}.",
            )
        )


def _fingerprint(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
