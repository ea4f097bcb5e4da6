"""What lies in the home for a copy: the folders of releases, the files of sealed extracts."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beholden.actions import Council

from .unit import Unit, Use

_TOLD = (".html", ".json", ".csv", ".md", ".txt", ".yaml", ".svg")
_DIGESTS = "checksums.txt"
Telling = Callable[[Any, Mapping[str, str]], Any]


class Files:
    """The files of the releases that were published by acts, and their copies."""

    def __init__(self, council: Council, uses: Sequence[Use]) -> None:
        self._council = council
        self._held: dict[str, dict[str, bytes]] = {}
        for release in (one for use in uses for unit in use.releases for one in unit.named):
            folder = council.path("releases", release)
            if folder.is_dir():
                self._held[release] = {file.name: file.read_bytes() for file in folder.iterdir()}

    def digests(self, release: str) -> list[str]:
        """Return the digests of a release's files; none of what has no files."""
        return [_digest(content) for content in self._held.get(release, {}).values()]

    def copy(self, release: str, texts: Mapping[str, str], told: Telling) -> dict[str, str]:
        """Give a copied release its folder; return the digests that are others now."""
        changed: dict[str, str] = {}
        if release not in self._held:
            return changed
        old, new = (self._council.path("releases", one) for one in (release, texts[release]))
        new.mkdir()
        # The list of digests is last, so that it has those of the others.
        for name, held in sorted(self._held[release].items(), key=lambda one: one[0] == _DIGESTS):
            words = {**texts, **changed}
            said = told(held.decode(), words).encode() if name.endswith(_TOLD) else held
            if said == held:
                os.link(old / name, new / name)
            else:
                (new / name).write_bytes(said)
                changed[_digest(held)] = _digest(said)
        return changed

    def link_extracts(self, unit: Unit, texts: Mapping[str, str]) -> None:
        """Give each copied extract its sealed file and its key; no page opens one."""
        for row in unit.rows.get("records_extract", ()):
            for folder in (self._council.path("extracts"), self._council.keys_directory):
                for file in folder.glob(f"{row['id']}.*"):
                    shutil.copy(file, folder / f"{texts[row['id']]}{file.suffix}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
