"""Files that come with a request: in the home's staging, bounded, and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from ...actions import Council
from ...kernel import BadInput
from ..web.uploads import LARGEST_MIB, LARGEST_READ_MIB, TOO_LARGE, StagedFile
from .inputs import Inputs


@contextmanager
def with_files(
    council: Council, request: HttpRequest, inputs: Inputs, given: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the parameters of an act with the files that it reads in place."""
    if not inputs.takes_file and "subjects" not in given:
        yield given
        return
    if inputs.takes_file:
        yield {**given, "source": _laid(request), **_bounds(inputs)}
        return
    with council.staging() as folder:
        yield {**given, "subjects": _listed(given["subjects"], folder / "subjects.txt")}


def _bounds(inputs: Inputs) -> dict[str, int]:
    """Return how much a file may unpack to, where the act reads what may be packed."""
    return {"largest_mib": LARGEST_READ_MIB} if inputs.operation.act == "register" else {}


def _laid(request: HttpRequest) -> Path:
    sent = request.FILES.get("source")
    if getattr(request, TOO_LARGE, False):
        raise BadInput(f"The file is larger than {LARGEST_MIB} MiB.")
    if not isinstance(sent, StagedFile):
        raise BadInput("No file came with the request.", next_step="Send it as the part `source`.")
    return sent.path


def _listed(subjects: list[str], file: Path) -> Path:
    """Write the identifiers one on each line, as the acts read them."""
    if any("\n" in one or "\r" in one for one in subjects):
        raise BadInput("An identifier of a subject is one line.")
    file.write_text("".join(f"{one}\n" for one in subjects), encoding="utf-8")
    return file
