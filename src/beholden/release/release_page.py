"""The public page of one release."""

from __future__ import annotations

from .checked import Checked
from .metadata import AREAS, CATALOGUE, CHART, CHECKSUMS, MAP, TABLE, TABLE_METADATA, notes
from .pages import render
from .publication import OGL, Publication

_DOWNLOADS = (
    (TABLE, "The table (CSV)"),
    (TABLE_METADATA, "What its columns mean (CSVW)"),
    (CATALOGUE, "Catalogue entry (DCAT)"),
    (CHART, "The chart (SVG)"),
    (CHECKSUMS, "Checksums (SHA-256)"),
)
# The last of the downloads is the list of the checksums of all.
_OF_A_MAP = ((MAP, "The map (SVG)"), (AREAS, "Its areas (GeoJSON)"))


def release_page(checked: Checked, *, about: Publication, chart: str) -> str:
    """Return the public page of a release: map, chart, table, how to read it, its provenance."""
    return render(
        "release.html",
        about=about,
        checked=checked,
        chart=chart,
        notes=notes(checked, about),
        downloads=(*_DOWNLOADS[:-1], *(_OF_A_MAP if about.map else ()), _DOWNLOADS[-1]),
        licence=_licence(about.licence),
        licence_of_areas=_licence(about.map.licence) if about.map else "",
        made_up=about.made_up,
        council=about.council,
    )


def _licence(address: str) -> str:
    return "Open Government Licence v3.0" if address == OGL else address
