"""Giving an export: one document, one file of the public register, or all of them in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ... import exports
from ...kernel import BadInput, NotFound
from ...records import reading
from ..full_disk import full_disk_is_unavailable
from ..home import Home
from .filling import record_of
from .naming import public_names

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
    kind, name, form = _told_by(file)
    try:
        of_one = [_use_of(home, name)] if name and kind.of == "agreement" else None
        record = record_of(home, files=kind.files, uses_only=of_one)
        return exports.exported(record, kind=kind.code, name=name, form=form)
    except (BadInput, NotFound):  # in the same words whatever it is that is not there
        raise _no_such_file() from None


def _told_by(file: str) -> tuple[exports.Kind, str, str]:
    """Return the kind, the name and the form that a file's own name tells; raises NotFound."""
    for kind in exports.KINDS:
        for form in kind.forms:
            start, end = f"{kind.code}.", f".{form}"
            name = file.removeprefix(start).removesuffix(form).removesuffix(".")
            if file.startswith(start) and file.endswith(end):
                return kind, name, form
    raise _no_such_file()


def _use_of(home: Home, agreement: str) -> str:
    with home.at_work():
        return reading.use_of_agreement(agreement)


def _no_such_file() -> NotFound:
    return NotFound(
        "There is no such file in the public register.",
        next_step="The page of the register lists them all.",
    )


def public_register(home: Home) -> PublicRegister:
    """Return every public export with its standard."""
    names = public_names(home)
    parts: dict[exports.Kind, list[tuple[str, str]]] = {kind: [] for kind in exports.KINDS}
    for kind, name, form in exports.exportable(names):
        file = exports.file_of(kind, name, form)
        parts[kind].append((file, f"/register/{file}"))
    return PublicRegister(
        made_up=names.made_up,
        parts=tuple(
            PublicExports(kind.sentence, kind.standard, tuple(files))
            for kind, files in parts.items()
            if files
        ),
    )
