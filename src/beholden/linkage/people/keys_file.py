"""Person keys in one file: written whole or not at all, and known again when damaged."""

from __future__ import annotations

import errno
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beholden.kernel import BadInput, Damaged, Unavailable

from .identity import SCHEMAS, SECRET_BYTES, PersonKeys

if TYPE_CHECKING:
    import pyarrow as pa

FORM = "beholden person keys 3"
_WITHOUT_NEAR = "beholden person keys 2"
_WITHOUT_EVIDENCE = "beholden person keys 1"
_FACTS = "facts.json"


def save_keys(keys: PersonKeys, path: Path) -> None:
    """Write keys to a file that only its owner can read, replacing an earlier one at once.

    Whoever stops in between leaves the earlier file as it was. Raise Unavailable where the file
    cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _write(keys, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Unavailable(
            f"The person keys could not be written to {path.name}.",
            why=f"The system says: {error.strerror}.",
            next_step="Make room, or name another folder. The earlier file is as it was.",
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _write(keys: PersonKeys, file: Any) -> None:
    facts = {"form": FORM, "secret": keys.secret.hex(), "load": keys.load, "model": keys.model}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_FACTS, json.dumps(facts))
        for name in SCHEMAS:
            archive.writestr(f"{name}.parquet", _as_parquet(getattr(keys, name)))


def _as_parquet(table: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def open_keys(path: Path) -> PersonKeys:
    """Return the keys of a file.

    Of one of an earlier form, which kept no near misses, every row is compared again at the next
    load: else those of rows that did not change would be told as none, and the recall too high.
    Raise BadInput where there is no such file or it is of another kind or version, and Damaged
    where it is not as it was written.
    """
    import pyarrow as pa

    if not path.is_file():
        raise BadInput(
            f"There are no person keys at {path.name}.",
            next_step="Name the file that an earlier run wrote, or start new keys.",
        )
    damage = (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except (*damage, RuntimeError, OSError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise _disk_says(path, error) from error
        raise Damaged(
            f"The person keys in {path.name} cannot be read.",
            why="The file is cut short, changed, or not a file of person keys.",
            next_step="Bring it back from a backup. Linking without it gives everybody new keys.",
        ) from error


def _disk_says(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"The person keys in {path.name} could not be read.",
        why=f"The system says: {error.strerror}.",
        next_step="See that the file is there and that you may read it.",
    )


def _read(archive: zipfile.ZipFile) -> PersonKeys:
    facts = json.loads(archive.read(_FACTS))
    if facts["form"] not in (FORM, _WITHOUT_NEAR, _WITHOUT_EVIDENCE):
        raise BadInput(
            "These person keys were written by another version of Beholden.",
            why=f"This version reads the form “{FORM}”.",
            next_step="Open them with the version that wrote them.",
        )
    tables = {name: _table(archive, name, facts["form"]) for name in SCHEMAS}
    if facts["form"] != FORM:
        tables["rows"] = _as_if_changed(tables["rows"])
    secret = bytes.fromhex(facts["secret"])
    if len(secret) != SECRET_BYTES:
        raise ValueError("length of the secret")
    return PersonKeys(secret=secret, load=int(facts["load"]), model=facts["model"], **tables)


def _as_if_changed(rows: pa.Table) -> pa.Table:
    """Return the rows with nothing known of what they hold, so that each is compared again."""
    import pyarrow as pa

    at = rows.column_names.index("content")
    return rows.set_column(at, "content", pa.array([""] * rows.num_rows, rows["content"].type))


def _table(archive: zipfile.ZipFile, name: str, form: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if form != FORM and name == "near":
        return SCHEMAS[name]().empty_table()
    table = pq.read_table(pa.BufferReader(archive.read(f"{name}.parquet")))
    if form == _WITHOUT_EVIDENCE and name == "decisions":
        table = table.append_column("evidence", pa.nulls(table.num_rows, pa.string()))
    if table.schema.names != SCHEMAS[name]().names:
        raise KeyError(name)
    return table
