"""Bringing a home back from its backup, into a new place, so that it proves itself first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import ledger
from ...kernel import BadInput, Clock, Progress, SystemClock, silent
from ...records import copying, databases
from .. import home as homes
from ..acting import acting, require
from ..council import Council, made_ready
from ..full_disk import full_disk_is_unavailable
from ..home import Home
from ..log_keeping import publish_entries
from ..proving.verifying import verify_own_log
from ..rights import Right
from . import manifests
from .manifests import HOME, KEYS, Manifest, damaged, read_manifest
from .newer import CHECKPOINT_KEPT, Lost, destroyed_in, later_acts, lost_since, refuse_lost
from .placing import checked_place, put_in_place, sync, unfinished
from .settings_moved import move_settings
from .taking import RECORDS
from .vouching import BY_NOTHING, read_signature, refuse_unproved, vouched_by

_SETTINGS, _SIGNING = "council.toml", "ledger-signing.key"
_SQLITE = f"sqlite:///{copying.FILE}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A home as it is to be brought back: from where, to where, by whom."""

    source: Path
    keys: Path
    to: Path
    keys_to: Path
    by: str
    seen: Path | None
    lose_acts: bool
    unsigned: bool
    clock: Clock
    progress: Progress


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: the entries that were proved, keys that stayed away, acts lost.

    ``proved_by`` is what vouched for the manifest: ``signature``, ``ledger`` or ``nothing``.
    """

    home: Path
    keys: Path
    entries: int
    keys_left: tuple[str, ...]
    lost: Lost | None
    proved_by: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a ledger from outside its backup, and what that says of the manifest."""

    checkpoints: tuple[ledger.Checkpoint, ...]
    entries: list[bytes]
    proved_by: str


