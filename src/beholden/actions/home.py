"""A council's home: where its records, datasets, extracts, keys and ledger are."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .. import gate
from ..feeds import FeedSettings, stated_feed
from ..gate import Isolation, Keys
from ..kernel import BadInput, Clock, Damaged, NotFound, SystemClock, Unavailable, new_id
from ..ledger import Signer, TileLog
from ..records import databases
from ..records.refusing import refusing
from .accessibility import Accessibility, stated_accessibility
from .appearance import Appearance, stated_appearance
from .ask_limits import BEST, JAIL, AskLimits, stated_limits
from .first_settings import FIRST_SETTINGS
from .full_disk import full_disk_is_unavailable
from .message_settings import Messages, stated_messages
from .public_address import PublicAddress, stated_address
from .sign_in_settings import SignIn, stated_sign_in
from .stated_groups import stated_groups
from .worker_settings import WorkerSettings, stated_worker

_SETTINGS = "council.toml"
_WAIT_SECONDS = 120.0
_FOLDERS = ("datasets", "extracts", "ledger", "releases")


@dataclass(frozen=True)
class Home:
    """One council's home on disk, and the database that its records are in."""

    directory: Path
    name: str
    database: str
    keys_directory: Path
    limits: AskLimits = field(default_factory=AskLimits)
    public: PublicAddress = field(default_factory=PublicAddress)
    appearance: Appearance = field(default_factory=Appearance)
    accessibility: Accessibility = field(default_factory=Accessibility)
    feed: FeedSettings = field(default_factory=FeedSettings)
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sign_in: SignIn = field(default_factory=SignIn)
    messages: Messages = field(default_factory=Messages)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    clock: Clock = field(default_factory=SystemClock)
    sends: str = ""  # the page whose form is sent: what was begun of it goes with the act

    @property
    def alias(self) -> str:
        """Return the alias by which Django knows this council's database."""
        return databases.connect(self._database_url)

    def close(self) -> None:
        """Let go of the database, so that the home's folder may be moved or copied."""
        databases.disconnect(self.alias)

    @property
    def keys(self) -> Keys:
        """Return the keys of extracts and pseudonyms, kept outside the home."""
        return Keys(self.keys_directory)

    def isolation(self) -> Isolation:
        """Return how a question is kept in: as the council set it, on this machine."""
        return gate.isolation_here(jail_required=self.limits.isolation == JAIL)

    @property
    def log(self) -> TileLog:
        """Return the public log as it is on disk."""
        return TileLog(self.directory / "ledger")

    @property
    def signer(self) -> Signer:
        """Return the council's signing key."""
        return Signer.open(self.keys_directory / "ledger-signing.key")

    @property
    def _database_url(self) -> str:
        return databases.located(self.database, self.directory)

    def path(self, *parts: str) -> Path:
        """Return a path within the home."""
        return self.directory.joinpath(*parts)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Send the queries of this block to this council's database.

        What the database refuses becomes an error of the family, without its values.
        """
        with databases.at_work(self.alias), refusing():
            yield

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Hold the short lock under which finished files are put in place and recorded."""
        with self._alone(".moving.lock"):
            yield

    @contextmanager
    def applying(self) -> Iterator[None]:
        """Hold the lock under which one folder of statements at a time is planned and done."""
        with self._alone(".applying.lock"):
            yield

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        # One lock object for each thread and file, so that an act within an act does not wait
        # for itself.
        lock = FileLock(self.path(name), timeout=_WAIT_SECONDS, is_singleton=True)
        try:
            with lock:
                yield
        except Timeout:
            raise Unavailable(
                "Another process is at work in this council's home.",
                why=f"It has held the lock for over {_WAIT_SECONDS:.0f} seconds.",
                next_step="Wait for it to finish, then run the command again.",
            ) from None

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give a private folder for unfinished files; it is gone afterwards, whatever happens.

        The folder is held by a lock, so that a later process can tell one that is still at work
        from one that was killed (see ``sweep_staging``).
        """
        root = self.path(".staging")
        folder = root / new_id("work")
        with full_disk_is_unavailable():
            root.mkdir(mode=0o700, exist_ok=True)
            with FileLock(f"{folder}.lock"):
                folder.mkdir(mode=0o700)
                try:
                    yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it is swept with the next opening
            os.unlink(f"{folder}.lock")

    def sweep_staging(self) -> bool:
        """Remove what killed processes left half-made; return whether nobody is at work now."""
        idle = True
        for lock_file in self.path(".staging").glob("*.lock"):
            try:
                with FileLock(lock_file, timeout=0):
                    shutil.rmtree(lock_file.with_suffix(""), ignore_errors=True)
                lock_file.unlink(missing_ok=True)
            except Timeout:
                idle = False
        return idle


def create(
    directory: Path,
    *,
    name: str,
    database: str = "",
    keys_directory: Path | None = None,
    data_protection: str = "",
    post: str = "",
) -> Home:
    """Make a council's home on disk; raise BadInput where there is something already."""
    directory = directory.absolute()
    keys = (keys_directory or directory.with_name(directory.name + ".keys")).absolute()
    url = database or "sqlite:///records.sqlite3"
    text = FIRST_SETTINGS.format(
        name=_toml(_named(name)),
        database=_toml(url),
        # Beside the home unless said otherwise, so that the two can be moved together.
        keys=_toml(str(keys) if keys_directory else f"../{keys.name}"),
        # Where no jail can be, a home that asks for one could answer nothing.
        isolation=_toml(JAIL if sys.platform.startswith("linux") else BEST),
        public=_public(data_protection=data_protection, post=post),
    )
    databases.located(url, directory)  # refused before anything is made
    with full_disk_is_unavailable():
        _refuse_taken(directory, keys)
        try:
            lay_out(directory, keys)
            Signer.create(keys / "ledger-signing.key", _origin(name))
            # Written last: a folder without it is not a home yet.
            (directory / _SETTINGS).write_text(text, encoding="utf-8")
        except BaseException:
            _clear(directory, keys)
            raise
    return read(directory)


