"""Files that officers send: streamed to the council's own staging folder, and bounded."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST_MIB = 256
LARGEST_READ_MIB = 2 * LARGEST_MIB  # of a file that is read as a table, as it is unpacked
_LONGEST_NAME = 50  # letters, which may be of four bytes, where a folder takes 255
TOO_LARGE = "upload_too_large"


class StagedFile(UploadedFile):  # type: ignore[type-arg]  # it cannot be indexed at run time
    """A file in a staging folder, which is gone with the request."""

    def __init__(self, held: ExitStack, path: Path, file: BinaryIO, **told: Any) -> None:
        super().__init__(file, **told)
        self._held = held
        self.path = path

    def close(self) -> None:
        """Close it, and let its folder go."""
        super().close()
        self._held.close()


class StagedUpload(FileUploadHandler):
    """Writes what is sent into the home's staging: no data lie in the machine's own folders.

    Nothing is taken from who has neither signed in nor shown a key of the API (``request.held``),
    nor more than ``LARGEST_MIB`` with one request, in however many files.
    """

    _size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file in a folder of its own."""
        super().new_file(*args, **kwargs)
        request: Any = self.request
        if not _is_somebody(request):
            raise StopUpload(connection_reset=True)
        self._held = ExitStack()
        folder = self._held.enter_context(request.council.staging())
        self._path = folder / plain_name(self.file_name or "")
        self._file = self._path.open("w+b")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 (Django's)
        """Write a piece, unless it is one too many."""
        self._size += len(raw_data)
        if self._size > LARGEST_MIB * 2**20:
            setattr(self.request, TOO_LARGE, True)
            self.upload_interrupted()
            raise StopUpload(connection_reset=False)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> StagedFile:
        """Return the whole file."""
        self._file.seek(0)
        return StagedFile(
            self._held,
            self._path,
            self._file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Let go of what was sent so far."""
        if hasattr(self, "_held"):
            self._file.close()
            self._held.close()


def plain_name(given: str) -> str:
    """Return the name of a sent file as it may stand in a folder and in a sentence.

    It is by this name that an officer is told of faults in it: letters, digits and . _ - are kept.
    """
    name = Path(re.sub(r"[^\w.-]+", "-", given).strip("-."))
    suffix = name.suffix.lower()[:8]
    return (
        f"{name.stem.strip('-.')[:_LONGEST_NAME] or 'sent'}{suffix if suffix[1:].isalnum() else ''}"
    )


def _is_somebody(request: Any) -> bool:
    session = getattr(request, "session", None) or {}
    return session.get(SESSION_KEY) is not None or getattr(request, "held", None) is not None
