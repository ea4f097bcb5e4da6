"""The worker: a process of its own that holds one image, or none, and answers questions in turn.

It is loaded by its path and imports nothing of the package but ``jail``. It never sees a key. It
reads frames (one byte of kind, eight of length, content) and writes them:

    to it     ``S`` settings (JSON, once), ``A`` a table for the next question (name, zero byte,
              Arrow IPC), ``Q`` a question (JSON: sql, seconds, rows, answer_bytes)
    from it   ``R`` ready, ``T`` a table (Arrow IPC), ``E`` the name of what went wrong, never a
              text of the engine's, which may hold a value

Each question has a connection of its own, so that nothing is kept from one to the next.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import struct
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

# A thread that a library starts when it is imported would stay outside the jail.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"

import duckdb
import pyarrow as pa
import pyarrow.dataset
import pyarrow.ipc

THREADS = 2
ENGINE_SHARE = 0.8
BATCH_ROWS = 8192
SEALED = "sealed"
_FRAME = 9


class TooMuch(Exception):
    """The answer is over a limit; the message is the limit's name."""


class NoJail(Exception):
    """The machine refuses a wall of the jail; another try would come to the same."""


# What a question may come to here; anything else ends the worker, and no answer is an answer too.
FAILURES = (
    TooMuch,
    duckdb.Error,
    pa.ArrowException,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    LookupError,
)


class Clock(threading.Thread):
    """Interrupts a question's connection when its time is up; started before the jail closes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._change = threading.Condition()
        self._running: Any = None
        self._seconds = 0.0
        self.rang = False

    def start_for(self, connection: Any, seconds: float) -> None:
        """Begin to count for one question."""
        with self._change:
            self._running, self._seconds, self.rang = connection, seconds, False
            self._change.notify()

    def stop(self) -> None:
        """End the count: the question has its answer."""
        with self._change:
            self._running = None
            self._change.notify()

    def run(self) -> None:
        """Wait for a question, then for its end or its time; and again."""
        with self._change:
            while True:
                self._change.wait_for(lambda: self._running is not None)
                if not self._change.wait_for(lambda: self._running is None, self._seconds):
                    self._running.interrupt()
                    self.rang, self._running = True, None


def jail() -> ModuleType:
    """Return the module beside this one, loaded by its path: the package is never imported."""
    spec = importlib.util.spec_from_file_location("jail", Path(__file__).with_name("jail.py"))
    if spec is None or spec.loader is None:
        raise ImportError("jail")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def open_engine(settings: dict[str, Any]) -> Any:
    """Return an engine with nothing in it and extensions off.

    The temporary directory is emptied first: the default one stays allowed under the lock. What two
    expressions share is not worked out once for both: the engine would lift it out of ``TRY(…)``,
    and then one value would end the question. Nor are numbers made narrower to sort and group them:
    beside an optional join that finds nothing, the engine (2.0.0) does so by wrong bounds, and then
    one amount would end it.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": "",
            "threads": THREADS,
            "async_threads": 1,
            "memory_limit": f"{int(settings['memory_mb'] * ENGINE_SHARE)}MiB",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "disabled_optimizers": "common_subexpressions,compressed_materialization",
        },
    )
    connection.execute("SET GLOBAL errors_as_json = false")
    return connection


def attach(connection: Any, image: str) -> None:
    """Attach an image read-only, whose tables a question means by their own names."""
    path = image.replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS {SEALED} (READ_ONLY)")


def load(connection: Any, image: str) -> None:
    """Copy an image's tables into memory and let go of its file."""
    attach(connection, image)
    connection.execute(f"COPY FROM DATABASE {SEALED} TO memory")
    connection.execute(f"DETACH {SEALED}")


def lock(connection: Any) -> None:
    """Close what leads out of the engine, and let nobody open it again."""
    connection.execute("SET GLOBAL enable_external_access = false")
    connection.execute("SET GLOBAL lock_configuration = true")


def answer(cursor: Any, sql: str, *, rows: int, answer_bytes: int) -> bytes:
    """Run one statement and return its rows as an Arrow IPC stream; raise TooMuch at a limit."""
    reader = cursor.sql(sql).to_arrow_reader(BATCH_ROWS)
    sink = io.BytesIO()
    seen = 0
    with pa.ipc.new_stream(sink, reader.schema) as writer:
        for batch in reader:
            seen += batch.num_rows
            if seen > rows:
                raise TooMuch("rows")
            writer.write_batch(batch)
            if sink.tell() > answer_bytes:
                raise TooMuch("bytes")
    return sink.getvalue()


class Desk:
    """Where questions are answered: the engine, its clock, and the tables of the next question."""

    def __init__(self, connection: Any, clock: Clock, *, use: str | None) -> None:
        self.connection = connection
        self.clock = clock
        self.use = use
        self.tables: dict[str, Any] = {}

    def bring(self, content: bytes) -> None:
        """Keep a table for the next question."""
        name, _, stream = content.partition(b"\0")
        self.tables[name.decode()] = pa.ipc.open_stream(stream).read_all()

    def outcome(self, question: dict[str, Any]) -> tuple[bytes, bytes]:
        """Return the reply to a question: its kind and its content; a failure becomes a name."""
        cursor = self.connection.cursor()
        self.clock.start_for(cursor, question["seconds"])
        try:
            return b"T", self._answer(cursor, question)
        except FAILURES as error:
            return b"E", (b"time" if self.clock.rang else _name(error))
        finally:
            self.clock.stop()
            self.tables = {}
            cursor.close()

    def _answer(self, cursor: Any, question: dict[str, Any]) -> bytes:
        if self.use:
            cursor.execute(f"USE {self.use}")
        for name, table in self.tables.items():
            cursor.register(name, table)
        limits = {name: question[name] for name in ("rows", "answer_bytes")}
        return answer(cursor, question["sql"], **limits)


