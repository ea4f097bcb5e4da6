"""Files that come with a request: laid in the home's staging, bounded, and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from ...actions import Council
from ...kernel import BadInput
from .inputs import Inputs

MOST_BYTES = 2 << 30


@contextmanager
def with_files(
    council: Council, request: HttpRequest, inputs: Inputs, given: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the parameters of an act with the files that it reads in place."""
    if not inputs.takes_file and "subjects" not in given:
        yield given
        return
    with council.staging() as folder:
        if inputs.takes_file:
            yield {**given, "source": _laid(request, folder)}
        else:
            yield {**given, "subjects": _listed(given["subjects"], folder / "subjects.txt")}


def _laid(request: HttpRequest, folder: Path) -> Path:
    sent = request.FILES.get("source")
    if not isinstance(sent, UploadedFile):
        raise BadInput("No file came with the request.", next_step="Send it as the part `source`.")
    if (sent.size or 0) > MOST_BYTES:
        raise BadInput("The file is larger than 2 GiB.")
    # Only the ending of the name is the sender's: it says which kind of file it is.
    file = folder / f"source{PurePath(sent.name or '').suffix[:12]}"
    with file.open("wb") as whole:
        for piece in sent.chunks():
            whole.write(piece)
    return file


def _listed(subjects: list[str], file: Path) -> Path:
    """Write the identifiers one on each line, as the acts read them."""
    if any("\n" in one or "\r" in one for one in subjects):
        raise BadInput("An identifier of a subject is one line.")
    file.write_text("".join(f"{one}\n" for one in subjects), encoding="utf-8")
    return file
