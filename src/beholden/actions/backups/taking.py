"""Taking a backup of a home while others act in it, and of its keys apart from it."""

from __future__ import annotations

import base64
import os
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ...kernel import Progress, silent
from ...records import copying
from ..acting import Act, acting, require
from ..home import Home
from ..log_keeping import publish_entries
from ..rights import Right
from .manifests import (
    HOME,
    KEYS,
    Manifest,
    copy_all,
    copy_file,
    facts_of,
    files_within,
    write_manifest,
)
from .placing import checked_place, put_in_place, sync, unfinished
from .vouching import write_signature

RECORDS = "records"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was backed up: of how many entries of the ledger, in how many files, and where."""

    entries: int
    files: int
    home: Path
    keys: Path | None
    manifest: str


def backup(
    home: Home,
    *,
    by: str,
    to: str | Path,
    keys_to: str | Path | None = None,
    progress: Progress = silent,
) -> BackedUp:
    """Back up a home into a new folder and, where one is named, its keys into another.

    It holds the home as it stood at one moment, while others act. Keys are never in the same
    folder: who has both could read every extract, and old keys would outlive what was to end with
    them (S6). Raises Refused, BadInput where something is there already, Unavailable where the
    disk is full; then there is no backup.
    """
    with home.at_work():
        require(home, by=by, right=Right.HOME_BACKUP)
    apart = (home.directory, home.keys_directory)
    place = checked_place(Path(to), apart_from=apart)
    keys_place = checked_place(Path(keys_to), apart_from=(*apart, place)) if keys_to else None
    with ExitStack() as stack:
        made = stack.enter_context(unfinished(place))
        keys_made = stack.enter_context(unfinished(keys_place)) if keys_place else None
        manifest, keys = _copied(home, made, keys_made, progress)
        act = stack.enter_context(
            acting(home, by=by, right=Right.HOME_BACKUP, name="home-backed-up")
        )
        act.facts.update(facts_of(manifest), keys=len(keys))
        _put(act, made, place)
        if keys_made and keys_place:
            _put(act, keys_made, keys_place)
    return BackedUp(manifest.entries, len(manifest.files), place, keys_place, manifest.fingerprint)


def _put(act: Act, made: Path, place: Path) -> None:
    put_in_place(made, place)
    act.placed.append(place)  # taken away again where the act is not recorded
    sync(place.parent)


def _copied(
    home: Home, made: Path, keys_made: Path | None, progress: Progress
) -> tuple[Manifest, dict[str, str]]:
    """Copy a home as it stands at one moment; the long part of it while others go on.

    Return its manifest, and what was copied of the keys.
    """
    with home.staging() as held:
        progress("copying the records", 0, 0)
        with home.moving(), home.at_work():
            # Nothing is put in place or published under this lock. Records may be added: the log
            # may lack entries of the records, as after a kill, and never the other way round.
            publish_entries(home)
            checkpoint = home.log.checkpoint()
            copying.copy_out(home.alias, made / RECORDS)
            # With the records, or the checkpoint that lies with the keys would be a later one.
            keys = _keys_copied(home, keys_made) if keys_made else {}
            _hold(home, held / HOME)
        files = copy_all(held, made, progress=progress, step="copying files")
    for name in sorted(files_within(made / RECORDS)):
        files[f"{RECORDS}/{name}"] = _fingerprint(made / RECORDS / name)
    manifest = Manifest(
        of=HOME,
        council=home.name,
        taken=home.clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        entries=checkpoint.size,
        root=base64.b64encode(checkpoint.root).decode(),
        files=files,
        database=copying.kind_of(home.alias),
        migration=copying.newest_migration(home.alias),
    )
    write_manifest(made, manifest)
    write_signature(made, manifest, home.signer)
    if keys_made:  # unsigned: whoever can change it has the key that would sign it
        write_manifest(keys_made, replace(manifest, of=KEYS, files=keys, database="", migration=""))
    return manifest, keys


def _fingerprint(file: Path) -> str:
    from ..datasets import fingerprint_of

    with file.open("rb") as whole:
        os.fsync(whole.fileno())
    return fingerprint_of(file)


def _hold(home: Home, to: Path) -> None:
    """Keep the files of a home as they are now: by a second name each, or else by a copy.

    No file of a home is written into once it has its name, so the second name is enough; what
    another process removes meanwhile was to end, and is left out.
    """
    own = _database_files(home)
    for name in files_within(home.directory):
        source, target = home.directory / name, to / name
        if source in own:
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            _link_or_copy(source, target)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without second names
        shutil.copyfile(source, target)


def _database_files(home: Home) -> set[Path]:
    parts = urlsplit(home.database)
    if parts.scheme != "sqlite":
        return set()
    file = home.directory / unquote(parts.path)[1:]
    return {file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))}


def _keys_copied(home: Home, made: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for name in sorted(files_within(home.keys_directory)):
        with suppress(FileNotFoundError):  # destroyed a moment ago
            files[f"{KEYS}/{name}"] = copy_file(home.keys_directory / name, made / KEYS / name)
    return files