def restore(
    source: str | Path,
    to: str | Path,
    *,
    keys: str | Path,
    by: str,
    keys_to: str | Path | None = None,
    database: str = "",
    seen: str | Path | None = None,
    lose_acts: bool = False,
    unsigned: bool = False,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Restored:
    """Bring a home back from its backup into a new folder, after it has proved itself.

    ``keys`` is a backup of its keys, or the folder of its keys where that was not lost. The
    manifest is checked by its signature with the key of the ledger that is among them; where it
    has none and no log that was seen tells of it, Refused is raised unless ``unsigned``. Every
    file is checked by its fingerprint, the log from its files alone, and the records against the
    log. A key whose extract the log or the records say is destroyed is not brought back. ``seen``
    is a checkpoint that was kept, or a copy of the log: where the backup is older, Refused is
    raised unless ``lose_acts``, and the first entry of the home says what was lost.

    Raises also Damaged, BadInput where something is there already, NotFound, Unavailable. Nothing
    is left then.
    """
    manifest = read_manifest(Path(source), of=HOME)
    place, keys_place = _places(
        Path(to), Path(keys_to) if keys_to else None, apart_from=(Path(source), Path(keys))
    )
    wanted = Wanted(
        Path(source), Path(keys), place, keys_place, by, Path(seen) if seen else None, lose_acts,
        unsigned, clock or SystemClock(), progress,
    )  # fmt: skip
    done = _restored(wanted, manifest, database=_database(manifest, database))
    # It is there and whole: that the disk has its name does not make it undone.
    with full_disk_is_unavailable():
        sync(place.parent)
    return done


def _places(to: Path, keys_to: Path | None, *, apart_from: tuple[Path, Path]) -> tuple[Path, Path]:
    """Return where a home and its keys go: both free and apart, the keys beside it unless told."""
    place = checked_place(to, apart_from=apart_from)
    beside = place.with_name(place.name + ".keys")
    return place, checked_place(keys_to or beside, apart_from=(place, *apart_from))


def _restored(wanted: Wanted, manifest: Manifest, *, database: str) -> Restored:
    """Bring a home and its keys in, prove them, put them in place; of a fault nothing is left."""
    place, keys_place = wanted.to, wanted.keys_to
    with full_disk_is_unavailable(), ExitStack() as stack:
        made = stack.enter_context(unfinished(place)) / "home"
        keys_made = stack.enter_context(unfinished(keys_place)) / "keys"
        staged, unpacked = _laid_out(wanted, manifest, made, keys_made, database=database)
        # Before the records are opened: nothing of what somebody changed in them ever runs.
        known = _known(wanted, staged, manifest)
        stack.enter_context(_brought_in(staged, manifest, unpacked))
        done = _proved(wanted, staged, manifest, known)
        staged.close()
        # The home comes last: keys without a home open nothing.
        put_in_place(keys_made, keys_place)
        stack.callback(_take_back, keys_place, unless=place / _SETTINGS)
        sync(keys_place.parent)
        put_in_place(made, place)
    return done


def _database(manifest: Manifest, asked: str) -> str:
    sqlite = manifest.database == copying.SQLITE
    if sqlite and asked:
        raise BadInput(
            "The records of this backup are a file of SQLite.",
            why="They come back as they were.",
            next_step="Leave out --database.",
        )
    if not sqlite and not asked:
        raise BadInput(
            "The records of this backup were in PostgreSQL.",
            why="They come back into an empty database, never into one that is in use.",
            next_step="Make one, and name it: --database postgresql://USER@HOST/NAME.",
        )
    return asked or _SQLITE


def _laid_out(
    wanted: Wanted, manifest: Manifest, made: Path, keys_made: Path, *, database: str
) -> tuple[Council, Path]:
    """Lay out a home's files, settings and keys; return it without records, and where these are."""
    unpacked = made.with_name("backup")
    manifests.copy_checked(wanted.source, manifest, unpacked, progress=wanted.progress)
    (unpacked / HOME).rename(made)
    beside = wanted.keys_to == wanted.to.with_name(wanted.to.name + ".keys")
    name = move_settings(
        made / _SETTINGS,
        database=database,
        keys=f"../{wanted.keys_to.name}" if beside else str(wanted.keys_to),
    )
    homes.lay_out(made, keys_made)
    _bring_keys(wanted, keys_made)
    staged = Council(
        directory=made,
        name=name,
        database=database,
        keys_directory=keys_made,
        clock=wanted.clock,
    )
    return staged, unpacked


@contextmanager
def _brought_in(staged: Council, manifest: Manifest, unpacked: Path) -> Iterator[None]:
    """Bring the records into a home; its database is emptied where what follows fails."""
    if manifest.database == copying.SQLITE:
        records = staged.path(copying.FILE)
        (unpacked / RECORDS / copying.FILE).rename(records)
        copying.forget_passing(records)
        copying.refuse_unknown(staged.alias, manifest.migration)
        try:
            with staged.at_work():
                databases.migrate(staged.alias)
            yield
        finally:
            staged.close()
        return
    copying.bring_in(staged.alias, unpacked / RECORDS, manifest.migration)
    try:
        yield
    except BaseException:
        copying.empty(staged.alias)
        raise
    finally:
        staged.close()


def _bring_keys(wanted: Wanted, to: Path) -> None:
    """Copy the keys from their backup, or from the folder where they were all along."""
    if (wanted.keys / _SIGNING).is_file():
        for name in manifests.files_within(wanted.keys):
            manifests.copy_file(wanted.keys / name, to / name)
        return
    manifest = read_manifest(wanted.keys, of=KEYS)
    unpacked = to.with_name("backup")
    manifests.copy_checked(wanted.keys, manifest, unpacked, progress=wanted.progress)
    to.rmdir()
    (unpacked / KEYS).rename(to)


def _known(wanted: Wanted, staged: Home, manifest: Manifest) -> Known:
    """Read what is known from outside a backup, and hold its manifest to it."""
    key = staged.signer.key
    checkpoints, entries = [_kept_checkpoint(staged)], list[bytes]()
    if wanted.seen:
        noted, entries = later_acts(wanted.seen, key)
        checkpoints.append(noted)
    proved_by = vouched_by(manifest, read_signature(wanted.source), key, seen=entries)
    if proved_by == BY_NOTHING and not wanted.unsigned:
        raise refuse_unproved()
    return Known(tuple(one for one in checkpoints if one), entries, proved_by)


def _proved(wanted: Wanted, staged: Council, manifest: Manifest, known: Known) -> Restored:
    """Prove a home that was put together, end what has ended, and write its first entry."""
    wanted.progress("proving the ledger", 0, 0)
    _refuse_unproved(staged, manifest)
    publish_entries(staged)
    lost = lost_since(staged.log, known.checkpoints, known.entries)
    if lost and not wanted.lose_acts:
        raise refuse_lost(lost)
    proved = staged.log.size
    ended_later = set(destroyed_in(known.entries))
    gone = _end_keys(staged, {*destroyed_in(staged.log.entries()), *ended_later})
    if lost:  # with it, anybody can show that there were more
        (staged.keys_directory / f"lost-checkpoint-{lost.after}").write_text(lost.note, "utf-8")
    told = manifests.facts_of(manifest) | {"proved_by": known.proved_by}
    _record(staged, wanted, told, lost=lost, gone=ended_later)
    made_ready(staged)
    return Restored(wanted.to, wanted.keys_to, proved, gone, lost, known.proved_by)


def _kept_checkpoint(staged: Home) -> ledger.Checkpoint | None:
    """Take the checkpoint that lay with the keys, which may be newer than the backup."""
    file = staged.keys_directory / CHECKPOINT_KEPT
    if not file.is_file():
        return None
    kept = ledger.read_checkpoint(file.read_text(encoding="utf-8"), staged.signer.key)
    file.unlink()
    return kept


def _refuse_unproved(staged: Home, manifest: Manifest) -> None:
    found = verify_own_log(staged)
    if not found.ok:
        raise damaged("; ".join(fault.what.rstrip(".") for fault in found.faults[:3]))
    if (found.size, found.root) != (manifest.entries, manifest.root):
        raise damaged("the ledger is not the one that the manifest tells of")


def _end_keys(staged: Home, ended: set[str]) -> tuple[str, ...]:
    """Destroy the keys of what the ledger, or the records, say is destroyed; return their names."""
    from ...records.models import Extract

    with staged.at_work():
        ended |= set(Extract.objects.filter(state="destroyed").values_list("pk", flat=True))
    gone = tuple(sorted(name for name in ended if staged.keys.has(name)))
    for name in gone:
        staged.keys.destroy(name)
    return gone


def _record(
    staged: Home, wanted: Wanted, told: dict[str, Any], *, lost: Lost | None, gone: set[str]
) -> None:
    """Write that the home was brought back: its first act, by somebody who may."""
    from ...records.models import Extract

    with staged.at_work():
        require(staged, by=wanted.by, right=Right.HOME_BACKUP)
    with acting(staged, by=wanted.by, right=Right.HOME_BACKUP, name="home-restored") as act:
        act.facts.update(told)
        if lost:
            act.facts["lost"] = {"from": lost.before, "to": lost.after - 1, "root": lost.root}
        # What ended after the backup has no key any more, so the records say so too.
        ends = Extract.objects.filter(pk__in=gone, state="current")
        if ended := sorted(ends.values_list("pk", flat=True)):
            act.facts["extracts_destroyed"] = ended
            ends.update(state="destroyed", destroyed_at=act.at)


def _take_back(keys_place: Path, *, unless: Path) -> None:
    if not unless.exists():
        shutil.rmtree(keys_place, ignore_errors=True)