def _refuse_taken(directory: Path, keys: Path) -> None:
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BadInput(
            "There is something in this folder already.",
            why="A council's home begins in an empty folder, so that nothing is written over.",
            next_step="Name another folder, or move away what is there.",
        )
    if keys.resolve().is_relative_to(directory.resolve()):
        raise BadInput(
            "The keys cannot be kept within the home.",
            why="Who has both has everything.",
            next_step="Name another folder with --keys.",
        )
    if (keys / "ledger-signing.key").exists():
        raise BadInput(
            "The folder for the keys already holds another home's keys.",
            why="To write over them would make that home's extracts unreadable.",
            next_step="Name another folder with --keys.",
        )


def unmake(home: Home) -> None:
    """Remove a home that could not be made to the end, with its keys; nothing was in it yet."""
    with suppress(BadInput):  # an address of no database has nothing to let go of
        home.close()
    _clear(home.directory, home.keys_directory)


def _clear(directory: Path, keys: Path) -> None:
    with suppress(OSError):  # what cannot be made cannot be cleared either
        (keys / "ledger-signing.key").unlink(missing_ok=True)
        (keys / "ledger-checkpoint").unlink(missing_ok=True)
    with suppress(OSError):  # it may hold other things, where it was there before
        keys.rmdir()
    for inside in directory.iterdir() if directory.is_dir() else ():
        shutil.rmtree(inside) if inside.is_dir() else inside.unlink()


def read(directory: Path, *, clock: Clock | None = None) -> Home:
    """Read a council's home; raise NotFound where there is none, Damaged where it is not whole."""
    directory = directory.absolute()
    file = directory / _SETTINGS
    if not file.is_file():
        raise NotFound(
            "There is no council's home here.",
            why=f"The folder {directory} has no {_SETTINGS}.",
            next_step="Make one with `beholden init DIR`, or name the right folder with --home.",
        )
    settings = _settings(file)
    keys = Path(os.path.normpath(directory / str(settings["keys"]["directory"])))
    if not keys.is_dir():
        raise Damaged(
            "The folder with this home's keys is not there.",
            why="Without the keys nothing can be sealed, asked or signed.",
            next_step=f"Bring the folder back, or set [keys] directory in {_SETTINGS}.",
        )
    return Home(
        directory=directory,
        name=str(settings["name"]),
        database=str(settings["records"]["database"]),
        keys_directory=keys,
        clock=clock or SystemClock(),
        **_about_the_council(settings, directory),
    )


def lay_out(directory: Path, keys: Path) -> None:
    """Make the folders of a home, and that of its keys, where they are not there yet."""
    for folder in (directory, keys, *(directory / one for one in _FOLDERS)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _settings(file: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
        named = settings["name"], settings["records"]["database"], settings["keys"]["directory"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as fault:
        raise _unreadable(f"{type(fault).__name__}: {fault}") from None
    if not all(isinstance(one, str) and one.strip() for one in named):
        raise _unreadable("Its name, database and directory are texts.")
    return settings


def _about_the_council(settings: dict[str, Any], directory: Path) -> dict[str, Any]:
    try:
        return {
            "limits": stated_limits(settings.get("ask", {})),
            "public": stated_address(settings.get("public", {})),
            "appearance": stated_appearance(settings.get("pages", {})),
            "accessibility": stated_accessibility(settings.get("accessibility", {})),
            "feed": stated_feed(settings.get("feed", {})),
            "groups": stated_groups(settings.get("groups", {}), directory),
            "sign_in": stated_sign_in(settings.get("sign_in", {})),
            "messages": stated_messages(settings.get("messages", {})),
            "worker": stated_worker(settings.get("worker", {})),
        }
    except ValueError as fault:
        raise _unreadable(str(fault)) from None


def _unreadable(why: str) -> Damaged:
    return Damaged(
        f"The settings of this home cannot be read ({_SETTINGS}).",
        why=why,
        next_step="Mend the file: it needs name, [records] database and [keys] directory.",
    )


def _origin(name: str) -> str:
    """Return the log's name: letters, digits and hyphens, as a signed note's key name must be."""
    plain = "".join(c if c.isalnum() and c.isascii() else "-" for c in name.lower())
    return "beholden/" + "-".join(part for part in plain.split("-") if part)


def _named(name: str) -> str:
    if name.strip():
        return name
    raise BadInput("A council needs a name.", next_step="Give the name that the public knows.")


_ADDRESSES = ('# site = "https://data.example.gov.uk"', '# email = "a shared mailbox"')
_EXAMPLES = {
    "data_protection": "the data-protection officer's shared mailbox",
    "post": "Data-protection officer, Town Hall, …",
}


def _public(**stated: str) -> str:
    """Return the section of whom to write to; what is not stated stands there as an example."""
    given = {name: value.strip() for name, value in stated.items()}
    try:
        stated_address(given)
    except ValueError as fault:
        raise BadInput(str(fault), next_step="Give another, or none.") from None
    said = [
        f"{'' if value else '# '}{name} = {_toml(value or _EXAMPLES[name])}"
        for name, value in given.items()
    ]
    header = "[public]" if any(given.values()) else "# [public]"
    return "\n".join((header, *_ADDRESSES, *said))


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if any(ord(c) < 32 for c in escaped):
        raise BadInput("A council's name is one line of text without control characters.")
    return f'"{escaped}"'
