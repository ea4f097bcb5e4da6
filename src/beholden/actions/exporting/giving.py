"""Giving an export: one document, one file of the public register, or all of them in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ... import exports
from ...kernel import BadInput, NotFound
from ..full_disk import full_disk_is_unavailable
from ..home import Home
from .filling import record_of

EXPORT_KINDS = exports.KINDS


@dataclass(frozen=True, slots=True)
class PublicExports:
    """The files of one kind: what they are, by which standard, each a name and its address."""

    what: str
    standard: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """Every file that a council gives to other registers."""

    made_up: bool
    parts: tuple[PublicExports, ...]


def export(
    home: Home, *, kind: str, name: str = "", form: str = "", whole: bool = False
) -> exports.Document:
    """Return the record, or one use, dataset or agreement of it, in a form that others read.

    It holds what is public alone, so anybody may have it; with ``whole`` it has every dataset and
    every column, and is for within the council. Raises BadInput and NotFound.
    """
    files = exports.kind_of(kind).files
    record = record_of(home, whole=whole, files=files)
    return exports.exported(record, kind=kind, name=name, form=form)


def export_all(home: Home, *, to: Path) -> tuple[exports.Document, ...]:
    """Write every public export into a folder under its own name; return the documents.

    Files of those names are replaced, each whole. Raises BadInput where the folder is a file.
    """
    if to.exists() and not to.is_dir():
        raise BadInput(f"{to.name} is not a folder.", next_step="Name a folder to write into.")
    record = record_of(home)
    documents = tuple(
        exports.exported(record, kind=kind.code, name=name, form=form)
        for kind, name, form in exports.exportable(record)
    )
    with full_disk_is_unavailable():
        to.mkdir(parents=True, exist_ok=True)
        for document in documents:
            write_document(document, to / document.file)
    return documents


def write_document(document: exports.Document, to: Path) -> None:
    """Write a document to a file that is replaced in one step, never half-written."""
    part = to.with_name(f".{to.name}.part")
    try:
        part.write_text(document.text, encoding="utf-8", newline="")
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def register_file(home: Home, *, file: str) -> exports.Document:
    """Return the public export of this file's name; raise NotFound where there is none."""
    wanted = [kind for kind in exports.KINDS if file.startswith(f"{kind.code}.")]
    if not wanted:
        raise _no_such_file()
    record = record_of(home, files=any(kind.files for kind in wanted))
    for kind, name, form in exports.exportable(record):
        if exports.file_of(kind, name, form) == file:
            return exports.exported(record, kind=kind.code, name=name, form=form)
    raise _no_such_file()


def _no_such_file() -> NotFound:
    return NotFound(
        "There is no such file in the public register.",
        next_step="The page of the register lists them all.",
    )


def public_register(home: Home) -> PublicRegister:
    """Return every public export with its standard."""
    record = record_of(home, files=False)
    parts: dict[exports.Kind, list[tuple[str, str]]] = {kind: [] for kind in exports.KINDS}
    for kind, name, form in exports.exportable(record):
        file = exports.file_of(kind, name, form)
        parts[kind].append((file, f"/register/{file}"))
    return PublicRegister(
        made_up=any(use.made_up for use in record.uses),
        parts=tuple(
            PublicExports(kind.sentence, kind.standard, tuple(files))
            for kind, files in parts.items()
            if files
        ),
    )