def _name(error: Exception) -> bytes:
    if isinstance(error, TooMuch):
        return str(error).encode()
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError | pa.ArrowMemoryError):
        return b"memory"
    if isinstance(error, duckdb.InterruptException):
        return b"time"
    if isinstance(error, duckdb.FatalException | duckdb.InternalException):
        return b"stopped"
    if isinstance(error, duckdb.Error | pa.ArrowException):
        return b"question"
    return b"stopped"


def warm_up(desk: Desk) -> None:
    """Do once what a library does lazily: inside the jail a late import would fail."""
    desk.tables = {"warm": pa.table({"a": [1], "b": ["b"]})}
    sql = "SELECT a, b, 1.5 AS c FROM warm" if desk.use is None else "SELECT 1 AS a, 'b' AS b, 1.5"
    kind, _ = desk.outcome({"sql": sql, "seconds": 60, "rows": 9, "answer_bytes": 1 << 20})
    if kind != b"T":
        raise RuntimeError("warm up")


def enclose(image: int | None, replies: int, settings: dict[str, Any]) -> Desk:
    """Close the jail round this process; return the desk inside it, or raise NoJail.

    What else goes wrong, such as a want of memory, may pass, and is not what is raised here.
    """
    walls = jail()
    try:
        return _walled(walls, image, replies, settings)
    except (walls.JailFailed, PermissionError, FileNotFoundError):
        raise NoJail from None


def _walled(walls: ModuleType, image: int | None, replies: int, settings: dict[str, Any]) -> Desk:
    """Put the walls up in jail.py's order."""
    walls.limit_resources(cpu_seconds=settings["cpu_seconds"])
    walls.one_thread()
    walls.drop_rights()
    walls.close_file_system()
    os.chdir("/proc")
    connection = open_engine(settings)
    if image is not None:
        attach(connection, f"/proc/self/fd/{image}")
    lock(connection)
    desk = _desk(connection, use=None if image is None else SEALED)
    walls.limit_memory(settings["memory_mb"] << 20)
    walls.forbid_more_threads()
    walls.filter_calls(reply=replies)
    return desk


def _desk(connection: Any, *, use: str | None) -> Desk:
    clock = Clock()
    clock.start()
    desk = Desk(connection, clock, use=use)
    warm_up(desk)
    return desk


def keep_apart(settings: dict[str, Any]) -> Desk:
    """Return a desk that has its image in memory, with the limits that this system offers.

    There is no jail: what the engine's own lock does not hold is not held.
    """
    connection = open_engine(settings)
    if settings["image"]:
        load(connection, settings["image"])
    lock(connection)
    desk = _desk(connection, use=None)
    if sys.platform.startswith("linux"):
        walls = jail()
        walls.limit_resources(cpu_seconds=settings["cpu_seconds"])
        walls.limit_memory(settings["memory_mb"] << 20)
    return desk


def reply(descriptor: int, kind: bytes, content: bytes = b"") -> None:
    """Write one frame: kind, length (8 bytes, big-endian), content."""
    frame = memoryview(kind + struct.pack(">Q", len(content)) + content)
    while frame:
        frame = frame[os.write(descriptor, frame) :]


def receive(descriptor: int) -> tuple[bytes, bytes]:
    """Return the kind and content of the next frame; kind is empty where there is none."""
    head = _exactly(descriptor, _FRAME)
    if len(head) < _FRAME:
        return b"", b""
    return head[:1], _exactly(descriptor, struct.unpack(">Q", head[1:])[0])


def _exactly(descriptor: int, length: int) -> bytes:
    parts = []
    while length and (part := os.read(descriptor, min(length, 1 << 20))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def serve(desk: Desk, requests: int, replies: int) -> None:
    """Answer until nobody asks any more."""
    while True:
        kind, content = receive(requests)
        if kind == b"A":
            desk.bring(content)
        elif kind == b"Q":
            reply(replies, *desk.outcome(json.loads(content)))
        else:
            return


def main(image: int | None, requests: int, replies: int) -> None:
    """Read the settings, go to jail or keep apart, answer, end."""
    settings = json.loads(receive(requests)[1])
    try:
        jailed = settings["jail"]
        desk = enclose(image, replies, settings) if jailed else keep_apart(settings)
    except duckdb.Error:
        return reply(replies, b"E", b"image")
    except NoJail:
        return reply(replies, b"E", b"jail")
    reply(replies, b"R")
    serve(desk, requests, replies)


if __name__ == "__main__":
    # Started by itself, it reads frames from its input and writes them to its output.
    main(None, 0, 1)
    os._exit(0)
