"""The worker: a process of its own that opens one image, answers one question and ends.

It is started by its path (``python -I worker.py IMAGE_FD REPLY_FD LIMITS``) so that it imports
nothing of the package but ``jail``. It never sees a key. It reads the question from standard input,
which the engine writes only when the image is whole, and replies with one frame: ``R`` (ready, the
jail is closed), then ``T`` (a table, Arrow IPC) or ``E`` (the name of what went wrong, never a text
of the engine's, which may hold a value).
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import struct
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

# A thread that a library starts when it is imported would stay outside the jail.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"

import duckdb
import pyarrow as pa
import pyarrow.ipc

THREADS = 2
ENGINE_SHARE = 0.8
BATCH_ROWS = 8192


class TooMuch(Exception):
    """The answer is over a limit; the message is the limit's name."""


def jail() -> ModuleType:
    """Return the module beside this one, loaded by its path: the package is never imported."""
    spec = importlib.util.spec_from_file_location("jail", Path(__file__).with_name("jail.py"))
    if spec is None or spec.loader is None:
        raise ImportError("jail")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def open_image(image: str, request: dict[str, Any]) -> Any:
    """Return a connection that has the image attached read-only and nothing else, locked.

    The temporary directory is emptied first: the default one stays allowed under the lock.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": "",
            "threads": THREADS,
            "async_threads": 1,
            "memory_limit": f"{int(request['memory_mb'] * ENGINE_SHARE)}MiB",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
        },
    )
    connection.execute(f"ATTACH '{image}' AS sealed (READ_ONLY)")
    connection.execute("USE sealed")
    connection.execute(f"SET max_execution_time = {int(request['seconds'] * 1000)}")
    connection.execute("SET errors_as_json = false")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def answer(connection: Any, sql: str, *, rows: int, answer_bytes: int) -> bytes:
    """Run one statement and return its rows as an Arrow IPC stream; raise TooMuch at a limit."""
    reader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
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


def outcome(connection: Any, request: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return the reply to a request: its kind and its content; every failure becomes a name."""
    try:
        return b"T", answer(
            connection,
            request["sql"],
            rows=request["rows"],
            answer_bytes=request["answer_bytes"],
        )
    except TooMuch as limit:
        return b"E", str(limit).encode()
    except (duckdb.OutOfMemoryException, MemoryError, pa.ArrowMemoryError):
        return b"E", b"memory"
    except duckdb.InterruptException:
        return b"E", b"time"
    except (duckdb.FatalException, duckdb.InternalException):
        return b"E", b"stopped"
    except (duckdb.Error, pa.ArrowException):
        return b"E", b"question"


def reply(descriptor: int, kind: bytes, content: bytes = b"") -> None:
    """Write one frame: kind, length (8 bytes, big-endian), content."""
    frame = memoryview(kind + struct.pack(">Q", len(content)) + content)
    while frame:
        frame = frame[os.write(descriptor, frame) :]


def enclose(image: str, replies: int, request: dict[str, Any]) -> Any:
    """Close the jail round this process, in jail.py's order; return the connection inside it."""
    walls = jail()
    walls.limit_resources(cpu_seconds=request["cpu_seconds"])
    walls.one_thread()
    walls.drop_rights()
    walls.close_file_system()
    os.chdir("/proc")
    connection = open_image(image, request)
    warm_up(connection)
    walls.limit_memory(request["memory_mb"] << 20)
    walls.forbid_more_threads()
    walls.filter_calls(reply=replies)
    return connection


def warm_up(connection: Any) -> None:
    """Do once what a library does lazily: inside the jail a late import would fail."""
    answer(connection, "SELECT 1 AS a, 'a' AS b, 1.5 AS c", rows=1, answer_bytes=1 << 20)


def main(image_descriptor: str, reply_descriptor: str) -> None:
    """Read the request, go to jail, answer, end."""
    replies = int(reply_descriptor)
    request = json.loads(sys.stdin.buffer.read())
    try:
        if sys.platform.startswith("linux"):
            connection = enclose(f"/proc/self/fd/{int(image_descriptor)}", replies, request)
        else:
            connection = open_image(f"/dev/fd/{int(image_descriptor)}", request)
    except duckdb.Error:
        return reply(replies, b"E", b"image")
    reply(replies, b"R")
    reply(replies, *outcome(connection, request))
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
