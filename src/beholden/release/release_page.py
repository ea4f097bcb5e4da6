"""The public page of one release."""

from __future__ import annotations

from .checked import Checked
from .metadata import CATALOGUE, CHART, CHECKSUMS, TABLE, TABLE_METADATA, notes
from .pages import render
from .publication import OGL, Publication

_DOWNLOADS = (
    (TABLE, "The table (CSV)"),
    (TABLE_METADATA, "What its columns mean (CSVW)"),
    (CATALOGUE, "Catalogue entry (DCAT)"),
    (CHART, "The chart (SVG)"),
    (CHECKSUMS, "Checksums (SHA-256)"),
)


def release_page(checked: Checked, *, about: Publication, chart: str) -> str:
    """Return the public page of a release: chart, table, how to read it, and where it came from."""
    return render(
        "release.html",
        about=about,
        checked=checked,
        chart=chart,
        notes=notes(checked, about),
        downloads=_DOWNLOADS,
        licence="Open Government Licence v3.0" if about.licence == OGL else about.licence,
        made_up=about.made_up,
        council=about.council,
    )
