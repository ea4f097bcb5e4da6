"""Bytes of a delivery to valid UTF-8: Windows-1252 read as such, doubled encoding undone."""

from __future__ import annotations

from dataclasses import dataclass

from beholden.kernel import BadInput, decoded_once

_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Letters:
    """How many lines were not in UTF-8, were encoded twice, or had lost letters already."""

    windows: int = 0
    doubled: int = 0
    lost: int = 0

    def mended(self, block: bytes) -> bytes:
        """Return a block of whole lines as valid UTF-8, and count what had to be mended."""
        if block.isascii():
            return block
        lines = block.split(b"\n")
        for place, line in enumerate(lines):
            if not line.isascii():
                lines[place] = self._line(line)
        return b"\n".join(lines)

    def _line(self, line: bytes) -> bytes:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            self.windows += 1
            return line.decode("cp1252", "replace").encode()
        once = decoded_once(text)
        self.doubled += once != text
        self.lost += "\ufffd" in once
        return once.encode()


def without_mark(head: bytes, name: str) -> bytes:
    """Return the head of a file without its byte order mark; raise BadInput for zero bytes."""
    if b"\x00" in head[:2]:
        raise BadInput(
            f"{name} is not text.",
            why="It begins with zero bytes, which no letter is in UTF-8 or UTF-16.",
            next_step="Fetch or export it again, as CSV in UTF-8 or as Parquet.",
        )
    return head.removeprefix(_MARK)
