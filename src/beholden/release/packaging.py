"""The open package of a release: written whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from beholden.kernel import BadInput, Unavailable, legible

from .chart import chart_of
from .checked import Checked
from .metadata import (
    AREAS,
    CATALOGUE,
    CHART,
    CHECKSUMS,
    MAP,
    PAGE,
    TABLE,
    TABLE_METADATA,
    csvw,
    dcat,
)
from .publication import Package, Publication
from .release_page import release_page

_PART = ".part-"


def package(checked: Checked, *, about: Publication, to: Path) -> Package:
    """Write table, metadata, catalogue entry, chart, map, page and checksums to a new folder.

    The folder appears by one rename when everything in it is on the disk; whatever stops the work
    before leaves no folder of that name. Raises BadInput where the folder is there already (what is
    published is never overwritten) and Unavailable where the disk cannot hold it.
    """
    if to.exists():
        raise BadInput(
            f"There is already a release at {to.name}.",
            why="What is published is never overwritten.",
            next_step="Publish it as a new release, or withdraw the first.",
        )
    files = _files(checked, about)
    try:
        _write_whole(files, to)
    except OSError as fault:
        raise Unavailable(
            "The release could not be written.",
            why=fault.strerror or "The disk did not take it.",
            next_step="Make room or mend the disk, then publish again: nothing is half-written.",
        ) from fault
    return Package(to, {name: _digest(content) for name, content in files.items()})


def _files(checked: Checked, about: Publication) -> Mapping[str, bytes]:
    mapped = about.map.measure if about.map else ""
    chart = chart_of(checked, title=about.title, measure=mapped)
    texts = {
        TABLE: checked.to_csv(),
        TABLE_METADATA: _json(csvw(checked, about)),
        CATALOGUE: _json(dcat(checked, about)),
        CHART: chart + "\n",
        PAGE: release_page(checked, about=about, chart=chart),
    }
    if about.map is not None:
        texts |= {MAP: about.map.svg + "\n", AREAS: about.map.areas}
    files = {name: legible(text).encode() for name, text in texts.items()}
    sums = "".join(f"{_digest(content)}  {name}\n" for name, content in files.items())
    return {**files, CHECKSUMS: sums.encode()}


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_whole(files: Mapping[str, bytes], to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    _sweep(to)
    part = Path(tempfile.mkdtemp(prefix=f".{to.name}{_PART}", dir=to.parent))
    try:
        part.chmod(0o755)
        for name, content in files.items():
            _write(part / name, content)
        _settle(part)
        part.rename(to)
        _settle(to.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _sweep(to: Path) -> None:
    """Remove what a killed process left of this release."""
    for left in to.parent.glob(f".{to.name}{_PART}*"):
        shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system offers it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
