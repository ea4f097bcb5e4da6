"""Sweeping: what killed processes left without a record is removed before new work begins.

Everything that is put in place is put there under the lock of ``home.moving``, and recorded before
that lock is let go. So under the lock, what has no record belongs to nobody.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from .. import gate
from .begun_forms import begun_keys, sweep_begun_keys
from .home import Home
from .persons_kept import pairs_beside
from .subjects.complaining import sweep_complaint_keys
from .subjects.members_kept import members_file
from .subjects.requests import sweep_request_keys


def sweep(home: Home) -> None:
    """Remove unrecorded datasets, keys of linkage, extracts with their keys, and releases."""
    # Listed before looking whether anybody is at work: a key made later is no leftover.
    keys = [*home.keys_directory.glob("extract-*.key"), *home.keys_directory.glob(".*.*.*")]
    members = list(home.keys_directory.glob("members-extract-*.key"))
    complaints = [path.stem for path in home.keys_directory.glob("complaint-*.key")]
    requests = [path.stem for path in home.keys_directory.glob("request-*.key")]
    begun = begun_keys(home)
    idle = home.sweep_staging()
    with home.at_work(), home.moving():
        _sweep_extracts(home, keys if idle else [])
        _sweep_members(home, members if idle else [])
        sweep_complaint_keys(home, complaints)
        sweep_request_keys(home, requests)
        sweep_begun_keys(home, begun)
        _sweep_datasets(home)
        _sweep_releases(home)


def _sweep_extracts(home: Home, keys: list[Path]) -> None:
    from ..records.models import Extract

    known = set(Extract.objects.values_list("id", flat=True))
    files = home.path("extracts").glob("*.*")
    for left in {path.stem for path in (*keys, *files) if path.name[0] != "."} - known:
        home.keys.destroy(left)
        for kind in ("sealed", "fitted"):
            home.path("extracts", f"{left}.{kind}").unlink(missing_ok=True)
    for draft in (path for path in keys if path.name[0] == "."):
        draft.unlink(missing_ok=True)


def _sweep_members(home: Home, keys: list[Path]) -> None:
    from ..records.models import MembersKept

    known = set(MembersKept.objects.values_list("extract_id", flat=True))
    files = {path.stem for path in home.path("members").glob("*.members")}
    for left in ({path.stem.removeprefix("members-") for path in keys} | files) - known:
        home.keys.destroy(gate.members_key(left))
        members_file(home, left).unlink(missing_ok=True)


def _sweep_datasets(home: Home) -> None:
    from ..records.models import DatasetVersion, KeyColumn

    versions = {Path(path).parent for path in DatasetVersion.objects.values_list("path", flat=True)}
    made = {Path(path) for path in KeyColumn.objects.values_list("path", flat=True)}
    for folder in home.path("datasets").glob("*/v*"):
        if folder.relative_to(home.directory) not in versions:
            shutil.rmtree(folder, ignore_errors=True)
    made |= {pairs_beside(keys) for keys in made}
    for left in home.path("datasets").glob("*/v*/*-[0-9]*.parquet"):
        if left.relative_to(home.directory) not in made:
            left.unlink(missing_ok=True)


def _sweep_releases(home: Home) -> None:
    from ..records.models import Release

    published = set(Release.objects.filter(state="published").values_list("id", flat=True))
    for folder in home.path("releases").glob("release-*"):
        if folder.name not in published:
            shutil.rmtree(folder, ignore_errors=True)
